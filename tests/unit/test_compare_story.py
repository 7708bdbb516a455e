"""One story under several protocols: the same once, and what differs in a sentence."""

from __future__ import annotations

import pytest

from protocol_rules import Protocol, load
from protocol_rules.compare import ActionComparison, StoryComparison, compare_story
from protocol_rules.compare.names import counted, short_name
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.story import read_story
from protocol_rules.report.compared import alone
from protocol_rules.resolve import resolve, shipped
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary

HEAD = """
council: {council}
name: {name}
title: A protocol
actions: {{ask: {{phrase: ask}}, answer: {{phrase: answer, towards: to}}, sit: {{phrase: sit}}}}
clauses:
  - id: "1"
    title: One
    norms:
"""


def made(council: str, *norms: str, name: str = "", head: str = "", more: str = "") -> Protocol:
    """Make a protocol of one clause from its norms, each as it stands in a rule file."""
    text = HEAD.format(council=council, name=name or f"{council.title()} Council")
    text = text.replace("clauses:", f"{head}clauses:", 1)
    lines = "".join(f"      n{number}: {{{norm}}}\n" for number, norm in enumerate(norms))
    return resolve(parse(text + lines + more, f"{council}.yaml"), shared_vocabulary())[0]


FROM_MEMBER = "when: {enquiry.from: member}"
AFTER = "after enquiry.received_on"
ARRIVED = {"enquiry.from": "member", "enquiry.received_on": "2025-06-02"}


def compared(
    *protocols: Protocol, given: dict[str, str] | None = None, **asked: object
) -> StoryComparison:
    """Compare protocols in the story of an enquiry."""
    story = read_story(given or {"enquiry.from": "member"})
    return compare_story(story, *protocols, **asked)  # type: ignore[arg-type]


def only(comparison: StoryComparison) -> ActionComparison:
    """Give the one action that is compared."""
    (found,) = comparison.actions
    return found


def test_what_is_the_same_is_said_once():
    """Councils that say the same stand together, and the rest are silent."""
    norm = f"bearer: officer, should: answer, counterparty: member, {FROM_MEMBER}"
    each = only(
        compared(
            made("ash", norm),
            made("elm", norm),
            made("oak", "bearer: member, may: ask, when: {about: call}"),
        )
    )

    assert str(each) == "In Ash and Elm an officer should answer to the member; Oak is silent."
    assert each.agreement == "the_same"
    assert each.differs_in == ()


def test_all_are_named_as_all():
    """Where nobody is silent and nobody differs, no council needs a name."""
    norm = f"bearer: officer, must: answer, {FROM_MEMBER}"

    assert (
        str(only(compared(made("ash", norm), made("elm", norm))))
        == "In both an officer must answer."
    )
    three = compared(made("ash", norm), made("elm", norm), made("oak", norm))
    assert str(only(three)) == "In all three an officer must answer."


def test_force_and_position_are_told_apart():
    """Must against should is one thing; a duty against a leave is another."""
    must, should, may = (
        made(name, f"bearer: officer, {word}: answer, {FROM_MEMBER}")
        for name, word in (("ash", "must"), ("elm", "should"), ("oak", "may"))
    )
    force, position = only(compared(must, should)), only(compared(must, may))

    assert str(force) == "In Ash an officer must answer; in Elm an officer should do so."
    assert force.differs_in == ("force",)
    assert position.differs_in == ("position",)


def test_a_bearer_is_a_difference():
    """Who decides counts, also where one of them is the other."""
    officer = made("ash", f"bearer: officer, may: answer, {FROM_MEMBER}")
    chief = made("elm", f"bearer: chief_executive, may: answer, {FROM_MEMBER}")
    each = only(compared(officer, chief))

    assert str(each) == "In Ash an officer may answer; in Elm the Chief Executive may do so."
    assert each.differs_in == ("bearer",)
    assert [len(side.lines) for side in each.sides] == [1, 1]


def test_two_days_are_a_difference_that_is_said_alone():
    """What differs in nothing but its last day is said once, and then the days."""
    norm = f"bearer: officer, should: answer, {FROM_MEMBER}, deadline: {{}} working days {AFTER}"
    ten, five = (
        made(name, norm.replace("{}", days)) for name, days in (("ash", "10"), ("elm", "5"))
    )
    none = made("oak", f"bearer: officer, should: answer, {FROM_MEMBER}")
    each = only(compared(ten, five, none, given=ARRIVED))

    assert str(each) == (
        "An officer should answer: by 16 June 2025 in Ash, by 9 June 2025 in Elm, "
        "without a last day in Oak."
    )
    assert each.differs_in == ("deadline",)


