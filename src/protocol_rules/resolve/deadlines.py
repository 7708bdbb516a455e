"""The one micro-syntax of a rule file: a deadline."""

from __future__ import annotations

import re

from protocol_rules.calendar import Unit
from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.norms.protocol import Deadline, DeadlineRelation
from protocol_rules.validation import Place
from protocol_rules.vocabulary import FactType, Vocabulary

__all__ = ["read_deadline"]

_COUNTED = re.compile(
    r"(?P<amount>\d{1,4}) (?P<unit>working day|day|week|month)s? (?P<relation>after|before) (?P<anchor>\S+)"
)
_PLAIN = re.compile(r"(?P<relation>before|by) (?P<anchor>\S+)")
_SHAPES = "`10 working days after FACT`, `2 weeks before FACT`, `before FACT`, `before ACTION` or `by FACT`"


def read_deadline(text: str, vocabulary: Vocabulary, place: Place) -> Deadline | None:
    """Read a deadline; `None` where it has a fault, which the place then tells."""
    counted = _COUNTED.fullmatch(text)
    found = counted or _PLAIN.fullmatch(text)
    if found is None:
        place.fault("deadline-does-not-parse", f"{quote(text)} is no deadline", f"write {_SHAPES}")
        return None
    relation = DeadlineRelation(found["relation"])
    anchor = found["anchor"]
    amount = int(counted["amount"]) if counted else 0
    unit = Unit(counted["unit"]) if counted else Unit.CALENDAR_DAY
    fact = vocabulary.facts.get(anchor)
    if fact is not None:
        if fact.type is not FactType.DATE:
            place.fault("wrong-type", f"a deadline counts from a date, and `{anchor}` is a {fact.type}")
            return None
        return Deadline(text, relation, fact=anchor, amount=amount, unit=unit)
    if anchor in vocabulary.actions and not counted and relation is DeadlineRelation.BEFORE:
        return Deadline(text, relation, action=anchor)
    place.fault(
        "unknown-fact",
        f"no date fact {quote(anchor)} in the vocabulary",
        did_you_mean(anchor, [*vocabulary.facts, *vocabulary.actions]),
    )
    return None
