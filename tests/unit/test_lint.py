"""Each lint check: what it finds, what it lets pass, and where it points."""

from __future__ import annotations

import importlib
import re
import textwrap

import pytest

from protocol_rules.lint.check import Linted
from protocol_rules.lint.run import CHECKS, lint
from protocol_rules.resolve import load, path_of, resolve, shipped
from protocol_rules.source import parse, read
from protocol_rules.vocabulary import shared_vocabulary

HEAD = """
council: tidy
name: Tidy Council
title: A tidy protocol
actions: {ask: {phrase: ask}, answer: {phrase: answer}}
clauses:
"""
FIRST = ("not-of-true", "norm-never-wakes", "clause-without-topic", "clause-without-gist")
PLAIN = "title: One, gist: So it is., topics: respect_and_courtesy"


def linted(*cards: str, head: str = HEAD) -> Linted:
    """Resolve a protocol of these cards."""
    source = parse(
        head + textwrap.indent("\n".join(f"- {card}" for card in cards), "  "), "tidy.yaml"
    )
    return Linted(resolve(source, shared_vocabulary())[0], source)


def card(norm: str, more: str = PLAIN, number: int = 1) -> str:
    """Write a card with one norm."""
    return f'{{id: "{number}", {more}, norms: {{ask: {{bearer: member, may: ask, {norm}}}}}}}'


def found(*cards: str) -> list[str]:
    """Name the checks that find something."""
    return [each.code for each in lint([linted(*cards)], only=FIRST).open]


VALID = [
    "when: {enquiry.from: member}",
    "when: {enquiry.answer_satisfies: false}",
    "when: {enquiry.from: member, not: {enquiry.to: director}}",
    "when: {about: enquiry}",
    "when: {enquiry.from: member, member.has_interest: false}",
    "when: {absence.working_days: 1, not: {absence.working_days: 0}}",
    "when: {absence.working_days: 2, not: {absence.working_days: 1}}",
]


@pytest.mark.parametrize("norm", VALID)
def test_what_is_well_written_passes(norm):
    """No check finds anything in it."""
    assert found(card(norm)) == []


@pytest.mark.parametrize(
    "norm",
    [
        "when: {enquiry.from: member, not: {enquiry.answer_satisfies: true}}",
        "when: {enquiry.from: member, not: {enquiry.answer_satisfies: false}}",
        "when: {enquiry.from: member}, unless: {not: {enquiry.answer_satisfies: true}}",
        "when: {enquiry.from: member}, provided: {not: {enquiry.answer_satisfies: true}}",
        "when: {any: [{enquiry.from: member}, {not: {enquiry.answer_satisfies: true}}]}",
        "escalation: [{to: director, when: {not: {enquiry.answer_satisfies: true}}}]",
    ],
)
def test_a_denied_statement_is_told_from_a_false_one(norm):
    """`not: {f: true}` holds also where nobody said anything of f."""
    assert found(card(norm)) == ["not-of-true"]


def test_the_denied_statement_is_worded_with_its_opposite():
    """The hint is what was probably meant."""
    norm = "when: {enquiry.from: member, not: {enquiry.answer_satisfies: true}}"
    (told,) = lint([linted(card(norm))], only=FIRST).open

    assert told.message == (
        "`not: {enquiry.answer_satisfies: true}` holds also where the scenario says nothing of it"
    )
    assert told.hint == "write `enquiry.answer_satisfies: false` if somebody has to say so"


def test_a_definition_is_looked_at_as_well():
    """A derived fact may be written with the same slip."""
    slip = "{enquiry.reasonably_needed: {not: {enquiry.answer_satisfies: true}}}"

    assert found(f'{{id: "1", {PLAIN}, defines: {slip}}}') == ["not-of-true"]


def test_a_slip_in_a_scope_is_told_once_for_a_clause():
    """A scope lends its condition to all norms of a clause."""
    head = HEAD.replace(
        "clauses:\n",
        'scopes: [{clauses: ["1"], unless: {not: {enquiry.answer_satisfies: true}}}]\nclauses:\n',
    )
    norms = "a: {bearer: member, may: ask, when: {enquiry.from: member}}, " * 2
    norms = norms.replace("a:", "b:", 1)
    told = lint([linted(f'{{id: "1", {PLAIN}, norms: {{{norms}}}}}', head=head)], only=FIRST).open

    assert [each.code for each in told] == ["not-of-true"]


@pytest.mark.parametrize(
    "norm",
    ["when: {member.has_interest: true}", "when: {information.is_exempt: true}"],
)
def test_a_norm_that_waits_for_people_only_never_wakes(norm):
    """The setting is part of every story; the norm wakes only where the story mentions it."""
    (told,) = lint([linted(card(norm))], only=FIRST).open

    assert (told.code, told.severity) == ("norm-never-wakes", "warning")
    assert "tidy/1#ask" in told.message


def test_a_norm_without_a_condition_stands():
    """A standing norm needs nothing to wake it."""
    assert found(f'{{id: "1", {PLAIN}, norms: {{ask: {{bearer: member, may: ask}}}}}}') == []


def test_a_reparation_wakes_with_the_duty_that_was_breached():
    """It needs no condition of its own."""
    kept = "deadline: 2 working days after enquiry.received_on, done_on: enquiry.answered_on"
    duty = card(f"when: {{enquiry.from: member}}, {kept}").replace("may: ask", "must: ask")
    repair = card("reparation_for: '1#ask'", number=2).replace("may: ask", "must: answer")

    assert found(duty, repair) == []