def test_one_day_is_none_however_it_is_counted():
    """Two deadlines that end on the same day say the same in this story."""
    norm = (
        f"bearer: officer, should: answer, {FROM_MEMBER}, deadline: {{}} after enquiry.received_on"
    )
    one, other = (
        made(name, norm.replace("{}", amount))
        for name, amount in (("ash", "5 working days"), ("elm", "7 days"))
    )

    assert only(compared(one, other, given=ARRIVED)).agreement == "the_same"
    unknown = only(compared(one, other))
    assert unknown.differs_in == ("deadline",)
    assert "within 5 working days after enquiry.received_on in Ash" in str(unknown)


def test_a_route_is_a_difference():
    """Where to turn next, too, is said alone where all else is the same."""
    norm = f"bearer: member, should: answer, {FROM_MEMBER}, escalation: [{{to: {{}}}}]"
    one, other = (
        made("ash", norm.replace("{}", "director").replace("{{", "{").replace("}}", "}")),
        made("elm", norm.replace("{}", "leader").replace("{{", "{").replace("}}", "}")),
    )
    each = only(compared(one, other))

    assert each.differs_in == ("route",)
    assert str(each) == (
        "A member should answer: turning next to a director in Ash, "
        "turning next to the Leader of the council in Elm."
    )


def test_a_counterparty_is_a_difference():
    """To whom it is done is said anew where it is somebody else."""
    norm = f"bearer: member, should: answer, {FROM_MEMBER}, counterparty: "
    each = only(compared(made("ash", f"{norm}director"), made("elm", f"{norm}leader")))

    assert each.differs_in == ("counterparty",)
    assert str(each) == (
        "In Ash a member should answer to the director; "
        "in Elm a member should answer to the Leader of the council."
    )


def test_what_is_undetermined_is_an_interval_with_what_would_settle_it():
    """It is said to be undetermined, and the question is told."""
    open_one = made(
        "ash",
        "bearer: officer, must: answer, when: {enquiry.from: member, enquiry.to: director}",
    )
    sure = made("elm", f"bearer: officer, should: answer, {FROM_MEMBER}")
    comparison = compared(open_one, sure)
    each = only(comparison)
    (saying,) = each.sides[0].sayings.values()

    assert str(each) == (
        "In Ash it is undetermined whether an officer must answer; in Elm an officer should do so."
    )
    assert (saying.position.lower.words, saying.position.upper.words) == ((), ("must",))
    assert list(comparison.missing) == ["enquiry.to"]
    assert comparison.missing["enquiry.to"].endswith("?")
    assert not each.is_determined


def test_what_may_be_added_to_what_holds_is_said_after_it():
    """A duty that holds as a should, and may come to be a must."""
    norms = (
        f"bearer: officer, should: answer, {FROM_MEMBER}",
        "bearer: officer, must: answer, when: {enquiry.from: member, enquiry.to: director}",
    )
    each = only(compared(made("ash", *norms), made("elm", norms[0])))

    assert str(each).startswith(
        "In Ash an officer should answer, and it is undetermined whether an officer must do so; "
    )


def test_the_same_doubt_may_have_different_reasons():
    """Councils that leave the same open need not come out the same."""
    norm = "bearer: officer, must: answer, when: {{enquiry.from: member, {}}}"
    one, other = (
        made("ash", norm.format("enquiry.to: director")),
        made("elm", norm.format("enquiry.medium: email")),
    )

    assert str(only(compared(one, other))) == (
        "In both it is undetermined whether an officer must answer, which turns on different facts."
    )


def test_what_merely_stands_is_left_out_and_given_on_request():
    """It is counted, told with `everything`, and for an action that is asked for."""
    one = made("ash", f"bearer: officer, must: answer, {FROM_MEMBER}", "bearer: officer, must: sit")
    other = made("elm", "bearer: officer, should: sit")
    comparison = compared(one, other)

    assert [each.action for each in comparison.actions] == ["answer"]
    assert comparison.standing == {"ash": ("sit",), "elm": ("sit",)}
    assert [each.action for each in compared(one, other, everything=True).actions] == [
        "answer",
        "sit",
    ]
    assert only(compared(one, other, action="sit")).differs_in == ("force",)


def test_a_standing_norm_counts_where_the_story_concerns_its_action():
    """What always holds in one council stands against what holds here in another."""
    stands = made("ash", "bearer: officer, should: answer")
    here = made("elm", f"bearer: officer, must: answer, {FROM_MEMBER}")

    assert only(compared(stands, here)).differs_in == ("force",)
    assert compared(stands, here).standing == {"ash": (), "elm": ()}


