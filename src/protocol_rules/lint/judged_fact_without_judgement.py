"""`judged-fact-without-judgement`: a clause that leaves something to a person, and not to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.uses import words_of_norm

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        protocol = linted.protocol
        for clause in protocol.clauses.values():
            parent = protocol.clauses.get(clause.part_of)
            if clause.judgement or (parent is not None and parent.judgement):
                continue
            words = {word: None for norm in clause.norms for word in words_of_norm(norm)}
            facts = protocol.vocabulary.facts
            for fact in words:
                if fact in facts and facts[fact].is_judged:
                    message = (
                        f"`{clause.id}` turns on the judged fact `{fact}`, and does not say so"
                    )
                    hint = "say in `judgement` what the text leaves open, and to whom"
                    yield found("judged-fact-without-judgement", linted, clause, message, hint)


CHECK = Check(
    "judged-fact-without-judgement",
    "a clause that leaves something to a person, and not to whom",
    _find,
)
