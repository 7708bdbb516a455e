"""Days to try for dates: one for each way in which they can lie to each other and to a deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from protocol_rules.calendar import Calendar, DateOutOfRange
from protocol_rules.engine.performance import due_from
from protocol_rules.norms.protocol import Deadline
from protocol_rules.vocabulary.conditions import Compare, Has
from protocol_rules.vocabulary.values import NOT_YET, Given

__all__ = ["Moments", "Term", "moments"]

_SOME_DAY = date(2024, 3, 1)
_FOUR_YEARS = 1461
"""As many days as it takes for the calendar to come round to the same leap day."""

_FURTHEST = 3
"""How many days on either side of a day are tried: as many as there are dates to put there."""

Term = tuple[Calendar, Deadline]
"""A deadline from a date, with the calendar by which it is counted."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The days to try for each date fact and for `today`.

    `is_complete` says that no other days could make a difference. That is not claimed where dates
    are held against several deadlines, or against each other and a deadline at once.
    """

    of: Mapping[str, tuple[Given, ...]]
    todays: tuple[date | None, ...]
    is_complete: bool


def moments(
    facts: Iterable[str], tests: Iterable[Compare | Has], terms: Iterable[Term], *, is_timed: bool
) -> Moments:
    """Choose the days for some date facts, which `tests` compare and from which `terms` count.

    `is_timed` says whether it matters which day it is today.
    """
    names, comparing, counted = tuple(facts), tuple(tests), tuple(dict.fromkeys(terms))
    fixed = {day for test in comparing for day in _days_of(test)}
    anchors = {deadline.fact for _, deadline in counted}
    compared = {name for test in comparing for name in _names_of(test)}
    starts = _starts(counted) if counted else tuple(sorted(fixed)) or (_SOME_DAY,)
    due = {day for start in starts for term in counted for day in _due(start, term)}
    room = min(len(names) + is_timed, _FURTHEST)
    others = _in_likely_order(_around({*starts, *fixed, *due}, room), starts[0])
    is_plain = len(anchors) <= 1 and not (anchors & compared) and not fixed
    of = {name: (*(starts if is_plain and name in anchors else others), NOT_YET) for name in names}
    todays: tuple[date | None, ...] = (None, *others) if is_timed else (None,)
    return Moments(of, todays, is_plain or not counted)


@lru_cache(maxsize=256)
def _starts(terms: tuple[Term, ...]) -> tuple[date, ...]:
    """Give the days from which deadlines count: one for each order in which they can fall due."""
    if len(terms) == 1:
        return (_SOME_DAY,)
    found: dict[tuple[int, ...], date] = {}
    closures = {day for calendar, _ in terms for day in calendar.closures}
    years = (_SOME_DAY + timedelta(step) for step in range(_FOUR_YEARS))
    for day in (*years, *_around(closures, 31)):
        due = [each for term in terms for each in _due(day, term)]
        ranks = {each: rank for rank, each in enumerate(sorted(set(due)))}
        found.setdefault(tuple(ranks[each] for each in due), day)
    return tuple(found.values())


def _due(start: date, term: Term) -> Iterator[date]:
    calendar, deadline = term
    try:
        yield due_from(start, deadline, calendar)
    except (DateOutOfRange, OverflowError):
        return


def _around(days: Iterable[date], room: int) -> set[date]:
    return {day + timedelta(step) for day in days for step in range(-room, room + 1)}


def _in_likely_order(days: Iterable[date], start: date) -> tuple[date, ...]:
    """Put what follows the beginning of the story first, the nearest before the others."""
    return tuple(sorted(days, key=lambda day: (day < start, abs((day - start).days))))


def _days_of(test: Compare | Has) -> list[date]:
    bounds = test.values if isinstance(test, Has) else (test.bound,)
    return [each for each in bounds if isinstance(each, date)]


def _names_of(test: Compare | Has) -> list[str]:
    is_between_facts = isinstance(test, Compare) and isinstance(test.bound, str)
    return [test.fact, test.bound] if is_between_facts else [test.fact]  # type: ignore[list-item]
