"""What holds of the formulas in every protocol: they find what the engine finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.protocols import BEARERS, WORDS, protocols
from properties.test_constraints import constraints, under

from protocol_rules import Answer, Protocol, Status, evaluate
from protocol_rules.analysis.space import Frame, Space, space_of
from protocol_rules.analysis.witness import NotDecided, smallest_story
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.story import Story
from protocol_rules.smt import Encoding, Solver
from protocol_rules.smt.variables import TODAY, Assignment
from protocol_rules.vocabulary.values import Given

BOUND = 1_500
DETERMINED = (Status.APPLIES, Status.LIFTED, Status.DOES_NOT_APPLY)
Norms = list[tuple[Protocol, str]]


@st.composite
def norms(draw: DrawFn, most: int = 3) -> Norms:
    """Draw some norms of one protocol or of two."""
    found: Norms = []
    for protocol in draw(st.lists(protocols(most=4), min_size=1, max_size=2)):
        addresses = st.sampled_from(sorted(protocol.norms))
        found += [(protocol, each) for each in draw(st.sets(addresses, min_size=1, max_size=most))]
    return found


@st.composite
def assignments(draw: DrawFn, space: Space) -> Assignment:
    """Draw any situation of a space, however little of it is known."""
    there = {each: draw(st.booleans()) for each in space.circumstances}
    today = draw(st.sampled_from(space.todays))
    frame = Frame(frozenset(each for each, is_there in there.items() if is_there), today)
    known: Mapping[str, Given | None] = {
        fact: draw(st.none() | st.sampled_from(space.values[fact]))
        if fact in space.facts_in(frame)
        else None
        for fact in space.facts
    }
    return {**there, TODAY: today, **known}


def answered(protocol: Protocol, story: Story) -> Answer | None:
    """Evaluate a story; `None` where it cannot be, or contradicts a definition."""
    try:
        return evaluate(protocol, story)
    except InvalidInput:
        return None


def only(assignment: Assignment) -> Mapping[str, frozenset[Given | None]]:
    """Give the cube of one situation."""
    return {name: frozenset({cell}) for name, cell in assignment.items()}


@given(st.data())
def test_a_status_is_certain_where_the_engine_finds_it_and_nowhere_else(
    data: st.DataObject,
) -> None:
    """For any norms, protocols and role, the formulas agree with the engine in any situation."""
    listed = data.draw(norms())
    if data.draw(st.booleans()):
        words = replace(WORDS, impossible=data.draw(constraints()))
        listed = [(under(words, protocol), address) for protocol, address in listed]
    space = space_of(listed)
    encoding = Encoding(space)
    role = data.draw(st.sampled_from(["", *BEARERS, "chief_executive", "member"]))
    formulas = [encoding.status(protocol, address, role) for protocol, address in listed]
    possible = [encoding.outcomes(protocol, address, role) for protocol, address in listed]
    solver = Solver(encoding)
    assignment = data.draw(assignments(space))
    here = encoding.cube(only(assignment))
    story = encoding.story(assignment)
    answers = [answered(protocol, story) for protocol, _ in listed]
    is_refused = None in answers
    assert solver.is_possible(here) is not is_refused
    if is_refused:
        return
    for (_, address), answer, found, may in zip(listed, answers, formulas, possible, strict=True):
        assert answer is not None
        outcomes = answer.finding(address).outcomes(role)
        for status in DETERMINED:
            assert solver.is_possible(here, found[status]) is (outcomes == {status})
            assert solver.is_possible(here, may[status]) is (status in outcomes)


@settings(max_examples=60)
@given(st.data())
def test_the_smallest_story_is_the_one_that_a_search_comes_to_first(data: st.DataObject) -> None:
    """Both give one and the same story, or none."""
    protocol = data.draw(protocols())
    if data.draw(st.booleans()):
        protocol = under(replace(WORDS, impossible=data.draw(constraints())), protocol)
    address = data.draw(st.sampled_from(sorted(protocol.norms)))
    encoding = Encoding(space_of([(protocol, address)]))
    solver = Solver(encoding)
    for status in DETERMINED:
        try:
            searched = smallest_story(protocol, address, status, most_tries=BOUND)
        except NotDecided:
            reject()
        found = solver.smallest(encoding.status(protocol, address)[status])
        assert (found and found.as_data()) == (searched and searched.as_data())


@settings(max_examples=60)
@given(st.data())
def test_in_a_complete_situation_every_status_is_certain(data: st.DataObject) -> None:
    """No complete situation leaves a norm undetermined, for a role or for nobody in particular."""
    listed = data.draw(norms())
    encoding = Encoding(space_of(listed))
    role = data.draw(st.sampled_from(["", *BEARERS]))
    for protocol, address in listed:
        encoding.status(protocol, address, role)
    solver = Solver(encoding)
    for protocol, address in listed:
        certain = encoding.logic.any_of(encoding.status(protocol, address, role).values())
        assert solver.holds(certain)


@settings(max_examples=60)
@given(st.data())
def test_a_situation_is_read_as_it_was_written(data: st.DataObject) -> None:
    """The cube of one situation has that situation in it, and no other."""
    space = space_of(data.draw(norms()))
    encoding = Encoding(space)
    assignment = data.draw(assignments(space))
    assume(space.can_be_told(encoding.story(assignment).given))
    solver = Solver(encoding)
    with solver.within(encoding.cube(only(assignment))):
        assert solver.assignment() == assignment
        solver.block(only(assignment))
        assert solver.assignment() is None
