"""Histories as JSON Lines, and deadlines for a calendar."""

import json
from datetime import date
from pathlib import Path

import icalendar
import pytest
from runtime_moments import moment

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.resolve import path_of
from protocol_rules.runtime import open_case
from protocol_rules.runtime.files import write_whole
from protocol_rules.runtime.ics import ics_of
from protocol_rules.runtime.log import log_of, read_log


@pytest.fixture
def history(asked):
    """Give a case with an event of each kind."""
    return (
        asked.record(closed="2025-04-22", calendar="england", on="2025-04-14",
                     recorded=moment("2025-04-14"), note="proclaimed \u2713")
        .record(corrected={"enquiry.received_on": "2025-04-09", "enquiry.medium": None},
                on="2025-04-10", recorded=moment("2025-04-16"))
        .record(about="copying", done="explain_delay", on="2025-05-01",
                recorded=moment("2025-05-01"))
        .record(undone="explain_delay", on="2025-05-01", recorded=moment("2025-05-02"))
        .record({"copying.to": ["member", "journalist"]}, occasion="second",
                on="2025-05-02", recorded=moment("2025-05-02"))
    )  # fmt: skip


def read(tmp_path, text, **options):
    """Read a log from a file."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_log(path, **options)


def codes(error):
    """Name the faults."""
    return [each.code for each in error.value.diagnostics]


def test_a_history_comes_back_whole(history, tmp_path):
    """Every kind of event, and what is said of the case."""
    found = read(tmp_path, log_of(history))

    assert found.case == history
    assert found.lost == ""
    assert log_of(found.case) == log_of(history)


def test_it_may_have_another_name(history, tmp_path):
    """Which has to be one that is no path."""
    assert read(tmp_path, log_of(history), case_id="other").case.id == "other"
    with pytest.raises(InvalidInput):
        read(tmp_path, log_of(history), case_id="../other")


def test_a_log_that_is_cut_off_anywhere_is_recovered(history, tmp_path):
    """Up to its last whole event, which is said; at every byte after its head."""
    text = log_of(history)
    head = text.index("\n") + 1
    for end in range(head, len(text), 17):
        found = read(tmp_path, text[:end])
        whole = text[:end].count("\n") - 1
        assert found.case.events == history.events[: len(found.case.events)]
        assert len(found.case.events) in (whole, whole + 1)
        assert f"{len(found.case.events)} of 6 events are recovered" in found.lost


def test_a_log_without_its_last_line_break_is_whole(history, tmp_path):
    """Nothing is lost, and nothing is said."""
    assert read(tmp_path, log_of(history).rstrip("\n")).lost == ""


def test_lines_that_are_gone_altogether_are_missed(history, tmp_path):
    """The head counts the events."""
    lines = log_of(history).splitlines(keepends=True)
    found = read(tmp_path, "".join(lines[:3]))

    assert "the last lines are gone" in found.lost


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda lines: ["", *lines[1:]], "no-case"),
        (lambda lines: [lines[0][:20], *lines[1:]], "broken-log"),
        (lambda lines: [lines[0], lines[1][:30] + "\n", *lines[2:]], "broken-log"),
        (lambda lines: [lines[0], *lines[2:]], "broken-log"),
        (lambda lines: [*lines, lines[-1]], "broken-log"),
        (lambda lines: [lines[0].replace('"events": 6', '"events": 2'), *lines[1:]], "broken-log"),
        (lambda lines: [lines[0].replace('"form": 2', '"form": 3'), *lines[1:]], "newer-form"),
        (lambda lines: [lines[0].replace('"case"', '"cas"'), *lines[1:]], "no-case"),
        (lambda lines: [lines[0].replace('"late"', '"a/b"'), *lines[1:]], "wrong-case-id"),
        (lambda lines: [lines[0].replace("thanet", "thaned"), *lines[1:]], "unknown-protocol"),
        (lambda lines: [lines[0], lines[1].replace("enquiry.to", "enquiry.too"), *lines[2:]],
         "unknown-fact"),
        (lambda lines: [lines[0], lines[1].replace('"on"', '"onn"'), *lines[2:]], "no-event"),
        (lambda lines: [lines[0], lines[1].replace('"on": "2025-04-10"', '"on": "2025-04-11"'),
                        *lines[2:]], "in-the-future"),
        (lambda lines: [lines[0], lines[1].replace("2025-04-10T", "2999-04-10T"), *lines[2:]],
         "in-the-future"),
        (lambda lines: [lines[0], lines[1].replace("+00:00", ""), *lines[2:]], "no-event"),
        (lambda lines: [lines[0], lines[1].replace('{"number"', '{"number": 1, "number"')],
         "broken-log"),
        (lambda lines: ["[" * 100_000 + "\n", *lines[1:]], "broken-log"),
    ],
)  # fmt: skip
def test_a_log_that_is_wrong_is_refused_with_its_line(history, tmp_path, change, code):
    """Only what was cut off is recovered; nothing is put right in silence."""
    lines = log_of(history).splitlines(keepends=True)
    with pytest.raises(InvalidInput) as error:
        read(tmp_path, "".join(change(lines)))

    assert codes(error) == [code]


def test_the_place_of_a_fault_is_told(history, tmp_path):
    """With the file and the line."""
    text = log_of(history).replace("copying.to", "copying.too")
    with pytest.raises(InvalidInput) as error:
        read(tmp_path, text)

    assert "log.jsonl:7:1: error[unknown-fact]" in str(error.value)


def test_an_empty_or_binary_file_is_no_log(tmp_path):
    """It is told in a message."""
    for data, code in ((b"", "no-case"), (b"\xff\xfe\x00", "broken-log"), (b"null\n", "no-case")):
        with pytest.raises(InvalidInput) as error:
            read(tmp_path, data)
        assert codes(error) == [code]


def test_the_lines_are_json_for_everybody(history):
    """In ASCII, one object a line."""
    text = log_of(history)

    assert text.isascii()
    assert [json.loads(line)["on"] for line in text.splitlines()[1:]][:2] == [
        "2025-04-10",
        "2025-04-14",
    ]


def test_a_calendar_has_what_is_still_to_be_done_by_a_day(asked):
    """Read back by the library, it is an entry of one whole day."""
    calendar = icalendar.Calendar.from_ical(ics_of(asked, date(2025, 4, 14)))
    (entry,) = calendar.walk("VEVENT")

    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2025, 4, 28), date(2025, 4, 29))
    assert entry["SUMMARY"] == "An officer should send a substantive response to the member"
    assert "thanet 9.1.4" in entry["DESCRIPTION"]
    assert entry["DTSTAMP"].dt == moment("2025-04-10")
    assert not calendar.errors
    assert calendar["VERSION"] == "2.0"


def test_a_deadline_that_moves_keeps_its_identity(asked):
    """So that a calendar moves the entry, and makes no second one."""
    after = asked.record(closed="2025-04-22", on="2025-04-14", recorded=moment("2025-04-14"))
    entries = [
        icalendar.Calendar.from_ical(ics_of(each, date(2025, 4, 14))).walk("VEVENT")[0]
        for each in (asked, after)
    ]

    assert entries[0]["UID"] == entries[1]["UID"]
    assert entries[0]["SEQUENCE"] < entries[1]["SEQUENCE"]
    assert [each["DTSTART"].dt.day for each in entries] == [28, 29]


def test_what_is_done_leaves_the_calendar(asked):
    """And what is overdue says so."""
    late = icalendar.Calendar.from_ical(ics_of(asked, date(2025, 4, 29))).walk("VEVENT")
    assert [each["SUMMARY"].startswith("Overdue: ") for each in late] == [True]
    sent = asked.record(
        done="send_substantive_response", on="2025-04-20", recorded=moment("2025-04-20")
    )
    assert icalendar.Calendar.from_ical(ics_of(sent, date(2025, 4, 29))).walk("VEVENT") == []
    nothing = open_case("x", ["thanet"])
    assert icalendar.Calendar.from_ical(ics_of(nothing, date(2025, 4, 29))).walk("VEVENT") == []


def test_lines_are_no_longer_than_calendars_take(asked):
    """Seventy-five bytes, as RFC 5545 has it, and with its line ends."""
    data = ics_of(asked, date(2025, 4, 14))

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n")


def test_files_are_written_whole_or_not_at_all(tmp_path):
    """What stood there stays where it cannot be done."""
    path = tmp_path / "a.txt"
    write_whole(path, b"one")
    assert path.read_bytes() == b"one"
    with pytest.raises(InvalidInput) as error:
        write_whole(tmp_path / "none" / "a.txt", b"two")
    assert codes(error) == ["not-writable"]
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_rule_file_is_found_from_any_folder(tmp_path, monkeypatch):
    """A case remembers where it lies, and not how that was said."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yaml").write_bytes(path_of("thanet").read_bytes())
    monkeypatch.chdir(tmp_path / "rules")
    case = open_case("x", ["./mine.yaml"])
    Path("x.jsonl").write_text(log_of(case), "utf-8")
    monkeypatch.chdir(tmp_path)

    assert read_log("rules/x.jsonl").case.protocols[0].council == "thanet"
