"""What holds of changes in every protocol: flips replay and are minimal, equal answers agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from properties.protocols import PROPER, WORDS, protocols
from properties.stories import Story, all_values_of, facts_of, stories

from protocol_rules import Answer, Protocol, Status, evaluate
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine import Change, CircumstanceChange, FactChange
from protocol_rules.vocabulary.values import Given

READINGS = st.sampled_from(["as_given", "unless_shown"])


def answered(protocol: Protocol, story: Story, reading: str) -> Answer | None:
    """Evaluate a story; `None` where it contradicts a definition."""
    try:
        return evaluate(protocol, story.scenario, reading=reading)  # type: ignore[arg-type]
    except InvalidInput:
        return None


def retold(story: Story, *changes: Change) -> Story:
    """Make changes by hand, as somebody would who reads them."""
    for change in changes:
        given: Mapping[str, Given] = story.given
        about = story.about
        if isinstance(change, FactChange):
            given = {fact: value for fact, value in given.items() if fact != change.fact}
            given |= {} if change.after is None else {change.fact: change.after}
        elif change.comes_in:
            about |= {change.circumstance}
        else:
            about -= {change.circumstance}
            given = {
                fact: value
                for fact, value in given.items()
                if WORDS.facts[fact].circumstance != change.circumstance
            }
        story = replace(story, given=given, about=about)
    return story


def all_changes(protocol: Protocol, story: Story) -> list[Change]:
    """Give single changes of a story: every value of every fact, every circumstance."""
    found: list[Change] = [
        CircumstanceChange(name, comes_in=name not in story.about) for name in PROPER
    ]
    for fact in facts_of(protocol):
        before = story.given.get(fact)
        values = (*all_values_of(fact), *([] if before is None else [None]))
        found += [FactChange(fact, before, value) for value in values if value != before]
    return found


@given(st.data())
def test_a_flip_replays_and_is_minimal(data: st.DataObject) -> None:
    """Told otherwise as it says, the norm applies; told otherwise in one thing less, it does not.

    Where none is found, no two changes drawn at random make the norm apply either.
    """
    protocol, reading = data.draw(protocols()), data.draw(READINGS)
    story = data.draw(stories(protocol))
    answer = answered(protocol, story, reading)
    singles = all_changes(protocol, story)
    for finding in () if answer is None else answer.findings:
        flip = finding.smallest_change
        if flip is None:
            assert finding.status in (Status.APPLIES, Status.UNDETERMINED)
            continue
        if flip.changes:
            assert applies(protocol, retold(story, *flip.changes), finding.address, reading)
        tried = [(each,) for each in singles] if len(flip.changes) != 1 else []
        if not flip.changes and flip.is_exhaustive:
            pairs = st.tuples(st.sampled_from(singles), st.sampled_from(singles))
            tried += data.draw(st.lists(pairs, max_size=20))
        for changes in tried:
            assert not applies(protocol, retold(story, *changes), finding.address, reading)


def applies(protocol: Protocol, story: Story, address: str, reading: str) -> bool:
    """Tell whether a norm applies in a story."""
    try:
        answer = answered(protocol, story, reading)
    except InvalidInput:
        return False
    return answer is not None and answer.finding(address).status is Status.APPLIES


@given(st.data())
def test_equal_answers_differ_in_nothing_and_others_in_what_is_told(data: st.DataObject) -> None:
    """The change from one answer to another names exactly the norms with another status."""
    protocol, reading = data.draw(protocols()), data.draw(READINGS)
    before, after = (answered(protocol, data.draw(stories(protocol)), reading) for _ in range(2))
    if before is None or after is None:
        return
    assert before.compare_with(before).is_empty
    changed = {each.address for each in before.compare_with(after).statuses}
    assert changed == {
        old.address
        for old, new in zip(before.findings, after.findings, strict=True)
        if old.status is not new.status
    }


@given(st.data())
def test_the_next_question_settles_most_norms(data: st.DataObject) -> None:
    """No fact is missing from more undetermined norms, and none is asked for where none is."""
    protocol, reading = data.draw(protocols()), data.draw(READINGS)
    answer = answered(protocol, data.draw(stories(protocol)), reading)
    if answer is None:
        return
    missing = [fact for each in answer.undetermined for fact in each.missing]
    question = answer.next_question
    assert (question is None) == (not missing)
    if question is not None:
        assert missing.count(question.fact.name) == max(map(missing.count, missing))
