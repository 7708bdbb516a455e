"""Recording an event: what somebody says happened, read by the words of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from protocol_rules.calendar import CALENDARS
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.occasion import read_occasion
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.words import words_of
from protocol_rules.runtime.event import Event
from protocol_rules.runtime.fold import Known
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary
from protocol_rules.vocabulary.values import Given, Misfit, read_day

__all__ = ["Told", "read_closures", "read_event"]

Names = str | Iterable[str]


@dataclass(frozen=True)
class Told:
    """What somebody says happened, as it was said."""

    learnt: Mapping[str, object] = field(default_factory=dict[str, object])
    corrected: Mapping[str, object] = field(default_factory=dict[str, object])
    about: Names = ()
    done: Names = ()
    undone: Names = ()
    closed: str | date | Iterable[str | date] = ()
    calendar: str = ""
    occasion: str = ""
    on: str | date | None = None
    note: str = ""
    closing: bool = False
    reopening: bool = False


def read_event(
    told: Told,
    number: int,
    recorded: datetime,
    protocols: Sequence[Protocol],
    known: Callable[[date], Known],
) -> Event:
    """Read what was said; raises `InvalidInput` with every fault of it at once.

    `known` tells what is known on a day before this is recorded.
    """
    words = words_of(protocols)
    reader = _Reader(words)
    learnt, about = reader.facts(told.learnt, _names(told.about))
    corrected = reader.corrections(told.corrected)
    done, undone = reader.actions(told.done), reader.actions(told.undone)
    closed = reader.days(told.closed)
    reader.calendar(told.calendar)
    said = None if told.on is None else reader.day(told.on, "on")
    reader.stop_if_any()
    today = recorded.date()
    on = said or _day_of_corrected(corrected, told.occasion, known(today)) or today
    _check_days(on, today, closed)
    before = known(on)
    there = _mentioned(before, told.occasion, words) | about
    there |= {words.circumstance_of[fact] for fact in learnt}
    learnt = dict.fromkeys(_shown_by(done, protocols, there), on) | learnt
    taken_back = _shown_by(undone, protocols, there)
    stated = {fact for of, fact in before.stated if of == told.occasion}
    corrected = dict.fromkeys(each for each in taken_back if each in stated) | corrected
    _check_corrections(corrected, undone, told.occasion, before)
    event = Event(
        number, on, recorded, learnt, corrected, about, done, undone, closed,
        told.calendar, told.occasion, told.note, told.closing, told.reopening,
    )  # fmt: skip
    if event.is_empty:
        raise InvalidInput([Diagnostic("empty-event", "nothing is said to have happened")])
    return event


def read_closures(told: Told, today: date) -> tuple[frozenset[date], date]:
    """Read days announced to be no working days, and the day on which that was; as of today.

    Raises `InvalidInput` with every fault of it at once.
    """
    reader = _Reader(shared_vocabulary())
    closed = reader.days(told.closed)
    reader.calendar(told.calendar)
    said = None if told.on is None else reader.day(told.on, "on")
    reader.stop_if_any()
    on = said or today
    _check_days(on, today, closed)
    return closed, on


class _Reader:
    """Reads the parts of an event, and gathers their faults."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._faults: list[Diagnostic] = []

    def facts(
        self, given: Mapping[str, object], about: Sequence[str]
    ) -> tuple[dict[str, Given], frozenset[str]]:
        def tell(_: tuple[str | int, ...], misfit: Misfit, __: Literal["key", "value"]) -> None:
            self._tell(misfit)

        part = read_occasion(given, about, self._words, (), tell)
        return dict(part.given), part.about

    def corrections(self, written: Mapping[str, object]) -> dict[str, Given | None]:
        known = {fact: value for fact, value in written.items() if value is not None}
        found: dict[str, Given | None] = dict(self.facts(known, ())[0])
        for name in written.keys() - known.keys():
            if name not in self._words.facts:
                hint = did_you_mean(name, self._words.facts)
                message = f"no fact {quote(name)} in the vocabulary"
                self._tell(Misfit("unknown-fact", message, hint))
            found[name] = None
        return found

    def actions(self, names: Names) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(_names(names)))
        for name in found:
            if name not in self._words.actions:
                hint = did_you_mean(name, self._words.actions)
                message = f"no action {quote(name)} in the vocabulary"
                self._tell(Misfit("unknown-action", message, hint))
        return found

    def days(self, written: str | date | Iterable[str | date]) -> frozenset[date]:
        several = [written] if isinstance(written, (str, date)) else [*written]
        found = (self.day(each, "closed") for each in several)
        return frozenset(each for each in found if each is not None)

    def day(self, written: object, name: str) -> date | None:
        found = read_day(written, name)
        if isinstance(found, Misfit):
            self._tell(found)
            return None
        return found

    def calendar(self, name: str) -> None:
        if name and name not in CALENDARS:
            hint = did_you_mean(name, CALENDARS) or f"there are {', '.join(CALENDARS)}"
            self._tell(Misfit("unknown-calendar", f"no calendar {quote(name)}", hint))

    def stop_if_any(self) -> None:
        if self._faults:
            raise InvalidInput(self._faults)

    def _tell(self, misfit: Misfit) -> None:
        self._faults.append(Diagnostic(misfit.code, misfit.message, hint=misfit.hint))


