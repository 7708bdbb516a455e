"""Witnesses: the smallest story with a status, near misses, and what tells two versions apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from protocol_rules import Protocol, Status, evaluate
from protocol_rules.analysis.space import space_of
from protocol_rules.analysis.witness import NotDecided, distinguish, smallest_story, stories_with
from protocol_rules.norms import All, Compare, Has, HasRole, Norm, Not, Only, Relation
from protocol_rules.norms.story import Story, read_story
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import Modality, shared_vocabulary

RULES = """
council: tidy
name: Tidy Council
title: A tidy protocol
facts:
  parcel:
    title: A parcel
    description: Somebody leaves a parcel
    facts:
      from: {type: role, question: "Who left it?"}
      weight: {type: count, question: "How heavy is it?"}
      left_on: {type: date, question: "When was it left?"}
      opened_on: {type: date, question: "When was it opened?", not_before: left_on}
      marks:
        type: choices
        question: "What stands on it?"
        values: {fragile: It breaks, urgent: It cannot wait, plain: Nothing}
      is_light: {type: boolean, question: "Is it light?"}
actions: {open_it: {phrase: open it}, explain_it: {phrase: explain it}, take_it: {phrase: take it}}
clauses:
  - id: "1"
    title: Opening
    norms:
      open:
        bearer: officer
        must: open_it
        when: {parcel.from: member}
        unless: {parcel.weight: {more_than: 9}}
        deadline: 5 working days after parcel.left_on
        done_on: parcel.opened_on
  - id: "2"
    title: Explaining
    norms:
      explain: {bearer: officer, must: explain_it, reparation_for: "1#open"}
  - id: "3"
    title: Taking
    norms:
      take: {bearer: member, may: take_it, when: {parcel.marks: {only: [fragile, urgent]}}}
  - id: "3(a)"
    part_of: "3"
    title: Light ones stay
    overrides: "3#take"
    when: {parcel.is_light: true}
  - id: "4"
    title: Light
    kind: definition
    defines: {parcel.is_light: {parcel.weight: {at_most: 1}}}
  - {id: "5", title: Always, norms: {always: {bearer: member, must: take_it}}}
  - {id: "6", title: Contradiction, norms: {never: {bearer: member, must: take_it,
     when: {all: [{parcel.is_light: true}, {parcel.weight: {more_than: 5}}]}}}}
