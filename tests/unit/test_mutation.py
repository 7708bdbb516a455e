"""Mutants before scenarios: who kills them, which survive, and which nobody could tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol_rules import load
from protocol_rules.checks import judge
from protocol_rules.checks.bank import read_bank
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.mutation import (
    Bank,
    Commission,
    Fate,
    mutants_of,
    mutated,
    outcome_of,
    run,
)
from protocol_rules.mutation.choose import commissioned
from protocol_rules.mutation.expected import Expected
from protocol_rules.mutation.trial import Trial
from protocol_rules.norms.scenario_parts import Expectation

BANK = str(Path(__file__).parents[1] / "scenarios")
RULES = """council: tidy
name: Tidy Council
title: A tidy protocol
clauses:
  - id: "1"
    title: One
    norms:
      answer:
        bearer: officer
        must: send_substantive_response
        when: {enquiry.from: member, enquiry.nature: [routine, other]}
        deadline: 10 working days after enquiry.received_on
  - id: "2"
    title: Two
    overrides: "1"
    when: {enquiry.medium: telephone}
  - id: "3"
    title: Three
    norms:
      always: {bearer: member, should: make_enquiry}
"""
SCENARIOS = """scenarios:
  - name: a member writes
    protocol: tidy
    given: {enquiry.from: member, enquiry.nature: routine, enquiry.medium: email,
      enquiry.received_on: 2024-03-01}
    expect: {applies: ["1"], due: {"1": 2024-03-15}}
  - name: a member telephones
    protocol: tidy
    given: {enquiry.from: member, enquiry.nature: routine, enquiry.medium: telephone}
    expect: {applies: ["2"], lifted: ["1"]}
  - name: nobody knows who
    protocol: tidy
    given: {enquiry.nature: routine, enquiry.medium: email}
    expect: {undetermined: ["1"], missing: enquiry.from}
