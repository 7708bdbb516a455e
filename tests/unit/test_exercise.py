"""What scenarios show of a norm, what is lacking, and what could be shown at all."""

from __future__ import annotations

import pytest

from protocol_rules import Protocol
from protocol_rules.checks.exercise import Kind, exercise_of, kinds_possible, lacking
from protocol_rules.norms.scenario_file import ScenarioEntry, scenarios_in
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary

RULES = """
council: tidy
name: Tidy Council
title: A tidy protocol
actions: {ask: {phrase: ask}, answer: {phrase: answer}, smile: {phrase: smile}}
clauses:
  - id: "1"
    title: One
    norms:
      ask: {bearer: member, may: ask, when: {enquiry.from: member, enquiry.seeks: advice}}
      answer: {bearer: officer, must: answer, when: {enquiry.from: member}}
  - id: "1(a)"
    part_of: "1"
    title: Not in person
    overrides: "1#ask"
    when: {enquiry.medium: in_person}
  - {id: "2", title: Two, norms: {kind: {bearer: member, must: smile}}}
  - {id: "3", title: Three, norms: {there: {bearer: member, must: smile, when: {about: enquiry}}}}
"""


@pytest.fixture(scope="module")
def tidy() -> Protocol:
    """Resolve the protocol of these tests."""
    return resolve(parse(RULES, "tidy.yaml"), shared_vocabulary())[0]


def bank(*scenarios: str) -> tuple[ScenarioEntry, ...]:
    """Read scenarios, each with its facts and what it expects."""
    listed = (f"  - {{name: s{n}, protocol: tidy, {each}}}" for n, each in enumerate(scenarios))
    return scenarios_in(parse("scenarios:\n" + "\n".join(listed), "bank.yaml"))


ADVICE = "given: {enquiry.from: member, enquiry.seeks: advice, enquiry.medium: email}"
APPLIES = f'{ADVICE}, expect: {{applies: ["1", "3"]}}'


def shown(tidy: Protocol, address: str, *scenarios: str) -> dict[str, list[str]]:
    """Name, by kind, the scenarios that show a norm."""
    found = exercise_of(tidy, bank(*scenarios))[f"tidy/{address}"].shown
    return {kind.value: [e.story.name for e in each] for kind, each in found.items() if each}


def test_a_scenario_shows_what_its_expectation_names(tidy):
    """Where the clause or the norm is named, its status is shown; else it is not."""
    assert shown(tidy, "1#ask", APPLIES) == {"applies": ["s0"]}
    assert shown(tidy, "1#ask", f'{ADVICE}, expect: {{applies: ["1#answer", "3"]}}') == {}
    assert shown(tidy, "1#ask", f'{ADVICE}, expect: {{applies: ["1#ask"]}}') == {"applies": ["s0"]}


def test_what_expects_nothing_of_the_protocol_shows_nothing(tidy):
    """A story alone is no test."""
    assert shown(tidy, "1#ask", ADVICE) == {}


def test_a_near_miss_differs_in_one_fact_from_where_the_norm_applies(tidy):
    """One other value is near, two are not; what the norm does not rest on is of no matter."""
    near = "given: {enquiry.from: officer, enquiry.seeks: advice, enquiry.medium: email}"
    far = "given: {enquiry.from: officer, enquiry.seeks: work, enquiry.medium: email}"
    more = (
        "given: {enquiry.from: officer, enquiry.seeks: advice, enquiry.medium: email,"
        " enquiry.nature: policy}"
    )
    none = 'expect: {applies: "3"}'

    assert shown(tidy, "1#ask", APPLIES, f"{near}, {none}") == {
        "applies": ["s0"], "near_miss": ["s1"],
    }  # fmt: skip
    assert shown(tidy, "1#ask", APPLIES, f"{far}, {none}") == {"applies": ["s0"]}
    assert "near_miss" in shown(tidy, "1#ask", APPLIES, f"{more}, {none}")
    assert shown(tidy, "1#ask", f"{near}, {none}") == {}, "there is nothing which it is near"


def test_a_near_miss_would_be_noticed(tidy):
    """Where the clause is expected to apply for another norm, this one could apply unseen."""
    work = "given: {enquiry.from: member, enquiry.seeks: work, enquiry.medium: email}"

    assert shown(tidy, "1#ask", APPLIES, f'{work}, expect: {{applies: ["1", "3"]}}') == {
        "applies": ["s0"]
    }


def test_lifted_and_undetermined_are_shown_where_they_are_named(tidy):
    """A norm beside another one of its clause is lifted, or open, only by its address."""
    lifted = (
        "given: {enquiry.from: member, enquiry.seeks: advice, enquiry.medium: in_person},"
        ' expect: {applies: ["1", "1(a)", "3"], lifted: "1#ask"}'
    )
    still_open = (
        'given: {enquiry.from: member}, expect: {applies: ["1", "3"], undetermined: "1#ask"}'
    )

    assert shown(tidy, "1#ask", lifted) == {"lifted": ["s0"]}
    assert shown(tidy, "1#ask", still_open) == {"undetermined": ["s0"]}


def test_occasions_show_what_the_whole_story_would(tidy):
    """Each occasion is a story of its own, and its scenario is named once."""
    two = (
        "given: {enquiry.medium: email}, occasions: {a: {given: {enquiry.from: member,"
        " enquiry.seeks: advice}}, b: {given: {enquiry.from: member, enquiry.seeks: advice}}},"
        ' expect: {applies: ["1", "3"]}'
    )

    assert shown(tidy, "1#ask", two) == {"applies": ["s0"]}


def test_what_no_story_can_show_is_not_asked_for(tidy):
    """A standing norm only applies; what waits for a circumstance alone is never nearly missed."""
    assert kinds_possible(tidy, "tidy/2#kind") == (Kind.APPLIES,)
    assert kinds_possible(tidy, "tidy/3#there") == (Kind.APPLIES,)
    assert kinds_possible(tidy, "tidy/1#ask") == tuple(Kind)
    assert kinds_possible(tidy, "tidy/1#answer") == (
        Kind.APPLIES, Kind.NEAR_MISS, Kind.UNDETERMINED,
    )  # fmt: skip


def test_lacking_is_what_could_be_shown_and_is_not(tidy):
    """A standing norm has to be named by its address; naming its clause says nothing."""
    found = lacking(tidy, bank(APPLIES))

    assert found["tidy/1#ask"] == (Kind.NEAR_MISS, Kind.LIFTED, Kind.UNDETERMINED)
    assert found["tidy/2#kind"] == (Kind.APPLIES,)
    assert found["tidy/3#there"] == ()
    named = bank(f'{ADVICE}, expect: {{applies: ["1", "3", "2#kind"]}}')
    assert lacking(tidy, named)["tidy/2#kind"] == ()
