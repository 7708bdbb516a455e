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
    r"(?P<amount>\d+) (?P<unit>working day|day|week|month)s?"
    r" (?P<relation>after|before) (?P<anchor>\S+)",
    re.ASCII,
)
_PLAIN = re.compile(r"(?P<relation>before|by) (?P<anchor>\S+)")
_SHAPES = (
    "as in `10 working days after FACT`; also days, weeks, months; before FACT or ACTION; by FACT"
)
_MOST_DIGITS = 3


def read_deadline(text: str, vocabulary: Vocabulary, place: Place) -> Deadline | None:
    """Read a deadline; `None` where it has a fault, which the place then tells."""
    counted = _COUNTED.fullmatch(text)
    found = counted or _PLAIN.fullmatch(text)
    if found is None:
        place.fault("deadline-does-not-parse", f"{quote(text)} is no deadline", _SHAPES)
        return None
    if counted and len(counted["amount"]) > _MOST_DIGITS:
        message = f"a deadline of {quote(counted['amount'])} {counted['unit']}s is too long"
        place.fault("deadline-too-long", message, f"at most {10**_MOST_DIGITS - 1} of a unit")
        return None
    relation = DeadlineRelation(found["relation"])
    anchor = found["anchor"]
    fact = vocabulary.facts.get(anchor)
    if fact is not None and fact.type is FactType.DATE:
        if counted is None:
            return Deadline(text, relation, fact=anchor)
        unit = Unit(counted["unit"])
        return Deadline(text, relation, fact=anchor, amount=int(counted["amount"]), unit=unit)
    is_before = counted is None and relation is DeadlineRelation.BEFORE
    if is_before and anchor in vocabulary.actions:
        return Deadline(text, relation, action=anchor)
    _tell_anchor(anchor, vocabulary, place)
    return None


def _tell_anchor(anchor: str, vocabulary: Vocabulary, place: Place) -> None:
    if anchor in vocabulary.facts:
        message = (
            f"a deadline counts from a date, and `{anchor}` is a {vocabulary.facts[anchor].type}"
        )
        place.fault("wrong-type", message)
    elif anchor in vocabulary.actions:
        message = f"a deadline counts from a date, and `{anchor}` is an action"
        place.fault("wrong-type", message, f"write `before {anchor}`, or name a date fact")
    else:
        hint = did_you_mean(anchor, [*vocabulary.facts, *vocabulary.actions])
        place.fault("unknown-fact", f"no date fact {quote(anchor)} in the vocabulary", hint)