"""


@pytest.fixture
def written(tmp_path: Path):
    """Write the rules and the scenarios, and give their paths."""

    def write(rules: str = RULES, scenarios: str = SCENARIOS) -> tuple[str, str]:
        (tmp_path / "tidy.yaml").write_text(rules, "utf-8")
        (tmp_path / "scenarios").mkdir(exist_ok=True)
        (tmp_path / "scenarios" / "some.yaml").write_text(scenarios, "utf-8")
        return str(tmp_path / "tidy.yaml"), str(tmp_path / "scenarios")

    return write


@pytest.fixture
def outcomes(written):
    """Try all mutants of the rules, and give what became of them by operator and change."""
    rules, scenarios = written()
    (tally,) = run([Commission(rules, (scenarios,))]).tallies
    return {(each.operator, each.address, each.change): each for each in tally.outcomes}


@pytest.mark.parametrize(
    ("key", "by"),
    [
        (("norm-dropped", "tidy/1#answer", "without the norm"), "a member writes"),
        (("override-dropped", "tidy/2", "does not override `1#answer`"), "a member telephones"),
        (("part-dropped", "tidy/1#answer", "without `enquiry.from is member`"), "nobody knows who"),
        (
            (
                "deadline-moved",
                "tidy/1#answer",
                "`9 working days` for `10 working days after enquiry.received_on`",
            ),
            "a member writes",
        ),
    ],
)
def test_what_a_scenario_notices_is_killed_by_it(outcomes, key, by):
    """The outcome names the scenario, its file and its line."""
    assert outcomes[key].fate is Fate.KILLED
    assert outcomes[key].told.endswith(f" {by}")


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (
            (
                "value-dropped",
                "tidy/1#answer",
                "without `other` among the values of `enquiry.nature`",
            ),
            "a story with enquiry.nature = other: `1#answer` is undetermined, and with the mutant",
        ),
        (
            ("bearer-moved", "tidy/1#answer", "`senior_officer` for `officer` as bearer"),
            "a scenario that expects `position` or `required` for `send_substantive_response`",
        ),
        (
            ("force-changed", "tidy/3#always", "`must` for `should`"),
            "a scenario that expects `position`, or the status of `3#always` by that address",
        ),
    ],
)
def test_of_what_nobody_notices_it_is_told_what_would(outcomes, key, told):
    """The kind of expectation is named, and a story for it."""
    assert outcomes[key].fate is Fate.SURVIVED
    assert outcomes[key].told.startswith(told)


def test_a_standing_norm_is_seen_where_its_address_is_named(written):
    """Dropping it is noticed by an expectation of the norm itself."""
    naming = SCENARIOS.replace('{applies: ["1"], due', '{applies: ["1", "3#always"], due')
    rules, scenarios = written(scenarios=naming)
    (tally,) = run([Commission(rules, (scenarios,), ("norm-dropped",))]).tallies

    assert [each.fate for each in tally.outcomes] == [Fate.KILLED] * 3


EQUIVALENT = RULES.replace(
    "when: {enquiry.from: member, enquiry",
    "when: {about: enquiry, enquiry.from: member, enquiry",
)


def test_a_mutant_that_no_story_tells_is_left_out(written):
    """An enquiry by a member is there wherever an enquiry is by a member."""
    rules, scenarios = written(rules=EQUIVALENT)
    (tally,) = run([Commission(rules, (scenarios,), ("part-dropped",), ("1",))]).tallies
    (same,) = tally.with_fate(Fate.EQUIVALENT)

    assert same.change == "without `it is about enquiry`"
    assert tally.counts.all == 3
    assert tally.counts.score == 50


def test_a_killed_mutant_fails_its_scenario_when_judged_afresh():
    """Whatever was shared between programs, the scenario fails under the changed protocol alone."""
    protocol = load("medway")
    bank = Bank(protocol, read_bank([f"{BANK}/medway"]).entries)
    killed = 0
    for mutant in mutants_of(protocol)[::40]:
        check = Trial(bank, mutant).noticed_by()
        fresh = {"medway": mutated(protocol, mutant)}
        if check is not None:
            killed += 1
            assert not all(each.passed for each in judge(check.entry, fresh.get))
        else:
            entries = (each.entry for each in bank.checks)
            assert all(each.passed for one in entries for each in judge(one, fresh.get))

    assert killed > 10


def test_the_outcome_is_the_same_for_any_number_of_jobs(written):
    """Two processes tell the same in the same order as one."""
    rules, scenarios = written()
    commissions = [Commission(rules, (scenarios,)), Commission("cumbria", (BANK,),
                   ("force-changed", "override-dropped"))]  # fmt: skip

    assert run(commissions, jobs=2) == run(commissions, jobs=1)


def test_how_many_have_been_tried_is_told(written):
    """The numbers add up to all there are."""
    rules, scenarios = written()
    told: list[tuple[int, int]] = []
    found = run(
        [Commission(rules, (scenarios,))], tell=lambda more, every: told.append((more, every))
    )

    assert sum(more for more, _ in told) == found.tallies[0].mutants
    assert {every for _, every in told} == {found.tallies[0].mutants}


def test_a_run_that_is_stopped_tells_what_was_done(written):
    """Ctrl-C leaves what had been tried."""
    rules, scenarios = written()

    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    commissions = [Commission(rules, (scenarios,)), Commission("cumbria", (BANK,), ("role-moved",))]
    found = run(commissions, tell=stop)

    assert not found.finished
    assert [len(each.outcomes) for each in found.tallies] == [found.tallies[0].mutants, 0]


def test_a_scenario_that_fails_to_begin_with_is_refused(written):
    """Nobody could tell whether it notices anything; each is told with its place."""
    rules, scenarios = written(scenarios=SCENARIOS.replace('applies: ["2"], ', ""))

    with pytest.raises(InvalidInput) as error:
        run([Commission(rules, (scenarios,))])

    (fault,) = error.value.diagnostics
    assert fault.code == "failing-scenario"
    assert "`a member telephones` fails before anything is changed: 2: " in fault.message
    assert fault.span is not None
    assert fault.span.line == 7


def test_only_protocols_of_which_a_scenario_speaks_are_tried(written):
    """One that is named has to have a scenario."""
    rules, scenarios = written()

    assert [each.protocol for each in commissioned([], [f"{BANK}/medway"])] == ["medway"]
    assert commissioned([rules], [scenarios]) == (Commission(rules, (scenarios,)),)
    with pytest.raises(InvalidInput, match="no scenario expects anything of `medway`"):
        commissioned(["medway"], [f"{BANK}/thanet"])


def test_a_mutant_that_contradicts_what_is_given_is_noticed(written):
    """Where the scenario cannot be answered any more, that is seen."""
    rules = RULES.replace("clauses:\n", """facts:
  matter:
    title: The matter
    description: What it is about.
    setting: true
    facts:
      is_small: {type: boolean, question: Is it small?}
clauses:
  - id: "0"
    title: Small
    kind: definition
    defines: {matter.is_small: {enquiry.nature: routine}}
""")  # fmt: skip
    scenarios = SCENARIOS.replace(
        "{enquiry.from: member,", "{matter.is_small: true, enquiry.from: member,"
    )
    path, folder = written(rules, scenarios)
    protocol = load(path)
    bank = Bank(protocol, read_bank([folder], {protocol.council: protocol}).entries)
    (mutant,) = mutants_of(protocol, ("test-negated",), ("0",))

    assert outcome_of(bank, mutant).fate is Fate.KILLED


def test_an_expectation_sees_what_it_names():
    """It is not asked about norms of which it says nothing."""
    norm = load("thanet").norms["thanet/9.1.4#answer"]
    nothing = Expectation((), (), (), (), {})

    assert not Expected.of(nothing).sees(norm)
    assert Expected.of(Expectation(("9.1.4",), (), (), (), {})).sees(norm)
    assert Expected.of(Expectation((), (), (), (), {"9.1.4#answer": "2024-03-15"})).sees(norm)
    assert not Expected.of(Expectation(("9.1.6",), (), (), (), {})).sees(norm)
