"""Due dates, whether a norm was kept, and how far its performance has come.

A duty to do something once is an achievement, and one to keep something up, like a prohibition, is
maintenance (Governatori, Hulstijn, Riveret and Rotolo, Characterising Deadlines in Temporal Modal
Defeasible Logic, 2007): the first is met or overdue, the second is kept or broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from protocol_rules.calendar import Calendar
from protocol_rules.norms.protocol import Deadline, DeadlineRelation, Norm
from protocol_rules.truth import Truth, all_of, any_of
from protocol_rules.vocabulary.conditions import (
    About,
    Breached,
    Compare,
    Condition,
    Relation,
    atoms,
)

if TYPE_CHECKING:
    from protocol_rules.engine.run import Run

__all__ = [
    "Performance",
    "PerformanceState",
    "breach_of",
    "due_date",
    "due_from",
    "is_late",
    "performance_of",
    "ways_to_break",
]

_ONE_DAY = timedelta(days=1)


class PerformanceState(StrEnum):
    """How far the performance of a norm has come, as of the end of `today`."""

    PENDING = "pending"
    DUE = "due"
    MET = "met"
    MET_LATE = "met_late"
    OVERDUE = "overdue"
    KEPT = "kept"
    BROKEN = "broken"
    NOT_ASSESSABLE = "not_assessable"

    @property
    def words(self) -> str:
        """The state as a sentence says it: `met late`."""
        return self.value.replace("_", " ")


_BREACHES = (PerformanceState.OVERDUE, PerformanceState.MET_LATE, PerformanceState.BROKEN)

_UNREMARKABLE = (
    PerformanceState.PENDING,
    PerformanceState.KEPT,
    PerformanceState.NOT_ASSESSABLE,
)


@dataclass(frozen=True, slots=True)
class Performance:
    """How far a norm has been performed.

    `breached_on` is the day on which the breach arose, where the facts tell it; `turns_on` names
    the facts which would tell a state that is not assessable.
    """

    state: PerformanceState
    breached_on: date | None = None
    turns_on: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """The state in words, where it says more than the deadline does; else nothing."""
        return "" if self.state in _UNREMARKABLE else self.state.words

    @property
    def breached(self) -> bool:
        """Whether the norm has been breached; performing it late does not undo that."""
        return self.state in _BREACHES

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        data: dict[str, object] = {"state": self.state.value, "breached": self.breached}
        if self.breached_on is not None:
            data["breached_on"] = self.breached_on.isoformat()
        if self.turns_on:
            data["turns_on"] = list(self.turns_on)
        return data


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
    return due_from(anchor, deadline, run.program.protocol.calendar)


def due_from(anchor: date, deadline: Deadline, calendar: Calendar) -> date:
    """The last day on which a norm is kept in time whose deadline counts from a known day."""
    if deadline.relation is DeadlineRelation.BY:
        return anchor
    if deadline.relation is DeadlineRelation.BEFORE:
        if not deadline.amount:
            return anchor - _ONE_DAY
        return calendar.shift(anchor, -deadline.amount, deadline.unit)
    return calendar.shift(anchor, deadline.amount, deadline.unit)


def breach_of(run: Run, address: str) -> Truth:
    """Whether the norm at this address is effective and has been breached as of today."""
    norm = run.program.protocol.norms[address]
    effective = run.effective(address)
    if effective is Truth.NO:
        return Truth.NO
    return all_of((effective, any_of(_ways(run, norm))))


def performance_of(run: Run, norm: Norm) -> Performance | None:
    """How far an effective norm has been performed; `None` where no fact could ever show it.

    What a norm with a deadline has to keep up besides counts only once it is broken.
    """
    upkeep = _upkeep(run, norm)
    if norm.deadline is None and not norm.done_on:
        return upkeep
    timely = _timely(run, norm)
    return upkeep if upkeep and upkeep.breached and not timely.breached else timely


def _ways(run: Run, norm: Norm) -> list[Truth]:
    ways = [run.truth(way) for way in ways_to_break(norm)]
    if norm.deadline is not None and norm.deadline.fact and norm.done_on:
        ways.append(is_late(run, norm))
    return ways


def is_late(run: Run, norm: Norm) -> Truth:
    """Tell whether a duty to do something by a day was not done by then."""
    performance = _timely(run, norm)
    if performance.breached:
        return Truth.YES
    is_open = performance.state is PerformanceState.NOT_ASSESSABLE and run.is_there(norm.done_on)
    return Truth.UNKNOWN if is_open else Truth.NO


def ways_to_break(norm: Norm) -> Iterator[Condition]:
    """Give the conditions which show, whatever the day, that a norm was not kept."""
    for limit in norm.limits:
        yield Compare(limit.fact, _EXCEEDED[limit.relation], limit.bound)
    if norm.breached_when is not None:
        yield norm.breached_when


def _upkeep(run: Run, norm: Norm) -> Performance | None:
    """Tell whether what is to be kept up, or left be, has been; `None` where there is no such."""
    if not norm.limits and norm.breached_when is None:
        return None
    truths = {way: run.truth(way) for way in ways_to_break(norm)}
    match any_of(truths.values()):
        case Truth.YES:
            days = [_arose_on(run, way) for way, truth in truths.items() if truth is Truth.YES]
            known = [day for day in days if day is not None]
            return Performance(PerformanceState.BROKEN, min(known, default=None))
        case Truth.NO:
            return Performance(PerformanceState.KEPT)
        case Truth.UNKNOWN:
            open_ways = (way for way, truth in truths.items() if truth is Truth.UNKNOWN)
            return _not_assessable(run, *(fact for way in open_ways for fact in _facts_of(way)))


def _arose_on(run: Run, way: Condition) -> date | None:
    """Tell the day of the last dated event under a condition which shows a breach."""
    dated = (atom.fact for atom in atoms(way) if isinstance(atom, Compare))
    known = (run.known(fact) for fact in dated)
    return max((day for day in known if isinstance(day, date)), default=None)


def _facts_of(way: Condition) -> Iterator[str]:
    for atom in atoms(way):
        if not isinstance(atom, About | Breached):
            yield atom.fact
        if isinstance(atom, Compare) and isinstance(atom.bound, str):
            yield atom.bound


def _timely(run: Run, norm: Norm) -> Performance:
    """Tell how far a duty to do something once, perhaps by a day, has come.

    INVARIANT: what is late stays late as `today` moves on, and nothing is late before its day is
    over.
    """
    due, today = due_date(run, norm.deadline), run.situation.today
    done = run.known(norm.done_on) if norm.done_on else None
    # What will be done on a later day has not been done yet.
    is_done = isinstance(done, date) and (today is None or done <= today)
    if due is None:
        return _without_day(run, norm, is_done=is_done, waits=done is not None)
    if isinstance(done, date) and is_done:
        is_late = done > due
        return (
            _late(PerformanceState.MET_LATE, due) if is_late else Performance(PerformanceState.MET)
        )
    if today is not None and today <= due:
        return Performance(PerformanceState.DUE if today == due else PerformanceState.PENDING)
    if done is None:
        return _not_assessable(run, norm.done_on)
    # Without a day no time has passed.
    return _late(PerformanceState.OVERDUE, due) if today else Performance(PerformanceState.PENDING)


def _late(state: PerformanceState, due: date) -> Performance:
    return Performance(state, breached_on=due + _ONE_DAY)


def _without_day(run: Run, norm: Norm, *, is_done: bool, waits: bool) -> Performance:
    """Tell how far a duty has come whose last day is open, not known yet, or not there at all."""
    deadline = norm.deadline
    if deadline is None:
        if is_done:
            return Performance(PerformanceState.MET)
        return Performance(PerformanceState.DUE) if waits else _not_assessable(run, norm.done_on)
    if deadline.fact and run.known(deadline.fact) is None and run.is_there(deadline.fact):
        return _not_assessable(run, deadline.fact, norm.done_on)
    if is_done:
        # No fact tells whether an action came before or after.
        return _not_assessable(run) if deadline.action else Performance(PerformanceState.MET)
    return Performance(PerformanceState.PENDING)


def _not_assessable(run: Run, *facts: str) -> Performance:
    """Say that the state cannot be told, and the facts which would tell it."""
    unknown = dict.fromkeys(fact for fact in facts if fact and run.known(fact) is None)
    return Performance(PerformanceState.NOT_ASSESSABLE, turns_on=tuple(unknown))
