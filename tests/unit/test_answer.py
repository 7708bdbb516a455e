"""What an answer gives when it is asked for one norm."""

import pytest

from protocol_rules import Scenario, Status, evaluate, load
from protocol_rules.diagnostics import InvalidInput

THANET = load("thanet")
ANSWER = evaluate(THANET, Scenario({"enquiry.from": "member", "enquiry.answerable_in_time": False}))


@pytest.mark.parametrize("address", ["thanet/9.1.6#explain", "9.1.6#explain", "9.1.6"])
def test_a_norm_is_found_by_its_address_or_its_clause(address: str):
    """The council may be left out, and so may the norm where the clause has one."""
    finding = ANSWER.finding(address)

    assert finding.address == "thanet/9.1.6#explain"
    assert finding.status is Status.APPLIES


@pytest.mark.parametrize(
    ("address", "occasion", "message"),
    [
        ("9.1.4", "", "one of 9.1.4#deal, 9.1.4#answer"),
        ("9.1.6#explian", "", "did you mean `9.1.6#explain`?"),
        ("9.1.6", "monday", "the scenario has no occasion `monday`"),
    ],
)
def test_what_is_not_there_is_told_with_a_hint(address: str, occasion: str, message: str):
    """A clause of several norms, a misspelt norm and an unknown occasion name nothing."""
    with pytest.raises(InvalidInput) as caught:
        ANSWER.finding(address, occasion)

    assert message in str(caught.value)


def test_a_wider_role_beside_a_narrower_one_adds_nothing():
    """A chair who is said to be an elected member as well is no more likely to be the Leader."""
    several = Scenario({"own_letter.by": ["committee_chair", "elected_member"]})

    assert several == Scenario({"own_letter.by": "committee_chair"})


@pytest.mark.parametrize(
    ("raised_with", "to"),
    [("service_director", ()), ("line_manager", ("service_director",))],
)
def test_a_step_is_taken_by_whoever_was_turned_to(raised_with: str, to: tuple[str, ...]):
    """A route goes on where the role to turn to has been turned to, and not before."""
    facts = {
        "complaint.by": "member",
        "complaint.about": "junior_officer",
        "complaint.grounds": "conduct",
        "complaint.raised_with": raised_with,
    }
    answer = evaluate(THANET, Scenario(facts))
    steps = {
        each.next_step.to for each in answer.applies if each.next_step and each.clause == "11.2"
    }

    assert steps == {to}
