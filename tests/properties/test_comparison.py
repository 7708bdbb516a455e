"""What holds of comparisons: no difference is missed, none is invented, no witness is too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from hypothesis import given, reject, settings
from hypothesis import strategies as st
from properties.protocols import WORDS, protocols

from protocol_rules import Protocol, Status, evaluate
from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.position import Strictness, position_of
from protocol_rules.analysis.search import Look, smallest
from protocol_rules.calendar import Unit
from protocol_rules.comparison import Cube, Literal, Region, Relation, Row, Stance, row_of, subjects
from protocol_rules.comparison.deadlines import Term, term_of
from protocol_rules.comparison.question import ABSENT, Question, question_on
from protocol_rules.comparison.regions import Oracle, Pair, cover
from protocol_rules.comparison.solved import Solved
from protocol_rules.comparison.stance import held_against
from protocol_rules.comparison.table import Table
from protocol_rules.comparison.voice import voice_of
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.compile import compared, literal
from protocol_rules.engine.situation import Situation
from protocol_rules.norms.story import Story
from protocol_rules.truth import Truth
from protocol_rules.vocabulary.conditions import Compare

MOST = 300


def a_question(data: st.DataObject, **kind: bool) -> Question:
    """Draw two protocols, and a role and an action of which one of them speaks."""
    one, two = data.draw(protocols(most=3, **kind)), data.draw(protocols(most=3, **kind))
    asked = [*subjects(one, two)]
    if not asked:
        reject()
    role, action = data.draw(st.sampled_from(asked))
    try:
        question = question_on(
            (voice_of(one, role, action), voice_of(two, role, action)), role, action
        )
    except NotDecided:
        reject()
    if question.size > MOST:
        reject()
    return question


def told_by(protocol: Protocol, story: Story, role: str, action: str) -> Stance | None:
    """Give the stance in the answer to a story; `None` where it is open or the story refused."""
    try:
        answer = evaluate(protocol, story)
    except InvalidInput:
        return None
    position = position_of(answer, role, action)
    if not position.is_determined:
        return None
    binding = protocol.vocabulary.roles.above(role)
    terms: set[Term | None] = {None}
    perhaps: set[Term | None] = set()
    for norm in protocol.norms.values():
        speaks = norm.action == action and not binding.isdisjoint(norm.bearers)
        if speaks and norm.modality is not None and norm.modality.requires:
            finding = answer.finding(norm.address)
            if finding.outcomes(role) == {Status.APPLIES}:
                terms.add(term_of(norm, protocol))
            elif Status.APPLIES in finding.outcomes(role):
                perhaps.add(term_of(norm, protocol))
    if not perhaps <= terms:
        return None
    return Stance(position.lower, frozenset(term for term in terms if term))


def complete(question: Question) -> Iterator[tuple[Situation, Pair]]:
    """Give each complete story by the engine's answers alone, with the stances in it."""
    space = question.space
    for frame in space.frames():
        facts = space.facts_in(frame)
        of = space.words.circumstance_of
        settings = {of[f] for f in space.facts if of[f] in space.words.settings}
        if frame.today is None and len(space.todays) > 1:
            continue
        if not settings & {*space.circumstances} <= frame.circumstances:
            continue
        for values in product(*(space.values[fact] for fact in facts)):
            known = dict(zip(facts, values, strict=True))
            if not space.can_be_told(known, frame.circumstances):
                continue
            situation = space.situation(frame, known)
            if any(is_too_wide(question, fact, value) for fact, value in known.items()):
                continue
            story = space.story_of(situation)
            one, two = (
                told_by(voice.protocol, story, question.role, question.action)
                for voice in question.voices
            )
            if one is not None and two is not None:
                yield situation, (one, two)


def is_too_wide(question: Question, fact: str, value: object) -> bool:
    """Tell whether some test cannot be told from a value."""
    return any(each.truth(value) is Truth.UNKNOWN for each in question.tests[fact])  # type: ignore[arg-type]


def lies_in(box: Mapping[str, frozenset[int]], question: Question, situation: Situation) -> bool:
    """Tell whether a complete story lies in a box."""
    axes = {axis.name: axis for axis in question.axes}
    for name, allowed in box.items():
        cells = [axes[name].cells[n] for n in allowed]
        if name == "today":
            is_in = situation.today in cells
        elif "." not in name:
            is_in = (True if name in situation.mentioned else ABSENT) in cells
        elif name not in situation.given:
            is_in = ABSENT in cells
        else:
            value = situation.given[name]
            told = question.kind_of(name, value)
            kinds = (question.kind_of(name, cell) for cell in cells if cell is not ABSENT)  # type: ignore[arg-type]
            is_in = value in cells or (name not in question.compared and told in kinds)
        if not is_in:
            return False
    return True


def check(question: Question, oracle: Oracle) -> None:
    """Hold what an oracle finds against all complete stories."""
    stories = [*complete(question)]
    differing = {pair for _, pair in stories if pair[0] != pair[1]}
    assert {*oracle.differences()} == differing
    for pair in differing:
        boxes = cover(question, oracle, pair)
        for situation, found in stories:
            assert any(lies_in(box, question, situation) for box in boxes) is (found == pair)


