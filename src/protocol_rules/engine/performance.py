"""Due dates, and whether a norm was kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from protocol_rules.norms.conditions import Compare, Relation
from protocol_rules.norms.protocol import Deadline, DeadlineRelation, Norm
from protocol_rules.norms.values import NOT_YET
from protocol_rules.truth import Truth, all_of, any_of

if TYPE_CHECKING:
    from protocol_rules.engine.run import Run

__all__ = ["breach_of", "due_date"]

# What exceeds a limit is a test of its own: without its circumstance a limit is not exceeded.
_EXCEEDED = {
    Relation.AT_LEAST: Relation.LESS_THAN,
    Relation.AT_MOST: Relation.MORE_THAN,
    Relation.MORE_THAN: Relation.AT_MOST,
    Relation.LESS_THAN: Relation.AT_LEAST,
    Relation.BEFORE: Relation.AT_LEAST,
    Relation.AFTER: Relation.AT_MOST,
}


def due_date(run: Run, deadline: Deadline | None) -> date | None:
    """The last day on which the norm is kept in time; `None` where it is open or not known.

    Before a date means on the day before it at the latest.
    """
    if deadline is None or not deadline.fact:
        return None
    anchor = run.known(deadline.fact)
    if not isinstance(anchor, date):
        return None
    calendar = run.program.protocol.calendar
    if deadline.relation is DeadlineRelation.BY:
        return anchor
    if deadline.relation is DeadlineRelation.BEFORE:
        if not deadline.amount:
            return date.fromordinal(anchor.toordinal() - 1)
        return calendar.shift(anchor, -deadline.amount, deadline.unit)
    return calendar.shift(anchor, deadline.amount, deadline.unit)


def breach_of(run: Run, address: str) -> Truth:
    """Whether the norm at this address is effective and has been breached as of today."""
    norm = run.program.protocol.norms[address]
    effective = run.effective(address)
    if effective is Truth.NO:
        return Truth.NO
    return all_of((effective, any_of(_ways(run, norm))))


def _ways(run: Run, norm: Norm) -> list[Truth]:
    ways: list[Truth] = [
        run.truth(Compare(limit.fact, _EXCEEDED[limit.relation], limit.bound))
        for limit in norm.limits
    ]
    if norm.breached_when is not None:
        ways.append(run.truth(norm.breached_when))
    if norm.deadline is not None and norm.deadline.fact and norm.done_on:
        ways.append(_is_late(run, norm.deadline, norm.done_on))
    return ways


def _is_late(run: Run, deadline: Deadline, done_on: str) -> Truth:
    facts = (deadline.fact, done_on)
    if not all(run.has_circumstance(fact, fact.partition(".")[0]) for fact in facts):
        return Truth.NO
    if run.known(deadline.fact) == NOT_YET:
        return Truth.NO
    due, done, today = due_date(run, deadline), run.known(done_on), run.situation.today
    if due is None:
        return Truth.UNKNOWN
    # INVARIANT: a breach stays a breach as `today` moves on,
    # and nothing is late before its day is over.
    if today is not None and today <= due:
        return Truth.NO
    if isinstance(done, date):
        return Truth.of(done > due)
    # What has not happened is late as of a day; without one, no time has passed.
    return Truth.of(today is not None) if done == NOT_YET else Truth.UNKNOWN