"""


@pytest.fixture(scope="module")
def tidy() -> Protocol:
    """Resolve the protocol of these tests."""
    return resolve(parse(RULES, "tidy.yaml"), shared_vocabulary())[0]


def told(story: Story | None) -> Mapping[str, object]:
    """Give what a story tells, its day among it."""
    assert story is not None
    return {**story.given, **({} if story.today is None else {"today": story.today})}


def with_norm(protocol: Protocol, address: str, **changes: object) -> Protocol:
    """Make another version, in which one norm says something else."""
    norm = replace(protocol.norms[address], **changes)  # type: ignore[arg-type]
    clause = protocol.clauses[norm.clause]
    norms = tuple(norm if each.address == address else each for each in clause.norms)
    return replace(protocol, clauses={**protocol.clauses, clause.id: replace(clause, norms=norms)})


def own(protocol: Protocol) -> Norm:
    """Give the norm that most tests change."""
    return protocol.norms["tidy/1#open"]


def test_the_smallest_story_tells_only_what_the_status_rests_on(tidy):
    """To apply, the parcel is from a member and not too heavy; no date is told."""
    story = smallest_story(tidy, "tidy/1#open", Status.APPLIES)

    assert told(story) == {"parcel.from": frozenset({"member"}), "parcel.weight": 8}


def test_what_only_has_to_be_there_is_named_and_no_fact_is_told(tidy):
    """Undetermined is a norm already where the story is about its circumstance."""
    story = smallest_story(tidy, "tidy/1#open", Status.UNDETERMINED)

    assert story is not None
    assert (story.about, story.given) == (frozenset({"parcel"}), {})


def test_there_is_no_story_for_what_cannot_be(tidy):
    """What always stands is never undetermined, and what contradicts a definition never applies."""
    assert smallest_story(tidy, "tidy/5#always", Status.UNDETERMINED) is None
    assert smallest_story(tidy, "tidy/6#never", Status.APPLIES) is None
    assert smallest_story(tidy, "tidy/3(a)", Status.LIFTED) is None


def test_a_breach_is_told_by_its_dates_in_their_order(tidy):
    """The answer to a breach applies where the parcel was opened late, after it was left."""
    given = told(smallest_story(tidy, "tidy/2#explain", Status.APPLIES))

    assert given["parcel.left_on"] < given["parcel.opened_on"]  # type: ignore[operator]


def test_a_near_story_differs_in_one_thing(tidy):
    """Of a story in which the norm applies, one fact is told otherwise, and the rest stays."""
    near = read_story(
        {"parcel.from": "member", "parcel.weight": 3, "parcel.left_on": "2024-03-05"},
        vocabulary=tidy.vocabulary,
    )
    lifted = smallest_story(tidy, "tidy/1#open", Status.LIFTED, near=near)
    missed = smallest_story(tidy, "tidy/1#open", Status.DOES_NOT_APPLY, near=near, awake=True)
    open_story = smallest_story(tidy, "tidy/1#open", Status.UNDETERMINED, near=near)

    assert told(lifted) == {**near.given, "parcel.weight": 10}
    assert set(told(missed)) == set(near.given)
    assert told(missed)["parcel.from"] != near.given["parcel.from"]
    assert set(told(open_story)) == {"parcel.weight", "parcel.left_on"}


def test_two_changes_are_made_only_where_they_may_be(tidy):
    """With one change a heavy parcel of an outsider is not opened; with two it is."""
    near = read_story(
        {"parcel.from": "constituent", "parcel.weight": 20}, vocabulary=tidy.vocabulary
    )

    assert smallest_story(tidy, "tidy/1#open", Status.APPLIES, near=near) is None
    assert smallest_story(tidy, "tidy/1#open", Status.APPLIES, near=near, most_changes=2)


def test_more_stories_follow_the_smallest_one(tidy):
    """Each of them has the status, and none tells a fact in vain."""
    stories = [*stories_with(tidy, "tidy/1#open", Status.LIFTED)]

    assert len({tuple(each.given.items()) for each in stories}) == len(stories)
    for story in stories:
        for fact in story.given:
            less = {name: value for name, value in story.given.items() if name != fact}
            answer = evaluate(tidy, read_story(less, about="parcel", vocabulary=tidy.vocabulary))
            assert answer.finding("1#open").status is not Status.LIFTED


def test_a_search_that_is_too_long_claims_nothing(tidy):
    """Nothing is said of what was not looked at."""
    with pytest.raises(NotDecided):
        smallest_story(tidy, "tidy/1#open", Status.APPLIES, most_tries=2)
    other = with_norm(tidy, "tidy/1#open", unless=())
    with pytest.raises(NotDecided):
        distinguish(tidy, other, "tidy/1#open", most_tries=1)


@pytest.mark.parametrize(
    ("changes", "facts"),
    [
        ({"modality": Modality.SHOULD}, {"parcel.from", "parcel.weight"}),
        ({"bearers": ("director",)}, {"parcel.from", "parcel.weight"}),
        ({"unless": ()}, {"parcel.from"}),
        ({"when": HasRole("parcel.from", frozenset({"officer"}))}, {"parcel.from"}),
        ({"when": HasRole("parcel.from", frozenset({"elected_member"}))}, {"parcel.from"}),
        (
            {"unless": (Compare("parcel.weight", Relation.AT_LEAST, 9),)},
            {"parcel.from", "parcel.weight"},
        ),
        ({"when": Not(Has("parcel.marks", frozenset({"plain"})))}, {"parcel.from"}),
    ],
    ids=["force", "bearer", "no exception", "another role", "a narrower role", "a bound", "other"],
)
def test_what_tells_two_versions_apart_is_as_small_as_may_be(tidy, changes, facts):
    """The facts are those in which the versions differ, and what makes the norm apply."""
    after = with_norm(tidy, "tidy/1#open", **changes)
    story = distinguish(tidy, after, "tidy/1#open")

    assert story is not None
    assert set(story.given) <= facts
    findings = [evaluate(each, story).finding("1#open") for each in (tidy, after)]
    seen = [(each.status, each.norm.modality, each.norm.bearers) for each in findings]
    assert seen[0] != seen[1]


def test_another_deadline_is_told_by_the_day_on_which_it_falls_due(tidy):
    """Seven days and five working days are the same until a bank holiday lies between."""
    norm = own(tidy)
    assert norm.deadline is not None
    week = replace(norm.deadline, amount=1, unit=type(norm.deadline.unit).WEEK)
    after = with_norm(tidy, "tidy/1#open", deadline=week)
    story = distinguish(tidy, after, "tidy/1#open")

    assert story is not None
    due = [evaluate(each, story).finding("1#open").due for each in (tidy, after)]
    assert due[0] != due[1]
    assert None not in due


def test_the_same_in_other_words_is_proved_to_be_the_same(tidy):
    """More than nine is at least ten; only urgent or fragile is, of three marks, not plain."""
    other = with_norm(
        tidy, "tidy/1#open", unless=(Compare("parcel.weight", Relation.AT_LEAST, 10),)
    )
    denied = Not(Has("parcel.marks", frozenset({"plain"})))
    again = with_norm(tidy, "tidy/3#take", when=denied)

    assert distinguish(tidy, other, "tidy/1#open") is None
    assert distinguish(tidy, again, "tidy/3#take") is None


def test_what_changes_only_the_norm_that_is_lifted_is_seen_there(tidy):
    """An exception that holds more widely is told by what it lifts."""
    wider = with_norm(tidy, "tidy/3(a)", when=Only("parcel.marks", frozenset({"fragile"})))
    story = distinguish(tidy, wider, "tidy/3(a)")

    assert story is not None
    seen = [
        [evaluate(each, story).finding(name).status for name in ("3#take", "3(a)")]
        for each in (tidy, wider)
    ]
    assert seen[0] != seen[1]


LIFTING = """
council: apart
name: Apart Council
title: What a norm lifts is told last
facts:
  parcel:
    title: A parcel
    description: Somebody leaves a parcel
    facts: {is_late: {type: boolean, question: "Is it late?"}}
