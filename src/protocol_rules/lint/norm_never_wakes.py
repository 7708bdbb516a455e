"""`norm-never-wakes`: a norm with conditions none of which names a circumstance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.engine.program import program_of
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.norms.protocol import NormKind

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        protocol = linted.protocol
        circumstances = protocol.vocabulary.circumstances
        for norm in protocol.norms.values():
            if norm.kind is not NormKind.NORM or norm.is_standing:
                continue
            wakes = program_of(protocol).wakes(norm.address) or ()
            if all(circumstances[name].is_setting for name in wakes):
                yield found(
                    "norm-never-wakes",
                    linted,
                    norm,
                    f"`{norm.address}` waits for no circumstance but people and setting",
                    "add a test on the circumstance in which it speaks, or `about`",
                    severity="warning",
                )


CHECK = Check(
    "norm-never-wakes", "a norm with conditions none of which names a circumstance", _find
)
