"""Due dates, and whether a norm was kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from protocol_rules.norms.conditions import Not
from protocol_rules.norms.protocol import Deadline, DeadlineRelation, Norm
from protocol_rules.norms.values import NOT_YET
from protocol_rules.truth import Truth, all_of, any_of

if TYPE_CHECKING:
    from protocol_rules.engine.run import Run

__all__ = ["breach_of", "due_date"]


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
    effective = run.truth(run.program.effective(address))
    if effective is Truth.NO:
        return Truth.NO
    return all_of((effective, any_of(_ways(run, norm))))


def _ways(run: Run, norm: Norm) -> list[Truth]:
    ways: list[Truth] = [run.truth(Not(limit)) for limit in norm.limits]
    if norm.breached_when is not None:
        ways.append(run.truth(norm.breached_when))
    if norm.deadline is not None and norm.done_on:
        ways.append(_is_late(run, norm.deadline, norm.done_on))
    return ways


def _is_late(run: Run, deadline: Deadline, done_on: str) -> Truth:
    due, done, today = due_date(run, deadline), run.known(done_on), run.situation.today
    if due is None:
        return Truth.UNKNOWN
    # INVARIANT: a breach stays a breach as `today` moves on; nothing is late before its day is over.
    if today is not None and today <= due:
        return Truth.NO
    if isinstance(done, date):
        return Truth.of(done > due)
    if done == NOT_YET:
        return Truth.YES
    return Truth.UNKNOWN
