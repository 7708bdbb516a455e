"""From an answer to its expectation, and from a scenario to the text of a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_rules import Protocol, evaluate, load
from protocol_rules.checks import judge
from protocol_rules.checks.expect import expectation_of
from protocol_rules.checks.scenario_text import scenario_text
from protocol_rules.norms.scenario_file import read_scenarios, scenarios_in
from protocol_rules.norms.story import read_story
from protocol_rules.resolve import resolve, shipped
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary

SCENARIOS = Path(__file__).parents[1] / "scenarios"
RULES = """
council: tidy
name: Tidy Council
title: A tidy protocol
actions: {ask: {phrase: ask}, answer: {phrase: answer}}
clauses:
  - id: "1"
    title: One
    norms:
      answer:
        bearer: officer
        must: answer
        counterparty: member
        when: {enquiry.from: member}
        deadline: 2 working days after enquiry.received_on
        done_on: enquiry.answered_on
      ask:
        bearer: member
        may: ask
        when: {enquiry.from: member}
        unless: {enquiry.medium: letter}
      policy: {bearer: [member, officer], should: ask, when: {enquiry.nature: policy}}
  - {id: "2", title: Two, norms: {kind: {bearer: member, must: ask}}}
  - {id: "3", title: Three, norms: {open: {bearer: member, may: ask, when: {enquiry.to: director}}}}
  - {id: "3(a)", part_of: "3", title: No, overrides: "3", when: {enquiry.medium: letter}}
