"""Expectations: what a scenario's check takes for the same answer, and what for another."""

from __future__ import annotations

import pytest

from protocol_rules import Protocol
from protocol_rules.checks import Judgement, judge
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.scenario_file import scenarios_in
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary

RULES = """
council: tidy
name: Tidy Council
title: A tidy protocol
actions: {ask: {phrase: ask}, answer: {phrase: answer}}
clauses:
  - id: "1"
    title: One
    norms:
      ask: {bearer: member, may: ask, when: {enquiry.from: member}}
      answer:
        bearer: officer
        must: answer
        when: {enquiry.from: member, enquiry.to: director}
        deadline: 2 working days after enquiry.received_on
  - id: "1(a)"
    part_of: "1"
    title: Not in person
    overrides: "1#ask"
    when: {enquiry.medium: in_person}
  - {id: "2", title: Two, norms: {kind: {bearer: member, must: ask}}}
  - {id: "3", title: Three}
"""
GIVEN = "given: {enquiry.from: member, enquiry.medium: in_person, enquiry.received_on: 2025-04-10}"


@pytest.fixture(scope="module")
def tidy() -> Protocol:
    """Resolve the protocol of these tests."""
    return resolve(parse(RULES, "tidy.yaml"), shared_vocabulary())[0]


def judged(tidy: Protocol, expect: str, given: str = GIVEN) -> Judgement:
    """Hold one expectation against the answer."""
    text = f"name: a story\nprotocol: tidy\n{given}\nexpect: {expect}\n"
    (entry,) = scenarios_in(parse(text, "story.yaml"))
    (judgement,) = judge(entry, {"tidy": tidy}.get)
    return judgement


def test_an_exact_expectation_passes(tidy):
    """Every clause of each status and every missing fact is named; standing norms are left out."""
    expect = '{applies: "1(a)", undetermined: "1", missing: enquiry.to, due: {"1": 2025-04-14}}'
    judgement = judged(tidy, expect)

    assert judgement.passed
    assert str(judgement) == "tidy: a story"


@pytest.mark.parametrize(
    ("expect", "differences"),
    [
        ("{}", [
            "1: expected: nothing; found: undetermined",
            "1(a): expected: nothing; found: applies",
            "enquiry.to: expected: nothing; found: missing",
        ]),
        ('{applies: ["1(a)", "3"], undetermined: "1", missing: enquiry.to}',
         ["3: expected: applies; found: does not apply"]),
        ('{applies: ["1(a)", "1"], missing: enquiry.to}',
         ["1: expected: applies; found: undetermined"]),
        ('{applies: "1(a)", undetermined: "1", missing: [enquiry.to, enquiry.nature]}',
         ["enquiry.nature: expected: missing; found: not missing"]),
        ('{applies: "1(a)", undetermined: "1", missing: enquiry.to, due: {"1#answer": 2025-04-15}}',
         ["1#answer: expected: due on 2025-04-15; found: due on 2025-04-14"]),
        ('{applies: "1(a)", undetermined: "1", missing: enquiry.to, due: {"1#ask": 2025-04-15}}',
         ["1#ask: expected: due on 2025-04-15; found: no due date"]),
    ],
)  # fmt: skip
def test_each_difference_is_told(tidy, expect, differences):
    """What was expected and is not there, and what is there and was not expected."""
    judgement = judged(tidy, expect)

    assert not judgement.passed
    assert [*map(str, judgement.differences)] == differences


def test_the_address_of_a_norm_expects_it_of_that_norm(tidy):
    """What becomes of the rest of its clause is then left open."""
    expect = '{applies: "1(a)", lifted: "1#ask", undetermined: "1#answer", missing: enquiry.to}'

    assert judged(tidy, expect).passed


def test_a_norm_of_another_status_says_which(tidy):
    """The status that was found is told."""
    expect = '{applies: ["1(a)", "1#ask"], undetermined: "1", missing: enquiry.to}'

    (difference,) = judged(tidy, expect).differences
    assert str(difference) == "1#ask: expected: applies; found: lifted"


def test_a_reading_of_the_scenario_is_used(tidy):
    """A scenario may expect the answer of the other reading."""
    given = "reading: unless_shown\ngiven: {enquiry.from: member}"

    assert judged(
        tidy, '{applies: "1", missing: enquiry.to, undetermined: []}', given
    ).answer.presumed


def test_only_protocols_that_are_given_are_looked_at(tidy):
    """Where a protocol is not to be looked at, its expectations are left alone."""
    text = "given: {enquiry.from: member}\nexpect_in: {tidy: {}, other: {}}"
    (entry,) = scenarios_in(parse(text, "story.yaml"))

    assert [each.protocol for each in judge(entry, {"tidy": tidy}.get)] == ["tidy"]
    assert judge(entry, {}.get) == ()


