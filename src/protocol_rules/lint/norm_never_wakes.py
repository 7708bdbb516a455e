"""`norm-never-wakes`: a norm with conditions none of which names a circumstance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.lint.check import Check, Linted, found
from protocol_rules.lint.unused_word import words_of_norm
from protocol_rules.norms.protocol import NormKind

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Diagnostic]:
    for linted in protocols:
        circumstances = linted.protocol.vocabulary.circumstances
        for clause in linted.protocol.clauses.values():
            for norm in clause.norms:
                groups = {word.partition(".")[0] for word in words_of_norm(norm)} & circumstances.keys()
                only_settings = all(circumstances[name].is_setting for name in groups)
                if norm.when is not None and norm.kind is NormKind.NORM and only_settings:
                    yield found(
                        "norm-never-wakes",
                        linted,
                        clause,
                        f"`{norm.address}` waits for no circumstance but people and setting",
                        "add a test on the circumstance in which it speaks, or `about`",
                        severity="warning",
                    )


CHECK = Check("norm-never-wakes", _find)
