"""Days announced to be no working days: to all cases at once, and to those that come later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.runtime.case import Case
from protocol_rules.runtime.recording import Told, read_closures
from protocol_rules.vocabulary.values import read_day

__all__ = ["Announcement", "announced_to", "read_announcements"]


@dataclass(frozen=True)
class Announcement:
    """A day that is no working day, of one calendar or (empty) of all, announced on `on`."""

    day: date
    calendar: str
    on: date
    note: str = ""

    def concerns(self, case: Case) -> bool:
        """Whether a protocol of the case counts its working days by that calendar."""
        return self.calendar in {"", *(each.calendar.name for each in case.protocols)}


def read_announcements(told: Told, today: date) -> tuple[Announcement, ...]:
    """Read what was announced; raises `InvalidInput` where it says no day, or anything besides."""
    besides = (told.learnt, told.corrected, told.about, told.done, told.undone, told.occasion)
    if any(besides) or told.closing or told.reopening:
        message = (
            "an announcement to all cases says days that are no working days, and nothing else"
        )
        raise InvalidInput([Diagnostic("wrong-announcement", message)])
    days, on = read_closures(told, today)
    if not days:
        raise InvalidInput([Diagnostic("empty-event", "no day is said to be announced")])
    return tuple(Announcement(day, told.calendar, on, told.note) for day in sorted(days))


def announced_to(
    case: Case,
    announcements: Iterable[Announcement],
    moment: datetime,
    told: Told | None = None,
) -> Case:
    """Tell a case, at a moment, the announcements that it has not been told and may rest on.

    What lies before all that the case speaks of, what is `told` of it next among that, is left
    out; so is an announcement that was made after the moment, and what concerns other calendars.
    """
    first = min(_days_of(case, told), default=moment.date())
    known = {(day, each.calendar) for each in case.events for day in each.closed}
    lacking: dict[tuple[date, str, str], list[date]] = {}
    for each in announcements:
        is_told = {(each.day, each.calendar), (each.day, "")} & known
        if not is_told and each.concerns(case) and each.day >= first and each.on <= moment.date():
            lacking.setdefault((each.on, each.calendar, each.note), []).append(each.day)
    for (on, calendar, note), days in sorted(lacking.items()):
        case = case.tell(Told(closed=days, calendar=calendar, on=on, note=note), moment)
    return case


def _days_of(case: Case, told: Told | None) -> Iterator[date]:
    for event in case.events:
        yield event.on
        yield from _dates_in(event.learnt)
        yield from _dates_in(event.corrected)
    if told is not None:
        yield from _dates_in({"on": told.on})
        yield from _dates_in(told.learnt)
        yield from _dates_in(told.corrected)


def _dates_in(facts: Mapping[str, object]) -> Iterator[date]:
    for value in facts.values():
        found = read_day(value, "") if isinstance(value, (str, date)) else None
        if isinstance(found, date):
            yield found