"""
GIVEN = {
    "enquiry.from": "member",
    "enquiry.to": "director",
    "enquiry.received_on": "2025-04-10",
    "enquiry.answered_on": "2025-04-20",
}


@pytest.fixture(scope="module")
def tidy() -> Protocol:
    """Resolve the protocol of these tests."""
    return resolve(parse(RULES, "tidy.yaml"), shared_vocabulary())[0]


def expected(tidy: Protocol, **given: str) -> dict[str, object]:
    """Give the expectation of the answer in a story."""
    facts = {**GIVEN, **{name.replace("__", "."): value for name, value in given.items()}}
    return expectation_of(evaluate(tidy, read_story(facts, today="2025-04-21")))


def test_every_clause_of_each_status_is_named(tidy):
    """With what lifts it, every missing fact, and the due date of what has one."""
    assert expected(tidy, enquiry__nature="routine") == {
        "undetermined": ["1#ask", "3", "3(a)"],
        "applies": ["1", "1#answer"],
        "missing": ["enquiry.medium"],
        "due": {"1": "2025-04-14"},
    }


def test_the_norms_of_a_clause_are_named_where_they_differ(tidy):
    """Its status as a whole would not tell one of them from the other."""
    assert expected(tidy, enquiry__nature="policy", enquiry__medium="letter") == {
        "applies": ["1", "1#answer", "1#policy", "3(a)"],
        "lifted": {"1#ask": "1#ask", "3": "3(a)"},
        "due": {"1": "2025-04-14"},
    }
    assert expected(tidy, enquiry__nature="policy", enquiry__medium="email") == {
        "applies": ["1", "3"],
        "due": {"1": "2025-04-14"},
    }


def test_an_answer_that_finds_nothing_expects_nothing(tidy):
    """An exact expectation without a key says just that."""
    assert expectation_of(evaluate(tidy, read_story({"absence.working_days": 3}))) == {}


def test_more_is_expected_where_somebody_asks_for_it(tidy):
    """What is breached, what is required, what to ask next, and positions."""
    answer = evaluate(tidy, read_story({**GIVEN, "enquiry.medium": "letter"}, today="2025-04-21"))
    found = expectation_of(
        answer,
        also=("breached", "required", "next_question"),
        positions=[("officer", "answer"), ("member", "answer"), ("member", "ask")],
    )

    assert found["breached"] == ["1#answer"]
    assert found["required"] == [
        {
            "bearer": "officer",
            "must": "answer",
            "counterparty": "member",
            "by": "2025-04-14",
            "clauses": ["1"],
        }
    ]
    assert found["next_question"] == "enquiry.nature"
    assert found["position"] == {
        "answer": {"officer": "must", "member": "silent"}, "ask": {"member": "must"},
    }  # fmt: skip
    nothing = evaluate(tidy, read_story({"absence.working_days": 3}))
    assert expectation_of(nothing, also=("breached", "required", "next_question")) == {
        "required": [],
        "next_question": "none",
    }


@pytest.mark.parametrize("council", shipped())
def test_every_answer_meets_its_own_expectation(council):
    """Of each scenario of the bank, written as text, read again and judged; and no other would."""
    protocol = load(council)
    for path in sorted((SCENARIOS / council).glob("*.yaml")):
        for entry in read_scenarios(path, protocol.vocabulary):
            answer = evaluate(protocol, entry.story, reading=entry.written.reading)
            found = expectation_of(
                answer,
                also=("breached", "required", "next_question"),
                positions=[("officer", "send_substantive_response")],
            )
            data = {**entry.story.as_data(), "protocol": council, "expect": found}
            text = scenario_text({**data, "reading": entry.written.reading})
            (again,) = scenarios_in(parse(text, "again.yaml"))
            (judgement,) = judge(again, {council: protocol}.get)
            assert judgement.passed, f"{judgement}\n{text}"
            assert again.story == entry.story
            for other in without_one_name(found):
                text = scenario_text({**data, "expect": other, "reading": entry.written.reading})
                (again,) = scenarios_in(parse(text, "less.yaml"))
                assert not judge(again, {council: protocol}.get)[0].passed, text


def without_one_name(expected: dict[str, object]) -> Iterator[dict[str, object]]:
    """Give the expectations that lack one clause, missing fact or required action of another."""
    rest = {key: each for key, each in expected.items() if key != "next_question"}
    for key in expected.keys() & {"applies", "lifted", "undetermined", "missing", "required"}:
        name, *others = [*cast("list[object]", rest[key])] or [""]
        if isinstance(name, str) and "#" not in name:
            # As long as a norm of it is named, the clause as a whole may be anything.
            others = [each for each in others if str(each).partition("#")[0] != name]
        if name and (not isinstance(name, str) or "#" not in name):
            yield {**rest, key: others}


def test_a_scenario_is_written_as_people_write_them():
    """What fits stands in one line, ids are in quotation marks, and long lists go on below."""
    text = scenario_text(
        {
            "expect": {
                "applies": [f"9.1.{number}" for number in range(1, 25)],
                "lifted": {"10": ["10(a)", "11#stand"]},
                "missing": ["enquiry.to"],
                "due": {"9.1.4": "2024-03-15"},
                "required": [
                    {"bearer": "officer", "must": "answer", "by": "2024-03-15", "clauses": ["2"]},
                    {
                        "bearer": ["member", "officer"],
                        "should_not": "copy_correspondence_to_another_member_without_leave",
                        "counterparty": "member",
                        "clauses": ["9.1.4", "9.1.12(a)"],
                    },
                ],
            },
            "given": {"enquiry.is_late": True, "absence.working_days": 3, "enquiry.nature": ["b"]},
            "today": "2024-03-01",
            "description": ("word " * 30).strip(),
            "name": "yes",
        },
        is_one_of_several=True,
    )

    assert (
        text
        == """\
  - name: 'yes'
    description: >-
      word word word word word word word word word word word word word word word word word word word
      word word word word word word word word word word word
    today: 2024-03-01
    given: {enquiry.is_late: true, absence.working_days: 3, enquiry.nature: [b]}
    expect:
      applies: ["9.1.1", "9.1.2", "9.1.3", "9.1.4", "9.1.5", "9.1.6", "9.1.7", "9.1.8", "9.1.9",
        "9.1.10", "9.1.11", "9.1.12", "9.1.13", "9.1.14", "9.1.15", "9.1.16", "9.1.17", "9.1.18",
        "9.1.19", "9.1.20", "9.1.21", "9.1.22", "9.1.23", "9.1.24"]
      lifted: {"10": ["10(a)", "11#stand"]}
      missing: [enquiry.to]
      due: {"9.1.4": 2024-03-15}
      required:
        - {bearer: officer, must: answer, by: 2024-03-15, clauses: ["2"]}
        - bearer: [member, officer]
          should_not: copy_correspondence_to_another_member_without_leave
          counterparty: member
          clauses: ["9.1.4", "9.1.12(a)"]
"""
    )


TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1)
WORDS = TEXTS.map(str.strip).filter(bool)
NAMES = st.lists(WORDS, min_size=1, max_size=30)
FACTS = st.dictionaries(WORDS.filter(lambda key: len(key) < 60), WORDS | NAMES, max_size=6)


@given(
    st.fixed_dictionaries(
        {"name": WORDS, "given": FACTS},
        optional={
            "description": WORDS,
            "about": NAMES,
            "occasions": st.dictionaries(
                WORDS, st.fixed_dictionaries({"given": FACTS}), max_size=2
            ),
            "expect": st.fixed_dictionaries(
                {"applies": NAMES, "lifted": st.dictionaries(WORDS, NAMES, max_size=4)}
            ),
            "rows": st.lists(st.fixed_dictionaries({"name": WORDS, "given": FACTS}), min_size=1),
        },
    ),
    st.booleans(),
)
def test_what_is_written_is_read_as_it_was(scenario, is_one_of_several):
    """Whatever the names, the lengths and the depth."""
    text = scenario_text(scenario, is_one_of_several=is_one_of_several)
    read = parse(f"scenarios:\n{text}" if is_one_of_several else text).plain()

    assert (read["scenarios"] if is_one_of_several else [read]) == [scenario]
