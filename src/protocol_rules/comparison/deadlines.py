"""Deadlines held against each other: which of them has run out wherever another one has."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from protocol_rules.calendar import Unit
from protocol_rules.norms.protocol import Deadline, DeadlineRelation, Norm, Protocol
from protocol_rules.vocabulary import Vocabulary

__all__ = ["Term", "are_as_strict", "term_of"]


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A deadline apart from its wording: so many units after (or, below zero, before) an event.

    `fact` is the date from which it counts, or `action` what it comes before. Working days are
    those of a `calendar`; other units need none.
    """

    fact: str
    action: str
    amount: int
    unit: Unit
    calendar: str = ""

    def said(self, words: Vocabulary) -> str:
        """Say it: `10 working days after enquiry.received_on`."""
        if self.action:
            return f"before it is time to {words.actions[self.action].phrase}"
        if not self.amount:
            return f"by {self.fact}"
        if self.amount == -1 and self.unit is Unit.CALENDAR_DAY:
            return f"before {self.fact}"
        side = "after" if self.amount > 0 else "before"
        unit = self.unit.value if abs(self.amount) == 1 else f"{self.unit.value}s"
        return f"{abs(self.amount)} {unit} {side} {self.fact}"


def term_of(norm: Norm, protocol: Protocol) -> Term | None:
    """Give the deadline of a norm, or `None` where it has none."""
    deadline = norm.deadline
    if deadline is None:
        return None
    amount, unit = _counted(deadline)
    is_by_calendar = unit is Unit.WORKING_DAY and amount
    calendar = repr(protocol.calendar) if is_by_calendar else ""
    return Term(deadline.fact, deadline.action, amount, unit, calendar)


def _counted(deadline: Deadline) -> tuple[int, Unit]:
    if not deadline.fact or deadline.relation is DeadlineRelation.BY:
        return 0, Unit.CALENDAR_DAY
    if deadline.relation is DeadlineRelation.BEFORE:
        # Before a date means on the day before it at the latest.
        return (-deadline.amount, deadline.unit) if deadline.amount else (-1, Unit.CALENDAR_DAY)
    return (deadline.amount, deadline.unit) if deadline.amount else (0, Unit.CALENDAR_DAY)


def are_as_strict(own: AbstractSet[Term], others: AbstractSet[Term]) -> bool:
    """Tell whether whoever keeps some deadlines certainly keeps the others as well."""
    return all(any(_implies(each, other) for each in own) for other in others)


def _implies(one: Term, other: Term) -> bool:
    """Tell whether one deadline never runs out later than another."""
    if (one.fact, one.action) != (other.fact, other.action):
        return False
    if one.amount <= 0 <= other.amount:
        return True
    if one.unit is other.unit and one.calendar == other.calendar:
        return one.amount <= other.amount
    return _days(one) is not None and _furthest(one) <= _nearest(other)


_SPANS = {
    Unit.CALENDAR_DAY: (1, 1),
    Unit.WEEK: (7, 7),
    Unit.MONTH: (28, 31),
}


def _days(term: Term) -> tuple[int, int] | None:
    return _SPANS.get(term.unit)


def _furthest(term: Term) -> int:
    """Give the latest day, from the event, on which a deadline in calendar units can fall."""
    least, most = _SPANS[term.unit]
    return term.amount * (most if term.amount > 0 else least)


def _nearest(term: Term) -> int:
    """Give the earliest day on which a deadline can fall; working days are days at least."""
    if term.unit is Unit.WORKING_DAY:
        # Before an event working days reach back without a bound that holds for every calendar.
        return term.amount if term.amount > 0 else -(10**6)
    least, most = _SPANS[term.unit]
    return term.amount * (least if term.amount > 0 else most)