def test_a_scenario_without_an_expectation_has_nothing_to_judge(tidy):
    """It passes by default, and gives no judgement."""
    (entry,) = scenarios_in(parse("given: {enquiry.from: member}", "story.yaml"))

    assert judge(entry, {"tidy": tidy}.get) == ()


def test_expectations_of_things_that_are_not_there_are_all_told(tidy):
    """A misspelt clause would otherwise pass for one that does not apply."""
    expect = '{applies: "11", lifted: "1#anwser", missing: enquiry.form, due: {"4": 2025-01-01}}'

    with pytest.raises(InvalidInput) as caught:
        judged(tidy, expect)

    codes = [each.code for each in caught.value.diagnostics]
    assert sorted(codes) == ["unknown-clause", "unknown-clause", "unknown-fact", "unknown-norm"]
    assert all(each.span is not None and each.span.line == 4 for each in caught.value.diagnostics)
    hints = {each.code: each.hint for each in caught.value.diagnostics}
    assert hints["unknown-norm"] == "did you mean `answer`?"
    assert hints["unknown-fact"] == "did you mean `enquiry.from`?"


def test_an_occasion_with_the_expected_status_is_enough(tidy):
    """A norm that is about two occasions is expected where one of them has it."""
    given = """
occasions:
  monday: {given: {enquiry.from: member, enquiry.medium: in_person, enquiry.to: junior_officer}}
  friday: {given: {enquiry.from: member, enquiry.medium: email, enquiry.to: junior_officer}}
"""
    assert judged(tidy, '{applies: ["1#ask", "1(a)"], lifted: "1#ask"}', given).passed


ROUTED = """
council: routed
name: Routed Council
title: A protocol with a route
actions: {complain: {phrase: complain}, answer: {phrase: answer}}
clauses:
  - id: "1"
    title: One
    norms:
      raise:
        bearer: member
        may: complain
        when: {complaint.by: member}
        escalation:
          - {to: director, done: complaint.raised_with}
          - {to: chief_executive, when: {complaint.settled: false}}
      answer:
        bearer: officer
        must: answer
        when: {complaint.by: member, about: enquiry}
        deadline: 2 days after enquiry.received_on
        done_on: enquiry.answered_on
"""
LATE = "enquiry.received_on: 2025-04-10, enquiry.answered_on: 2025-04-15"
IN_TIME = "enquiry.received_on: 2025-04-10, enquiry.answered_on: 2025-04-11"


@pytest.fixture(scope="module")
def routed() -> Protocol:
    """Resolve a protocol with a route and a deadline."""
    return resolve(parse(ROUTED, "routed.yaml"), shared_vocabulary())[0]


def told(protocol: Protocol, given: str, expect: str) -> list[str]:
    """Give the differences of an expectation that names what it looks at."""
    given = f"{{complaint.by: member, {given}}}"
    text = f"protocol: routed\ngiven: {given}\nexpect: {{match: at_least, {expect}}}\n"
    (entry,) = scenarios_in(parse(text, "story.yaml"))
    (judgement,) = judge(entry, {"routed": protocol}.get)
    return [*map(str, judgement.differences)]


@pytest.mark.parametrize(
    ("given", "step"),
    [
        ("complaint.settled: false", "undetermined"),
        ("complaint.raised_with: director, complaint.settled: false", "chief_executive"),
        ("complaint.raised_with: director, complaint.settled: true", "nobody"),
    ],
)
def test_the_next_step_of_a_route_can_be_expected(routed, given, step):
    """A role, nobody at the end of the route, or that it turns on something unknown."""
    assert told(routed, given, f'next_step: {{"1": {step}}}') == []
    others = {"director", "chief_executive", "nobody", "undetermined"} - {step}
    for other in others:
        (difference,) = told(routed, given, f'next_step: {{"1#raise": {other}}}')
        assert difference == f"1#raise: expected: {other}; found: {step}"


def test_a_norm_without_a_route_has_no_next_step(routed):
    """That is told, and so is a role that there is not."""
    assert told(routed, LATE, 'next_step: {"1#answer": nobody}') == [
        "1#answer: expected: nobody; found: no route"
    ]
    with pytest.raises(InvalidInput, match="no role `directr` in the vocabulary"):
        told(routed, LATE, 'next_step: {"1": directr}')


def test_a_breach_can_be_ruled_out(routed):
    """What does not apply is no duty that was kept."""
    assert told(routed, IN_TIME, 'not_breached: "1#answer"') == []
    assert told(routed, LATE, 'not_breached: "1#answer"') == [
        "1#answer: expected: applies and is not breached; found: breached"
    ]
    assert told(routed, "complaint.settled: true", 'not_breached: "1#answer"') == [
        "1#answer: expected: applies and is not breached; found: does not apply"
    ]


def test_a_norm_is_not_breached_and_not_breached(routed):
    """No answer could meet both."""
    with pytest.raises(InvalidInput, match="cannot be under `breached` and under `not_breached`"):
        told(routed, LATE, 'breached: "1#answer", not_breached: "1#answer"')
