"""Answers and words for people: what an author wrote is shown as it stands."""

from __future__ import annotations

import pytest

from protocol_rules import Protocol, Scenario, evaluate
from protocol_rules.report.answers import answers_view, proof_view
from protocol_rules.report.page import Block
from protocol_rules.report.words import Rows, clause_view, protocol_view
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary

RULES = """
council: odd
name: "[red]Odd[/red] Council"
title: "A [bold]protocol[/bold] :smile: [/]"
actions: {ask: {phrase: "ask [i]so[/i]"}, answer: {phrase: answer}}
clauses:
  - id: "1(a)"
    title: "One [link]"
    gist: "Gist [/red]"
    norms:
      ask: {bearer: member, must: ask, when: {enquiry.from: member}, qualifier: "[dim]"}
      let: {bearer: member, may: ask, when: {enquiry.from: member}, qualifier: "[blink]"}
      steps:
        bearer: member
        must: answer
        when: {enquiry.from: member}
        escalation: [{to: director}, {to: chief_executive}]
  - id: "2"
    title: "Take care"
    defines: {enquiry.is_reasonable: {enquiry.answer_satisfies: true}}
    when: {enquiry.from: member}
"""


@pytest.fixture(scope="module")
def odd() -> Protocol:
    """Resolve a protocol whose author loves brackets."""
    return resolve(parse(RULES, "odd.yaml"), shared_vocabulary())[0]


def shown(view: Block, width: int = 200) -> str:
    """Lay a view out without its styles."""
    lines = ("".join(text for text, _ in line).rstrip() for line in view.lines(width))
    return "".join(f"{line}\n" for line in lines)


def test_markup_is_shown_in_answers(odd):
    """Titles, ids, qualifiers and names of scenarios stand as they were written."""
    answer = evaluate(odd, Scenario({"enquiry.from": "member"}, name="[red]name[/red] :smile:"))
    text = shown(answers_view([answer, answer]))

    for written in ("[red]name[/red] :smile:", "[red]Odd[/red] Council", ":smile: [/]",
                    "ask [i]so[/i] ([dim])", "([blink])"):  # fmt: skip
        assert written in text


def test_markup_is_shown_in_proofs_and_words(odd):
    """So do those of a proof, a clause and a table of contents."""
    answer = evaluate(odd, Scenario({"enquiry.from": "member"}))

    assert "odd/1(a)#ask: applies" in shown(proof_view(answer.finding("1(a)#ask"), odd))
    assert "One [link]\nGist [/red]\n" in shown(clause_view(odd.clauses["1(a)"], odd))
    assert "1(a)    One [link]" in shown(protocol_view(odd))


def test_a_route_says_where_to_turn_next(odd):
    """The next step stands in the sentence of the duty."""
    answer = evaluate(odd, Scenario({"enquiry.from": "member"}))

    assert "A member must answer, next to a director" in shown(answers_view([answer]))


def test_a_caution_is_told_among_what_to_note(odd):
    """A card that only warns has its title, where it has no gist."""
    answer = evaluate(odd, Scenario({"enquiry.from": "member"}))

    assert "To note\n  - Take care (2)" in shown(answers_view([answer]))


def test_a_definition_says_when_its_fact_holds(odd):
    """A clause that defines a fact shows the condition."""
    said = "enquiry.is_reasonable holds where enquiry.answer_satisfies is true"

    assert said in shown(clause_view(odd.clauses["2"], odd))


def test_rows_are_a_table_where_there_is_room():
    """Else they stand one below the other, and the name to go on with is never broken."""
    rows = Rows([{"fact": "a" * 30, "type": "role", "question": "Who " * 12}])

    assert shown(rows, 100).startswith("fact  ")
    assert shown(rows, 60).splitlines()[:2] == ["a" * 30, "    type: role"]


def test_two_columns_need_no_headings():
    """Under a name, its only value speaks for itself."""
    rows = Rows([{"address": "a" * 30, "norm": "somebody must"}])

    assert [line.rstrip() for line in shown(rows, 40).splitlines()] == [
        "a" * 30,
        "    somebody must",
    ]
