"""Cases: what is recorded, what follows, and what is refused."""

import pickle
from datetime import date, timedelta

import pytest
from runtime_moments import moment

from protocol_rules import Scenario, evaluate, load
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine import Status
from protocol_rules.runtime import Case, open_case

ANSWER = "thanet/9.1.4#answer"
EXPLAIN = "thanet/9.1.6#explain"


def addresses(duties):
    """Name the norms behind duties."""
    return [address for duty in duties for address in duty.action.addresses]


def code_of(error):
    """Name the faults."""
    return [each.code for each in error.value.diagnostics]


def day(text):
    """Read a day."""
    return date.fromisoformat(text)


def test_what_is_owed_changes_as_days_go_by(asked):
    """Ten working days run over Easter; then it is late, and the lateness has to be explained."""
    assert addresses(asked.next_deadlines(day("2025-04-28"))) == [ANSWER]
    assert asked.overdue(day("2025-04-28")) == ()
    assert EXPLAIN not in addresses(asked.owed(day("2025-04-28")))

    assert addresses(asked.overdue(day("2025-04-29"))) == [ANSWER]
    assert EXPLAIN in addresses(asked.owed(day("2025-04-29")))
    assert asked.next_deadlines(day("2025-04-29")) == ()


def test_an_act_counts_for_the_fact_that_shows_it(asked):
    """Sending the answer is what `enquiry.answered_on` tells of; late stays late."""
    sent = asked.record(
        done="send_substantive_response", on="2025-05-02", recorded=moment("2025-05-02")
    )

    assert sent.events[-1].learnt == {"enquiry.answered_on": day("2025-05-02")}
    assert ANSWER not in addresses(sent.owed(day("2025-05-02")))
    (duty,) = [each for each in sent.at("2025-05-02").duties if ANSWER in each.action.addresses
               and each.due]  # fmt: skip
    assert (duty.standing, duty.is_late, duty.is_owed) == ("met late", True, False)


def test_an_act_that_no_fact_shows_counts_as_well(asked):
    """That the delay was explained stands in the log alone."""
    explained = asked.record(done="explain_delay", on="2025-05-02", recorded=moment("2025-05-02"))

    assert EXPLAIN in addresses(explained.owed(day("2025-05-01")))
    assert EXPLAIN not in addresses(explained.owed(day("2025-05-02")))
    taken_back = explained.record(
        undone="explain_delay", on="2025-05-02", recorded=moment("2025-05-03")
    )
    assert EXPLAIN in addresses(taken_back.owed(day("2025-05-03")))


def test_an_act_that_was_not_done_after_all_takes_its_fact_along(asked):
    """The answer had not gone out: whether it has is not known again."""
    sent = asked.record(
        done="send_substantive_response", on="2025-04-20", recorded=moment("2025-04-20")
    )
    after = sent.record(
        undone="send_substantive_response", on="2025-04-20", recorded=moment("2025-04-21")
    )

    assert after.events[-1].corrected == {"enquiry.answered_on": None}
    assert "enquiry.answered_on" not in after.at("2025-04-21").story.given


def test_a_correction_never_rewrites_history(asked):
    """It came on the 9th: what is known of the 28th changes, what was known on it does not."""
    corrected = asked.record(
        corrected={"enquiry.received_on": "2025-04-08"}, recorded=moment("2025-05-06")
    )

    assert corrected.events[-1].on == day("2025-04-10")
    assert addresses(corrected.at("2025-04-25").overdue) == [ANSWER]
    assert corrected.at("2025-04-25", known="then").overdue == ()
    assert corrected.at("2025-04-25", known="then") == asked.at("2025-04-25")
    assert corrected.at("2025-04-25", known=day("2025-05-05")).overdue == ()
    assert addresses(corrected.at("2025-04-25", known=day("2025-05-06")).overdue) == [ANSWER]


def test_a_fact_may_change_on_a_later_day(asked):
    """A correction with a day of its own says that it is otherwise from then on."""
    possible = asked.record(
        {"enquiry.answerable_in_time": True}, on="2025-04-10", recorded=moment("2025-04-10")
    )
    after = possible.record(
        corrected={"enquiry.answerable_in_time": False},
        on="2025-04-22",
        recorded=moment("2025-04-22"),
    )

    assert after.at("2025-04-21").story.given["enquiry.answerable_in_time"] is True
    assert EXPLAIN not in addresses(after.owed(day("2025-04-21")))
    assert EXPLAIN in addresses(after.owed(day("2025-04-22")))


