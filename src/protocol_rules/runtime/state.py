"""How a case stands at the end of a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from protocol_rules.engine import Answer, Reading, evaluate
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story
from protocol_rules.runtime.duty import Duty
from protocol_rules.runtime.engines import CaseEngine

__all__ = ["State"]

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class State:
    """What was known of a case by the end of a day, and what follows from it.

    `protocols` have the closures that were announced by then in their calendars, and `count` is
    the number of events that it rests on. Where the case was closed, on `closed_on`, its clock
    stands still on that day, and nothing is owed any more: `left` is what was owed then.
    """

    day: date
    story: Story
    count: int
    protocols: tuple[Protocol, ...]
    acts: Mapping[tuple[str, str], date]
    reading: Reading
    engine: CaseEngine
    closed_on: date | None = None

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """The answer of each protocol, by its council."""
        return {
            each.council: evaluate(each, self.story, reading=self.reading)
            for each in self.protocols
        }

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """All that is required, done or not, bans among it; the urgent first in each protocol."""
        return tuple(
            duty
            for answer in self.answers.values()
            for duty in self.engine.duties(answer, self.acts)
        )

    @property
    def owed(self) -> tuple[Duty, ...]:
        """What is still to be done, that which is due first before the rest."""
        return () if self.closed_on is not None else self._open

    @property
    def left(self) -> tuple[Duty, ...]:
        """What was left undone when the case was closed; nothing where it is open."""
        return self._open if self.closed_on is not None else ()

    @property
    def _open(self) -> tuple[Duty, ...]:
        owed = (each for each in self.duties if each.is_owed)
        return tuple(sorted(owed, key=lambda each: each.due or date.max))

    @property
    def overdue(self) -> tuple[Duty, ...]:
        """What is still to be done, and should have been done by now."""
        return tuple(each for each in self.owed if each.is_overdue)

    @property
    def next_deadlines(self) -> tuple[Duty, ...]:
        """What is still to be done by a day that is not over, in the order of the days."""
        return tuple(each for each in self.owed if each.due is not None and each.due >= self.day)

    def done_on(self, duty: Duty) -> date | None:
        """Tell on which day a duty was done, by the fact or the act that shows it."""
        if duty.acted_on is not None:
            return duty.acted_on
        norms = self.answers[duty.council].protocol.norms
        part = self.story.occasions.get(duty.action.occasion)
        given = {**self.story.given, **(part.given if part else {})}
        shown = (given.get(norms[address].done_on) for address in duty.action.addresses)
        days = [day for day in shown if isinstance(day, date) and day <= self.day]
        return max(days, default=None)

    @cached_property
    def next_day(self) -> date | None:
        """The first later day on which something may change by itself; `None` where none comes.

        INVARIANT: only a last day that comes, or that is over, and a dated act that was planned
        change what a protocol says of the same facts.
        """
        if self.closed_on is not None:
            return None
        return min((day for day in self._days() if day > self.day), default=None)

    def _days(self) -> Iterator[date]:
        parts = [self.story.given, *(each.given for each in self.story.occasions.values())]
        for part in parts:
            yield from (value for value in part.values() if isinstance(value, date))
        for answer in self.answers.values():
            for norm in _with_last_day(answer.protocol):
                for occasion in ("", *self.story.occasions):
                    due = answer.finding(norm, occasion).due
                    if due is not None:
                        yield due
                        yield due + _ONE_DAY


@lru_cache(maxsize=64)
def _with_last_day(protocol: Protocol) -> tuple[str, ...]:
    """Name the norms whose deadline counts from a day."""
    return tuple(
        address
        for address, norm in protocol.norms.items()
        if norm.deadline is not None and norm.deadline.fact
    )
