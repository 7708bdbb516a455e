"""How the law counts time: in days, working days, weeks and months.

The day of the event is day zero and is left out, as in section 10(1) of the Freedom of Information
Act 2000 ("following the date of receipt"): ten working days after a Thursday end on the tenth
working day that follows it.
A period that starts on a day of rest has the next working day as its day one.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from protocol_rules.bank_holidays import DateOutOfRange, bank_holidays
from protocol_rules.errors import ProtocolRulesError

CALENDARS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "england": "Weekdays that are no bank holiday in England.",
        "wales": "Weekdays that are no bank holiday in Wales.",
        "scotland": "Weekdays that are no bank holiday in Scotland.",
        "northern_ireland": "Weekdays that are no bank holiday in Northern Ireland.",
    }
)
"""The calendars that a protocol may name, each with the days that count as working days."""

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)


class UnknownCalendar(ProtocolRulesError):
    """A protocol names a calendar that nobody has written."""


class Unit(StrEnum):
    """What a period is counted in."""

    CALENDAR_DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Calendar:
    """The days on which a council works: weekdays without its bank holidays and its own closures.

    Bank holidays are those of the Banking and Financial Dealings Act 1971 in one part of the
    United Kingdom, with Good Friday and Christmas Day, their substitute days and those proclaimed
    for one year.

    >>> Calendar("england").shift(date(2025, 4, 10), 10, Unit.WORKING_DAY)  # over Easter
    datetime.date(2025, 4, 28)
    """

    name: str
    closures: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a name that is not one of `CALENDARS`."""
        if self.name not in CALENDARS:
            known = ", ".join(f"`{name}`" for name in CALENDARS)
            raise UnknownCalendar(f"no calendar `{self.name}`; there are {known}")

    def is_working_day(self, day: date) -> bool:
        """Tell whether the council works on this day.

        Section 10(6) of the Freedom of Information Act 2000 leaves out the same days, except that
        there a bank holiday in any part of the United Kingdom is enough.
        """
        return day.weekday() < _SATURDAY and self.holiday_name(day) is None

    def holiday_name(self, day: date) -> str | None:
        """Say why a day is no working day even if it is a weekday, or None where nothing says so.

        >>> Calendar("england").holiday_name(date(2022, 12, 27))
        'Christmas Day (substitute day)'
        """
        if day in self.closures:
            return "Council closure"
        return bank_holidays(self.name, day.year).get(day)

    def left_out(self, first: date, last: date) -> dict[date, str]:
        """Name the weekdays from one day to another on which the council does not work.

        >>> Calendar("england").left_out(date(2025, 4, 10), date(2025, 4, 28))
        {datetime.date(2025, 4, 18): 'Good Friday', datetime.date(2025, 4, 21): 'Easter Monday'}
        """
        days = (first + _ONE_DAY * step for step in range((last - first).days + 1))
        named = ((day, self.holiday_name(day)) for day in days if day.weekday() < _SATURDAY)
        return {day: name for day, name in named if name is not None}

    def shift(self, start: date, amount: int, unit: Unit) -> date:
        """Give the day on which a period that starts with an event ends.

        A negative amount counts back. Only working days step over weekends and holidays; a period
        of days, weeks or months may end on one.

        Months follow the corresponding date rule of Dodds v Walker [1981] 1 WLR 1027: the period
        ends on the same day of the later month, or on its last day where there is no such day.

        No working days at all end on the start itself, or on the next working day where the start
        is none. This always looks forward, for nothing tells zero forward from zero back.
        """
        try:
            match unit:
                case Unit.CALENDAR_DAY:
                    return start + timedelta(days=amount)
                case Unit.WEEK:
                    return start + timedelta(weeks=amount)
                case Unit.MONTH:
                    return _shift_months(start, amount)
                case Unit.WORKING_DAY:
                    return _shift_working_days(self, start, amount)
        except (OverflowError, ValueError) as error:
            plural = "" if abs(amount) == 1 else "s"
            raise DateOutOfRange(
                f"{amount} {unit}{plural} from {start} is no date; "
                f"dates run from {date.min} to {date.max}"
            ) from error


# Many scenarios count the same days, and counting them is slow beside the rest of an evaluation.
@lru_cache(maxsize=4096)
def _shift_working_days(calendar: Calendar, start: date, amount: int) -> date:
    day, step = start, -_ONE_DAY if amount < 0 else _ONE_DAY
    left = abs(amount)
    if left == 0:
        while not calendar.is_working_day(day):
            day += step
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


def _shift_months(start: date, amount: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    month += 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
