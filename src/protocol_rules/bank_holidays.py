"""The bank holidays of the parts of the United Kingdom, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

from protocol_rules.cache import Plain, keep, key_of, recall
from protocol_rules.errors import ProtocolRulesError

__all__ = ["DateOutOfRange", "bank_holidays", "release"]

_SUBDIVISIONS: Final = {
    "england": "ENG",
    "wales": "WLS",
    "scotland": "SCT",
    "northern_ireland": "NIR",
}


class DateOutOfRange(ProtocolRulesError):
    """A period runs beyond the dates, or the bank holidays, that are known."""


@cache
def bank_holidays(calendar: str, year: int) -> Mapping[date, str]:
    """Name the bank holidays of a year; raises `DateOutOfRange` where none are known.

    They are kept in the cache until another release of the `holidays` package is installed.
    """
    installed, what = release(), f"bank-holidays-{calendar}-{year}"
    if not installed:
        return MappingProxyType(_looked_up(calendar, year))
    key = key_of(installed.encode(), what.encode())
    book = recall(what, key, _from_plain)
    if book is None:
        book = _looked_up(calendar, year)
        keep(what, key, [(day.toordinal(), name) for day, name in book.items()])
    return MappingProxyType(book)


def _from_plain(plain: Plain) -> dict[date, str]:
    return {date.fromordinal(number): name for number, name in plain}


def _looked_up(calendar: str, year: int) -> dict[date, str]:
    # Imported here because it imports the calendars of all countries, which takes long.
    from holidays import country_holidays  # noqa: PLC0415

    book = country_holidays(
        "GB", subdiv=_SUBDIVISIONS[calendar], years=year, expand=False, language="en_GB"
    )
    # Outside its years the book is empty, which would quietly turn bank holidays into working days.
    if not book.start_year <= year <= book.end_year:
        raise DateOutOfRange(
            f"no bank holidays are known for {year}; "
            f"working days are counted from {book.start_year} to {book.end_year}"
        )
    # gov.uk and the statute say substitute day.
    return {day: name.replace("(observed)", "(substitute day)") for day, name in book.items()}


@cache
def release() -> str:
    """Name the installed release of `holidays` by the folder beside it, without importing it."""
    found = find_spec("holidays")
    if found is None or found.origin is None:
        return ""
    beside = Path(found.origin).parents[1].glob("holidays-*.dist-info")
    return " ".join(sorted(each.name for each in beside))
