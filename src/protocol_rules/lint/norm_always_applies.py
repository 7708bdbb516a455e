"""`norm-always-applies`: a norm with tests that no value of their facts can fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.search import Search, Undecided, none_of
from protocol_rules.vocabulary.conditions import About, atoms

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for norm in linted.protocol.norms.values():
            when = norm.when
            if when is None or all(isinstance(test, About) for test in atoms(when)):
                continue
            try:
                search = Search(linted.protocol, (norm.address,))
                fails = search.where(none_of(when)) is not None
            except Undecided:
                continue
            if not fails:
                message = f"whatever the facts are, the `when` of `{norm.address}` holds"
                hint = "write `about` for the circumstance alone, or mend the test"
                yield found("norm-always-applies", linted, norm, message, hint)


CHECK = Check(
    "norm-always-applies", "a norm with tests that no value of their facts can fail", _find
)
