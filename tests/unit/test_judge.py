"""What a scenario may expect beside statuses, and how each difference is told."""

from __future__ import annotations

import pytest

from protocol_rules import Protocol
from protocol_rules.checks import Difference, judge
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.scenario_file import scenarios_in
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary

RULES = """
council: tidy
name: Tidy Council
title: A tidy protocol
actions: {ask: {phrase: ask}, answer: {phrase: answer}, tell: {phrase: tell}}
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
      sorry: {bearer: officer, should: tell, reparation_for: "1#answer"}
  - id: "2"
    title: Two
    norms:
      ask: {bearer: member, must_not: ask, when: {enquiry.from: member}}
      tell: {bearer: officer, should: tell, when: {enquiry.nature: policy}}
  - {id: "2(a)", part_of: "2", title: By letter, overrides: "2#ask", when: {enquiry.medium: letter}}
  - {id: "2(b)", part_of: "2", title: To a chief, overrides: "2#ask", when: {enquiry.to: director}}
  - {id: "3", title: Three, norms: {kind: {bearer: member, must: ask}}}
"""
GIVEN = {
    "enquiry.from": "member",
    "enquiry.medium": "letter",
    "enquiry.to": "junior_officer",
    "enquiry.nature": "routine",
    "enquiry.received_on": "2025-04-10",
    "enquiry.answered_on": "2025-04-16",
}


@pytest.fixture(scope="module")
def tidy() -> Protocol:
    """Resolve the protocol of these tests."""
    return resolve(parse(RULES, "tidy.yaml"), shared_vocabulary())[0]


def found(tidy: Protocol, expect: str, match: str = "at_least", **given: str) -> list[Difference]:
    """Hold an expectation against the answer; `given` changes facts, and "" leaves one out."""
    facts = {name.replace("__", "."): value for name, value in given.items()}
    told = {name: value for name, value in {**GIVEN, **facts}.items() if value}
    text = f"""
defaults: {{protocol: tidy, match: {match}, today: 2025-04-20}}
scenarios:
  - name: a story
    given: {{{", ".join(f"{name}: {value}" for name, value in told.items())}}}
    expect:
      {expect}
"""
    (entry,) = scenarios_in(parse(text, "story.yaml"))
    (judgement,) = judge(entry, {"tidy": tidy}.get)
    assert judgement.passed is not bool(judgement.differences)
    return [*judgement.differences]


def texts(tidy: Protocol, expect: str, match: str = "at_least", **given: str) -> list[str]:
    """Tell the differences."""
    return [*map(str, found(tidy, expect, match, **given))]


def test_at_least_looks_at_nothing_but_what_is_named(tidy):
    """Nothing at all is met by every answer; what is named and not there is told."""
    assert texts(tidy, "{}") == []
    assert texts(tidy, 'applies: ["1"]') == []
    assert texts(tidy, 'applies: ["2"]') == ["2: expected: applies; found: lifted"]
    assert texts(tidy, "{}", match="exact") == [
        "1: expected: nothing; found: applies",
        "2: expected: nothing; found: lifted",
        "2(a): expected: nothing; found: applies",
    ]


def test_missing_facts_may_be_named_in_part(tidy):
    """In an exact match they are all named."""
    open_facts = {"enquiry__nature": "", "enquiry__medium": ""}

    assert texts(tidy, "missing: enquiry.nature", **open_facts) == []
    assert texts(tidy, "missing: enquiry.to", **open_facts) == [
        "enquiry.to: expected: missing; found: not missing"
    ]


def test_what_lifts_a_clause_is_a_clause_or_an_address(tidy):
    """Each thing that is named has to lift it; in an exact match nothing else may."""
    assert texts(tidy, 'lifted: {"2": "2(a)"}') == []
    assert texts(tidy, 'lifted: {"2#ask": "2(a)"}') == []
    assert texts(tidy, 'lifted: {"2": "2(b)"}') == [
        "2: expected: lifted by 2(b); found: lifted by 2(a)"
    ]
    both = {"enquiry__to": "director"}
    assert texts(tidy, 'lifted: {"2": ["2(a)", "2(b)"]}', **both) == []
    assert texts(tidy, 'lifted: {"2": "2(a)"}', **both) == []
    exact = 'applies: ["1", "2(a)", "2(b)"]\n      lifted: {"2": "2(a)"}'
    assert texts(tidy, exact, match="exact", **both) == [
        "2: expected: lifted by 2(a); found: lifted by 2(a) and 2(b)"
    ]


