"""Answers and words for people: what an author wrote is shown as it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
import pytest

from protocol_rules import Protocol, Scenario, evaluate
from protocol_rules.report.answers import write_answers, write_proof
from protocol_rules.report.words import write_clause, write_protocol, write_rows
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
      let:
        bearer: member
        may: ask
        when: {any: [{enquiry.from: member}, {enquiry.to: director}]}
        qualifier: "[blink]"
      steps:
        bearer: member
        must: answer
        when: {enquiry.from: member}
        escalation: [{to: director}, {to: chief_executive}]
  - id: "2"
    title: "Take care"
    defines: {enquiry.reasonably_needed: {enquiry.answer_satisfies: true}}
    when: {enquiry.from: member}
"""


@pytest.fixture(scope="module")
def odd() -> Protocol:
    """Resolve a protocol whose author loves brackets."""
    return resolve(parse(RULES, "odd.yaml"), shared_vocabulary())[0]


def shown(write: Callable[..., None], *told: Any, width: int = 200) -> str:
    """Write a page, and give it without its styles."""
    page = click.HelpFormatter(width=width)
    write(*told, page)
    return click.unstyle(page.getvalue())


def test_markup_is_shown_in_answers(odd):
    """Titles, ids, qualifiers and names of scenarios stand as they were written."""
    answer = evaluate(odd, Scenario({"enquiry.from": "member"}, name="[red]name[/red] :smile:"))
    text = shown(write_answers, [answer, answer])

    for written in ("[red]name[/red] :smile:", "[red]Odd[/red] Council", ":smile: [/]",
                    "ask [i]so[/i] ([dim])", "([blink])"):  # fmt: skip
        assert written in text


def test_markup_is_shown_in_proofs_and_words(odd):
    """So do those of a proof, a clause and a table of contents."""
    answer = evaluate(odd, Scenario({"enquiry.from": "member"}))

    assert "odd/1(a)#ask: applies" in shown(write_proof, answer.finding("1(a)#ask"), odd)
    assert "One [link]\nGist [/red]\n" in shown(write_clause, odd.clauses["1(a)"], odd)
    assert "1(a)  One [link] (norms: 3)\n" in shown(write_protocol, odd)


def test_protocols_side_by_side_say_in_short_what_speaks(odd):
    """An entry each: the clauses by their status, or that there is nothing."""
    asked = evaluate(odd, Scenario({"enquiry.from": "member"}))
    silent = evaluate(odd, Scenario({"copying.by": "officer"}))

    assert "odd  applies 1(a), 2\nodd  nothing\n" in shown(write_answers, [asked, silent])


def test_a_route_says_where_to_turn_next(odd):
    """The next step stands in the sentence of the duty."""
    answer = evaluate(odd, Scenario({"enquiry.from": "member"}))

    assert "A member must answer, next to a director" in shown(write_answers, [answer])


def test_a_caution_is_told_among_what_to_note(odd):
    """A card that only warns has its title, where it has no gist."""
    answer = evaluate(odd, Scenario({"enquiry.from": "member"}))

    assert "To note:\n  2  Take care\n" in shown(write_answers, [answer])


def test_a_definition_says_when_its_fact_holds(odd):
    """A clause that defines a fact shows the condition."""
    said = "enquiry.reasonably_needed  holds where enquiry.answer_satisfies is true"

    assert said in shown(write_clause, odd.clauses["2"], odd)


def test_a_proof_is_a_tree(odd):
    """Each step hangs below what it proves, and goes on beside its own line."""
    answer = evaluate(odd, Scenario({"enquiry.from": "member"}))
    lines = shown(write_proof, answer.finding("1(a)#let"), odd, width=40).splitlines()

    first = next(number for number, line in enumerate(lines) if line.startswith("└── yes "))
    assert lines[first:] == [
        "└── yes odd/1(a)#let is effective",
        "    └── yes it speaks",
        "        └── yes one of these holds",
        "            ├── yes enquiry.from is",
        "            │   member  [enquiry.from:",
        "            │   member]",
        "            └── unknown enquiry.to is",
        "                director  [enquiry.to is",
        "                not known]",
    ]


LONG = "a." + "b" * 30
ROWS = [
    {"fact": "a.short_one", "question": "Who?", "type": "role", "values": ""},
    {"fact": LONG, "question": "What? " * 6 + "Why?", "type": "choice", "values": "one, two"},
]


def test_a_row_begins_with_its_name():
    """Beside it stands what is said of it, and in brackets what else there is."""
    first, second = shown(write_rows, ROWS).splitlines()

    assert first.split(maxsplit=1) == ["a.short_one", "Who? (type: role)"]
    assert second.startswith(LONG)
    assert second.endswith("What? Why? (type: choice; values: one, two)")


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_a_name_is_never_broken(width):
    """Where there is no room beside it, it stands on a line of its own."""
    lines = shown(write_rows, ROWS, width=width).splitlines()

    assert LONG in lines
    assert " ".join(" ".join(lines).split()).endswith("(type: choice; values: one, two)")