def test_a_clause_with_norms_has_a_topic():
    """Without one, no comparison by topic would find it."""
    assert found(card("when: {enquiry.from: member}", "title: One, gist: So it is.")) == [
        "clause-without-topic"
    ]


def test_an_item_has_the_topic_of_its_clause():
    """An item without a topic of its own is found with the clause it is part of."""
    parent = f'{{id: "1", {PLAIN}}}'
    item = card("when: {enquiry.from: member}", 'part_of: "1", title: Item, gist: So it is.', 2)

    assert found(parent, item) == []


def test_a_clause_with_norms_has_a_gist():
    """Whoever reads the card learns what the clause asks."""
    told = found(card("when: {enquiry.from: member}", "title: One, topics: respect_and_courtesy"))

    assert told == ["clause-without-gist"]


def test_an_exception_needs_no_gist():
    """Its title and the clause that it lifts say enough."""
    item = '{id: "1(a)", part_of: "1", title: But not so, overrides: "1", when: {about: copying}}'

    assert found(card("when: {enquiry.from: member}"), item) == []


def test_a_finding_points_at_its_card():
    """The place, the line and the clause are told."""
    (told,) = lint(
        [linted(card("when: {enquiry.from: member}", "title: One, gist: So it is."))], only=FIRST
    ).open

    assert told.span is not None
    assert (told.span.file, told.span.line) == ("tidy.yaml", 7)
    assert told.clause == "Tidy Council, 1 One"
    assert 'id: "1"' in told.excerpt


def test_unused_words_are_told_only_where_all_rules_are_there():
    """One protocol need not use all words of the vocabulary."""
    one = [linted(card("when: {enquiry.from: member}"))]
    codes = {each.code for each in lint(one, whole=True, only=["unused-word"]).open}

    assert {each.message for each in lint(one, only=["unused-word"]).open} == {
        "no rule of `tidy` uses its own action `answer`"
    }
    assert codes == {"unused-word"}


def test_an_unused_word_is_told_with_its_kind():
    """Facts, circumstances, actions and topics that no rule uses."""
    told = {
        each.message
        for each in lint([linted(card("when: {enquiry.from: member}"))], whole=True).open
    }

    assert "no rule uses the circumstance `copying`" in told
    assert "no rule uses the fact `copying.by`" in told
    assert "no rule uses the topic `correspondence`" in told
    assert any(message.startswith("no rule uses the action `") for message in told)
    for used in ("circumstance `enquiry`", "fact `enquiry.from`", "topic `respect_and_courtesy`"):
        assert f"no rule uses the {used}" not in told


@pytest.mark.parametrize(
    "more",
    [
        "deadline: 3 working days after copying.on",
        "done_on: copying.on",
        "escalation: [{to: director, when: {copying.is_blind: true}}]",
        "escalation: [{to: director, done: copying.is_blind}]",
        "unless: {about: copying}",
        "provided: {copying.is_blind: true}",
        "breached_when: {copying.is_blind: true}",
        "presumes: {copying.is_blind: true}",
    ],
)
def test_every_place_of_a_norm_uses_its_words(more):
    """A deadline, a route, an exception or a presumption is a use."""
    facts = "facts: {copying: {title: A, description: B, facts: {on: {type: date, question: C}}}}\n"
    source = linted(
        card(f"when: {{enquiry.from: member}}, {more}"), head=f"{facts}{HEAD.strip()}\n"
    )
    told = {each.message for each in lint([source], whole=True).open}

    assert "no rule uses the circumstance `copying`" not in told
    assert "no rule uses the circumstance `correspondence`" in told


def test_the_names_of_the_checks_are_sentences_of_the_fault():
    """Kebab case, no numbers, the name of the file, and the first line of its docstring."""
    for check in CHECKS:
        module = importlib.import_module(f"protocol_rules.lint.{check.name.replace('-', '_')}")

        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", check.name)
        assert module.CHECK is check
        assert module.__doc__.splitlines()[0] == f"`{check.name}`: {check.told}."


@pytest.fixture(scope="module")
def shipping():
    """Lint all rules that ship, together with the vocabulary."""
    return lint([Linted(load(name), read(path_of(name))) for name in shipped()], whole=True)


def test_the_rules_that_ship_have_no_finding(shipping):
    """Whatever is found in them has been mended, or is accepted with a reason."""
    assert [str(each) for each in shipping.open] == []


@pytest.mark.parametrize(
    ("check", "clause"),
    [
        ("case-left-out", "Cumbria County Council, 4.6 "),
        ("contradicting-norms", "Thanet District Council, 10.2.1 "),
        ("contradicting-norms", "Cumbria County Council, 3.7 "),
        ("contradicting-norms", "Medway Council, 9.1.p1(c) "),
        ("contradicting-norms", "City of Wolverhampton Council, 16.2 "),
        ("contradicting-norms", "A town council in Cornwall, 10.3 "),
        ("contradicting-norms", "A town council in Cornwall, 11.members(c) "),
        ("norms-nearly-the-same", "Thanet District Council, 8.1.6 "),
        ("item-unlike-its-list", "A town council in Cornwall, 4.1(k) "),
        ("list-of-one-item", "City of Wolverhampton Council, 19.4(a) "),
        ("same-norm-twice", "Thanet District Council, 9.3.2 "),
    ],
)
def test_what_the_documents_contradict_or_repeat_is_found(shipping, check, clause):
    """The known contradictions of the printed texts are seen, and none is repaired in silence."""
    found = [each for each in shipping.accepted if each.diagnostic.code == check]

    assert any(each.diagnostic.clause.startswith(clause) for each in found)
    assert all(each.reason for each in found)
