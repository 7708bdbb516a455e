"""`protocol-rules case`: a case from its first event to its end, and the pictures of it."""

import json
import re
import shlex
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import pytest
from click.testing import CliRunner
from doc_pages import ROOT, blocks
from runtime_moments import moment

from protocol_rules.cli import main
from protocol_rules.engine.durable.process import Adapter
from protocol_rules.report.timeline_svg import timeline_svg
from protocol_rules.resolve import path_of, shipped
from protocol_rules.runtime import open_case
from protocol_rules.runtime.timeline import timeline_of

SVG = "{http://www.w3.org/2000/svg}"
GUIDE = ROOT / "docs" / "how-to" / "keep-a-case.md"
ASKED = (
    "-g", "enquiry.from=backbench_member", "-g", "enquiry.to=director",
    "-g", "enquiry.medium=email", "-g", "enquiry.received_on=2025-04-10",
    "-g", "enquiry.answered_on=not_yet", "--on", "2025-04-10", "--recorded", "2025-04-10",
)  # fmt: skip


@pytest.fixture
def case(monkeypatch, tmp_path):
    """Run the commands on cases in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROTOCOL_RULES_STORE", raising=False)

    def command(*arguments, code=0):
        result = CliRunner(env={"COLUMNS": "200"}).invoke(
            main, ["case", *arguments], catch_exceptions=False
        )
        assert result.exit_code == code, result.output
        return result

    return command


@pytest.fixture
def late(case):
    """Give the same, with the late answer of `examples/late_answer.yaml` under all protocols."""
    case("new", "late", "--title", "an email to the housing director")
    case("record", "late", *ASKED)
    return case


def record(case, day, *arguments):
    """Record what happened on the day on which it did."""
    return case("record", "late", "--on", day, "--recorded", day, *arguments)


def test_the_late_answer_is_lived_over_weeks_in_all_five_councils(late):
    """What each council asks for, what wakes by itself, and what ends it."""
    quiet = json.loads(late("status", "late", "-t", "2025-04-17", "--json").stdout)
    owed = {(each["council"], each["action"]) for each in quiet["owed"]}
    assert ("thanet", "send_substantive_response") in owed
    assert {council for council, _ in owed} == {*shipped()} - {"cumbria"}
    assert [each["due"] for each in quiet["next_deadlines"]] == ["2025-04-28"]

    # Somebody says what was asked for, and Cumbria's protocol speaks as well.
    said = record(late, "2025-04-17", "-g", "enquiry.seeks=other_information",
                  "-g", "enquiry.on_behalf_of=own_duties")  # fmt: skip
    assert "Event 2, 17 April 2025" in said.stdout

    assert late("tick", "-t", "2025-04-27").stdout == ""
    due = late("tick", "-t", "2025-04-28").stdout
    assert "pending, now due" in due
    woken = late("tick", "-t", "2025-04-29").stdout
    assert "due, now overdue" in woken
    assert "now required: thanet 9.1.6" in woken

    status = late("status", "late", "-t", "2025-04-29", code=1).stdout
    assert status.index("Overdue:") < status.index("Owed besides:")
    assert "overdue since 29 April 2025" in status

    record(late, "2025-04-30", "--done", "explain_delay")
    ended = record(
        late, "2025-05-06", "--done", "send_substantive_response", "--done", "respond_to_enquiry"
    ).stdout
    for council in ("medway", "town_council", "wolverhampton"):
        assert re.search(rf"{council} .*: open, now done", ended)
    assert re.search("thanet 9.1.4.*: overdue, now met late", ended)

    after = json.loads(late("status", "late", "-t", "2025-05-06", "--json").stdout)
    assert after["overdue"] == after["next_deadlines"] == []
    assert after["next_day"] is None


def test_what_changed_since_a_day_is_told(late):
    """With the causes."""
    record(late, "2025-04-14", "--closed", "2025-04-22", "--note", "notice")
    told = late("status", "late", "-t", "2025-04-29", "--since", "2025-04-11").stdout

    assert "Event 2, 14 April 2025: no working day: 22 April 2025 (notice)" in told
    assert "due 28 April 2025, now 29 April 2025" in told
    assert "29 April 2025 has come" in told


def test_a_correction_tells_two_stories_of_one_day(late):
    """As known now it was late, as known then it was not."""
    late("record", "late", "-c", "enquiry.received_on=2025-04-08", "--recorded", "2025-05-07")

    now = late("status", "late", "-t", "2025-04-28", code=1).stdout
    then = late("status", "late", "-t", "2025-04-28", "--known", "then").stdout
    assert "overdue since 25 April 2025" in now
    assert "by 28 April 2025: due" in then
    assert ", 1 event\n" in then
    late("record", "late", "-c", "enquiry.medium=", "--recorded", "2025-05-08")
    assert '"corrected": {"enquiry.medium": null}' in late("export", "late").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("new", "a/b"), "error[wrong-case-id]"),
        (("new", "late"), "error[case-exists]"),
        (("new", "x", "-p", "thaned"), "error[unknown-protocol]"),
        (("status", "lat"), "did you mean `late`?"),
        (("status", "../late"), "error[wrong-case-id]"),
        (("status", "late", "-t", "yesterday"), "error[wrong-type]"),
        (("status", "late", "--known", "later"), "error[wrong-type]"),
        (("status", "late", "--store", "none.sqlite"), "error[no-such-store]"),
        (("status", "late", "--store", "ftp://x"), "error[unknown-store]"),
        (("record", "late"), "error[empty-event]"),
        (("record", "late", "-g", "enquiry.from"), "is not FACT=VALUE"),
        (("record", "late", "-g", "enquiry.frm=member"), "did you mean `enquiry.from`?"),
        (("record", "late", "-a", "copyin"), "error[unknown-circumstance]"),
        (("record", "late", "--recorded", "noon"), "error[wrong-type]"),
        (("record", "late", "--on", "2999-01-01", "-a", "copying"), "years run from"),
        (("record", "late", "--on", "2098-01-01", "-a", "copying"), "error[in-the-future]"),
        (("record", "late", "-g", "enquiry.medium=letter"), "error[contradicts-event]"),
        (("import", "none.jsonl"), "error[no-such-file]"),
        (("export", "late", "-o", "none/late.jsonl"), "error[not-writable]"),
    ],
)
def test_bad_input_is_told_in_a_message(late, arguments, message):
    """With exit code 2, and nothing changed."""
    before = late("export", "late").stdout
    result = late(*arguments, code=2)

    assert message in result.stderr
    assert result.stdout == ""
    assert late("export", "late").stdout == before


def test_out_of_order_is_said(late):
    """It is recorded all the same."""
    record(late, "2025-04-20", "-a", "copying")
    result = late("record", "late", "--on", "2025-04-14", "--recorded", "2025-04-21",
                  "-g", "enquiry.nature=routine")  # fmt: skip

    assert "out of order: it happened before event 2" in result.stdout


def test_export_and_import_make_the_same_case(late):
    """In another store, and under another name."""
    late("export", "late", "-o", "late.jsonl")
    late("import", "late.jsonl", "--store", "other.sqlite")
    late("import", "late.jsonl", "--as", "again")

    assert late("export", "late", "--store", "other.sqlite").stdout == Path("late.jsonl").read_text(
        "utf-8"
    )
    assert late("list").stdout.split() == ["again", "late"]
    assert json.loads(late("list", "--json").stdout) == ["again", "late"]


def test_a_log_that_was_cut_off_is_recovered_and_said(late):
    """With exit code 1."""
    record(late, "2025-04-20", "-a", "copying")
    text = late("export", "late").stdout
    Path("cut.jsonl").write_text(text[:-9], "utf-8")
    result = late("import", "cut.jsonl", "--as", "cut", code=1)

    assert result.stdout == "cut: 1 event\n"
    assert "was cut off (line 3 is cut off): 1 of 2 events are recovered" in result.stderr


def test_a_calendar_file_can_be_read_by_others(late):
    """With the line ends that calendars want."""
    late("ics", "late", "-t", "2025-04-14", "-o", "late.ics")
    (entry,) = icalendar.Calendar.from_ical(Path("late.ics").read_bytes()).walk("VEVENT")

    assert entry["DTSTART"].dt == date(2025, 4, 28)


def test_ticks_are_given_to_machines_as_well(late):
    """By case, with their steps."""
    (told,) = json.loads(late("tick", "-t", "2025-04-28", "--json").stdout)

    assert told["case"] == "late"
    assert told["steps"][0]["day"] == "2025-04-28"


def test_the_timeline_in_a_terminal_shows_when_it_was_late(late):
    """A bar for each duty over one scale, with the last day, the lateness and today."""
    record(late, "2025-05-02", "-d", "explain_delay")
    page = late("timeline", "late", "-t", "2025-05-08").stdout
    lines = page.splitlines()
    title = next(at for at, line in enumerate(lines) if "send a substantive response" in line)

    assert "due 28 April 2025: late from 29 April 2025 on" in lines[title + 1]
    assert re.fullmatch(r" {4}─+◆─*█+", lines[title + 2])
    explained = next(at for at, line in enumerate(lines) if "9.1.6: An officer must" in line)
    assert re.fullmatch(r" {4} +·*● +│", lines[explained + 2])
    late("timeline", "late", "-t", "2025-05-08", "-o", "late.txt")
    assert "\x1b" not in Path("late.txt").read_text("utf-8")


@pytest.mark.usefixtures("case")
def test_the_picture_of_the_guide_is_fresh():
    """It is what the commands of the page make.

    Run them in an empty folder to make it anew.
    """
    for block in blocks(GUIDE.read_text("utf-8")):
        if block.language != "sh" or not block.is_run:
            continue
        for line in block.text.splitlines():
            if line.startswith("protocol-rules case "):
                CliRunner().invoke(main, shlex.split(line, comments=True)[1:])
    made = Path("keep-a-case.svg").read_text("utf-8")

    assert made == GUIDE.with_name("keep-a-case.svg").read_text("utf-8")


def story(today):
    """Draw a case with all that a picture may have to show."""
    case = open_case("long", shipped(), title="a <long> & winding title, " * 6)
    facts = {"enquiry.from": "member", "enquiry.to": "director",
             "enquiry.received_on": "2025-04-10", "enquiry.answered_on": "not_yet"}  # fmt: skip
    case = case.record(facts, on="2025-04-10", recorded=moment("2025-04-10"))
    for number in range(14):
        on = f"2025-04-{10 + number // 5:02}"
        case = case.record(done="give_advice", on=on, recorded=moment("2025-04-12"),
                           note=f"{number} " + "said at length " * 20)  # fmt: skip
    case = case.record(
        done="send_substantive_response", on="2025-05-02", recorded=moment("2025-05-02")
    )
    return ET.fromstring(timeline_svg(timeline_of(case, date.fromisoformat(today))))  # noqa: S314


@pytest.mark.parametrize("today", ["2025-04-10", "2025-04-12", "2025-04-30", "2025-05-02",
                                   "2025-12-01"])  # fmt: skip
def test_no_text_of_the_picture_lies_over_another(today):
    """Nor outside of it: letters are taken to be as wide as a wide font has them."""
    root = story(today)
    width, height = float(root.get("width")), float(root.get("height"))
    boxes = []
    for text in root.iter(f"{SVG}text"):
        long = len(text.text) * (10.5 if text.get("class") == "title" else 7.2)
        x, y = float(text.get("x")), float(text.get("y"))
        left = {"start": x, "middle": x - long / 2, "end": x - long}[text.get("text-anchor")]
        boxes.append((left, y - 10, left + long, y + 3, text.text))
    assert len(boxes) > 20
    for at, (left, top, right, bottom, said) in enumerate(boxes):
        assert 0 <= top < bottom <= height, said
        assert 0 <= left < right <= width, said
        for other in boxes[:at]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (said, other[4])


def test_the_picture_has_all_that_the_case_has():
    """A bar for each duty, its last day, what was late and done, the events, today, a legend."""
    root = story("2025-05-08")
    kinds = [each.get("class") for each in root.iter() if each.get("class")]
    texts = [each.text for each in root.iter(f"{SVG}text")]

    assert kinds.count("event") == 16 + 1
    assert kinds.count("today-line") == 1 + 1
    assert kinds.count("due") == 1 + 1
    assert kinds.count("late") == 1 + 1
    assert {"owed", "open", "done"} <= set(kinds)
    assert "today, 8 May 2025" in texts
    assert "Thanet District Council" in texts
    for meaning in ("late", "the last day", "done", "today", "something happened"):
        assert meaning in texts
    assert root.find(f"{SVG}title").text.startswith("a <long> & winding")
    # The late part begins where the last day is over, and ends with the act.
    late = next(each for each in root.iter(f"{SVG}rect") if each.get("class") == "late")
    owed = next(each for each in root.iter(f"{SVG}rect") if each.get("class") == "owed")
    end = float(owed.get("x")) + float(owed.get("width"))
    assert float(late.get("x")) == pytest.approx(end, abs=0.2)


def test_the_picture_is_light_or_dark(late):
    """As the reader's screen is, or as it is asked for."""
    auto, light, dark = (
        late("timeline", "late", "-t", "2025-05-08", "--svg", "--theme", theme).stdout
        for theme in ("auto", "light", "dark")
    )

    assert "prefers-color-scheme: dark" in auto
    assert "prefers-color-scheme" not in light + dark
    assert "#ffffff" in light
    assert "#14191f" in dark


