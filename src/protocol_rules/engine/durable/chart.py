"""The statechart of one norm's performance, and the marks that lead through it.

Dates are held against one another by our own engine; the chart takes only the marks that come of
it, in the order of their days, and tells the state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from protocol_rules.engine.durable.process import Adapter
from protocol_rules.engine.performance import (
    PerformanceState,
    due_date,
    ways_to_break,
)
from protocol_rules.engine.run import Run
from protocol_rules.norms.protocol import Norm
from protocol_rules.truth import Truth, any_of

__all__ = ["performances"]

_ONE_DAY = timedelta(days=1)
_NAME: Final = "performance"
_STATES: Final[Mapping[str, Mapping[str, str]]] = {
    "new": {"begins": "pending"},
    "pending": {
        "day_comes": "due",
        "is_wanted": "due",
        "is_done": "met",
        "is_open": "not_assessable",
        "is_kept": "kept",
        "is_broken": "broken",
    },
    "due": {"day_is_over": "overdue", "is_done": "met", "is_open": "not_assessable"},
    "overdue": {"is_done": "met_late"},
    "met": {},
    "met_late": {},
    "kept": {},
    "broken": {},
    "not_assessable": {},
}
_UPKEEP: Final = {Truth.YES: "is_broken", Truth.NO: "is_kept", Truth.UNKNOWN: "is_open"}
_LATE: Final = (PerformanceState.OVERDUE, PerformanceState.MET_LATE)


def performances(
    asked: Sequence[tuple[str, Run, Norm]], child: Adapter
) -> list[PerformanceState | None]:
    """Tell how far each of some effective norms has been performed, as the chart finds it.

    Each has a key, by which the child goes on from where it stood when it was asked before.
    """
    walks: list[tuple[str, list[str]]] = []
    rows: list[tuple[int | None, int | None]] = []
    for key, run, norm in asked:
        numbers: list[int | None] = []
        for kind, marks in (("upkeep", _upkeep(run, norm)), ("timely", _timely(run, norm))):
            numbers.append(None if marks is None else len(walks))
            if marks is not None:
                walks.append((f"{kind} {key}", ["begins", *marks]))
        rows.append((numbers[0], numbers[1]))
    entered = child.walk(_NAME, _STATES, walks) if walks else []
    states = [
        PerformanceState(each[-1]) if len(each) == len(marks) else None
        for each, (_, marks) in zip(entered, walks, strict=True)
    ]
    return [_joined(*(None if n is None else states[n] for n in row)) for row in rows]


def _joined(
    upkeep: PerformanceState | None, timely: PerformanceState | None
) -> PerformanceState | None:
    """Take what is to be kept up for a norm with a day only once it is broken, and nothing late."""
    if timely is None:
        return upkeep
    return upkeep if upkeep is PerformanceState.BROKEN and timely not in _LATE else timely


def _upkeep(run: Run, norm: Norm) -> list[str] | None:
    truths = [run.truth(way) for way in ways_to_break(norm)]
    return [_UPKEEP[any_of(truths)]] if truths else None


def _timely(run: Run, norm: Norm) -> list[str] | None:
    """Give the marks of a duty to do something once; `None` where it is no such duty."""
    if norm.deadline is None and not norm.done_on:
        return None
    today, due = run.situation.today, due_date(run, norm.deadline)
    done = run.known(norm.done_on) if norm.done_on else None
    done_on = done if isinstance(done, date) and (today is None or done <= today) else None
    if due is None:
        return _without_day(run, norm, done_on, is_told=done is not None)
    # Without a day, time has passed as far as something was done.
    until = today or done_on
    days: list[tuple[date, str]] = []
    if until is not None and until >= due:
        days.append((due, "day_comes"))
    if until is not None and until > due:
        days.append((due + _ONE_DAY, "is_open" if done is None else "day_is_over"))
    if until is None and done is None:
        days.append((due, "is_open"))
    if done_on is not None:
        days = [each for each in days if each[0] <= done_on]
        days.append((done_on, "is_done"))
    return [mark for _, mark in days]


def _without_day(run: Run, norm: Norm, done_on: date | None, *, is_told: bool) -> list[str]:
    deadline = norm.deadline
    if deadline is None:
        return ["is_done"] if done_on else ["is_wanted"] if is_told else ["is_open"]
    if deadline.fact and run.known(deadline.fact) is None and run.is_there(deadline.fact):
        return ["is_open"]
    if done_on:
        # No fact tells whether an action came before or after.
        return ["is_open"] if deadline.action else ["is_done"]
    return []
