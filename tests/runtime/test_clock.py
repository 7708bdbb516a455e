"""The clock of a store, and what is announced to all of its cases."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from runtime_moments import moment
from sqlalchemy import create_engine, text, update

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.runtime import open_case
from protocol_rules.runtime.announcing import read_announcements
from protocol_rules.runtime.recording import Told
from protocol_rules.runtime.store import Store, basis
from protocol_rules.runtime.store.schema import CASES, META

CLOSED = Told(closed="2025-04-22", on="2025-04-14", note="proclaimed")


def day(text):
    """Read a day."""
    return date.fromisoformat(text)


def codes(error):
    """Name the faults."""
    return [each.code for each in error.value.diagnostics]


def dues(case):
    """Give the last days that are to come."""
    return [each.due for each in case.next_deadlines(day("2025-04-15"))]


@pytest.fixture
def kept(store, asked):
    """Keep three cases: one that is open, one that is closed, and one in which nothing is."""
    other = open_case("shut", ["thanet"]).record(
        asked.events[0].learnt, on="2025-04-10", recorded=moment("2025-04-10")
    )
    shut = other.record(closing=True, on="2025-04-11", recorded=moment("2025-04-11"))
    store.add(asked, shut, open_case("idle", ["thanet"]))
    return store


def test_a_bank_holiday_is_announced_to_all_open_cases(kept):
    """Each is told once, has it in its log, and what is open in it has another last day."""
    told = [*kept.announce(CLOSED, moment("2025-04-14"))]

    assert [each.id for each in told] == ["idle", "late"]
    assert dues(kept.load("late")) == [day("2025-04-29")]
    assert kept.load("late").events[-1].note == "proclaimed"
    assert len(kept.load("shut").events) == 2
    assert [*kept.announce(CLOSED, moment("2025-04-15"))] == []
    assert [*kept.tick(day("2025-04-28"))] == []
    assert [each.case.id for each in kept.tick(day("2025-04-29"))] == ["late"]


def test_a_case_that_is_opened_later_is_told_before_its_first_event(kept, asked):
    """Where it concerns what happens in it, and only then."""
    assert len([*kept.announce(CLOSED, moment("2025-04-14"))]) == 2
    kept.add(open_case("new", ["thanet"]), open_case("later", ["thanet"]))
    first = Told(asked.events[0].learnt, on="2025-04-15")
    case = kept.record("new", first, moment("2025-04-15"))

    assert [sorted(each.closed) for each in case.events] == [[day("2025-04-22")], []]
    assert dues(case) == [day("2025-04-29")]
    case = kept.record("later", Told(about="copying", on="2025-06-02"), moment("2025-06-02"))
    assert len(case.events) == 1


def test_a_case_that_is_opened_again_is_told_what_it_has_missed(kept):
    """With the event that opens it."""
    assert len([*kept.announce(CLOSED, moment("2025-04-14"))]) == 2
    case = kept.record("shut", Told(reopening=True, on="2025-04-15"), moment("2025-04-15"))

    assert dues(case) == [day("2025-04-29")]
    assert kept.load("shut") == case


def test_other_calendars_are_not_told(kept):
    """A Scottish bank holiday is none of Thanet's."""
    told = Told(closed="2025-04-22", calendar="scotland", on="2025-04-14")

    assert [*kept.announce(told, moment("2025-04-14"))] == []


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Told(on="2025-04-14"), "empty-event"),
        (Told(closed="2025-02-30"), "no-such-date"),
        (Told(closed="2025-04-22", calendar="france"), "unknown-calendar"),
        (Told(closed="2025-04-22", on="2025-04-23"), "in-the-future"),
        (Told(closed="2025-04-10", on="2025-04-14"), "closed-too-late"),
        (Told(closed="2025-04-22", done="give_advice"), "wrong-announcement"),
    ],
)
def test_what_is_no_announcement_is_refused(kept, told, code):
    """And nothing of it is kept."""
    with pytest.raises(InvalidInput) as error:
        [*kept.announce(told, moment("2025-04-14"))]

    assert codes(error) == [code]
    assert len(kept.record("late", Told(about="copying", on="2025-04-14"),
                           moment("2025-04-14")).events) == 2  # fmt: skip


def test_new_bank_holidays_renew_the_days_of_the_store(kept):
    """Another release is told in all open cases, once, and none falls due unseen."""
    assert [*kept.tick(day("2025-04-15"))] == []
    # As if the last release had not known of Easter.
    with kept._writing.begin() as connection:
        connection.execute(update(META).where(META.c.name == "holidays").values(value="before"))
        old = '{"thanet/9.1.4#answer\\n": "2025-04-24"}'
        late = update(CASES).where(CASES.c.id == "late")
        connection.execute(late.values(next_day=day("2025-06-24"), dues=old))

    ((case, (step,)),) = [*kept.tick(day("2025-04-16"))]
    assert case.id == "late"
    assert str(step) == (
        "the bank holidays or the rules are others than when it was last looked at\n"
        "  thanet 9.1.4: an officer should send a substantive response to the member: due "
        "24 April 2025, now 28 April 2025"
    )
    assert [*kept.tick(day("2025-04-16"))] == []
    assert [each.case.id for each in kept.tick(day("2025-04-28"))] == ["late"]