@settings(max_examples=60)
@given(st.data())
def test_a_table_covers_exactly_the_stories_in_which_two_protocols_differ(
    data: st.DataObject,
) -> None:
    """No difference is missed, and no condition holds where the stances are others."""
    question = a_question(data)
    check(question, Table(question))


@settings(max_examples=60)
@given(st.data())
def test_the_solver_covers_exactly_the_stories_in_which_two_protocols_differ(
    data: st.DataObject,
) -> None:
    """The solver and the table find the same."""
    question = a_question(data)
    check(question, Solved(question))


@settings(max_examples=60)
@given(st.data())
def test_a_witness_settles_what_it_shows_and_none_is_smaller(data: st.DataObject) -> None:
    """It has as few facts as any partial story in which both stances are settled."""
    question = a_question(data, timeless=True)
    one, two = (voice.protocol for voice in question.voices)
    row = row_of(one, two, question.role, question.action)
    for region in row.regions:
        stances = tuple(
            told_by(protocol, region.witness, question.role, question.action)
            for protocol in (one, two)
        )
        assert stances == region.stances
        assert all(
            pair == region.stances
            for situation, pair in complete(question)
            if is_told_more_of(region.witness, situation, question)
        )
        fewest = next(smallest(question.space, looking_for(question, region)))
        assert len(region.witness.given) <= len(fewest.given)


def is_told_more_of(story: Story, situation: Situation, question: Question) -> bool:
    """Tell whether a complete story is one that a partial one may turn out to be."""
    words = question.space.words
    there = {*story.about, *(words.circumstance_of[fact] for fact in story.given)}
    return (
        there | words.settings == situation.mentioned | words.settings
        and story.given.items() <= situation.given.items()
    )


def looking_for(question: Question, region: Region) -> Callable[[Situation], Look]:
    """Make the function that tells whether a partial story shows a region.

    Settings count as mentioned, as they are in a complete story.
    """
    of = question.space.words.circumstance_of
    settings = {of[fact] for fact in question.space.facts} & question.space.words.settings

    def look(situation: Situation) -> Look:
        awake = situation._replace(mentioned=situation.mentioned | settings)
        try:
            stances = tuple(voice.stance(awake) for voice in question.voices)
        except InvalidInput:
            return Look.CLOSED
        return Look.FOUND if stances == region.stances else Look.OPEN

    return look


@settings(max_examples=60)
@given(st.data())
def test_what_is_said_of_a_region_holds_there_and_nowhere_else(data: st.DataObject) -> None:
    """The tests that say a condition are those of the rules, and mean the same."""
    question = a_question(data, timeless=True)
    row = row_of(
        question.voices[0].protocol, question.voices[1].protocol, question.role, question.action
    )
    conditions = [cube for region in row.regions for cube in region.where]
    if any(
        not part.tests and part.is_there is None for cube in conditions for part in cube.literals
    ):
        reject()
    for situation, pair in complete(question):
        shown = [r.stances for r in row.regions if any(holds(c, situation) for c in r.where)]
        assert shown == ([pair] if pair[0] != pair[1] else [])


def holds(cube: Cube, situation: Situation) -> bool:
    """Tell whether a condition holds in a complete story."""
    return all(_holds(each, situation) for each in cube.literals)


def _holds(part: Literal, situation: Situation) -> bool:
    if part.is_there is not None:
        return (part.name in situation.mentioned) is part.is_there
    if WORDS.circumstance_of[part.name] not in situation.present:
        return part.or_absent
    value = situation.given[part.name]
    told = []
    for test, is_so in part.tests:
        if isinstance(test, Compare):
            truth = compared(test.relation, value, test.bound)  # type: ignore[arg-type]
        else:
            truth = literal(test, WORDS).of(value)
        told.append((truth is Truth.YES) is is_so)
    return any(told) if part.is_any else all(told)


@settings(max_examples=60)
@given(protocols(most=4))
def test_a_protocol_is_equivalent_to_itself(protocol: Protocol) -> None:
    """Nothing is found between a protocol and itself."""
    for role, action in subjects(protocol, protocol):
        row = row_of(protocol, protocol, role, action)
        assert row.relation in (Relation.EQUIVALENT, Relation.NOT_DECIDED)


@settings(max_examples=60)
@given(st.data())
def test_the_relation_turns_with_the_protocols(data: st.DataObject) -> None:
    """What is stricter one way is looser the other way, region by region."""
    question = a_question(data)
    one, two = (voice.protocol for voice in question.voices)
    here: Row = row_of(one, two, question.role, question.action)
    there = row_of(two, one, question.role, question.action)
    assert here.relation.turned is there.relation
    assert {(r.stances[1], r.stances[0]) for r in here.regions} == {
        r.stances for r in there.regions
    }


stances = st.builds(
    lambda axes, amount: Stance(
        axes, frozenset({Term("enquiry.received_on", "", amount, Unit.CALENDAR_DAY)})
    ),
    st.sampled_from([Stance().axes._replace(barred=n) for n in range(3)]),
    st.integers(1, 3),
)


@given(stances, stances, stances)
def test_strictness_is_a_partial_order(one: Stance, two: Stance, three: Stance) -> None:
    """Whoever is stricter than the stricter one is stricter as well."""
    order = [held_against(one, two), held_against(two, three), held_against(one, three)]
    if order[0] is order[1] is not Strictness.INCOMPARABLE:
        assert order[2] is order[0]