def test_a_new_bank_holiday_re_dates_what_is_open(asked):
    """A day proclaimed within the ten working days moves the last of them."""
    after = asked.record(
        closed="2025-04-22", on="2025-04-14", recorded=moment("2025-04-14"), note="proclaimed"
    )

    (change,) = after.last_step.duties
    assert (change.before.due, change.after.due) == (day("2025-04-28"), day("2025-04-29"))
    assert after.overdue(day("2025-04-29")) == ()
    assert addresses(after.overdue(day("2025-04-30"))) == [ANSWER]
    assert addresses(after.at("2025-04-13").next_deadlines) == [ANSWER]
    assert after.at("2025-04-13").next_deadlines[0].due == day("2025-04-28")


def test_a_holiday_of_another_calendar_changes_nothing(asked):
    """A bank holiday in Scotland is none in England."""
    after = asked.record(
        closed="2025-04-22", calendar="scotland", on="2025-04-14", recorded=moment("2025-04-14")
    )

    assert after.last_step.is_empty


def test_changes_tell_what_the_clock_did_and_what_the_events_did(asked):
    """In the order in which they came about, each with its cause."""
    case = asked.record(
        done="send_substantive_response", on="2025-05-02", recorded=moment("2025-05-02")
    )
    steps = case.changes(since=day("2025-04-10"), today=day("2025-05-09"))

    assert [(each.day, each.event and each.event.number) for each in steps] == [
        (day("2025-04-28"), None),
        (day("2025-04-29"), None),
        (day("2025-05-02"), 2),
    ]
    assert [str(each) for each in steps][1] == (
        "29 April 2025 has come\n"
        "  thanet 9.1.4: an officer should send a substantive response to the member: due, now "
        "overdue\n"
        "  now required: thanet 9.1.6: an officer must give the reason for the delay to the member "
        "(in writing, with the steps being taken and a new date), for the breach of 9.1.4#answer"
    )
    assert case.changes(since=day("2025-05-02"), today=day("2025-05-09")) == ()
    assert len(case.changes(today=day("2025-05-09"))) == 4


def test_each_event_tells_what_it_changed_and_why(asked):
    """The step names the event with what it says, and the statuses behind the duties."""
    step = asked.last_step

    assert step.event.number == 1
    assert "enquiry.received_on is 10 April 2025" in step.cause
    changed = {each.address: each.after for each in step.answers["thanet"].statuses}
    assert changed[ANSWER] is Status.APPLIES
    assert any(each.startswith("now required: thanet 9.1.4") for each in step.said)


def test_the_day_on_which_something_changes_next_is_known(asked):
    """Nothing happens by itself on any other day: the index of the store rests on it."""
    state = asked.at("2025-04-10")
    coming = [state.next_day]
    while (next_day := asked.at(coming[-1]).next_day) is not None:
        coming.append(next_day)

    assert coming == [day("2025-04-28"), day("2025-04-29")]
    told = {}
    for step in range(40):
        now = day("2025-04-10") + timedelta(days=step)
        told[now] = [(each.action.addresses, each.standing) for each in asked.at(now).duties]
    changing = [now for now in list(told)[1:] if told[now] != told[now - timedelta(days=1)]]
    assert changing == coming


def test_out_of_order_is_allowed_and_said(asked):
    """Something that happened earlier comes to be known later."""
    later = asked.record(about="copying", on="2025-04-20", recorded=moment("2025-04-20"))
    after = later.record({"enquiry.nature": "routine"}, on="2025-04-14",
                         recorded=moment("2025-04-21"))  # fmt: skip

    assert later.remarks == ()
    assert after.remarks == (
        "out of order: it happened before event 2, of 2025-04-20, which had been recorded already",
    )
    assert "enquiry.nature" in after.at("2025-04-14").story.given
    assert "enquiry.nature" not in after.at("2025-04-14", known="then").story.given


def test_a_person_may_be_named_more_closely(asked):
    """That is learning, and no contradiction; the vaguer word adds nothing."""
    close = asked.record({"enquiry.from": "member"}, on="2025-04-12", recorded=moment("2025-04-12"))
    assert close.at("2025-04-12").story.given["enquiry.from"] == {"backbench_member"}

    wide = open_case("wide", ["thanet"]).record(
        {"enquiry.from": "member"}, on="2025-04-12", recorded=moment("2025-04-12")
    )
    after = wide.record(
        {"enquiry.from": "committee_chair"}, on="2025-04-13", recorded=moment("2025-04-13")
    )
    assert after.at("2025-04-12").story.given["enquiry.from"] == {"member"}
    assert after.at("2025-04-13").story.given["enquiry.from"] == {"committee_chair"}


