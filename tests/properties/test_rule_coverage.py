"""What holds of the coverage of rules, for every protocol in every scenario."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import assume, given
from hypothesis import strategies as st
from properties.protocols import protocols
from properties.stories import Story, stories

from protocol_rules import Protocol
from protocol_rules.coverage.decisions import Decision, decisions_of
from protocol_rules.coverage.goals import Kind
from protocol_rules.coverage.limits import Limits
from protocol_rules.coverage.tally import Tally
from protocol_rules.coverage.tree import Branch, Burden, Denial, Leaf, Node, turned
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.program import Program, program_of
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import situations
from protocol_rules.engine.status import Status
from protocol_rules.engine.statuses import status_in
from protocol_rules.norms import Has
from protocol_rules.truth import Truth, all_of, any_of

OUTCOMES = {
    Status.APPLIES: (Truth.YES,),
    Status.LIFTED: (Truth.NO,),
    Status.DOES_NOT_APPLY: (Truth.NO,),
    Status.UNDETERMINED: (Truth.UNKNOWN, Truth.NO),
}


def run_of(protocol: Protocol, story: Story, reading: Reading) -> Run | None:
    """Run a story; `None` where it contradicts a definition."""
    ((_, situation, _),) = situations(story.scenario, protocol.vocabulary)
    try:
        return Run(program_of(protocol), situation, reading)
    except InvalidInput:
        return None


def awake(run: Run) -> Iterator[Decision]:
    """Give the decisions that a story wakes."""
    for decision in decisions_of(run.program):
        if decision.wakes & run.situation.mentioned:
            yield decision


def evaluated(node: Node, run: Run, turn: int) -> Truth:
    """Evaluate a tree from the ground, with one of its tests turned over."""
    match node:
        case Leaf(_, number, test):
            return ~test(run) if number == turn else test(run)
        case Denial(_, part):
            return ~evaluated(part, run, turn)
        case Burden(_, part):
            return run.taken(evaluated(part, run, turn))
        case Branch(_, every, parts):
            return (all_of if every else any_of)(evaluated(part, run, turn) for part in parts)


def has_twins(node: Node) -> bool:
    """Tell whether some part of a tree names values of one fact in two of its tests."""
    match node:
        case Leaf():
            return False
        case Denial(_, part) | Burden(_, part):
            return has_twins(part)
        case Branch(_, every, parts):
            facts = [part.term.fact for part in parts if isinstance(part.term, Has)]
            is_twice = not every and len(set(facts)) < len(facts)
            return is_twice or any(map(has_twins, parts))


@given(st.data())
def test_the_outcome_is_the_status(data: st.DataObject) -> None:
    """What is measured is what the engine finds, in both readings."""
    protocol = data.draw(protocols())
    story = data.draw(stories(protocol))
    for reading in Reading:
        run = run_of(protocol, story, reading)
        assume(run is not None)
        assert run is not None
        for decision in awake(run):
            outcome, _ = turned(decision.outcome, run, {})
            if decision.ready is not None:
                status = status_in(run, decision.ready)
                assert (outcome is Truth.YES) == (status is Status.APPLIES)
                # Undetermined, and lifted whatever the rest is: it can no longer apply.
                assert outcome in OUTCOMES[status], decision.address
            else:
                assert outcome is run.derived(decision.address)


@given(st.data())
def test_a_test_turns_the_outcome_as_if_all_were_evaluated_again(data: st.DataObject) -> None:
    """Turning a known test over gives what a whole new evaluation gives; an unknown one stays."""
    protocol = data.draw(protocols())
    story = data.draw(stories(protocol))
    for reading in Reading:
        run = run_of(protocol, story, reading)
        assume(run is not None)
        assert run is not None
        for decision in awake(run):
            tests: dict[int, Truth] = {}
            _, turns = turned(decision.outcome, run, tests)
            assert tests.keys() == {each.number for each in decision.tests}
            known = {number for number, truth in tests.items() if truth is not Truth.UNKNOWN}
            assert turns.keys() == known
            if not has_twins(decision.outcome):
                again = {number: evaluated(decision.outcome, run, number) for number in known}
                assert turns == again


@given(st.data())
def test_what_cannot_be_met_is_never_met(data: st.DataObject) -> None:
    """No story shows what is proved to be impossible."""
    protocol = data.draw(protocols())
    program = program_of(protocol)
    tallies = {each.address: Tally(each) for each in decisions_of(program)}
    for _ in range(4):
        run = run_of(protocol, data.draw(stories(protocol)), Reading.AS_GIVEN)
        if run is not None:
            for decision in awake(run):
                tallies[decision.address].watch(run, "a story")
    for tally in tallies.values():
        for kind, what, way in tally.times:
            assert not barred(program_of(protocol), tally.decision, kind, what, way)


def barred(program: Program, decision: Decision, kind: Kind, what: str, way: str) -> str:
    """Say why something cannot be shown, as a report does; what is no truth always can."""
    limits = Limits(program, decision)
    if kind in (Kind.DEADLINES, Kind.BREACHES):
        return ""
    if kind is Kind.NORMS:
        return limits.of_outcome(Truth(way))
    if kind is Kind.MCDC:
        return limits.of_test(decision.tests[int(what)], Truth(way))
    (part,) = (each for each in decision.parts if each.name == what)
    beside = []
    if kind is Kind.EXCEPTIONS:
        assert decision.ready is not None
        beside = [(decision.ready.speaks_term, Truth.YES)]
    elif kind is Kind.PROVISOS and way != Truth.UNKNOWN.value:
        beside = [(decision.waking, Truth.YES)]
    return limits.of_part(part.term, Truth(way), *beside)
