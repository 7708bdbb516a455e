"""The interview: what it asks, what it takes, and what it gives."""

from pathlib import Path

import pytest

from protocol_rules import load
from protocol_rules.analysis import Interview, roles_told_apart
from protocol_rules.diagnostics import InvalidInput

LITTLETON = load(Path(__file__).parents[1] / "cli" / "files" / "littleton.yaml")
THANET = load("thanet")
PARCELS = Interview((LITTLETON,), LITTLETON.vocabulary).with_about(["parcel"])


def asked(interview: Interview) -> str:
    """Name the fact that is asked for next."""
    assert interview.question is not None
    return interview.question.fact.name


def test_it_starts_from_the_circumstances_that_some_norm_waits_for():
    """What no norm of the protocol speaks of is not offered."""
    assert [each.name for each in PARCELS.circumstances] == ["parcel"]
    assert Interview((LITTLETON,), LITTLETON.vocabulary).question is None


def test_it_asks_only_what_still_matters():
    """A heavy parcel stays shut, whenever it was left."""
    heavy = PARCELS.tell("parcel.from", "member").tell("parcel.is_heavy", value=True)

    assert asked(PARCELS) == "parcel.from"
    assert asked(heavy) == "parcel.marks"
    assert heavy.tell("parcel.marks", "fragile").question is None


def test_it_says_which_norms_make_a_question_matter():
    """Whoever is asked may ask back why."""
    assert PARCELS.question is not None
    assert "littleton/2#open" in PARCELS.question.addresses


def test_what_is_not_known_is_not_asked_for_again():
    """It stays open in the answer."""
    interview = PARCELS.leave_open("parcel.from")

    assert asked(interview) != "parcel.from"
    assert "parcel.from" in interview.answers[0].missing
    assert "parcel.from" not in interview.scenario.given


def test_a_reply_can_be_taken_back():
    """The same question is put again, and so on until the beginning."""
    interview = PARCELS.tell("parcel.from", "member").leave_open("parcel.is_heavy")

    assert interview.back().back() == PARCELS
    assert PARCELS.back() == PARCELS


def test_a_reply_that_does_not_fit_changes_nothing():
    """It is refused with a hint, and the interview stands where it stood."""
    with pytest.raises(InvalidInput, match="did you mean `member`"):
        PARCELS.tell("parcel.from", "membre")

    assert asked(PARCELS) == "parcel.from"


def test_a_reply_out_of_order_is_refused():
    """Nothing is answered before it is asked."""
    interview = Interview((THANET,), THANET.vocabulary).with_about(["enquiry"])
    interview = interview.tell("enquiry.received_on", "2025-04-10")

    with pytest.raises(InvalidInput, match=r"before `enquiry\.received_on`"):
        interview.tell("enquiry.answered_on", "2025-04-09")


def test_a_role_that_is_too_wide_to_tell_is_asked_for_once_more():
    """An officer may be a service director or none."""
    interview = Interview((THANET,), THANET.vocabulary).with_about(["enquiry"])
    interview = interview.tell("enquiry.from", "member").tell("enquiry.nature", "policy")
    wide = interview.tell("enquiry.to", "officer")

    assert asked(interview) == "enquiry.to"
    assert asked(wide) == "enquiry.to"
    assert wide.told("enquiry.to") == {"officer"}
    assert asked(wide.leave_open("enquiry.to")) != "enquiry.to"
    assert wide.leave_open("enquiry.to").told("enquiry.to") == {"officer"}


def test_a_norm_that_applies_is_asked_how_far_it_is_performed():
    """Once nothing is open, a fact may still tell whether something was kept in time."""
    facts = {"parcel.from": "member", "parcel.is_heavy": False, "parcel.marks": "fragile"}
    interview = PARCELS
    for fact, value in facts.items():
        interview = interview.tell(fact, value)

    assert asked(interview) == "parcel.left_on"


def test_several_protocols_are_asked_together():
    """A fact that matters under two of them is asked for once."""
    both = Interview((THANET, load("wolverhampton")), THANET.vocabulary).with_about(["enquiry"])

    assert both.question is not None
    councils = {address.partition("/")[0] for address in both.question.addresses}
    assert councils == {"thanet", "wolverhampton"}
    assert len(both.answers) == 2


def test_replies_go_with_their_circumstance():
    """What was said of a parcel is dropped where the story is about none."""
    told = PARCELS.tell("parcel.from", "member").with_about(["copying"])

    assert told.replies == ()
    assert told.scenario.about == {"copying"}


def test_the_roles_that_matter_are_told_apart():
    """They are the widest ones between which the tests decide; all others come behind them."""
    assert PARCELS.question is not None
    told_apart = roles_told_apart(PARCELS.question, PARCELS.protocols, PARCELS.words)

    assert [each.name for each in told_apart.asked] == ["member"]
    assert "officer" in [each.name for each in told_apart.others]
    assert "director" not in [each.name for each in told_apart.others]


def test_every_interview_comes_to_an_end():
    """Whatever is replied, no fact is asked for more than twice."""
    interview = Interview((THANET,), THANET.vocabulary).with_about(["enquiry", "complaint"])
    while (question := interview.question) is not None:
        is_role = question.fact.type.value == "role"
        value = "officer" if is_role and len(interview.replies) % 2 else None
        name = question.fact.name
        interview = interview.leave_open(name) if value is None else interview.tell(name, value)

    facts = [reply.fact for reply in interview.replies]
    assert max(map(facts.count, facts)) <= 2
