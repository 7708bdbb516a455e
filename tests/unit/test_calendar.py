import pickle
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol_rules.calendar import CALENDARS, Calendar, DateOutOfRange, Unit, UnknownCalendar
from protocol_rules.errors import ProtocolRulesError

ENGLAND = Calendar("england")
ONE_DAY = timedelta(days=1)

calendars = st.builds(
    Calendar,
    name=st.sampled_from(sorted(CALENDARS)),
    closures=st.frozensets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=30),
)
days = st.dates(date(2000, 1, 1), date(2050, 12, 31))
few = st.integers(1, 60)
unhurried = settings(deadline=None)  # the first look-up loads the table of holidays


def working_days_between(calendar: Calendar, first: date, last: date) -> int:
    """Count the working days from the first day to the last, both included."""
    span = (last - first).days + 1
    return sum(calendar.is_working_day(first + n * ONE_DAY) for n in range(span))


class TestWorkingDays:
    @unhurried
    @given(calendars, days, few)
    def test_forward_it_ends_on_the_last_working_day_of_the_period(self, calendar, start, amount):
        """A period ends on a working day and holds just as many as were asked for."""
        end = calendar.shift(start, amount, Unit.WORKING_DAY)

        assert calendar.is_working_day(end)
        assert working_days_between(calendar, start + ONE_DAY, end) == amount

    @unhurried
    @given(calendars, days, few)
    def test_backwards_it_ends_on_the_first_working_day(self, calendar, start, amount):
        """A period that is counted back holds just as many working days as one counted forward."""
        end = calendar.shift(start, -amount, Unit.WORKING_DAY)

        assert calendar.is_working_day(end)
        assert working_days_between(calendar, end, start - ONE_DAY) == amount

    @unhurried
    @given(calendars, days, few)
    def test_there_and_back(self, calendar, start, amount):
        """From a working day, as many working days back lead to where the period began."""
        start = calendar.shift(start, 0, Unit.WORKING_DAY)
        end = calendar.shift(start, amount, Unit.WORKING_DAY)

        assert calendar.shift(end, -amount, Unit.WORKING_DAY) == start

    @unhurried
    @given(calendars, days, few, few)
    def test_periods_add_up(self, calendar, start, first, second):
        """Two periods one after the other are as long as the one that joins them."""
        halfway = calendar.shift(start, first, Unit.WORKING_DAY)

        assert calendar.shift(halfway, second, Unit.WORKING_DAY) == calendar.shift(
            start, first + second, Unit.WORKING_DAY
        )

    @unhurried
    @given(calendars, days)
    def test_none_at_all_stay_on_a_working_day_or_look_forward(self, calendar, start):
        """No working days end on the first working day that is not before the start."""
        end = calendar.shift(start, 0, Unit.WORKING_DAY)

        assert end >= start
        assert calendar.is_working_day(end)
        assert working_days_between(calendar, start, end) == 1

    def test_a_closure_of_the_council_is_no_working_day(self):
        """A council that closes on a Friday answers on the Monday."""
        friday = date(2025, 6, 13)
        closed = Calendar("england", closures=frozenset({friday}))

        assert ENGLAND.is_working_day(friday)
        assert not closed.is_working_day(friday)
        assert closed.shift(friday - ONE_DAY, 1, Unit.WORKING_DAY) == date(2025, 6, 16)


class TestOtherUnits:
    @given(calendars, days, st.integers(-2000, 2000))
    def test_days_are_counted_whatever_day_it_is(self, calendar, start, amount):
        """Days that are not called working days run through weekends and holidays."""
        assert calendar.shift(start, amount, Unit.CALENDAR_DAY) - start == amount * ONE_DAY

    @given(calendars, days, st.integers(-300, 300))
    def test_a_week_is_seven_days(self, calendar, start, amount):
        """A period of weeks ends on the same day of the week."""
        assert calendar.shift(start, amount, Unit.WEEK) == calendar.shift(
            start, 7 * amount, Unit.CALENDAR_DAY
        )

    @given(calendars, days, st.integers(-500, 500))
    def test_months_keep_the_day_or_take_the_last_of_the_month(self, calendar, start, amount):
        """Months end on the corresponding day, or on the month's last where it is too short."""
        end = calendar.shift(start, amount, Unit.MONTH)

        assert (end.year - start.year) * 12 + end.month - start.month == amount
        assert end.day == start.day or (end.day < start.day and (end + ONE_DAY).day == 1)


