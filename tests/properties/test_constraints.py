"""What holds of constraints: they refuse, never conclude, and hide no story that can be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from hypothesis import given, reject, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.protocols import (
    PLAIN,
    PROPER,
    TESTS,
    WORDS,
    RandomProtocol,
    assembled,
    conditions,
    protocols,
)
from properties.small import SMALL, small_protocols
from properties.small import TESTS as FEW_TESTS
from properties.stories import Story, stories, values_of
from properties.test_comparison import MOST, check

from protocol_rules import Protocol, Status, evaluate
from protocol_rules.analysis.witness import NotDecided, smallest_story
from protocol_rules.comparison import subjects
from protocol_rules.comparison.question import question_on
from protocol_rules.comparison.solved import Solved
from protocol_rules.comparison.table import Table
from protocol_rules.comparison.voice import voice_of
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.program import program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import situations
from protocol_rules.norms import About, Condition, Norm, NormKind
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import Constraint, Vocabulary, impossible_in
from protocol_rules.vocabulary.constraints import facts_of

BOUND = 1_500


@st.composite
def constraints(draw: DrawFn, leaves: tuple[Condition, ...] = TESTS) -> tuple[Constraint, ...]:
    """Draw what is impossible: a few conditions that do not bar the empty story."""
    drawn = draw(st.lists(conditions(leaves, 1), min_size=1, max_size=3))
    nowhere = frozenset[str]()
    return tuple(
        Constraint(f"c{place}", each, "it is drawn so")
        for place, each in enumerate(drawn)
        if WORDS.bars.truth(each, {}, nowhere) is not Truth.YES
    )


def under(words: Vocabulary, protocol: Protocol) -> Protocol:
    """Give a protocol in other words."""
    parts = {name: getattr(protocol, name) for name in protocol.__dataclass_fields__}
    return RandomProtocol(**{**parts, "vocabulary": words})


def is_possible(story: Story, words: Vocabulary) -> bool:
    """Tell whether no constraint is certainly broken."""
    return impossible_in(words, story.given, story.about) is None


def status(protocol: Protocol, story: Story, address: str) -> Status | None:
    """Give a status; `None` where the story is refused."""
    try:
        return evaluate(protocol, story.scenario).finding(address).status
    except InvalidInput:
        return None


@given(st.data())
def test_a_constraint_is_true_where_the_same_condition_of_a_norm_is(data: st.DataObject) -> None:
    """The vocabulary and the engine, which read conditions apart, find the same truth."""
    condition = data.draw(conditions(PLAIN))
    protocol = replace(data.draw(protocols()), definitions={})
    story = data.draw(stories(protocol, settings=True))
    [(_, situation, _)] = situations(story.scenario, WORDS)
    run = Run(program_of(protocol), situation)

    assert WORDS.bars.truth(condition, story.given, story.about) is run.truth(condition)


@given(st.data())
def test_no_broken_constraint_is_overlooked(data: st.DataObject) -> None:
    """What is found by the facts that are known is what looking at every constraint finds."""
    words = replace(WORDS, impossible=data.draw(constraints()))
    story = data.draw(protocols().flatmap(stories))
    broken = [
        each
        for each in words.constraints
        if words.bars.truth(each.when, story.given, story.about) is Truth.YES
    ]

    assert {*words.bars.broken(story.given, story.about)} == {*broken}


@given(st.data())
def test_learning_a_fact_changes_no_status_and_mends_no_story(data: st.DataObject) -> None:
    """The law holds with constraints: a status that is determined stays, or nobody can learn that.

    What is refused stays refused, whatever else is learnt.
    """
    plain = data.draw(protocols())
    words = replace(WORDS, impossible=data.draw(constraints()))
    protocol = under(words, plain)
    before = data.draw(stories(plain))
    other = data.draw(stories(plain))
    more = {
        fact: value for fact, value in other.given.items() if fact in before.could_learn([fact])
    }
    after = before.learning(more)
    for address in protocol.norms:
        was, now = status(protocol, before, address), status(protocol, after, address)
        if was is None:
            assert now is None
        if was is not Status.UNDETERMINED and now is not None:
            assert now is was


@given(st.data())
def test_a_constraint_takes_away_stories_and_changes_none(data: st.DataObject) -> None:
    """A story that can be told has the statuses which it has without constraints."""
    plain = data.draw(protocols())
    words = replace(WORDS, impossible=data.draw(constraints()))
    story = data.draw(stories(plain))
    for address in plain.norms:
        expected = status(plain, story, address) if is_possible(story, words) else None
        assert status(under(words, plain), story, address) is expected


@settings(max_examples=100)
@given(st.data())
def test_no_story_that_can_be_told_is_hidden_by_a_constraint(data: st.DataObject) -> None:
    """The smallest story with a status can be told; where there is none, no random one has it."""
    few = data.draw(st.lists(st.sampled_from(PLAIN), min_size=2, max_size=3, unique=True))
    asked = data.draw(conditions((*few,), 1))
    near = tuple(each for each in TESTS if {*facts_of(each)} & {*facts_of(asked)})
    bearing = (*near, *map(About, PROPER))
    plain = assembled([Norm("test/0", "0", NormKind.CAUTION, when=asked)], {})
    words = replace(WORDS, impossible=data.draw(constraints(bearing)))
    protocol, address, wanted = under(words, plain), "test/0", Status.APPLIES
    try:
        found = smallest_story(protocol, address, wanted, most_tries=BOUND)
    except NotDecided:
        reject()
    if found is not None:
        assert evaluate(protocol, found).finding(address).status is wanted
    size = 9 if found is None else len(found.given)
    for other in every_story([*facts_of(asked)]):
        if len(other.given) < size and is_possible(other, words):
            assert status(protocol, other, address) is not wanted


@settings(max_examples=20)
@given(st.data())
def test_a_comparison_keeps_to_what_can_be_told(data: st.DataObject) -> None:
    """The table and the solver find the differences of the stories that can be told, and no other.

    What is left of the stories is gone through one by one, as both protocols answer them.
    """
    words = replace(SMALL, impossible=data.draw(constraints(FEW_TESTS)))
    drawn = (data.draw(small_protocols()) for _ in range(2))
    one, two = (under(words, replace(each, definitions={})) for each in drawn)
    asked = [*subjects(one, two)]
    if not asked:
        reject()
    role, action = data.draw(st.sampled_from(asked))
    voices = (voice_of(one, role, action), voice_of(two, role, action))
    try:
        question = question_on(voices, role, action)
    except NotDecided:
        reject()
    if question.size > MOST:
        reject()
    check(question, Table(question))
    check(question, Solved(question))


def every_story(facts: list[str]) -> Iterator[Story]:
    """Give every story in which some facts are known or not, and anything else is there or not."""
    values = [[None, *values_of(fact)] for fact in facts]
    for about in product(*([None, each] for each in PROPER)):
        for told in product(*values):
            given = {
                fact: value for fact, value in zip(facts, told, strict=True) if value is not None
            }
            yield Story(given, frozenset(each for each in about if each), None)