def test_an_empty_case_has_a_picture_and_a_status(case):
    """Of which there is little to see."""
    case("new", "empty", "-p", "thanet")
    assert "Nothing is owed." in case("status", "empty").stdout
    assert "today is" in case("timeline", "empty", "-t", "2025-05-08").stdout
    ET.fromstring(case("timeline", "empty", "--svg").stdout)  # noqa: S314


def test_without_the_extras_it_says_what_to_install(late, monkeypatch):
    """In a message."""
    monkeypatch.setitem(__import__("sys").modules, "icalendar", None)
    assert "protocol-rules[ics]" in late("ics", "late", code=2).stderr
    monkeypatch.setitem(__import__("sys").modules, "protocol_rules.runtime.store", None)
    assert "protocol-rules[store]" in late("list", code=2).stderr


def test_a_case_is_opened_with_the_second_engine(case):
    """It is remembered, and tells what is owed."""
    pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    case("new", "late", "-p", "thanet", "--engine", "durable")
    case("record", "late", *ASKED)

    assert '"engine": "durable"' in case("export", "late").stdout
    assert (
        "overdue since 29 April 2025" in case("status", "late", "-t", "2025-04-29", code=1).stdout
    )


def test_a_second_engine_that_is_not_there_is_told(case, monkeypatch):
    """With what to do, and nothing is kept."""
    missing = Adapter([sys.executable, "-c", 'print(\'{"missing": "no such module"}\')'])
    monkeypatch.setattr("protocol_rules.runtime.durable.adapter", lambda: missing)

    result = case("new", "late", "-p", "thanet", "--engine", "durable", code=2)

    assert "missing-extra" in result.stderr
    assert not Path("cases.sqlite").exists()


