"""A case: what has happened, day by day, and what that makes of everybody's duties."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.engine import Reading
from protocol_rules.engine.changes import checked
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.words import words_of
from protocol_rules.resolve import load
from protocol_rules.runtime.closing import check_open, closed_on
from protocol_rules.runtime.closures import with_closures
from protocol_rules.runtime.duty import Duty
from protocol_rules.runtime.engines import CaseEngine, engine_of
from protocol_rules.runtime.event import Event
from protocol_rules.runtime.fold import Known, folded
from protocol_rules.runtime.names import check_case_id, next_moment, real_day, real_moment
from protocol_rules.runtime.recording import Names, Told, read_event
from protocol_rules.runtime.remarks import remarks_on
from protocol_rules.runtime.rules import RulesChange, digests, newly, rules_changes
from protocol_rules.runtime.state import State
from protocol_rules.runtime.steps import Step, step_between
from protocol_rules.vocabulary import Vocabulary

__all__ = ["Case", "open_case"]

_STATES_KEPT: Final = 4


def open_case(
    case_id: str,
    protocols: Iterable[Protocol | str],
    *,
    title: str = "",
    reading: Reading | Literal["as_given", "unless_shown"] = Reading.AS_GIVEN,
    engine: str = "own",
) -> Case:
    """Open a case under one or several protocols, given by their names, paths, or loaded.

    `engine` names what tells the duties. Raises `InvalidInput` where one of these is unknown.

    >>> case = open_case("late-answer", ["thanet"])
    >>> case = case.record({"enquiry.from": "member"}, on="2025-04-10")
    >>> len(case.events)
    1
    """
    loaded = tuple(each if isinstance(each, Protocol) else load(each) for each in protocols)
    councils = [each.council for each in loaded]
    twice = next((each for each in councils if councils.count(each) > 1), None)
    if twice is not None or not loaded:
        message = f"`{twice}` is named twice" if twice else "a case is under one protocol at least"
        raise InvalidInput([Diagnostic("wrong-protocols", message)])
    return Case(
        check_case_id(case_id), loaded, title=title, reading=Reading(reading),
        engine=engine_of(engine), opened=real_moment(), rules=digests(loaded),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Case:
    """An append-only log of events under some protocols; each event gives a new case.

    Every event has the day on which it happened and the moment on which it was recorded, so that
    a later correction changes what is known of a day, and never what was known on it. `opened` is
    the moment on which it was opened, and `rules` has the digests of the rule files then.
    """

    id: str
    protocols: tuple[Protocol, ...]
    events: tuple[Event, ...] = ()
    title: str = ""
    reading: Reading = Reading.AS_GIVEN
    engine: CaseEngine = field(default_factory=lambda: engine_of("own"))
    opened: datetime | None = None
    rules: Mapping[str, str] = field(default_factory=dict[str, str])

    def __eq__(self, other: object) -> bool:
        """Compare by what is in it: a protocol that was loaded twice is the same."""
        return isinstance(other, Case) and self._content == other._content

    def __hash__(self) -> int:
        return hash((self.id, len(self.events)))

    @property
    def _content(self) -> tuple[object, ...]:
        protocols = [
            (each.council, each.file and Path(each.file).absolute()) for each in self.protocols
        ]
        return (self.id, protocols, self.events, self.title, self.reading, self.engine.name)

    @cached_property
    def words(self) -> Vocabulary:
        """The vocabulary of all its protocols together."""
        return words_of(self.protocols)

    def record(  # noqa: PLR0913 - what may happen in an event
        self,
        learnt: Mapping[str, object] | None = None,
        *,
        corrected: Mapping[str, object] | None = None,
        about: Names = (),
        done: Names = (),
        undone: Names = (),
        closed: str | date | Iterable[str | date] = (),
        calendar: str = "",
        occasion: str = "",
        on: str | date | None = None,
        recorded: datetime | None = None,
        note: str = "",
        closing: bool = False,
        reopening: bool = False,
    ) -> Case:
        """Record what happened on one day, and give the case with it.

        `learnt` are facts that came to be known; `corrected` facts that are other than was
        recorded, from `on` on (`None`: not known after all); `about` circumstances that came in;
        `done` and `undone` acts, which count for the facts that show them; `closed` days that
        were announced to be no working days. Without `on` it happened today, and a correction
        holds as long as what it corrects. `closing` closes the case, and `reopening` opens it
        again. `recorded` is for what another log has kept.

        Raises `InvalidInput` for what is unknown, misshapen, in the future, or contradicts
        another event.
        """
        told = Told(
            learnt or {}, corrected or {}, about, done, undone, closed, calendar, occasion, on,
            note, closing, reopening,
        )  # fmt: skip
        return self.tell(told, recorded)

    def tell(self, told: Told, recorded: datetime | None = None) -> Case:
        """Record what was said to have happened, as `record` does."""
        moment = next_moment(self.events[-1].recorded if self.events else None, recorded)
        number = len(self.events) + 1
        event = read_event(
            told, number, moment, self.protocols,
            lambda day: folded(self.events, self.words, day),
        )  # fmt: skip
        changed = newly(self.rules, self.events, digests(self.protocols))
        return self.with_event(replace(event, rules=changed) if changed else event)

    def with_event(self, event: Event) -> Case:
        """Give the case with one more event, checked against all the others."""
        check_open(self.events, event)
        after = replace(self, events=(*self.events, event))
        days = {each.on for each in self.events if each.on > event.on}
        for day in sorted({event.on, event.recorded_on, *days}):
            state = after.at(day)
            checked(state.story, self.words)
            _ = state.duties, state.next_day
        return after

    def replayed(self, events: Iterable[Event]) -> Case:
        """Give the case with a log that has been checked already, as a store has kept it."""
        return replace(self, events=tuple(events))

    @property
    def closed_on(self) -> date | None:
        """The day on which it was closed; `None` where it is open."""
        return closed_on(self.events)

    @cached_property
    def rules_changes(self) -> tuple[RulesChange, ...]:
        """When the rules became others, from the opening of the case until now."""
        return rules_changes(self.rules, self.opened, self.events, digests(self.protocols))

    @property
    def looked_on(self) -> date:
        """The day up to which it is told what changed: that on which something was recorded."""
        return self.events[-1].recorded_on if self.events else real_day()

    def at(self, day: date | str, *, known: Literal["then", "now"] | date = "now") -> State:
        """Tell how the case stood at the end of a day.

        As known `now`, with everything that has been recorded since; as known `then`, by the end
        of that day; or as known by the end of another day.
        """
        when = date.fromisoformat(day) if isinstance(day, str) else day
        if known == "now":
            return self._state(when, len(self.events))
        return self._state(when, self._recorded_by(known if isinstance(known, date) else when))

    def owed(self, today: date | None = None) -> tuple[Duty, ...]:
        """Tell what is still to be done, by whom; what is due first stands first."""
        return self.at(today or real_day()).owed

    def overdue(self, today: date | None = None) -> tuple[Duty, ...]:
        """Tell what is still to be done, and should have been done by now."""
        return self.at(today or real_day()).overdue

    def next_deadlines(self, today: date | None = None) -> tuple[Duty, ...]:
        """Tell what is still to be done by a day that is not over, in the order of the days."""
        return self.at(today or real_day()).next_deadlines

    def changes(self, since: date | None = None, today: date | None = None) -> tuple[Step, ...]:
        """Tell what changed after the end of a day, and why, as it came to be known.

        There is a step for each event that was recorded since, and one for each day whose coming
        changed something by itself. Without `since` it is the whole history.
        """
        if since is None:
            since = min((each.on for each in self.events), default=real_day())
            return tuple(self._steps(since, 0, today or real_day()))
        return tuple(self._steps(since, self._recorded_by(since), today or real_day()))

    def steps_from(self, known: int) -> tuple[Step, ...]:
        """Tell what each event changed after the first ones, which are known."""
        return tuple(self._step_of(each) for each in self.events[known:])

    @property
    def last_step(self) -> Step | None:
        """What the last event changed; `None` where nothing has happened yet."""
        if not self.events:
            return None
        return self._step_of(self.events[-1])

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is out of the ordinary with the last event."""
        return self._remarks(len(self.events)) if self.events else ()

    def _remarks(self, number: int) -> tuple[str, ...]:
        return tuple(remarks_on(self.events, number, self.rules_changes))

    def _steps(self, since: date, count: int, until: date) -> Iterator[Step]:
        state = self._state(since, count)
        for event in (*self.events[count:], None):
            day = until if event is None else event.recorded_on
            if day > until:
                return
            while (coming := state.next_day) is not None and coming <= day:
                before, state = state, self._state(coming, count)
                step = step_between(before, state, None)
                if not step.is_empty:
                    yield step
            if event is not None:
                yield self._step_of(event)
                count += 1
                state = self._state(max(day, state.day), count)

    def _step_of(self, event: Event) -> Step:
        before = self._state(event.recorded_on, event.number - 1)
        after = self._state(event.recorded_on, event.number)
        return step_between(before, after, event, self._remarks(event.number))

    def _state(self, day: date, count: int) -> State:
        """Tell how the case stands on a day by its first events; the last few are kept."""
        key = (day, count)
        if key not in self._states:
            if len(self._states) >= _STATES_KEPT:
                del self._states[next(iter(self._states))]
            known = self._known(day, count)
            # The clock of a closed case stands still.
            today = day if known.closed_on is None else known.closed_on
            protocols = self.protocols
            if known.closed:
                protocols = tuple(with_closures(each, known.closed) for each in protocols)
            self._states[key] = State(
                day, known.story(self.title, today), known.count, protocols, known.acts,
                self.reading, self.engine, known.closed_on,
            )  # fmt: skip
        return self._states[key]

    def _known(self, day: date, count: int) -> Known:
        """Tell what the first events come to on a day; the last few are gone on from."""
        earlier = self._folded.pop(count, None)
        if earlier is not None and earlier.until > day:
            earlier = None
        if earlier is not None and earlier.count == count:
            self._folded[count] = earlier
            return earlier
        known = folded(self.events[:count], self.words, day, earlier)
        if len(self._folded) >= _STATES_KEPT:
            del self._folded[next(iter(self._folded))]
        self._folded[count] = known
        return known

    @cached_property
    def _folded(self) -> dict[int, Known]:
        return {}

    @cached_property
    def _states(self) -> dict[tuple[date, int], State]:
        return {}

    def _recorded_by(self, day: date) -> int:
        """Count the events that had been recorded by the end of a day."""
        return bisect_right(self.events, day, key=lambda each: each.recorded_on)