def _names(written: Names) -> list[str]:
    return [written] if isinstance(written, str) else [*written]


def _day_of_corrected(corrected: Iterable[str], occasion: str, before: Known) -> date | None:
    """Give the day from which the corrected statements were said to hold."""
    keys = [(occasion, fact) for fact in corrected]
    days = {before.stated[key].on for key in keys if key in before.stated}
    if len(days) > 1:
        told = ", ".join(str(each) for each in sorted(days))
        message = f"what is corrected was said to hold from several days: {told}"
        hint = "say from which day the correction holds, or record one for each"
        raise InvalidInput([Diagnostic("day-wanted", message, hint=hint)])
    return days.pop() if days else None


def _check_days(on: date, today: date, closed: frozenset[date]) -> None:
    if on > today:
        message = f"an event on {on} lies in the future of {today}, when it is recorded"
        hint = "a day that is planned is the value of a fact; the event is that it was said"
        raise InvalidInput([Diagnostic("in-the-future", message, hint=hint)])
    for each in sorted(closed):
        if each < on:
            message = f"{each} was over when it was announced, on {on}, as no working day"
            hint = "say on which day it was announced"
            raise InvalidInput([Diagnostic("closed-too-late", message, hint=hint)])


def _mentioned(known: Known, occasion: str, words: Vocabulary) -> frozenset[str]:
    """Give the circumstances that the case is about."""
    places = {"", occasion}
    stated = {words.circumstance_of[fact] for of, fact in known.stated if of in places}
    return frozenset(stated).union(*(known.about.get(each, frozenset()) for each in places))


def _shown_by(
    acts: Sequence[str], protocols: Sequence[Protocol], about: frozenset[str]
) -> list[str]:
    """Name the facts which show that acts were done, of the circumstances that are there."""
    if not acts:
        return []
    return list(
        dict.fromkeys(
            norm.done_on
            for protocol in protocols
            for norm in protocol.norms.values()
            if norm.action in acts and norm.done_on.partition(".")[0] in about
        )
    )


def _check_corrections(
    corrected: Mapping[str, object], undone: Sequence[str], occasion: str, before: Known
) -> None:
    """Refuse to correct what nobody has said, on the day from which the correction holds."""
    faults = [
        Diagnostic(
            "nothing-to-correct",
            f"no event says anything of `{fact}` by that day",
            hint="it is learnt, not corrected; or the correction holds from a later day",
        )
        for fact in corrected
        if (occasion, fact) not in before.stated
    ]
    faults += [
        Diagnostic("nothing-to-correct", f"no event says by that day that `{act}` was done")
        for act in undone
        if (occasion, act) not in before.acts
    ]
    if faults:
        raise InvalidInput(faults)