actions: {take_it: {phrase: take it}}
clauses:
  - id: "1"
    title: Late
    norms: {take: {bearer: member, may: take_it, when: {parcel.is_late: true}}}
  - id: "2"
    title: There
    overrides: "1"
    norms: {stay: {bearer: officer, must: take_it, when: {about: parcel}}}
"""


def test_the_search_goes_on_until_what_a_norm_lifts_is_settled():
    """A norm applies in both versions and lifts in one: what it lifts has still to be told."""
    before = resolve(parse(LIFTING, "apart.yaml"), shared_vocabulary())[0]
    after = replace(before, overrides={})
    story = distinguish(before, after, "apart/2#stay")

    assert told(story) == {"parcel.is_late": True}
    assert [evaluate(each, story).finding("apart/1#take").status for each in (before, after)] == [
        Status.LIFTED,
        Status.APPLIES,
    ]


def test_a_norm_that_one_version_lacks_does_not_apply_there(tidy):
    """Taken out, a norm is missed where it may apply."""
    clauses = {name: each for name, each in tidy.clauses.items() if name != "2"}
    without = replace(tidy, clauses=clauses)
    story = distinguish(tidy, without, "tidy/2#explain")

    assert story is not None
    assert evaluate(tidy, story).finding("2#explain").status is not Status.DOES_NOT_APPLY
    assert distinguish(without, tidy, "tidy/2#explain") == story


def test_where_nothing_but_mootness_differs_that_is_told(tidy):
    """What can never speak is open in one version, and moot in the other once it is lifted."""
    never = (
        Has("parcel.is_light", frozenset({True})),
        Compare("parcel.weight", Relation.MORE_THAN, 5),
    )
    silent = with_norm(tidy, "tidy/1#open", when=All(never), unless=())
    lifted = with_norm(
        silent, "tidy/1#open", unless=(HasRole("parcel.from", frozenset({"member"})),)
    )
    story = distinguish(silent, lifted, "tidy/1#open")

    assert story is not None
    findings = [evaluate(each, story).finding("1#open") for each in (silent, lifted)]
    assert [each.is_moot for each in findings] == [False, True]


def test_the_space_has_a_role_that_is_too_wide_to_tell(tidy):
    """An officer may be a director, and where it matters both are tried, and somebody else."""
    after = with_norm(tidy, "tidy/1#open", when=HasRole("parcel.from", frozenset({"director"})))
    space = space_of([(after, "tidy/1#open")])
    roles = tidy.vocabulary.roles
    values = [value for value in space.values["parcel.from"] if isinstance(value, frozenset)]
    director = roles.below("director")

    def is_director(value: frozenset[str]) -> str:
        if not value.isdisjoint(director):
            return "YES"
        return "UNKNOWN" if any(roles.below(each) & director for each in value) else "NO"

    kinds = set(map(is_director, values))
    assert kinds == {"YES", "UNKNOWN", "NO"}
    assert all(roles.narrowest(value) == value for value in values)


def test_no_answer_is_tried_before_its_question(tidy):
    """Whatever the dates, nothing is opened before it is left."""
    space = space_of([(tidy, "tidy/2#explain")])
    left, opened = date(2024, 3, 5), date(2024, 3, 4)

    assert not space.can_be_told({"parcel.left_on": left, "parcel.opened_on": opened})
    assert not space.can_be_told({"parcel.left_on": "not_yet", "parcel.opened_on": opened})
    assert space.can_be_told({"parcel.left_on": opened, "parcel.opened_on": left})
