"""Positions: what all the norms of a protocol make of a role and an action together."""

from __future__ import annotations

import pytest

from protocol_rules import Protocol, evaluate, load
from protocol_rules.analysis.position import Position, position_of, strictness
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.story import read_story
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary

RULES = """
council: tidy
name: Tidy Council
title: A tidy protocol
actions: {ask: {phrase: ask}, answer: {phrase: answer}, leave: {phrase: leave}, sit: {phrase: sit}}
clauses:
  - id: "1"
    title: One
    norms:
      stands: {bearer: officer, should: answer}
      harder: {bearer: [senior_officer, member], must: answer, when: {enquiry.from: member}}
      never: {bearer: chief_executive, must_not: answer, when: {enquiry.nature: policy}}
  - id: "2"
    title: Two
    norms:
      ban: {bearer: officer, must_not: leave}
      duty: {bearer: officer, must: sit, when: {about: enquiry}, unless: {enquiry.medium: letter}}
      grace: {bearer: member, need_not: ask}
      leave: {bearer: member, may: ask}
      claim: {bearer: member, is_entitled_to: ask, when: {enquiry.from: member}}
      power: {bearer: director, is_empowered_to: sit}
      none: {bearer: member, is_not_entitled_to: leave}
      weak: {bearer: member, is_not_empowered_to: leave}
      taken: {bearer: member, is_presumed_to: leave}
  - id: "2(a)"
    part_of: "2"
    title: Leave for some
    norms:
      may:
        bearer: political_assistant
        may: leave
        overrides: "2#ban"
"""


@pytest.fixture(scope="module")
def tidy() -> Protocol:
    """Resolve the protocol of these tests."""
    return resolve(parse(RULES, "tidy.yaml"), shared_vocabulary())[0]


def placed(tidy: Protocol, role: str, action: str, **given: str) -> Position:
    """Give the position in a story; `about` names what no fact is known of."""
    about = given.pop("about", "")
    facts = {name.replace("__", "."): value for name, value in given.items()}
    story = read_story(facts, about=[about] if about else (), vocabulary=tidy.vocabulary)
    return position_of(evaluate(tidy, story), role, action)


@pytest.mark.parametrize(
    ("role", "action", "words"),
    [
        ("officer", "answer", ("should",)),
        ("member", "answer", ("silent",)),
        ("member", "ask", ("may", "need_not")),
        ("director", "sit", ("is_empowered_to",)),
        ("chief_executive", "sit", ("silent",)),
        ("member", "leave", ("is_not_entitled_to", "is_not_empowered_to", "is_presumed_to")),
    ],
)
def test_standing_norms_count(tidy, role, action, words):
    """They are there in every scenario, and an axis of which nothing speaks is silent."""
    assert placed(tidy, role, action).words == words


def test_an_axis_has_the_greatest_that_a_norm_says(tidy):
    """A must goes before a should, and both norms are named."""
    position = placed(tidy, "senior_officer", "answer", enquiry__from="member")

    assert position.words == ("must",)
    assert position.addresses == ("tidy/1#stands", "tidy/1#harder")
    assert str(position) == "a senior officer must answer"


def test_what_binds_a_wider_role_binds_a_narrower_one(tidy):
    """And not the other way round: nothing follows for officers from what binds a senior one."""
    facts = {"enquiry__from": "member", "enquiry__nature": "policy"}

    assert placed(tidy, "director", "answer", **facts).words == ("must",)
    assert placed(tidy, "officer", "answer", **facts).words == ("should",)
    assert placed(tidy, "backbench_member", "answer", **facts).words == ("must",)
    assert placed(tidy, "outsider", "answer", **facts).words == ("silent",)


def test_required_and_barred_at_once_is_a_conflict(tidy):
    """Nothing lifts the one or the other."""
    facts = {"enquiry__from": "member", "enquiry__nature": "policy"}
    position = placed(tidy, "chief_executive", "answer", **facts)

    assert position.words == ("must", "must_not")
    assert position.is_conflict
    assert str(position) == "the Chief Executive must and must not answer, which is a conflict"
    assert not placed(tidy, "director", "answer", **facts).is_conflict


def test_a_lifted_duty_exempts(tidy):
    """Somebody has said that it need not be done, which is more than silence."""
    assert placed(tidy, "officer", "sit", enquiry__medium="email").words == ("must",)
    assert placed(tidy, "officer", "sit", enquiry__medium="letter").words == ("need_not",)
    assert placed(tidy, "officer", "sit").words == ("silent",)