def test_other_rules_renew_the_days_of_the_store(store, asked, monkeypatch):
    """An answer that is due earlier by the new rules does not fall due unseen."""
    store.add(asked)
    monkeypatch.setattr(basis, "digest_of_file", lambda _: "another")
    with store._writing.begin() as connection:
        connection.execute(update(CASES).values(next_day=day("2025-06-24")))

    assert [each.case.id for each in store.tick(day("2025-04-28"))] == ["late"]


def test_a_case_that_is_damaged_does_not_stop_the_clock_of_the_others(tmp_path, asked):
    """It is passed over, and told when all others have been looked at."""
    path = tmp_path / "cases.sqlite"
    other = open_case("a", ["thanet"]).record(
        asked.events[0].learnt, on="2025-04-10", recorded=moment("2025-04-10")
    )
    with Store(str(path)) as store:
        store.add(asked, other)
        connection = sqlite3.connect(path)
        connection.execute("UPDATE protocol_rules_events SET data = '{' WHERE case_id = 'a'")
        connection.commit()
        connection.close()
        for go in (store.tick(day("2025-05-01")), store.announce(CLOSED, moment("2025-04-14"))):
            found = []
            with pytest.raises(InvalidInput) as error:
                found.extend(go)
            assert len(found) == 1
            assert codes(error) == ["store-damaged"]
            assert "the case `a` is passed over" in str(error.value)


FORM_1 = """
CREATE TABLE protocol_rules_meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE protocol_rules_cases (id TEXT NOT NULL PRIMARY KEY, head TEXT NOT NULL,
 events INTEGER NOT NULL, looked_on DATE NOT NULL, next_day DATE);
CREATE INDEX protocol_rules_next_day ON protocol_rules_cases (next_day, id);
CREATE TABLE protocol_rules_events (case_id TEXT NOT NULL REFERENCES protocol_rules_cases (id),
 number INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (case_id, number));
INSERT INTO protocol_rules_meta VALUES ('form', '1');
INSERT INTO protocol_rules_cases VALUES ('late', '{"case": "late", "form": 1, "title": "an email",
 "protocols": ["thanet"], "reading": "as_given", "engine": "own", "events": 0}',
 1, '2025-04-10', '2025-04-28');
INSERT INTO protocol_rules_events VALUES ('late', 1, '{"number": 1, "on": "2025-04-10",
 "recorded": "2025-04-10T12:00:00+00:00", "learnt": {"enquiry.from": "backbench_member",
 "enquiry.received_on": "2025-04-10", "enquiry.answered_on": "not_yet"}}');
"""


@pytest.fixture
def older(where):
    """Make a store as the version before made it."""
    address = where.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(address if "://" in address else f"sqlite:///{address}")
    with engine.begin() as connection:
        for each in FORM_1.split(";"):
            if each.strip():
                connection.execute(text(each.replace(":00", r"\:00").replace("T12:", r"T12\:")
                                        .replace('": ', r'"\: ')))  # fmt: skip
    engine.dispose()
    return where


def test_a_store_of_an_older_version_is_upgraded(older):
    """With all that stands in it, and it goes on as one of the new version."""
    with Store(older) as store:
        assert store.load("late").events[0].number == 1
        assert store.closed() == frozenset()
        assert [each.case.id for each in store.tick(day("2025-04-28"))] == ["late"]
        store.record("late", Told(closing=True, on="2025-04-29"), moment("2025-04-29"))
        assert len([*store.announce(CLOSED, moment("2025-04-14"))]) == 0
    with Store(older) as store:
        assert store.closed() == {"late"}


def test_an_older_store_is_upgraded_once(older):
    """Two that open it at the same time, or one after the other, find it whole."""
    with Store(older) as one, Store(older) as other:
        assert one.load("late") == other.load("late")


def test_an_older_store_that_can_only_be_read_is_refused(older):
    """With what has to be done once; it is left as it was."""
    if "://" in older:
        pytest.skip("the mode is one of SQLite")
    with pytest.raises(InvalidInput) as error:
        Store(f"sqlite:///file:{older}?mode=ro&uri=true")

    assert codes(error) == ["older-store"]
    with Store(older) as store:
        assert store.ids() == ("late",)


def test_a_case_that_somebody_else_has_told_is_not_told_again(kept):
    """Two announce the same day at once: each case hears it once, and is counted once."""
    cases = [kept.load("late"), kept.load("idle")]
    announcements = read_announcements(CLOSED, day("2025-04-14"))
    assert len([*kept.announce(CLOSED, moment("2025-04-14"))]) == 2

    assert [*kept._tell_all(cases, announcements, moment("2025-04-14"))] == []
    assert len(kept.load("late").events) == 2