def test_a_plan_may_come_otherwise(asked):
    """Planned for the 25th, not sent then, and sent on the 27th."""
    planned = asked.record(
        {"enquiry.answered_on": "2025-04-25"}, on="2025-04-22", recorded=moment("2025-04-22")
    )
    assert ANSWER not in addresses(planned.owed(day("2025-04-25")))
    missed = planned.record(
        {"enquiry.answered_on": "not_yet"}, on="2025-04-25", recorded=moment("2025-04-25")
    )
    assert ANSWER in addresses(missed.owed(day("2025-04-25")))
    sent = missed.record(
        done="send_substantive_response", on="2025-04-27", recorded=moment("2025-04-27")
    )
    assert ANSWER not in addresses(sent.owed(day("2025-04-27")))


def test_events_count_in_the_order_of_their_days():
    """That it had not been answered on the 20th is no contradiction of an answer on the 24th."""
    case = open_case("x", ["thanet"]).record(
        {"enquiry.answered_on": "2025-04-24"}, on="2025-04-24", recorded=moment("2025-04-24")
    )
    after = case.record(
        {"enquiry.answered_on": "not_yet"}, on="2025-04-20", recorded=moment("2025-04-25")
    )

    assert after.at("2025-04-21").story.given["enquiry.answered_on"] == "not_yet"
    assert after.at("2025-04-24").story.given["enquiry.answered_on"] == day("2025-04-24")


def test_occasions_are_kept_apart():
    """Two enquiries in one case, one of them answered."""
    case = open_case("two", ["thanet"])
    for name, received in (("first", "2025-04-10"), ("second", "2025-04-14")):
        case = case.record(
            {"enquiry.from": "member", "enquiry.received_on": received,
             "enquiry.answered_on": "not_yet"},
            occasion=name, on=received, recorded=moment(received),
        )  # fmt: skip
    case = case.record(
        done="send_substantive_response", occasion="first", on="2025-04-15",
        recorded=moment("2025-04-15"),
    )  # fmt: skip

    due = [(each.action.occasion, each.due) for each in case.next_deadlines(day("2025-04-16"))]
    assert due == [("second", day("2025-04-30"))]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"learnt": {"enquiry.frm": "member"}}, ["unknown-fact"]),
        ({"learnt": {"enquiry.from": "membr"}}, ["unknown-role"]),
        ({"corrected": {"enquiry.frm": None}}, ["unknown-fact"]),
        ({"done": "send_answer"}, ["unknown-action"]),
        ({"about": "enqiry"}, ["unknown-circumstance"]),
        ({"closed": "2025-02-30"}, ["no-such-date"]),
        ({"closed": "2025-04-20", "calendar": "france"}, ["unknown-calendar"]),
        ({"on": "2025-04-12", "about": "copying"}, ["in-the-future"]),
        ({"closed": "2025-04-10"}, ["closed-too-late"]),
        ({"corrected": {"enquiry.nature": "routine"}}, ["nothing-to-correct"]),
        ({"undone": "give_advice"}, ["nothing-to-correct"]),
        ({"learnt": {"enquiry.received_on": "2025-04-09"}}, ["contradicts-event"]),
        ({"learnt": {"enquiry.from": "officer"}}, ["contradicts-event"]),
        ({"learnt": {"enquiry.medium": "letter"}}, ["contradicts-event"]),
        ({"learnt": {"enquiry.answered_on": "2025-04-09"}}, ["contradicts-event"]),
        ({"corrected": {"enquiry.answered_on": "2025-04-09"}}, ["wrong-order"]),
        ({"learnt": {"enquiry.from": "member"}, "occasion": "other"}, ["given-twice"]),
        ({}, ["empty-event"]),
        ({"learnt": {"enquiry.frm": 1, "copying.isblind": True}}, ["unknown-fact"] * 2),
    ],
)
def test_what_is_refused(asked, told, code):
    """With a code, and the case stays as it was."""
    with pytest.raises(InvalidInput) as error:
        asked.record(**{"recorded": moment("2025-04-11"), **told})

    assert code_of(error) == code
    assert len(asked.events) == 1


def test_a_late_statement_that_contradicts_a_later_one_is_refused(asked):
    """An event that is put in before others is held against these as well."""
    case = asked.record(
        {"enquiry.nature": "routine"}, on="2025-04-20", recorded=moment("2025-04-20")
    )
    with pytest.raises(InvalidInput) as error:
        case.record({"enquiry.nature": "policy"}, on="2025-04-15", recorded=moment("2025-04-21"))

    assert code_of(error) == ["contradicts-event"]