def test_an_undetermined_norm_makes_an_interval(tidy):
    """The duty may apply or be lifted, and the sentence says which part is open."""
    position = placed(tidy, "officer", "sit", about="enquiry")

    assert not position.is_determined
    assert position.words == ("undetermined",)
    assert (position.lower.words, position.upper.words) == ((), ("must", "need_not"))
    assert str(position) == "it is undetermined whether an officer must or need not sit"
    chief = placed(tidy, "chief_executive", "answer", about="enquiry")
    assert (chief.lower.words, chief.upper.words) == (("should",), ("must", "must_not"))
    assert str(chief) == (
        "the Chief Executive should answer; it is undetermined whether the Chief Executive must"
        " or must not answer"
    )


def test_leave_for_some_lifts_the_ban_for_them_alone(tidy):
    """Whoever the scenario is about, and whether or not it says who that is."""
    for facts in (
        {},
        {"officer__role": "junior_officer"},
        {"officer__role": "political_assistant"},
    ):
        assert placed(tidy, "political_assistant", "leave", **facts).words == ("may",)
        assert placed(tidy, "junior_officer", "leave", **facts).words == ("must_not",)


def test_a_role_too_wide_to_tell_is_told_by_the_facts(tidy):
    """An officer may be a political assistant, and the scenario may say so."""
    assert placed(tidy, "officer", "leave").upper.words == ("must_not", "may")
    assert placed(tidy, "officer", "leave").words == ("undetermined",)
    assert placed(tidy, "officer", "leave", officer__role="political_assistant").words == ("may",)
    assert placed(tidy, "officer", "leave", officer__role="junior_officer").words == ("must_not",)


def test_silence_has_a_sentence(tidy):
    """It is not a permission."""
    position = placed(tidy, "outsider", "answer")

    assert str(position) == "nothing is said of whether somebody outside the council is to answer"
    assert position.as_data() == {
        "role": "outsider",
        "action": "answer",
        "words": ["silent"],
        "lower": [],
        "upper": [],
        "is_determined": True,
        "is_conflict": False,
        "addresses": [],
        "text": str(position),
    }


def test_each_occasion_has_a_position_of_its_own(tidy):
    """Without one, each axis is the greatest over all of them."""
    story = read_story(
        occasions={
            "monday": {"given": {"enquiry.medium": "letter"}},
            "friday": {"given": {"enquiry.medium": "email"}},
        },
        vocabulary=tidy.vocabulary,
    )
    answer = evaluate(tidy, story)

    assert position_of(answer, "officer", "sit", "monday").words == ("need_not",)
    assert position_of(answer, "officer", "sit", "friday").words == ("must",)
    assert position_of(answer, "officer", "sit").words == ("must", "need_not")
    assert position_of(answer, "officer", "answer", "monday").words == ("should",)


@pytest.mark.parametrize(
    ("role", "action", "occasion", "code"),
    [
        ("oficer", "answer", None, "unknown-role"),
        ("officer", "anser", None, "unknown-action"),
        ("officer", "answer", "monday", "unknown-occasion"),
    ],
)
def test_words_that_there_are_not_are_told(tidy, role, action, occasion, code):
    """A misspelt role would be silent."""
    with pytest.raises(InvalidInput) as caught:
        position_of(evaluate(tidy, read_story()), role, action, occasion)
    assert [each.code for each in caught.value.diagnostics] == [code]


def test_strictness_is_about_what_is_required_barred_permitted_and_exempt(tidy):
    """More is required: stricter. More is granted: looser. Claims and powers do not count."""
    silent = placed(tidy, "outsider", "answer")
    should = placed(tidy, "officer", "answer")
    must = placed(tidy, "senior_officer", "answer", enquiry__from="member")
    free = placed(tidy, "member", "ask")
    claim = placed(tidy, "director", "sit")
    banned = placed(tidy, "junior_officer", "leave")

    assert strictness(must, should) == "stricter"
    assert strictness(should, must) == "looser"
    assert strictness(silent, free) == "stricter"
    assert strictness(silent, claim) == "equal"
    assert strictness(must, banned) == "incomparable"
    assert strictness(must, free) == "stricter"


def test_the_position_of_a_real_protocol():
    """The duties of 9.1.4 bind every officer, those of 9.1.8 only two of them."""
    thanet = load("thanet")
    answer = evaluate(thanet, read_story({"enquiry.from": "member"}))

    assert str(position_of(answer, "director", "send_substantive_response")) == (
        "a director should send a substantive response"
    )
    assert position_of(answer, "member", "send_substantive_response").words == ("silent",)
