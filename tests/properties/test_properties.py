"""What holds of every protocol in every scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from math import prod

from hypothesis import assume, given
from hypothesis import strategies as st
from properties.protocols import protocols
from properties.reference import Contradiction, Reference
from properties.stories import (
    Story,
    all_values_of,
    facts_of,
    lessons,
    stories,
    told,
    values_of,
)

from protocol_rules import Answer, Finding, Protocol, Status, evaluate
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.statuses import OFTEN
from protocol_rules.norms import Breached, Deadline, DeadlineRelation
from protocol_rules.vocabulary.values import Given

MOST_COMBINATIONS = 2500


def answered(protocol: Protocol, story: Story, reading: str = "as_given") -> Answer | None:
    """Evaluate a story; `None` where it contradicts a definition."""
    try:
        return evaluate(protocol, story.scenario, reading=reading)  # type: ignore[arg-type]
    except InvalidInput:
        return None


def known(protocol: Protocol, story: Story, reading: str = "as_given") -> Answer:
    """Evaluate a story that contradicts nothing."""
    answer = answered(protocol, story, reading)
    assume(answer is not None)
    assert answer is not None
    return answer


def undetermined(answer: Answer) -> Iterator[Finding]:
    """Give the undetermined findings, moot ones included."""
    return (each for each in answer.findings if each.status is Status.UNDETERMINED)


def dated(protocol: Protocol) -> Protocol:
    """Give every norm of a protocol a last day, beside what it has to keep up."""
    by_a_day = Deadline("10 days after", DeadlineRelation.AFTER, "enquiry.received_on", "", 10)
    clauses = {
        name: replace(
            clause,
            norms=tuple(
                replace(norm, deadline=by_a_day, done_on="enquiry.answered_on")
                if norm.modality
                else norm
                for norm in clause.norms
            ),
        )
        for name, clause in protocol.clauses.items()
    }
    return replace(protocol, clauses=clauses)


@given(st.data())
def test_the_engine_finds_what_the_table_says(data: st.DataObject) -> None:
    """Statuses, what lifts, and what is moot are those of a slow reader of the table."""
    protocol = data.draw(protocols())
    for _ in range(4):
        story = data.draw(stories(protocol))
        for reading in ("as_given", "unless_shown"):
            answer = answered(protocol, story, reading)
            try:
                reference = Reference(
                    protocol, story.given, story.about, story.today,
                    unless_shown=reading == "unless_shown",
                )  # fmt: skip
            except Contradiction:
                assert answer is None
                continue
            assert answer is not None
            for finding in answer.findings:
                told = (finding.address, reading)
                assert (reference.status(finding.address), *told) == (finding.status.value, *told)
                assert reference.lifted_by(finding.address) == set(finding.lifted_by)
                assert reference.is_moot(finding.address) == finding.is_moot


@given(st.data())
def test_a_protocol_that_is_asked_often_says_what_it_said_at_first(data: st.DataObject) -> None:
    """The functions generated for what is met often mean what is compiled for a single answer."""
    often = data.draw(protocols())
    for _ in range(3):
        story = data.draw(stories(often))
        for _ in range(OFTEN):
            answered(often, story)
        later = answered(often, story)
        first = answered(replace(often), story)
        assert [e.status for e in (later.findings if later else ())] == [
            e.status for e in (first.findings if first else ())
        ]


@given(st.data())
def test_a_norm_is_shown_as_breached_where_a_slow_reader_finds_it_breached(
    data: st.DataObject,
) -> None:
    """The state of performance of every norm that applies tells the breaches, and no others."""
    protocol = dated(data.draw(protocols()))
    for _ in range(6):
        story = data.draw(stories(protocol, complete=data.draw(st.booleans())))
        answer = known(protocol, story)
        reference = Reference(protocol, story.given, story.about, story.today)
        for finding in (*answer.applies, *answer.standing):
            is_breached = reference.breached(finding.address) is True
            assert (finding.address, finding.breached) == (finding.address, is_breached)


@given(st.data())
def test_learning_a_fact_never_changes_a_determined_status(data: st.DataObject) -> None:
    """What applies, is lifted or does not apply stays so, and what is missing never grows."""
    protocol = data.draw(protocols())
    for _ in range(3):
        story = data.draw(stories(protocol))
        before = answered(protocol, story)
        after = answered(protocol, story.learning(data.draw(lessons(story, facts_of(protocol)))))
        if before is None or after is None:
            continue
        for old, new in zip(before.findings, after.findings, strict=True):
            if old.status is not Status.UNDETERMINED:
                assert old.status is new.status
            assert set(new.missing) <= set(old.missing)
            assert set(old.lifted_by) <= set(new.lifted_by)
            assert new.is_moot or not old.is_moot or new.status is not Status.UNDETERMINED


@given(st.data())
def test_a_complete_scenario_leaves_nothing_undetermined(data: st.DataObject) -> None:
    """Where every fact of what is there is given, every norm has one of the other statuses."""
    protocol = data.draw(protocols())
    for _ in range(3):
        answer = known(protocol, data.draw(stories(protocol, complete=True)))
        assert list(undetermined(answer)) == []
        shown = known(
            protocol,
            Story(answer.scenario.given, answer.scenario.about, answer.scenario.today),
            "unless_shown",
        )
        assert {e.address: e.status for e in answer.findings} == {
            e.address: e.status for e in shown.findings
        }
        assert shown.presumed == ()


@given(st.data())
def test_something_is_missing_exactly_where_a_status_is_undetermined(data: st.DataObject) -> None:
    """A determined norm asks for nothing, an undetermined one, moot or not, for something."""
    protocol = data.draw(protocols())
    for reading in ("as_given", "unless_shown"):
        answer = known(protocol, data.draw(stories(protocol)), reading)
        for finding in answer.findings:
            assert bool(finding.missing) == (finding.status is Status.UNDETERMINED)


@given(st.data())
def test_giving_all_that_is_missing_determines(data: st.DataObject) -> None:
    """Whatever the values of the missing facts are, nothing else has to be asked."""
    protocol = data.draw(protocols())
    story = data.draw(stories(protocol, settings=True))
    for finding in undetermined(known(protocol, story)):
        learnt = {fact: data.draw(told(fact, story)) for fact in finding.missing}
        after = answered(protocol, story.learning(learnt))
        if after is not None:
            assert after.finding(finding.address).status is not Status.UNDETERMINED


@given(st.data())
def test_no_other_fact_settles(data: st.DataObject) -> None:
    """A fact that is not missing leaves the status open, whatever its value."""
    protocol = data.draw(protocols())
    reading = data.draw(st.sampled_from(["as_given", "unless_shown"]))
    story = data.draw(stories(protocol, settings=True))
    open_before = {each.address: each for each in undetermined(known(protocol, story, reading))}
    for fact in story.could_learn(facts_of(protocol)):
        others = [each for each in open_before.values() if fact not in each.missing]
        for value in values_of(fact) if others else ():
            after = answered(protocol, story.learning({fact: value}), reading)
            for finding in others if after is not None else ():
                assert after.finding(finding.address).status is Status.UNDETERMINED


@given(st.data())
def test_missing_facts_are_exactly_those_that_settle_somewhere(data: st.DataObject) -> None:
    """Every combination of values of all open facts is tried, by the slow reader of the table."""
    protocol = data.draw(protocols(most=3))
    reading = data.draw(st.sampled_from(["as_given", "as_given", "unless_shown"]))
    story = data.draw(stories(protocol, settings=True))
    answer = known(protocol, story, reading)
    if not any(undetermined(answer)):
        return
    values = {fact: all_values_of(fact) for fact in story.could_learn(facts_of(protocol))}
    while prod(len(each) + 1 for each in values.values()) > MOST_COMBINATIONS:
        fact, _ = values.popitem()
        story = story.learning({fact: data.draw(st.sampled_from(values_of(fact)))})
    assume(not _has_wide_roles(story))
    answer = known(protocol, story, reading)
    wanted = {each.address: set(each.missing) for each in undetermined(answer)}
    assert wanted == _settling(protocol, story, values, list(wanted), reading)


def _settling(
    protocol: Protocol,
    story: Story,
    values: Mapping[str, list[Given]],
    addresses: list[str],
    reading: str,
) -> dict[str, set[str]]:
    """Find by brute force the facts that settle a status in some situation in which it is open."""
    facts = list(values)
    statuses: dict[tuple[Given | None, ...], dict[str, str]] = {}
    for combination in product(*([None, *each] for each in values.values())):
        learnt = {
            fact: value for fact, value in zip(facts, combination, strict=True) if value is not None
        }
        try:
            reference = Reference(
                protocol, {**story.given, **learnt}, story.about, story.today,
                unless_shown=reading == "unless_shown",
            )  # fmt: skip
        except Contradiction:
            continue
        statuses[combination] = {address: reference.status(address) for address in addresses}
    found: dict[str, set[str]] = {address: set() for address in addresses}
    for combination, after in statuses.items():
        for at, value in enumerate(combination):
            before = statuses.get((*combination[:at], None, *combination[at + 1 :]))
            for address in addresses if value is not None and before is not None else ():
                if before[address] == "undetermined" != after[address]:  # type: ignore[index]
                    found[address].add(facts[at])
    return found


@given(st.data())
def test_only_what_is_presumed_can_change_a_finding_unless_something_is_shown(
    data: st.DataObject,
) -> None:
    """A status that rests on silence changes only where one of the presumed facts is learnt."""
    protocol = data.draw(protocols())
    for _ in range(3):
        story = data.draw(stories(protocol, settings=True))
        before = answered(protocol, story, "unless_shown")
        plain = answered(protocol, story)
        if before is None or plain is None:
            continue
        learnt = data.draw(lessons(story, facts_of(protocol)))
        for old in before.findings:
            if old.status is Status.UNDETERMINED:
                continue
            if plain.finding(old.address).status is not Status.UNDETERMINED:
                assert old.presumed == ()
                assert old.status is plain.finding(old.address).status
            else:
                assert old.presumed
            others = {fact: value for fact, value in learnt.items() if fact not in old.presumed}
            after = answered(protocol, story.learning(others), "unless_shown")
            if after is not None:
                assert after.finding(old.address).status is old.status


@given(st.data())
def test_the_order_of_cards_is_irrelevant(data: st.DataObject) -> None:
    """The same cards in another order give the same findings."""
    protocol = data.draw(protocols())
    clauses = data.draw(st.permutations(list(protocol.clauses.items())))
    overrides = {
        address: tuple(data.draw(st.permutations(each)))
        for address, each in protocol.overrides.items()
    }
    shuffled = replace(protocol, clauses=dict(clauses), overrides=overrides)
    story = data.draw(stories(protocol))
    for reading in ("as_given", "unless_shown"):
        one, other = known(protocol, story, reading), known(shuffled, story, reading)
        for finding in one.findings:
            same = other.finding(finding.address)
            assert finding.status is same.status
            assert set(finding.lifted_by) == set(same.lifted_by)
            assert finding.missing == same.missing
            assert finding.presumed == same.presumed


@given(st.data())
def test_a_breach_stays_a_breach_as_today_moves_on(data: st.DataObject) -> None:
    """What has once been breached is breached on every later day."""
    protocol = data.draw(protocols(timeless=True))
    story = data.draw(stories(protocol))
    assume(story.today is not None)
    before = known(protocol, story)
    days = data.draw(st.integers(1, 400))
    after = known(protocol, replace(story, today=story.today + timedelta(days)))  # type: ignore[operator]
    for finding in before.applies:
        if isinstance(finding.norm.when, Breached):
            assert after.finding(finding.address).status is Status.APPLIES


@given(st.data())
def test_an_answer_can_always_be_shown(data: st.DataObject) -> None:
    """Proofs, sentences and data can be made of every finding."""
    protocol = data.draw(protocols())
    for reading in ("as_given", "unless_shown"):
        answer = known(protocol, data.draw(stories(protocol)), reading)
        for finding in answer.findings:
            assert finding.address in str(finding.proof)
            assert finding.proof.as_data()["statement"]
        assert answer.as_data()["protocol"] == "test"


def _has_wide_roles(story: Story) -> bool:
    wide = ({"officer"}, {"senior_officer"}, {"member", "clerk"})
    return any(value in wide for value in story.given.values())