class TestHolidayNames:
    @pytest.mark.parametrize(
        ("calendar", "day", "name"),
        [
            ("england", date(2025, 12, 25), "Christmas Day"),
            ("england", date(2021, 12, 28), "Boxing Day (substitute day)"),
            ("wales", date(2023, 5, 8), "Coronation of Charles III"),
            ("scotland", date(2025, 4, 21), None),
            ("northern_ireland", date(2025, 7, 14), "Battle of the Boyne (substitute day)"),
            ("england", date(2025, 6, 14), None),
        ],
    )
    def test_a_holiday_has_the_name_of_its_part_of_the_country(self, calendar, day, name):
        """A bank holiday is named where it is one; elsewhere, and for a Saturday, nothing is."""
        assert Calendar(calendar).holiday_name(day) == name

    def test_a_closure_says_that_it_is_the_councils_own(self):
        """A day on which only this council is closed is not passed off as a bank holiday."""
        day = date(2025, 12, 29)

        assert Calendar("wales", frozenset({day})).holiday_name(day) == "Council closure"


class TestErrors:
    def test_an_unknown_calendar_lists_those_that_there_are(self):
        """A misspelt calendar is refused at once, with the names to choose from."""
        with pytest.raises(UnknownCalendar) as caught:
            Calendar("cornwall")

        assert str(caught.value) == (
            "no calendar `cornwall`; there are `england`, `wales`, `scotland`, `northern_ireland`"
        )

    @pytest.mark.parametrize("unit", Unit)
    @pytest.mark.parametrize(
        ("start", "amount"),
        [
            (date.max, 1),
            (date.min, -1),
            (date(2025, 1, 1), 10**7),
            (date(2025, 1, 1), -(10**7)),
            (date(2025, 1, 1), 10**30),
        ],
    )
    def test_a_period_beyond_all_dates_is_an_error_of_ours(self, start, amount, unit):
        """However long a period is, it never ends in a bare OverflowError."""
        with pytest.raises(DateOutOfRange):
            ENGLAND.shift(start, amount, unit)

    @pytest.mark.parametrize(
        ("unit", "message"),
        [
            (
                Unit.CALENDAR_DAY,
                "1 day from 9999-12-31 is no date; dates run from 0001-01-01 to 9999-12-31",
            ),
            (
                Unit.MONTH,
                "1 month from 9999-12-31 is no date; dates run from 0001-01-01 to 9999-12-31",
            ),
        ],
    )
    def test_the_message_tells_the_period_and_the_range(self, unit, message):
        """The reader is told which period it was and how far dates reach."""
        with pytest.raises(DateOutOfRange) as caught:
            ENGLAND.shift(date.max, 1, unit)

        assert str(caught.value) == message

    def test_a_year_without_known_bank_holidays_is_not_guessed_at(self):
        """Where nobody knows the bank holidays, no working day is counted."""
        with pytest.raises(DateOutOfRange, match="no bank holidays are known for 2150"):
            ENGLAND.shift(date(2150, 1, 4), 3, Unit.WORKING_DAY)

    @pytest.mark.parametrize("error", [UnknownCalendar, DateOutOfRange])
    def test_they_are_caught_with_all_others(self, error):
        """One except clause catches whatever this library raises."""
        assert issubclass(error, ProtocolRulesError)


def test_equal_calendars_are_one_key():
    """A calendar is a value: equal ones hash alike and survive a trip to another process."""
    one = Calendar("scotland", frozenset({date(2025, 4, 21)}))
    other = Calendar("scotland", frozenset({date(2025, 4, 21)}))

    assert {one: "found"}[other] == "found"
    assert pickle.loads(pickle.dumps(one)) == one


def test_bank_holidays_are_loaded_when_a_working_day_is_asked_for():
    """Whoever counts only days does not wait for the table of holidays."""
    code = (
        "import sys; from datetime import date; "
        "from protocol_rules.calendar import Calendar, Unit; "
        "england = Calendar('england'); "
        "england.shift(date(2025, 1, 1), 3, Unit.MONTH); "
        "assert 'holidays' not in sys.modules; "
        "england.shift(date(2025, 1, 1), 3, Unit.WORKING_DAY); "
        "assert 'holidays' in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_weekdays_left_out_are_named():
    """Bank holidays and the council's own closures are named; weekends go without saying."""
    calendar = Calendar("england", frozenset({date(2025, 4, 22)}))

    left_out = calendar.left_out(date(2025, 4, 10), date(2025, 4, 28))

    assert left_out == {
        date(2025, 4, 18): "Good Friday",
        date(2025, 4, 21): "Easter Monday",
        date(2025, 4, 22): "Council closure",
    }
