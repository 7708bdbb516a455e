"""Each operator on small protocols of our own: what it changes, how it is told, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol_rules import load
from protocol_rules.mutation import OPERATORS, Mutant, mutants_of, mutated

HEAD = """council: tidy
name: Tidy Council
title: A tidy protocol
"""
NORM = """clauses:
  - id: "1"
    title: One
    norms:
      one:
        bearer: senior_officer
        must: send_substantive_response
"""


@pytest.fixture
def mutants(tmp_path: Path):
    """Give what an operator makes of a rule file, by what it says that it changed."""

    def made(text: str, operator: str) -> dict[str, Mutant]:
        path = tmp_path / "tidy.yaml"
        path.write_text(text, "utf-8")
        return {each.change: each for each in mutants_of(load(path), (operator,))}

    return made


def norm(line: str) -> str:
    """Write a protocol of one norm with one line more."""
    return f"{HEAD}{NORM}        {line}\n"


CONDITIONS = [
    ("test-negated", "when: {enquiry.answerable_in_time: true}",
     ["`enquiry.answerable_in_time is false` for `enquiry.answerable_in_time is true`"]),
    ("test-negated", "when: {enquiry.medium: email}",
     ["`not enquiry.medium is email` for `enquiry.medium is email`"]),
    ("test-negated", "when: {not: {about: enquiry}}",
     ["`not it is about enquiry` for `it is about enquiry`"]),
    ("value-dropped", "when: {enquiry.seeks: [advice, explanation]}",
     ["without `advice` among the values of `enquiry.seeks`",
      "without `explanation` among the values of `enquiry.seeks`"]),
    ("value-dropped", "when: {enquiry.seeks: {only: [advice, explanation]}}",
     ["without `advice` among the values of `enquiry.seeks`",
      "without `explanation` among the values of `enquiry.seeks`"]),
    ("value-dropped", "when: {enquiry.from: [member, town_clerk]}",
     ["without `member` among the values of `enquiry.from`",
      "without `town_clerk` among the values of `enquiry.from`"]),
    ("value-dropped", "when: {enquiry.medium: email}", []),
    ("value-swapped", "when: {absence.working_days: 6}", ["`7` for `6` in `absence.working_days`"]),
    ("value-swapped", "when: {enquiry.answerable_in_time: true}", []),
    ("role-moved", "when: {enquiry.from: senior_officer}",
     ["`officer` for `senior_officer` in `enquiry.from`",
      "`chief_officer` for `senior_officer` in `enquiry.from`"]),
    ("bound-moved", "when: {absence.working_days: {more_than: 5}}",
     ["`absence.working_days is more than 4` for `absence.working_days is more than 5`",
      "`absence.working_days is more than 6` for `absence.working_days is more than 5`"]),
    ("bound-moved", "when: {absence.working_days: {at_least: 0}}",
     ["`absence.working_days is at least 1` for `absence.working_days is at least 0`"]),
    ("bound-moved", "when: {enquiry.answered_on: {after: enquiry.received_on}}",
     [("`enquiry.answered_on is at least enquiry.received_on` for "
       "`enquiry.answered_on is after enquiry.received_on`")]),
    ("connective-swapped", "when: {enquiry.from: member, enquiry.to: officer}",
     ["any for all of `enquiry.from is member and enquiry.to is officer`"]),
    ("connective-swapped", "when: {any: [{enquiry.from: member}, {enquiry.to: officer}]}",
     ["all for any of `enquiry.from is member or enquiry.to is officer`"]),
    ("part-dropped", "when: {enquiry.from: member, enquiry.to: officer}",
     ["without `enquiry.from is member`", "without `enquiry.to is officer`"]),
    ("part-dropped", "when: {enquiry.from: member}", []),
    ("exception-dropped", "unless: {enquiry.from: member}",
     ["without `enquiry.from is member` in its exception"]),
    ("proviso-dropped", "provided: {enquiry.from: member}",
     ["without `enquiry.from is member` in its proviso"]),
    ("test-negated", "breached_when: {enquiry.answerable_in_time: false}",
     [("`enquiry.answerable_in_time is true` for `enquiry.answerable_in_time is false` "
       "in what breaches it")]),
    ("limit-moved", "limit: {absence.working_days: {at_most: 5}}",
     ["`absence.working_days is at most 4` for `absence.working_days is at most 5` as its limit",
      "`absence.working_days is at most 6` for `absence.working_days is at most 5` as its limit"]),
    ("bound-moved", "limit: {absence.working_days: {at_most: 5}}", []),
    ("deadline-moved", "deadline: 10 working days after enquiry.received_on",
     ["`9 working days` for `10 working days after enquiry.received_on`",
      "`11 working days` for `10 working days after enquiry.received_on`"]),
    ("deadline-moved", "deadline: before enquiry.received_on",
     ["`by enquiry.received_on` for `before enquiry.received_on`"]),
    ("deadline-recounted", "deadline: 10 working days after enquiry.received_on",
     ["`10 days` for `10 working days after enquiry.received_on`"]),
    ("step-dropped", "escalation: [{to: director}, {to: chief_executive}]",
     ["without the step to `director`", "without the step to `chief_executive`"]),
    ("force-changed", "qualifier: promptly", ["`should` for `must`"]),
    ("modality-denied", "qualifier: promptly", ["`must_not` for `must`"]),
    ("bearer-moved", "qualifier: promptly",
     ["`officer` for `senior_officer` as bearer",
      "`chief_officer` for `senior_officer` as bearer"]),
    ("norm-dropped", "qualifier: promptly", ["without the norm"]),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "line", "changes"), CONDITIONS)
def test_an_operator_says_in_words_what_it_changed(mutants, operator, line, changes):
    """Nothing else is changed by it, and each change is told on the line that says it."""
    found = mutants(norm(line), operator)

    assert [*found] == changes
    lines = norm(line).splitlines()
    shown = [lines[each.span.line - 1] for each in found.values() if each.span]
    key = {"force-changed": "must:", "modality-denied": "must:", "bearer-moved": "bearer:"}
    wanted = key.get(operator, "one:" if operator == "norm-dropped" else line)
    assert len(shown) == len(changes)
    assert all(wanted in each or operator == "norm-dropped" for each in shown)


@pytest.mark.parametrize(("operator", "line"), [each[:2] for each in CONDITIONS])
def test_a_mutant_is_another_protocol(mutants, tmp_path, operator, line):
    """The changed norm differs from the one in the file, which is left as it was."""
    for mutant in mutants(norm(line), operator).values():
        protocol = load(tmp_path / "tidy.yaml")
        after = mutated(protocol, mutant)

        assert after.norms["tidy/1#one"] != protocol.norms["tidy/1#one"]
        assert protocol.norms["tidy/1#one"] == load(tmp_path / "tidy.yaml").norms["tidy/1#one"]


OTHERS = f"""{HEAD}scopes:
  - {{clauses: ["1"], unless: {{enquiry.medium: email}}}}
  - {{clauses: ["1"], when: {{enquiry.nature: routine}}}}