def test_what_contradicts_a_definition_is_refused(tmp_path):
    """The log holds nothing of which a protocol could not be asked."""
    path = tmp_path / "brook.yaml"
    path.write_text(
        """
council: brook
name: Brook Parish Council
title: Protocol
calendar: england
clauses:
  - id: "1"
    title: What counts as routine
    gist: An enquiry by email counts as one that can be answered in time.
    topics: enquiries_and_response_times
    kind: definition
    defines: {enquiry.answerable_in_time: {enquiry.medium: email}}
""",
        "utf-8",
    )
    case = open_case("x", [str(path)]).record(
        {"enquiry.medium": "email"}, on="2025-04-10", recorded=moment("2025-04-10")
    )
    with pytest.raises(InvalidInput) as error:
        case.record(
            {"enquiry.answerable_in_time": False}, on="2025-04-11", recorded=moment("2025-04-11")
        )

    assert code_of(error) == ["contradicts-definition"]


def test_what_cannot_be_at_once_is_refused(asked):
    """An event that would make the case impossible is not recorded; what mends it is."""
    case = asked.record(
        {"enquiry.answered_on": "not_yet"}, on="2025-04-11", recorded=moment("2025-04-11")
    )
    with pytest.raises(InvalidInput) as error:
        case.record(
            {"enquiry.answer_satisfies": True}, on="2025-04-12", recorded=moment("2025-04-12")
        )
    assert code_of(error) == ["impossible"]
    mended = case.record(
        {"enquiry.answered_on": "2025-04-12", "enquiry.answer_satisfies": True},
        on="2025-04-12",
        recorded=moment("2025-04-12"),
    )
    assert len(mended.events) == len(case.events) + 1


def test_corrections_of_several_days_want_a_day(asked):
    """It is not guessed which one is meant."""
    case = asked.record(
        {"enquiry.nature": "routine"}, on="2025-04-20", recorded=moment("2025-04-20")
    )
    with pytest.raises(InvalidInput) as error:
        case.record(
            corrected={"enquiry.nature": None, "enquiry.medium": None},
            recorded=moment("2025-04-21"),
        )

    assert code_of(error) == ["day-wanted"]


def test_a_log_only_grows(asked):
    """Nothing is recorded before what was recorded last, nor at a moment to come."""
    for when, code in (("2025-04-09", "recorded-before"), ("2999-01-01", "in-the-future")):
        with pytest.raises(InvalidInput) as error:
            asked.record(about="copying", on="2025-04-01", recorded=moment(when))
        assert code_of(error) == [code]


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", "a\\b", ".hidden", "a b", "x" * 81, "a\n", "ä", "C:x"]
)
def test_an_id_that_might_be_a_path_is_refused(name):
    """It becomes the name of files."""
    with pytest.raises(InvalidInput) as error:
        open_case(name, ["thanet"])

    assert code_of(error) == ["wrong-case-id"]


def test_other_bad_openings_are_refused():
    """An engine that is not there, no protocol, one protocol twice."""
    for protocols, engine, code in (
        (["thanet"], "onw", "unknown-engine"),
        ([], "own", "wrong-protocols"),
        (["thanet", "thanet"], "own", "wrong-protocols"),
        (["thaned"], "own", "unknown-protocol"),
    ):
        with pytest.raises(InvalidInput) as error:
            open_case("x", protocols, engine=engine)
        assert code_of(error) == [code]


def test_a_case_is_a_value(asked):
    """Recording gives another one; events can be pickled, and nothing in them changed."""
    before = asked.events
    asked.record(about="copying", on="2025-04-11", recorded=moment("2025-04-11"))

    assert asked.events is before
    assert pickle.loads(pickle.dumps(asked.events[0])) == asked.events[0]
    with pytest.raises(TypeError):
        asked.events[0].learnt["enquiry.from"] = frozenset()
    assert asked == Case("late", (load("thanet"),), asked.events, "an email")
    assert asked != Case("late", (load("medway"),), asked.events, "an email")


def test_a_case_agrees_with_the_scenario_of_its_facts(asked):
    """It is the same engine, asked on that day."""
    scenario = Scenario({**asked.at("2025-04-29").story.given}, today="2025-04-29")
    answer = evaluate(load("thanet"), scenario)

    assert [each.action for each in asked.at("2025-04-29").duties] == [*answer.required_actions]


def test_plain_data_can_be_read_by_machines(asked):
    """Duties and steps say what they are in JSON as well."""
    duty = asked.overdue(day("2025-04-29"))[0].as_data()
    assert (duty["council"], duty["standing"], duty["due"]) == ("thanet", "overdue", "2025-04-28")
    step = asked.changes(day("2025-04-28"), day("2025-04-29"))[0].as_data()
    assert (step["day"], step["event"]) == ("2025-04-29", None)
    assert step["duties"][0]["after"]["standing"] == "overdue"
