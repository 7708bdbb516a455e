"""What holds of every mutant of every protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from properties.protocols import protocols
from properties.stories import Story, all_tested, stories, values_of

from protocol_rules import Answer, Protocol, evaluate
from protocol_rules.analysis.witness import NotDecided
from protocol_rules.engine.program import program_of, with_program_like
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.mutation import Bank, Mutant, mutants_of, mutated
from protocol_rules.mutation.trial import Trial


def drawn(data: st.DataObject) -> tuple[Protocol, Mutant]:
    """Draw a protocol and one of its mutants, of whatever operator there is."""
    protocol = data.draw(protocols())
    found = mutants_of(protocol)
    operator = data.draw(st.sampled_from(sorted({each.operator for each in found})))
    return protocol, data.draw(
        st.sampled_from([each for each in found if each.operator == operator])
    )


def told(protocol: Protocol, story: Story, reading: str = "as_given") -> dict[str, object] | None:
    """Tell everything that is found; `None` where nobody could say all that at once."""
    try:
        return found_in(evaluate(protocol, story.scenario, reading=reading))  # type: ignore[arg-type]
    except ProtocolRulesError:
        return None


def found_in(answer: Answer) -> dict[str, object]:
    """Give by address what a reader of an answer is told of a norm."""
    return {
        each.address: (
            each.status, each.is_moot, each.lifted_by, each.missing, each.due,
            each.performance, each.next_step, each.answers_breach_of,
        )
        for each in answer.findings
    }  # fmt: skip


@given(st.data())
def test_a_program_that_is_derived_finds_what_a_fresh_one_finds(data: st.DataObject) -> None:
    """Sharing what is not changed with another program changes no answer."""
    protocol, mutant = drawn(data)
    trial = Trial(Bank(protocol, ()), mutant)
    fresh = mutated(protocol, mutant)
    story = data.draw(stories(protocol))
    for reading in ("as_given", "unless_shown"):
        told(protocol, story, reading)  # so that there is something to share
        with with_program_like(program_of(protocol), trial.after, trial.reached):
            derived = told(trial.after, story, reading)

        assert derived == told(fresh, story, reading)


@given(st.data())
def test_a_change_reaches_no_norm_beyond_those_that_rest_on_it(data: st.DataObject) -> None:
    """Of every other norm the same is found before and after."""
    protocol, mutant = drawn(data)
    reached = program_of(protocol).dependents.of(mutant.names)
    story = data.draw(stories(protocol))
    for reading in ("as_given", "unless_shown"):
        before = told(protocol, story, reading)
        after = told(mutated(protocol, mutant), story, reading)
        if before is not None and after is not None:
            assert {key: each for key, each in before.items() if key not in reached} == {
                key: each for key, each in after.items() if key not in reached
            }


@settings(max_examples=25)
@given(st.data())
def test_no_story_tells_an_equivalent_mutant(data: st.DataObject) -> None:
    """What is found is the same in every story, whether everything is known in it or not."""
    protocol = data.draw(protocols(most=3, timeless=True))
    mutants = mutants_of(protocol, ("part-dropped", "connective-swapped", "value-dropped"))
    for mutant in data.draw(st.permutations(mutants))[:4]:
        try:
            found = Trial(Bank(protocol, ()), mutant).story()
        except NotDecided:
            continue
        if found is not None:
            continue
        after = mutated(protocol, mutant)
        for complete in (False, True) * 5:
            story = data.draw(stories(protocol, complete=complete))

            assert told(protocol, story) == told(after, story)
        for _ in range(2):
            whole = data.draw(stories(protocol, complete=True, whole=True))
            for story in told_otherwise(whole, protocol, mutant):
                assert told(protocol, story) == told(after, story)


def told_otherwise(story: Story, protocol: Protocol, mutant: Mutant) -> Iterator[Story]:
    """Give a story with each value of each fact that the mutant is about, and without it."""
    before = {name: protocol.norms[name] for name in mutant.norms}
    defined = [protocol.definitions[fact] for fact in mutant.definitions]
    facts = sorted(
        {
            *all_tested(before, defined),
            *all_tested(mutant.norms, mutant.definitions.values()),
        }
        - protocol.definitions.keys()
        - {""}
    )
    for fact in facts:
        for value in values_of(fact):
            yield story.learning({fact: value})
        yield replace(
            story, given={name: each for name, each in story.given.items() if name != fact}
        )


@settings(max_examples=40)
@given(st.data())
def test_a_story_that_is_told_tells_the_mutant(data: st.DataObject) -> None:
    """Evaluated afresh, the norm is found otherwise, or requires something else."""
    protocol, mutant = drawn(data)
    try:
        found = Trial(Bank(protocol, ()), mutant).story()
    except NotDecided:
        return
    if found is None:
        return
    after = mutated(protocol, mutant)
    was, now = (evaluate(each, found.story).finding(found.address) for each in (protocol, after))

    assert (was.status, now.status) == (found.before, found.after)
    assert (was.status, was.norm, was.due, was.performance, was.next_step) != (
        now.status, now.norm, now.due, now.performance, now.next_step,
    )  # fmt: skip
