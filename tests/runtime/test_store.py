"""Stores: what was acknowledged is there, whatever happens to whoever wrote it."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from runtime_moments import moment
from sqlalchemy import update

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.runtime import open_case
from protocol_rules.runtime.recording import Told
from protocol_rules.runtime.store import CaseHasMoved, Store
from protocol_rules.runtime.store.schema import META

WRITER = Path(__file__).with_name("writer.py")
KILLS = int(os.environ.get("PROTOCOL_RULES_TEST_KILLS", "6"))


def day(text):
    """Read a day."""
    return date.fromisoformat(text)


# Root writes where nothing may be written, unless that power is taken away.
BOUND_BY_MODES = ("setpriv", "--bounding-set=-dac_override") if os.getuid() == 0 else ()


def writer(where, *arguments, under=()):
    """Start a process that writes, under another command where one is given."""
    command = [*under, sys.executable, "-W", "error", str(WRITER), where, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def codes(error):
    """Name the faults."""
    return [each.code for each in error.value.diagnostics]


def notes(case, name):
    """Number the events that a writer has noted."""
    return [each.note.split()[1] for each in case.events if each.note.startswith(f"{name} ")]


def test_what_is_kept_is_what_is_given_back(store, asked):
    """With all its events, and nothing else."""
    store.add(asked, open_case("empty", ["thanet", "medway"], title="nothing yet"))

    assert store.ids() == ("empty", "late")
    assert store.load("late") == asked
    assert store.load("empty").title == "nothing yet"


def test_an_event_is_recorded_in_the_store(store, asked):
    """And the case with it is given back."""
    store.add(asked)
    told = Told(done="send_substantive_response", on="2025-04-20")
    after = store.record("late", told, moment("2025-04-20"))

    assert after.last_step.duties[0].after.standing == "met"
    assert store.load("late") == after


def test_a_refused_event_leaves_the_store_as_it_was(store, asked):
    """Nothing of it is kept."""
    store.add(asked)
    with pytest.raises(InvalidInput):
        store.record("late", Told({"enquiry.received_on": "2025-04-01"}))

    assert store.load("late") == asked


def test_a_name_is_given_once(store, asked):
    """A second case of the name is refused, and what comes with it is not kept."""
    store.add(asked)
    with pytest.raises(InvalidInput) as error:
        store.add(open_case("other", ["thanet"]), asked)

    assert codes(error) == ["case-exists"]
    assert store.ids() == ("late",)


def test_a_case_that_is_not_there_is_told_with_a_hint(store, asked):
    """A name that might be a path is refused before anything is looked up."""
    store.add(asked)
    with pytest.raises(InvalidInput) as error:
        store.load("lat")
    assert codes(error) == ["unknown-case"]
    assert error.value.diagnostics[0].hint == "did you mean `late`?"
    with pytest.raises(InvalidInput) as error:
        store.load("../late")
    assert codes(error) == ["wrong-case-id"]


def test_whoever_comes_second_is_told(store, asked):
    """An event is never written over another one."""
    store.add(asked)
    one = asked.record(about="copying", on="2025-04-11", recorded=moment("2025-04-11"))
    other = asked.record(about="absence", on="2025-04-11", recorded=moment("2025-04-11"))
    store.save(one, 1)
    with pytest.raises(CaseHasMoved):
        store.save(other, 1)

    assert store.load("late") == one


def test_two_processes_at_once_lose_nothing(where, asked):
    """Each event of both is there, in the order in which each recorded its own."""
    with Store(where) as store:
        store.add(asked)
    both = [writer(where, name, 8) for name in ("a", "b")]
    for process in both:
        _, said = process.communicate(timeout=240)
        assert process.returncode == 0, said
    with Store(where) as store:
        case = store.load("late")

    assert [each.number for each in case.events] == [*range(1, 18)]
    assert notes(case, "a") == notes(case, "b") == [str(number) for number in range(8)]


def test_what_was_acknowledged_survives_the_death_of_the_process(where, asked):
    """Killed again and again, at moments by chance, with SIGKILL."""
    chance = random.Random(7)  # noqa: S311 - moments, no secrets
    with Store(where) as store:
        store.add(asked)
    acknowledged = 0
    for turn in range(KILLS):
        process = writer(where, f"w{turn}", 1000)
        first = process.stdout.readline()
        time.sleep(chance.random() / 4)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        # `communicate` would pass over what has been read ahead.
        count = len(f"{first}{process.stdout.read()}".split())
        process.stdout.close()
        process.stderr.close()
        assert count, "it was to be killed after its first event"
        acknowledged += count
        with Store(where) as store:
            case = store.load("late")
        kept = notes(case, f"w{turn}")
        # The one that was being written may be there or not, and is whole if it is.
        assert len(kept) - count in (0, 1)
        assert kept == [str(number) for number in range(len(kept))]
    assert [each.number for each in case.events] == [*range(1, len(case.events) + 1)]
    assert acknowledged <= len(case.events) - 1 <= acknowledged + KILLS


def test_the_clock_tells_each_change_once(store, asked):
    """Only the cases in which something falls due are looked at, and only once each."""
    later = open_case("later", ["thanet"]).record(
        {**asked.events[0].learnt, "enquiry.received_on": "2025-04-15"},
        on="2025-04-15", recorded=moment("2025-04-15"),
    )  # fmt: skip
    store.add(asked, later, open_case("idle", ["thanet"]))

    assert [*store.tick(day("2025-04-27"))] == []
    ((case, steps),) = store.tick(day("2025-04-28"))
    assert (case, [each.day for each in steps]) == (asked, [day("2025-04-28")])
    assert [*store.tick(day("2025-04-28"))] == []
    ticked = store.tick(day("2025-05-08"))
    found = {each.case.id: [step.day for step in each.steps] for each in ticked}
    assert found == {"late": [day("2025-04-29")], "later": [day("2025-05-01"), day("2025-05-02")]}
    assert [*store.tick(day("2026-01-01"))] == []


def test_a_tick_that_is_broken_off_is_told_again(store, asked):
    """A change is told twice rather than never."""
    store.add(asked)
    assert next(store.tick(day("2025-04-29"))).case == asked

    assert [each.case.id for each in store.tick(day("2025-04-29"))] == ["late"]


def test_an_event_winds_the_clock_of_its_case(store, asked):
    """What is answered does not fall due."""
    store.add(asked)
    told = Told(done="send_substantive_response", on="2025-04-20")
    store.record("late", told, moment("2025-04-20"))

    assert [*store.tick(day("2025-06-01"))] == []


def test_ticks_tell_what_the_changes_of_the_case_tell(store, asked):
    """Day by day they come to the same steps."""
    store.add(asked)
    told = [
        step
        for number in range(40)
        for each in store.tick(day("2025-04-10") + timedelta(days=number))
        for step in each.steps
    ]

    assert [str(each) for each in told] == [
        str(each) for each in asked.changes(day("2025-04-10"), day("2025-05-20"))
    ]


def test_a_store_of_a_newer_version_is_refused(where, asked):
    """What it means is not guessed."""
    with Store(where) as store:
        store.add(asked)
        with store._writing.begin() as connection:
            connection.execute(update(META).values(value="3"))
    with pytest.raises(InvalidInput) as error:
        Store(where)

    assert codes(error) == ["newer-store"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("mysql://host/x", "unknown-store"),
        ("nonsense://host/x", "unknown-store"),
        ("postgresql://127.0.0.1:1/x", "store-unreachable"),
        ("no/such/folder/cases.sqlite", "store-not-writable"),
    ],
)
def test_places_that_cannot_be_are_refused(name, code, tmp_path):
    """In one message, without a password."""
    where = name if "://" in name else str(tmp_path / name)
    with pytest.raises(InvalidInput) as error:
        Store(where)

    assert codes(error) == [code]


def test_no_password_is_shown():
    """Neither in a message nor anywhere else."""
    with pytest.raises(InvalidInput) as error:
        Store("postgresql://somebody:secret@127.0.0.1:1/x")

    assert "secret" not in str(error.value)


def test_a_file_that_is_no_store_is_refused(tmp_path):
    """It is left as it was."""
    path = tmp_path / "text"
    path.write_text("this is no database, and longer than the head of one\n" * 40, "utf-8")
    before = path.read_bytes()
    with pytest.raises(InvalidInput) as error:
        Store(str(path))

    assert codes(error) == ["not-a-store"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE protocol_rules_events SET data = '{'",
        "DELETE FROM protocol_rules_events",
        "UPDATE protocol_rules_cases SET head = ''",
    ],
)
def test_a_store_that_is_damaged_is_refused(tmp_path, asked, damage):
    """What cannot be read as an event is not passed over, and what is lacking is missed."""
    path = tmp_path / "cases.sqlite"
    with Store(str(path)) as store:
        store.add(asked)
        connection = sqlite3.connect(path)
        connection.execute(damage)
        connection.commit()
        connection.close()
        with pytest.raises(InvalidInput) as error:
            store.load("late")

    assert codes(error) == ["store-damaged"]


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path, asked):
    """It is told, and what was written before is there."""
    where = str(tmp_path / "cases.sqlite")
    with Store(where) as store:
        store.add(asked)
    process = writer(where, "w", 1000, "full")
    out, said = process.communicate(timeout=120)

    assert (process.returncode, "Traceback" in said) == (2, False)
    assert "error[disk-full]" in said
    with Store(where) as store:
        assert notes(store.load("late"), "w") == out.split()


def test_a_folder_that_can_only_be_read_is_told(asked, tmp_path):
    """Reading works there; writing is refused with a message."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    where = folder / "cases.sqlite"
    with Store(str(where)) as store:
        store.add(asked)
    where.chmod(0o444)
    folder.chmod(0o555)
    try:
        process = writer(str(where), "w", 1, under=BOUND_BY_MODES)
        _, said = process.communicate(timeout=120)
    finally:
        folder.chmod(0o755)

    assert (process.returncode, "Traceback" in said) == (2, False), said
    assert "error[store-not-writable]" in said


def test_an_event_does_not_hide_what_has_come_before_it(store, asked):
    """Nobody let the clock go on for a week: what fell due meanwhile is told all the same."""
    store.add(asked)
    assert [*store.tick(day("2025-04-15"))] == []
    store.record("late", Told(done="give_advice", on="2025-05-02"), moment("2025-05-02"))

    ((_, steps),) = store.tick(day("2025-05-05"))
    assert [each.day for each in steps] == [day("2025-04-28"), day("2025-04-29")]
    assert [*store.tick(day("2025-05-05"))] == []


def test_an_older_event_does_not_turn_the_clock_back(store, asked):
    """What another record had noted on an earlier day is recorded after the clock has gone on."""
    store.add(asked)
    assert len([*store.tick(day("2025-05-05"))]) == 1
    store.record("late", Told(done="give_advice", on="2025-04-20"), moment("2025-04-20"))

    assert [*store.tick(day("2025-05-05"))] == []
