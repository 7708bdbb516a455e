"""The course of a case: from when to when each duty was owed, when it was due, what was late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from protocol_rules.runtime.case import Case
from protocol_rules.runtime.duty import Duty, same_duty
from protocol_rules.runtime.event import Event
from protocol_rules.runtime.state import State

__all__ = ["Span", "Timeline", "timeline_of"]


@dataclass(frozen=True)
class Span:
    """How long somebody owed something.

    `duty` is how it stood at the end, `since` the first day on which it was required and `until`
    the last: that on which it was done, or no longer required, or today. `late_from` is the day
    on which it came to be late, and `is_open` tells whether it is still to be done; `is_left`,
    whether it was left undone when the case was closed.
    """

    duty: Duty
    since: date
    until: date
    late_from: date | None
    is_done: bool
    is_open: bool
    is_left: bool = False

    @property
    def due(self) -> date | None:
        """The last day for it, as it stood at the end."""
        return self.duty.due

    @property
    def is_late(self) -> bool:
        """Whether it was or is late."""
        return self.late_from is not None


@dataclass(frozen=True)
class Timeline:
    """The course of a case up to a day, as it is known now; `names` has the councils' names.

    Where the case is closed, `today` is the day on which it was.
    """

    title: str
    today: date
    names: Mapping[str, str]
    events: tuple[Event, ...]
    spans: tuple[Span, ...]
    is_closed: bool = False

    @property
    def end(self) -> str:
        """Say where it ends: today, or with the closing of the case."""
        return "closed" if self.is_closed else "today"

    @property
    def summary(self) -> str:
        """Count what is overdue, owed, done, and left undone."""
        done = [each for each in self.spans if each.is_done]
        late = sum(each.is_late for each in done)
        overdue = sum(each.is_open and each.duty.is_overdue for each in self.spans)
        counts = {
            "overdue": overdue,
            "owed besides": sum(each.is_open for each in self.spans) - overdue,
            f"done{f', {late} of them late' if late else ''}": len(done),
            "left undone": sum(each.is_left for each in self.spans),
        }
        return "; ".join(f"{count} {said}" for said, count in counts.items() if count)

    @property
    def first(self) -> date:
        """The first day that is worth showing."""
        return min([*(each.on for each in self.events), self.today])

    @property
    def last(self) -> date:
        """The last day that is worth showing: today, or a due date to come."""
        dues = (each.due for each in self.spans if each.due is not None and each.is_open)
        return max([self.today, *dues])

    @property
    def by_council(self) -> dict[str, tuple[Span, ...]]:
        """The spans of each council, in the order in which they end in a deadline, or began."""
        councils = dict.fromkeys(each.duty.council for each in self.spans)
        return {
            council: tuple(
                sorted(
                    (each for each in self.spans if each.duty.council == council),
                    key=lambda each: (each.due or date.max, each.since),
                )
            )
            for council in councils
        }


def timeline_of(case: Case, today: date) -> Timeline:
    """Follow a case from its first event to a day, as it is known now.

    A ban is part of it once it is broken.
    """
    closed = case.at(today).closed_on
    today = today if closed is None else closed
    events = tuple(each for each in case.events if each.on <= today)
    running: list[Span] = []
    ended: list[Span] = []
    for state in _states(case, events, today):
        # INVARIANT: each duty is matched once, so that no two spans become one.
        left = [each for each in state.duties if not each.is_ban or each.is_late]
        still: list[Span] = []
        for span in running:
            duty = same_duty(span.duty, left)
            if duty is None:
                end = span.until if span.is_done else state.day
                ended.append(replace(span, until=end, is_open=False))
            else:
                left.remove(duty)
                still.append(_going_on(span, duty, state))
        running = still + [_begun(duty, state) for duty in left]
    if closed is not None:
        running = [replace(each, is_open=False, is_left=each.is_open) for each in running]
    names = {each.council: each.name for each in case.protocols}
    spans = (*ended, *running)
    return Timeline(case.title or case.id, today, names, events, spans, closed is not None)


def _states(case: Case, events: tuple[Event, ...], today: date) -> Iterator[State]:
    """Give the states in which something may be different from the one before."""
    days = sorted({each.on for each in events} | {today}) if events else []
    for position, day in enumerate(days):
        state = case.at(day)
        yield state
        end = days[position + 1] if position + 1 < len(days) else day
        while (coming := state.next_day) is not None and coming < end:
            state = case.at(coming)
            yield state


def _begun(duty: Duty, state: State) -> Span:
    span = Span(duty, state.day, state.day, None, is_done=False, is_open=True)
    return _going_on(span, duty, state)


def _going_on(span: Span, duty: Duty, state: State) -> Span:
    until = state.day
    if duty.is_done:
        done = state.done_on(duty)
        until = max(done, span.since) if done is not None else until
        until = span.until if span.is_done else until
    return replace(
        span, duty=duty, until=until, late_from=duty.late_from,
        is_done=duty.is_done, is_open=duty.is_owed,
    )  # fmt: skip
