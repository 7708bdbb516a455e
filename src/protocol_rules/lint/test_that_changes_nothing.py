"""`test-that-changes-nothing`: a test that holds wherever the others beside it hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.search import Search, Undecided, every, none_of
from protocol_rules.lint.uses import words_of
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary.conditions import About, All, Condition

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for norm in linted.protocol.norms.values():
            tests = [] if norm.when is None else [*_conjuncts(norm.when)]
            for test in tests:
                others = [each for each in tests if each is not test]
                if others and not isinstance(test, About):
                    if _can_fail(linted.protocol, norm, test, others):
                        continue
                    words = ", ".join(f"`{word}`" for word in dict.fromkeys(words_of(test)))
                    message = (
                        f"the test of {words} in `{norm.address}` holds wherever its others hold"
                    )
                    hint = "take it out: it only asks for a fact that changes nothing"
                    yield found("test-that-changes-nothing", linted, norm, message, hint)


def _conjuncts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _conjuncts(part)
    else:
        yield condition


def _can_fail(protocol: Protocol, norm: Norm, test: Condition, others: Iterable[Condition]) -> bool:
    search = Search(protocol, (norm.address,))
    try:
        return search.where(every(*others, none_of(test))) is not None
    except Undecided:
        return True


CHECK = Check(
    "test-that-changes-nothing", "a test that holds wherever the others beside it hold", _find
)
