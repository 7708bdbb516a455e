"""From the events of a log to what is known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.engine import stated
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.story import Story
from protocol_rules.runtime.event import Event
from protocol_rules.runtime.learning import Statement, together
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.values import Given

__all__ = ["Known", "folded"]


@dataclass(frozen=True)
class Known:
    """What a log comes to on a day.

    `stated` has the statement of each fact by its occasion and name, `about` the circumstances
    that came in by occasion, `acts` the last day of each act by its occasion and name, and
    `closed` the days that were announced to be no working days, by calendar (empty: all).
    `closed_on` is the day on which the case was closed, where it has not been opened again; `count`
    is how many events had happened, and `until` the day up to which they were gone through.
    """

    stated: Mapping[tuple[str, str], Statement]
    about: Mapping[str, frozenset[str]]
    acts: Mapping[tuple[str, str], date]
    closed: Mapping[str, frozenset[date]]
    count: int
    until: date
    closed_on: date | None = None

    def story(self, name: str, day: date) -> Story:
        """The scenario that this makes, looked at on a day."""
        return Story.of(name, *self._parts, day)

    @cached_property
    def _parts(self) -> tuple[Occasion, Mapping[str, Occasion]]:
        occasions = dict.fromkeys((*self.about, *(each for each, _ in self.stated)))
        parts = {each: self._part(each) for each in ("", *occasions)}
        return parts.pop(""), parts

    def _part(self, occasion: str) -> Occasion:
        given = {fact: each.value for (of, fact), each in self.stated.items() if of == occasion}
        return Occasion(self.about.get(occasion, frozenset()), given)


def folded(
    events: Iterable[Event], words: Vocabulary, until: date, earlier: Known | None = None
) -> Known:
    """Go through the events that happened by the end of a day, in the order of their days.

    `earlier` is what the same events came to on a day before, so that only the rest is gone
    through. Raises `InvalidInput` where one contradicts another.
    """
    since = None if earlier is None else earlier.until
    happened = _by_day(events, since, until)
    if earlier is not None and not happened:
        return earlier
    before = earlier or Known({}, {}, {}, {}, 0, until)
    stated, about = dict(before.stated), dict(before.about)
    acts, closed = dict(before.acts), dict(before.closed)
    closed_on = before.closed_on
    for event in happened:
        occasion = event.occasion
        _learn(stated, event, words)
        if event.about:
            about[occasion] = about.get(occasion, frozenset()) | event.about
        for act in event.done:
            acts[occasion, act] = event.on
        for act in event.undone:
            acts.pop((occasion, act), None)
        if event.closed:
            closed[event.calendar] = closed.get(event.calendar, frozenset()) | event.closed
        if event.closing or event.reopening:
            closed_on = event.on if event.closing else None
    count = before.count + len(happened)
    return Known(stated, about, acts, closed, count, until, closed_on)


def _learn(stated: dict[tuple[str, str], Statement], event: Event, words: Vocabulary) -> None:
    """Take what an event says of facts, and then what it corrects."""
    for name, value in event.learnt.items():
        key, later = (event.occasion, name), Statement(value, event.on, event.number)
        known = stated.get(key)
        stated[key] = later if known is None else _taken(name, known, later, words)
    for name, corrected in event.corrected.items():
        stated.pop((event.occasion, name), None)
        if corrected is not None:
            stated[event.occasion, name] = Statement(corrected, event.on, event.number)


def _by_day(events: Iterable[Event], since: date | None, until: date) -> list[Event]:
    """Give the events after one day and up to another, each day's in the order of the log."""
    happened = [each for each in events if each.on <= until and (since is None or since < each.on)]
    if len(happened) <= 1:
        return happened
    return sorted(happened, key=lambda each: (each.on, each.number))


def _taken(name: str, earlier: Statement, later: Statement, words: Vocabulary) -> Statement:
    """Take what a later event says of a fact that is known already."""
    found = together(words.facts[name], earlier, later, words.roles)
    if found is None:
        first, second = sorted((earlier, later), key=lambda each: each.number)
        message = (
            f"`{name}` is {_said(second.value)} on {second.on}, and event {first.number} says "
            f"{_said(first.value)} from {first.on} on"
        )
        hint = "record it as a correction, with the day from which it holds"
        raise InvalidInput([Diagnostic("contradicts-event", message, hint=hint)])
    return found


def _said(value: Given) -> str:
    return value.isoformat() if isinstance(value, date) else stated(value)