def test_a_narrower_role_is_told_only_where_it_differs():
    """What binds an officer binds a director; what a director may besides has a line of its own."""
    one = made("ash", f"bearer: officer, must: answer, {FROM_MEMBER}")
    other = made(
        "elm",
        f"bearer: officer, must: answer, {FROM_MEMBER}",
        f"bearer: director, is_empowered_to: answer, {FROM_MEMBER}",
    )
    each = only(compared(one, other))

    assert [line.who for line in each.sides[0].lines] == ["an officer"]
    assert [line.who for line in each.sides[1].lines] == ["an officer", "a director"]


def test_leave_for_some_is_leave_for_them_alone():
    """A ban that is lifted for one kind of officer is a difference for that kind."""
    leave = """
  - id: "1(a)"
    part_of: "1"
    title: Leave
    norms: {may: {bearer: political_assistant, may: sit, overrides: "1#n0"}}
"""
    ban = f"bearer: officer, must_not: answer, {FROM_MEMBER}"
    one, other = made("ash", ban, more=leave), made("elm", ban)
    each = only(
        compared(
            one,
            other,
            given={"enquiry.from": "member", "officer.role": "junior_officer"},
            action="answer",
        )
    )

    assert each.differs_in == ("position",)
    assert str(each).startswith(
        "In Ash an officer must not answer, and a political assistant may do so; "
    )


def test_what_is_lifted_and_leaves_nothing_is_told_under_its_council():
    """A leave that is lifted is no position, and still the story concerns it."""
    one = made(
        "ash", f"bearer: officer, may: answer, {FROM_MEMBER}, unless: {{enquiry.medium: letter}}"
    )
    other = made("elm", "bearer: officer, must: sit")
    each = only(compared(one, other, given={"enquiry.from": "member", "enquiry.medium": "letter"}))

    assert each.agreement == "none_speaks"
    assert [finding.status for finding in each.sides[0].findings] == ["lifted"]


def test_what_is_lifted_counts_beside_what_stands_for_others():
    """The story concerns an action where a leave is lifted, whoever else is always bound."""
    one = made(
        "ash", "bearer: member, must: sit", "bearer: officer, may: sit, unless: {about: enquiry}"
    )
    each = only(compared(one, made("elm", "bearer: member, may: ask, when: {about: call}")))

    assert each.action == "sit"
    assert [finding.status for finding in each.sides[0].findings] == ["applies", "lifted"]


def test_what_two_roles_owe_each_other_is_said_once():
    """A member and an officer, each towards the other, and no third one."""
    norms = [
        f"bearer: {bearer}, must: answer, counterparty: {party}, {FROM_MEMBER}"
        for bearer, party in (("member", "officer"), ("officer", "member"))
    ]
    one = made("ash", *norms)

    assert str(only(compared(one, made("elm", norms[0])))) == (
        "In Ash a member and an officer must answer to each other; "
        "in Elm a member must answer to the officer."
    )
    assert str(only(compared(one, made("elm", *norms[::-1])))).startswith("In both a member and an")


def test_a_conflict_is_said_to_be_one():
    """What is required and barred at once, and towards whom one or the other is."""
    norms = (
        f"bearer: officer, must: answer, counterparty: member, {FROM_MEMBER}",
        f"bearer: officer, must_not: answer, {FROM_MEMBER}",
    )
    each = only(compared(made("ash", *norms), made("elm", norms[0])))

    assert each.sides[0].is_conflict
    assert not each.sides[1].is_conflict
    assert "answer to the member, which is a conflict; in Elm" in str(each)


def test_what_a_council_alone_says_is_told_thing_by_thing():
    """With its last day, what is undetermined, and what is lifted; each norm in its own row."""
    norms = (
        f"bearer: officer, must: answer, {FROM_MEMBER}, deadline: 5 days {AFTER}",
        "bearer: member, must: answer, when: {enquiry.from: member, enquiry.to: director}",
        f"bearer: director, may: answer, {FROM_MEMBER}, unless: {{enquiry.medium: letter}}",
        f"bearer: member, must: ask, {FROM_MEMBER}",
        f"bearer: member, must_not: ask, {FROM_MEMBER}",
    )
    given = {**ARRIVED, "enquiry.medium": "letter"}
    found = alone(
        compared(made("ash", *norms), made("elm", "bearer: member, may: sit"), given=given)
    )

    assert found == {
        "Ash": [
            ("1", "A member must and must not ask"),
            ("", "That is a conflict"),
            ("1", "An officer must answer, by 7 June 2025"),
            ("1", "It is undetermined whether a member must answer; turns on enquiry.to"),
            ("1", "A director may answer; lifted by its own exception"),
        ]
    }