def test_what_is_not_lifted_at_all_says_so_once(tidy):
    """By what it would have been lifted is then no second difference."""
    assert texts(tidy, 'lifted: {"1": "2(a)"}') == ["1: expected: lifted; found: applies"]


def test_an_exception_of_its_own_is_named_by_its_own_address():
    """So is `unless`."""
    text = RULES.replace(
        "when: {enquiry.nature: policy}",
        "when: {about: enquiry}, unless: {enquiry.nature: routine}",
    )
    own = resolve(parse(text, "tidy.yaml"), shared_vocabulary())[0]

    assert texts(own, 'lifted: {"2#tell": "2#tell"}') == []
    assert texts(own, 'lifted: {"2": ["2", "2(a)"]}') == []
    assert texts(own, 'lifted: {"2#tell": "2(a)"}') == [
        "2#tell: expected: lifted by 2(a); found: lifted by 2#tell"
    ]


def test_not_says_that_nothing_of_it_applies_or_is_open(tidy):
    """What is lifted or does not apply will do, and so will a standing norm of a clause."""
    assert texts(tidy, 'not: ["2", "3", "2#tell"]') == []
    assert texts(tidy, 'not: ["1"]') == [
        "1: expected: neither applies nor undetermined; found: applies"
    ]
    assert texts(tidy, 'not: ["2#tell"]', enquiry__nature="") == [
        "2#tell: expected: neither applies nor undetermined; found: undetermined"
    ]
    assert texts(tidy, 'not: ["3#kind"]') == [
        "3#kind: expected: neither applies nor undetermined; found: applies"
    ]


@pytest.mark.parametrize(
    ("answered_on", "told"),
    [("2025-04-16", ""), ("not_yet", ""), ("2025-04-14", "met"), ("", "not assessable")],
)
def test_a_breach_is_one_of_a_norm_that_applies(tidy, answered_on, told):
    """Late is breached, and so is not done when the day is over."""
    for address in ("1", "1#answer"):
        lines = texts(tidy, f'breached: ["{address}"]', enquiry__answered_on=answered_on)
        assert all(line.startswith(f"{address}: expected: breached; found: ") for line in lines)
        assert [told in line for line in lines] == ([True] if told else [])


def test_what_cannot_be_breached_says_why(tidy):
    """It is lifted, or no fact could show it."""
    assert texts(tidy, 'breached: ["2#ask", "3#kind"]') == [
        "2#ask: expected: breached; found: lifted",
        "3#kind: expected: breached; found: nothing that could show a breach",
    ]


ANSWER = "{bearer: officer, must: answer}"
SORRY = "{bearer: officer, should: tell}"


@pytest.mark.parametrize(
    "action",
    [
        ANSWER,
        "{bearer: [officer], must: answer, counterparty: member, by: 2025-04-14, clauses: '1'}",
        SORRY,
    ],
)
def test_a_required_action_says_what_is_looked_at(tidy, action):
    """What it leaves out may be anything."""
    assert texts(tidy, f"required: [{action}]") == []


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("{bearer: officer, must: answer, by: 2025-04-15}", "officer must answer by 2025-04-15"),
        ("{bearer: officer, must: answer, clauses: ['1', '2']}", "officer must answer (1, 2)"),
        (
            "{bearer: officer, must: answer, counterparty: officer}",
            "officer must answer to officer",
        ),
    ],
)
def test_a_required_action_that_differs_shows_the_one_that_is_near(tidy, action, said):
    """The same duty with another day, other clauses or another party."""
    (line,) = texts(tidy, f"required: [{action}]")

    near = "an officer must answer to the member, by 14 April 2025, met late (1)"
    assert line == f"answer: expected: {said}; found: {near}"


@pytest.mark.parametrize(
    "action", ["{bearer: officer, should: answer}", "{bearer: member, must: answer}"]
)
def test_a_required_action_that_is_not_there_is_not_required(tidy, action):
    """Another force or another bearer is another duty."""
    (line,) = texts(tidy, f"required: [{action}]")
    assert line.endswith("found: not required")


