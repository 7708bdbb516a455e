"""Closing a case and opening it again, and rules that are others than they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from runtime_moments import moment

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.runtime import open_case
from protocol_rules.runtime.log import log_of, read_log
from protocol_rules.runtime.timeline import timeline_of

BROOK = """
council: brook
name: Brook Parish Council
title: Protocol
calendar: england
clauses:
  - id: "1"
    title: An enquiry is answered
    gist: An enquiry is answered within some days.
    topics: enquiries_and_response_times
    norms:
      answer:
        bearer: officer
        must: send_substantive_response
        counterparty: member
        when: {enquiry.from: member}
        deadline: 10 working days after enquiry.received_on
        done_on: enquiry.answered_on
"""


def day(text):
    """Read a day."""
    return date.fromisoformat(text)


def code_of(error):
    """Name the faults."""
    return [each.code for each in error.value.diagnostics]


@pytest.fixture
def closed(asked):
    """Give a case that was closed when its answer had been overdue for a week."""
    return asked.record(closing=True, on="2025-05-06", recorded=moment("2025-05-06"))


def test_a_closed_case_owes_nothing_and_its_clock_stands_still(closed):
    """What was left undone is told, as it stood on the day of the closing."""
    state = closed.at("2025-09-01")

    assert (state.owed, state.overdue, state.next_deadlines, state.next_day) == ((), (), (), None)
    assert state.left == closed.at("2025-05-06").left
    assert "overdue" in {each.standing for each in state.left}
    assert state.closed_on == closed.closed_on == day("2025-05-06")
    assert closed.overdue(day("2025-05-05")), "before, it was owed"
    assert closed.changes(day("2025-05-06"), day("2025-09-01")) == ()


def test_a_case_that_was_closed_in_time_never_comes_to_be_late(asked):
    """Its clock does not come to the last day."""
    early = asked.record(closing=True, on="2025-04-15", recorded=moment("2025-04-15"))

    assert [each.standing for each in early.at("2025-06-01").left if each.due] == ["pending"]


def test_a_case_that_is_opened_again_owes_what_it_owed(closed):
    """And what has come to be late meanwhile is late."""
    again = closed.record(reopening=True, on="2025-06-02", recorded=moment("2025-06-02"))

    assert again.overdue(day("2025-06-02"))
    assert again.at("2025-05-20").owed == ()
    assert again.at("2025-05-20", known=day("2025-06-01")).owed == ()
    assert again.closed_on is None


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"done": "give_advice"}, "case-closed"),
        ({"learnt": {"enquiry.nature": "routine"}, "on": "2025-04-11"}, "case-closed"),
        ({"closing": True}, "case-closed"),
        ({"reopening": True, "on": "2025-05-05"}, "case-goes-on"),
        ({"reopening": True, "closing": True}, "empty-event"),
    ],
)
def test_of_a_closed_case_nothing_is_recorded(closed, told, code):
    """But that it is opened again, on a day after it was closed."""
    with pytest.raises(InvalidInput) as error:
        closed.record(**{"recorded": moment("2025-05-07"), **told})

    assert code_of(error) == [code]


@pytest.mark.parametrize(
    ("told", "code"),
    [({"reopening": True}, "case-open"), ({"closing": True, "on": "2025-04-09"}, "case-goes-on")],
)
def test_a_case_is_closed_after_all_that_happened_in_it(asked, told, code):
    """And only one that is closed is opened again."""
    with pytest.raises(InvalidInput) as error:
        asked.record(**{"recorded": moment("2025-05-07"), **told})

    assert code_of(error) == [code]


def test_a_closed_case_comes_back_from_its_log(closed, tmp_path):
    """And a log in which a closed case goes on is refused, as it would be when recorded."""
    again = closed.record(reopening=True, on="2025-06-02", recorded=moment("2025-06-02"))
    path = tmp_path / "log.jsonl"
    path.write_text(log_of(again), "utf-8")
    assert read_log(path).case == again
    assert read_log(path).case.opened == again.opened

    path.write_text(log_of(again).replace('"reopening": true', '"about": ["copying"]'), "utf-8")
    with pytest.raises(InvalidInput) as error:
        read_log(path)
    assert code_of(error) == ["case-closed"]


def test_the_timeline_of_a_closed_case_ends_with_it(closed):
    """The bars of what was left undone end there, and are not called open."""
    timeline = timeline_of(closed, day("2025-09-01"))

    assert (timeline.today, timeline.end) == (day("2025-05-06"), "closed")
    assert {each.until for each in timeline.spans} == {day("2025-05-06")}
    assert all(each.is_left and not each.is_open for each in timeline.spans)
    assert not timeline_of(closed, day("2025-05-05")).is_closed


@pytest.fixture
def brook(tmp_path):
    """Give a case under a rule file of one's own, with a log that is on the disk."""
    rules = tmp_path / "brook.yaml"
    rules.write_text(BROOK, "utf-8")
    case = open_case("x", [str(rules)]).record(
        {"enquiry.from": "member", "enquiry.received_on": "2025-04-10"},
        on="2025-04-10", recorded=moment("2025-04-10"),
    )  # fmt: skip
    (tmp_path / "x.jsonl").write_text(log_of(case), "utf-8")
    return rules


def read_again(rules: Path):
    """Read the case of the fixture anew."""
    return read_log(rules.with_name("x.jsonl")).case


def test_rules_that_have_changed_are_said_with_since_when(brook):
    """The case goes on under the new ones."""
    assert read_again(brook).rules_changes == ()
    brook.write_text(BROOK.replace("10 working", "5 working"), "utf-8")
    case = read_again(brook)

    (change,) = case.rules_changes
    assert (change.council, change.after, change.on, change.by) == (
        "brook", 1, day("2025-04-10"), None,
    )  # fmt: skip
    assert str(change).startswith(
        "the rules of brook have changed since event 1 was recorded on 10 April 2025;"
    )
    assert case.next_deadlines(day("2025-04-11"))[0].due == day("2025-04-17")


def test_the_first_event_under_other_rules_notes_them(brook):
    """It says so, and so does the log, from which it is read again."""
    brook.write_text(BROOK.replace("10 working", "5 working"), "utf-8")
    after = read_again(brook).record(
        about="copying", on="2025-04-11", recorded=moment("2025-04-11")
    )

    (remark,) = after.remarks
    assert remark == (
        "the rules of brook have changed since event 1 was recorded on 10 April 2025, and before "
        "event 2; what was known then is told by the rules of today"
    )
    brook.with_name("x.jsonl").write_text(log_of(after), "utf-8")
    later = read_again(brook)
    assert [each.by for each in later.rules_changes] == [2]
    assert later.record(done="give_advice", on="2025-04-12",
                        recorded=moment("2025-04-12")).events[-1].rules == {}  # fmt: skip


def test_a_case_of_an_older_form_says_nothing_of_its_rules(brook):
    """Nobody noted them; they are noted with the next event, which is no change."""
    path = brook.with_name("x.jsonl")
    head, *rest = path.read_text("utf-8").splitlines(keepends=True)
    start = head.index(', "opened"')
    path.write_text(head[:start].replace('"form": 2', '"form": 1') + "}\n" + "".join(rest), "utf-8")
    case = read_again(brook)
    assert (case.rules, case.opened, case.rules_changes) == ({}, None, ())

    after = case.record(about="copying", on="2025-04-11", recorded=moment("2025-04-11"))
    assert list(after.events[-1].rules) == ["brook"]
    assert after.rules_changes == ()