def test_occasions_are_told_apart_where_they_differ():
    """Monday and Thursday are told together where the councils say the same on both."""
    norm = "bearer: officer, must: sit, when: {group_meeting.kind: council_group}"
    also = "bearer: officer, should: answer, when: {about: group_meeting}"
    story = read_story(
        occasions={
            "monday": {"given": {"group_meeting.kind": "council_group"}},
            "thursday": {"given": {"group_meeting.kind": "ward_or_constituency_party"}},
        }
    )
    comparison = compare_story(story, made("ash", norm, also), made("elm", norm, also))

    assert [(each.action, each.occasions) for each in comparison.actions] == [
        ("answer", ("monday", "thursday")),
        ("sit", ("monday",)),
    ]
    assert str(comparison.actions[1]) == "On the occasion monday, in both an officer must sit."


def test_a_role_of_one_protocol_alone_stands_for_a_wider_one_elsewhere():
    """What a council says to every officer it says to those whom another calls by a name."""
    own = made(
        "ash",
        f"bearer: warden, must: answer, {FROM_MEMBER}",
        head="roles: {warden: {is: [officer]}}\n",
    )
    wide = made("elm", f"bearer: officer, must: answer, {FROM_MEMBER}")
    each = only(compared(own, wide))

    assert not each.sides[1].sayings["warden"].is_silent
    assert str(each) == "In Ash the warden must answer; in Elm an officer must do so."


def test_a_role_is_looked_at_alone():
    """What is said to others is left out, with the actions on which nothing is said to it."""
    one = made(
        "ash",
        f"bearer: officer, must: answer, {FROM_MEMBER}",
        f"bearer: member, may: ask, {FROM_MEMBER}",
    )
    other = made("elm", f"bearer: chief_executive, must: answer, {FROM_MEMBER}")
    each = only(compared(one, other, role="director"))

    assert each.action == "answer"
    assert list(each.sides[0].sayings) == ["director"]
    assert [side.council for side in each.silent] == ["elm"]


@pytest.mark.parametrize(
    ("asked", "code", "hint"),
    [
        ({"role": "oficer"}, "unknown-role", "did you mean `officer`?"),
        ({"action": "answr"}, "unknown-action", "did you mean `answer`?"),
        ({"topic": "zzz"}, "unknown-topic", "`protocol-rules list topics` shows them"),
    ],
)
def test_an_unknown_word_is_refused_with_a_hint(asked, code, hint):
    """One clear fault, and what was probably meant."""
    with pytest.raises(InvalidInput) as refused:
        compared(
            made("ash", "bearer: officer, must: sit"),
            made("elm", "bearer: officer, must: sit"),
            **asked,
        )

    (fault,) = refused.value.diagnostics
    assert (fault.code, fault.hint) == (code, hint)


def test_two_councils_at_least_are_wanted_and_none_twice():
    """One council has nothing to be compared with, and two editions are no two councils."""
    one = made("ash", "bearer: officer, must: sit")
    with pytest.raises(InvalidInput, match="two protocols at least"):
        compared(one)
    with pytest.raises(InvalidInput, match="cannot be compared with itself"):
        compared(one, made("ash", "bearer: officer, should: sit"))


def test_councils_have_short_names():
    """They are those of the rule files, spelt as the full name spells them."""
    assert short_name(load(shipped()[0])) == "Cumbria"
    assert (
        short_name(made("st_albans", "bearer: officer, must: sit", name="St Albans City"))
        == "St Albans"
    )
    assert (
        short_name(
            made("parish_council", "bearer: officer, must: sit", name="A parish council in Kent")
        )
        == "the parish council"
    )
    assert [counted(each) for each in (0, 3, 40)] == ["no", "three", "40"]


def test_it_is_plain_data_too():
    """All that is told is there for a machine, the conditions among it."""
    one = made(
        "ash",
        "bearer: officer, must: answer, counterparty: member, qualifier: soon, "
        f"{FROM_MEMBER}, deadline: 5 days {AFTER}",
    )
    other = made(
        "elm", "bearer: officer, must: answer, when: {enquiry.from: member, enquiry.to: director}"
    )
    data = compared(one, other, given=ARRIVED).as_data()
    (action,) = data["actions"]  # type: ignore[misc]

    assert action["agreement"] == "different"
    assert action["together"] == [["ash"], ["elm"]]
    ash, elm = action["sides"]
    (strand,) = ash["positions"][0]["strands"]
    assert strand == {
        "lower": ["must"],
        "upper": ["must"],
        "counterparty": ["member"],
        "counterparty_is": "all of them",
        "due": ["2025-06-07"],
    }
    assert ash["norms"][0]["when"] == "enquiry.from is member"
    assert ash["norms"][0]["qualifier"] == "soon"
    assert elm["turns_on"] == ["enquiry.to"]
    assert data["missing"] == {"enquiry.to": load("thanet").vocabulary.facts["enquiry.to"].question}