def test_a_bank_holiday_is_announced_to_all_cases(late):
    """What has another last day is told, and how many cases were told; a second time nobody is."""
    late("new", "other", "-p", "medway")
    said = ("announce", "2025-04-22", "--on", "2025-04-14", "--recorded", "2025-04-14")
    told = late(*said).stdout

    assert "late: an email to the housing director" in told
    assert "due 28 April 2025, now 29 April 2025" in told
    assert "2 cases told" in told
    assert late(*said).stdout == "0 cases told\n"
    assert json.loads(late(*said, "--json").stdout) == []
    late("new", "new", "-p", "thanet")
    recorded = late("record", "new", *ASKED[:-4], "--on", "2025-04-15", "--recorded", "2025-04-15")
    assert [line.split(":")[0] for line in recorded.stdout.splitlines() if "Event" in line] == [
        "Event 1, 14 April 2025 (recorded on 15 April 2025)",
        "Event 2, 15 April 2025",
    ]
    assert "no calendar `france`" in late(
        "announce", "2025-04-22", "--calendar", "france", code=2
    ).stderr  # fmt: skip


def test_an_imported_case_is_told_what_was_announced(late):
    """Or it would fall due on a day on which nobody works."""
    late("export", "late", "-o", "late.jsonl")
    late("announce", "2025-04-22", "--on", "2025-04-14", "--recorded", "2025-04-14")
    told = late("import", "late.jsonl", "--as", "again").stdout

    assert told.splitlines() == [
        "again: 1 event",
        "and 1 more: what has been announced to all cases",
    ]
    assert "by 29 April 2025" in late("status", "again", "-t", "2025-04-15").stdout