def test_in_an_exact_match_every_required_action_is_named(tidy):
    """Where `required` is left out, none is looked at."""
    statuses = 'applies: ["1", "2(a)"]\n      lifted: ["2"]'
    assert texts(tidy, statuses, match="exact") == []
    both = f"{statuses}\n      required: [{ANSWER}, {SORRY}]"
    assert texts(tidy, both, match="exact") == []
    one = f"{statuses}\n      required: [{ANSWER}]"
    assert texts(tidy, one, match="exact") == [
        "tell: expected: nothing; found: an officer should tell, for the breach of 1#answer (1)"
    ]
    none = f"{statuses}\n      required: []"
    assert len(texts(tidy, none, match="exact")) == 2
    assert texts(tidy, none, match="at_least") == []


def test_a_position_is_given_by_its_words(tidy):
    """In any order; silent and undetermined are words of their own."""
    expect = (
        "position: {answer: {officer: must, director: [must], member: silent},"
        " ask: {member: [may, must]}}"
    )
    assert texts(tidy, expect) == []
    assert texts(tidy, "position: {tell: {officer: undetermined}}", enquiry__nature="") == [
        "officer, tell: expected: undetermined; found: should"
    ]
    assert texts(tidy, "position: {ask: {member: must, officer: may}}") == [
        "member, ask: expected: must; found: must and may",
        "officer, ask: expected: may; found: silent",
    ]


def test_the_next_question_is_a_fact_or_none(tidy):
    """It is the one that settles most."""
    assert texts(tidy, "next_question: none") == []
    assert texts(tidy, "next_question: enquiry.medium", enquiry__medium="") == []
    assert texts(tidy, "next_question: enquiry.medium") == [
        "next question: expected: enquiry.medium; found: none"
    ]
    assert texts(tidy, "next_question: none", enquiry__medium="") == [
        "next question: expected: none; found: enquiry.medium"
    ]


def test_a_difference_knows_its_parts_and_its_place(tidy):
    """The key, what it is about, both sides, and where the expectation stands."""
    expect = 'applies: ["1", "2"]\n      due: {"1": 2025-04-15}'
    status, due = found(tidy, expect)

    assert (status.key, status.subject, status.expected, status.found) == (
        "applies", "2", "applies", "lifted",
    )  # fmt: skip
    assert (status.place.span.line, status.place.span.column) == (7, 22)
    assert (due.place.span.line, due.place.span.column) == (8, 18)
    assert due.as_data() == {
        "key": "due",
        "subject": "1",
        "expected": "due on 2025-04-15",
        "found": "due on 2025-04-14",
        "file": "story.yaml",
        "line": 8,
        "column": 18,
        "text": "1: expected: due on 2025-04-15; found: due on 2025-04-14",
    }


def test_a_clause_that_was_expected_otherwise_is_one_difference(tidy):
    """And not one under each of the two keys."""
    expect = 'applies: ["1", "2", "2(a)"]'

    assert texts(tidy, expect, match="exact") == ["2: expected: applies; found: lifted"]


def test_a_protocol_that_cannot_be_had_is_told_where_it_is_named():
    """With all the others of the file."""
    text = "protocol: [tidy, untidy]\ngiven: {}\nexpect: {}\nexpect_in: {unkempt: {}}"
    (entry,) = scenarios_in(parse(text, "story.yaml"))

    def load(name: str) -> Protocol:
        """Have nothing."""
        from protocol_rules import load as really  # noqa: PLC0415

        return really(name)

    with pytest.raises(InvalidInput) as caught:
        judge(entry, load)
    (fault,) = caught.value.diagnostics
    assert (fault.code, str(fault.span)) == ("unknown-protocol", "story.yaml:1:12")


def test_what_is_not_expected_is_not_worked_out(tidy, monkeypatch):
    """Neither missing facts nor required actions cost anything where nobody asks for them."""
    from protocol_rules.engine import Answer  # noqa: PLC0415

    def refuse(_: Answer) -> None:
        """Fail where it is asked for."""
        raise AssertionError

    for part in (
        "missing",
        "required_actions",
        "clauses",
        "findings",
        "next_question",
        "undetermined",
    ):
        monkeypatch.setattr(Answer, part, property(refuse))

    assert texts(tidy, 'applies: ["1"]\n      due: {"1": 2025-04-14}') == []