clauses:
  - id: "1"
    title: One
    when: {{enquiry.from: member}}
    norms:
      a: {{bearer: officer, must: send_substantive_response, when: {{enquiry.to: officer}}}}
      b: {{bearer: officer, must: deal_with_enquiry}}
  - id: "1(a)"
    title: Shown
    proviso_of: "1#a"
    when: {{enquiry.answerable_in_time: true}}
  - id: "2"
    title: Two
    overrides: "1"
    when: {{enquiry.nature: routine}}
  - id: "3"
    title: Three
    norms:
      sorry:
        bearer: officer
        must: explain_delay
        when: {{about: enquiry}}
        reparation_for: "1#a"
"""


def test_what_a_card_says_for_all_its_norms_is_changed_in_all_of_them(mutants):
    """It is written once, and so it is one mutant."""
    found = mutants(OTHERS, "role-moved")

    both = found["`elected_member` for `member` in `enquiry.from`"]
    assert {*both.norms} == {"tidy/1#a", "tidy/1#b"}
    assert both.span is not None
    assert "when: {enquiry.from: member}" in OTHERS.splitlines()[both.span.line - 1]


def test_a_scope_is_changed_for_all_norms_below_it(mutants):
    """What takes them out and what takes them in can be forgotten."""
    found = mutants(OTHERS, "exception-dropped")

    assert [*found] == [
        "without `enquiry.medium is email` in its exception",
        "without `enquiry.nature is routine` in its exception",
    ]
    assert all({"tidy/1#a", "tidy/1#b"} <= {*each.norms} for each in found.values())


def test_a_proviso_card_is_changed_together_with_its_norm(mutants):
    """Both have its condition, which is written once."""
    found = mutants(OTHERS, "test-negated")
    name = "`enquiry.answerable_in_time is false` for `enquiry.answerable_in_time is true`"
    changed = next(each for change, each in found.items() if change.startswith(name))

    assert {*changed.norms} == {"tidy/1#a", "tidy/1(a)"}


def test_an_override_is_dropped_norm_by_norm(mutants):
    """A card that overrides a clause lifts each norm of it."""
    found = mutants(OTHERS, "override-dropped")

    assert [*found] == ["does not override `1#a`", "does not override `1#b`"]


def test_a_reparation_loses_its_link(mutants):
    """The norm is left with its own condition."""
    (only,) = mutants(OTHERS, "reparation-dropped").values()

    assert only.change == "no reparation for `1#a`"
    assert only.norms["tidy/3#sorry"].reparation_for == ""


DEFINED = """  - id: "4"
    title: Urgent
    kind: definition
    defines: {matter.is_small: {enquiry.nature: routine, enquiry.medium: email}}
"""


def test_a_definition_is_changed_as_well(mutants):
    """It is told on the card that defines the fact."""
    text = OTHERS.replace("scopes:", """facts:
  matter:
    title: The matter
    description: What it is about.
    setting: true
    facts:
      is_small: {type: boolean, question: Is it small?}
scopes:""") + DEFINED  # fmt: skip
    found = mutants(text, "part-dropped")
    one = found["without `enquiry.nature is routine` in the definition of matter.is_small"]

    assert one.address == "tidy/4"
    assert [*one.definitions] == ["matter.is_small"]
    assert not one.norms


def test_every_operator_has_its_case():
    """None of them is left untried here."""
    tried = {operator for operator, _, changes in CONDITIONS if changes}

    assert {*OPERATORS} == tried | {"override-dropped", "reparation-dropped"}


def test_mutants_come_in_the_order_of_the_lines():
    """So that a reader can go through the file with them."""
    lines = [each.span.line for each in mutants_of(load("medway")) if each.span]

    assert lines == sorted(lines)
    assert len(lines) == len(mutants_of(load("medway")))