def test_a_case_is_closed_and_opened_again(late):
    """Closed, it owes nothing and cannot be recorded in; it is read, listed and drawn."""
    when = ("--on", "2025-05-06", "--recorded", "2025-05-06")
    assert (
        "the case is closed (settled)" in late("close", "late", *when, "--note", "settled").stdout
    )
    status = late("status", "late", "-t", "2025-09-01").stdout
    assert "Closed on 6 May 2025; its clock stands still." in status
    assert "Left undone when it was closed:" in status
    assert "overdue since 29 April 2025" in status
    assert "Nothing is owed." in status
    assert late("list").stdout == "late (closed)\n"
    assert "case-closed" in late("record", "late", "-d", "give_advice", code=2).stderr
    assert "case-closed" in late("close", "late", code=2).stderr
    assert "6 May 2025; closed" in late("timeline", "late", "-t", "2025-09-01").stdout
    assert late("ics", "late", "-t", "2025-09-01").stdout.count("VEVENT") == 0
    data = json.loads(late("status", "late", "-t", "2025-09-01", "--json").stdout)
    assert (data["closed_on"], data["overdue"], data["next_day"]) == ("2025-05-06", [], None)

    again = ("--on", "2025-06-02", "--recorded", "2025-06-02")
    assert "opened again" in late("reopen", "late", *again).stdout
    assert "case-open" in late("reopen", "late", *again, code=2).stderr
    assert "Overdue:" in late("status", "late", "-t", "2025-06-02", code=1).stdout
    assert late("list").stdout == "late\n"


def test_other_rules_are_said(case):
    """With the status, and with the next event."""
    rules = Path("mine.yaml")
    text = path_of("thanet").read_text("utf-8")
    rules.write_text(text, "utf-8")
    case("new", "late", "-p", "mine.yaml")
    record(case, "2025-04-10", *ASKED[:-4])
    assert "Note:" not in case("status", "late", "-t", "2025-04-11").stdout
    rules.write_text(text + "# mended\n", "utf-8")

    said = "the rules of thanet have changed since event 1 was recorded on 10 April 2025"
    assert f"Note: {said}" in case("status", "late", "-t", "2025-04-11").stdout
    data = json.loads(case("status", "late", "-t", "2025-04-11", "--json").stdout)
    assert data["rules_changes"][0]["council"] == "thanet"
    assert said in record(case, "2025-04-12", "-a", "copying").stdout


def test_a_day_that_is_none_is_told_by_the_name_of_its_option(late):
    """Not as that of today."""
    assert "`known` is a date" in late("status", "late", "--known", "never", code=2).stderr
    assert "`since` is a date" in late("status", "late", "--since", "once", code=2).stderr
