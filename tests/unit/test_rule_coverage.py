"""The coverage of rules: what a bank shows, what it lacks, and what no bank can show."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from protocol_rules import load
from protocol_rules.coverage import Goal, Kind, RuleCoverage, State, coverage_of, read_pairs
from protocol_rules.coverage import cells as cells_module
from protocol_rules.coverage import possible as possible_module
from protocol_rules.coverage.decisions import decisions_of
from protocol_rules.coverage.spots import Spots, paths_of_tests
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.program import program_of
from protocol_rules.resolve import shipped
from protocol_rules.source import read
from protocol_rules.vocabulary.conditions import About, Breached, atoms

HEAD = """\
council: toft
name: Toft
title: A protocol on parcels
facts:
  parcel:
    title: A parcel
    description: Somebody leaves a parcel
    facts:
      from: {type: role, question: "Who left it?"}
      left_on: {type: date, question: "When was it left?"}
      opened_on: {type: date, question: "When was it opened?"}
      is_heavy: {type: boolean, question: "Is it heavy?"}
      is_wet: {type: boolean, question: "Is it wet?"}
      is_odd: {type: boolean, question: "Is it odd, as the protocol has it?"}
      weight: {type: count, question: "What does it weigh?"}
      size: {type: choice, question: "How big?", values: {small: Small, middling: Not, big: Big}}
      marks: {type: choices, question: "What is on it?", values: {fragile: Breaks, urgent: Soon}}
  visit:
    title: A visit
    description: Somebody comes
    facts:
      by: {type: role, question: "Who comes?"}
      is_short: {type: boolean, question: "Is it short?"}
actions:
  open_parcel: {phrase: open the parcel, towards: for}
  be_kind: {phrase: be kind, towards: to}
clauses:
"""


class Bank:
    """A protocol of some cards, and a bank of some scenarios, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.rules = folder / "toft.yaml"
        self.scenarios = folder / "scenarios.yaml"

    def measure(self, cards: str, *scenarios: str) -> RuleCoverage:
        """Measure what scenarios show; each is `GIVEN | EXPECT`, and may go on `| KEYS`."""
        self.rules.write_text(HEAD + textwrap.indent(textwrap.dedent(cards), "  "), "utf-8")
        lines = ["scenarios:"]
        for number, each in enumerate(scenarios):
            given, expect, *more = (part.strip() for part in each.split("|"))
            lines += [f"  - name: story {number}", "    protocol: toft", f"    given: {{{given}}}"]
            lines += [f"    expect: {{{expect}}}", *(f"    {one}" for one in more)]
        self.scenarios.write_text("\n".join(lines), "utf-8")
        protocol = load(self.rules)
        pairs = read_pairs([self.scenarios], {"toft": protocol})
        return coverage_of(protocol, pairs)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """Give a folder for a protocol and its scenarios."""
    return Bank(tmp_path)


def norm(text: str, number: int = 1) -> str:
    """Write a card with one norm."""
    return (
        f'- {{id: "{number}", title: One, '
        f"norms: {{open: {{bearer: officer, must: open_parcel, {text}}}}}}}\n"
    )


def figure(measured: RuleCoverage, kind: Kind) -> tuple[int, int, int]:
    """Give what is met, what could be, and what cannot."""
    found = measured.figures[kind]
    return found.met, found.of, found.cannot


def goal(measured: RuleCoverage, kind: Kind, way: str, about: str = "") -> Goal:
    """Give the one goal of a kind whose test or part is as named."""
    found = [
        each
        for each in measured.goals
        if each.kind is kind and each.way == way and about in (each.test or each.part)
    ]
    assert len(found) == 1, found
    return found[0]


BOTH = "when: {parcel.from: member, parcel.is_heavy: true}"


def test_a_norm_is_shown_where_it_applies_and_where_it_is_awake_and_does_not(bank):
    """Of a story about something else nothing is counted."""
    measured = bank.measure(
        norm(BOTH),
        "visit.is_short: true |",
        "parcel.from: member, parcel.is_heavy: true | applies: ['1']",
    )
    assert figure(measured, Kind.NORMS) == (1, 2, 0)
    assert measured.pairs == 2
    assert measured.awake == {"toft/1#open": 1}
    assert goal(measured, Kind.NORMS, "yes").first == "story 1"
    assert goal(measured, Kind.NORMS, "no").lacking == "it always applies where it is awake"


def test_a_norm_that_no_story_wakes_shows_nothing(bank):
    """The report says which circumstance would wake it."""
    measured = bank.measure(norm(BOTH), "visit.is_short: true |")

    assert figure(measured, Kind.NORMS) == (0, 2, 0)
    assert {each.lacking for each in measured.lacking()} == {"no scenario mentions parcel"}
    assert {each.reason for each in measured.lacking()} == {"never awake"}


def test_a_test_decides_alone_where_turning_it_over_turns_the_outcome(bank):
    """Of two tests that are both no, neither decides."""
    stories = [
        "parcel.from: member, parcel.is_heavy: true | applies: ['1']",
        "parcel.from: officer, parcel.is_heavy: false |",
    ]
    assert figure(bank.measure(norm(BOTH), *stories), Kind.MCDC) == (2, 4, 0)

    stories.append("parcel.from: officer, parcel.is_heavy: true |")
    measured = bank.measure(norm(BOTH), *stories)
    assert goal(measured, Kind.MCDC, "no", "parcel.from").state is State.MET
    heavy = goal(measured, Kind.MCDC, "no", "is_heavy")
    assert heavy.state is State.UNMET
    assert heavy.lacking == (
        "it is no in 1 evaluation, and each time `parcel.from is member` is no"
    )


def test_an_unknown_outcome_shows_nothing_of_a_test(bank):
    """What the rest turns on is not known, so nothing can be said to decide."""
    measured = bank.measure(norm(BOTH), "parcel.is_heavy: true | undetermined: ['1']")

    assert figure(measured, Kind.MCDC) == (0, 4, 0)
    assert goal(measured, Kind.MCDC, "yes", "is_heavy").reason == "the rest is open"
    assert goal(measured, Kind.MCDC, "yes", "parcel.from").reason == "never known"
    assert goal(measured, Kind.UNKNOWNS, "unknown").state is State.MET


def test_what_decides_too_is_told_though_elsewhere_the_rest_is_open(bank):
    """Of two stories that show nothing of a test, the one that is settled says more."""
    measured = bank.measure(
        norm(BOTH),
        "parcel.is_heavy: true | undetermined: ['1']",
        "parcel.from: officer, parcel.is_heavy: true |",
    )
    assert goal(measured, Kind.MCDC, "yes", "is_heavy").lacking == (
        "it is yes in 2 evaluations, and in 1 of them `parcel.from is member` is no"
    )


def test_a_test_of_an_exception_decides_where_it_lifts(bank):
    """A yes of it lifts the norm, and a no lets it apply."""
    rules = norm("when: {parcel.from: member}, unless: {parcel.is_wet: true}")
    measured = bank.measure(rules, "parcel.from: member, parcel.is_wet: true | lifted: ['1']")

    assert figure(measured, Kind.EXCEPTIONS) == (1, 1, 0)
    assert goal(measured, Kind.MCDC, "yes", "is_wet").state is State.MET
    # Lifted as it is, turning who it comes from over changes nothing.
    assert goal(measured, Kind.MCDC, "yes", "parcel.from").state is State.UNMET


def test_an_exception_that_holds_where_its_norm_does_not_speak_lifts_nothing(bank):
    """The norm has to speak for it to be lifted."""
    rules = norm("when: {parcel.from: member}, unless: {parcel.is_wet: true}")
    measured = bank.measure(rules, "parcel.from: officer, parcel.is_wet: true |")

    assert figure(measured, Kind.EXCEPTIONS) == (0, 1, 0)
    assert goal(measured, Kind.BRANCHES, "yes", "unless").state is State.MET


def test_an_override_lifts_and_is_no_test_of_what_it_lifts(bank):
    """Its own tests are those of the norm that overrides."""
    rules = norm("when: {parcel.from: member}") + (
        '- {id: "2", title: Two, overrides: "1", when: {parcel.is_wet: true}}\n'
    )
    story = "parcel.from: member, parcel.is_wet: true | applies: ['2'], lifted: ['1']"
    measured = bank.measure(rules, story)
    assert figure(measured, Kind.EXCEPTIONS) == (1, 1, 0)
    own = [each.address for each in measured.goals if "is_wet" in each.test]
    assert set(own) == {"toft/2"}


def test_a_proviso_is_shown_both_ways_where_it_is_wanted(bank):
    """Where the norm would not speak anyway, it shows nothing."""
    rules = norm("when: {parcel.from: member}, provided: {parcel.is_heavy: true}")
    measured = bank.measure(
        rules,
        "parcel.from: member, parcel.is_heavy: true | applies: ['1']",
        "parcel.from: officer, parcel.is_heavy: false |",
    )
    assert figure(measured, Kind.PROVISOS) == (1, 2, 0)


def test_an_item_that_is_a_proviso_counts_where_it_stands_and_where_it_is_wanted(bank):
    """Its tests are among those of the norm, and stand on the item."""
    rules = norm("when: {parcel.from: member}") + (
        '- {id: "1(a)", part_of: "1", title: Two, proviso_of: "1", when: {parcel.is_wet: false}}\n'
    )
    measured = bank.measure(rules, "parcel.from: member, parcel.is_wet: false | applies: ['1']")
    lines = {each.span.line for each in measured.goals if "is_wet" in each.test}
    assert {each.address for each in measured.goals if "is_wet" in each.test} == {
        "toft/1#open",
        "toft/1(a)",
    }
    assert lines == {HEAD.count("\n") + 2}


DUE = (
    "when: {parcel.from: member}, deadline: 5 days after parcel.left_on, done_on: parcel.opened_on"
)


def test_a_deadline_is_shown_where_the_day_is_made_out(bank):
    """A norm that is due on a day has applied, and the day is known from which it counts."""
    left = "parcel.left_on: 2024-03-01"
    assert figure(bank.measure(norm(DUE), f"{left} |"), Kind.DEADLINES) == (0, 1, 0)
    assert figure(
        bank.measure(norm(DUE), f"parcel.from: member, {left} | applies: ['1']"), Kind.DEADLINES
    ) == (1, 1, 0)


def test_a_norm_is_breached_once_and_kept_once(bank):
    """Late is a breach, and in time is not."""
    told = "parcel.from: member, parcel.left_on: 2024-03-01, parcel.opened_on:"
    late = bank.measure(norm(DUE), f"{told} 2024-03-20 | applies: ['1']")
    assert goal(late, Kind.BREACHES, "breached").state is State.MET
    assert goal(late, Kind.BREACHES, "kept").state is State.UNMET
    both = bank.measure(
        norm(DUE), f"{told} 2024-03-20 | applies: ['1']", f"{told} 2024-03-02 | applies: ['1']"
    )
    assert figure(both, Kind.BREACHES) == (2, 2, 0)


def test_a_norm_is_not_shown_as_kept_where_the_story_is_about_something_else(bank):
    """What would show a breach has to be there for its absence to say something."""
    rules = norm("when: {parcel.from: member}, breached_when: {visit.is_short: true}")
    away = bank.measure(rules, "parcel.from: member | applies: ['1']")
    assert figure(away, Kind.BREACHES) == (0, 2, 0)
    there = bank.measure(rules, "parcel.from: member, visit.is_short: false | applies: ['1']")
    assert goal(there, Kind.BREACHES, "kept").state is State.MET


STANDING = '- {id: "1", title: One, norms: {be: {bearer: officer, must: be_kind}}}\n'
TWO_STANDING = (
    '- {id: "1", title: One, norms: {be: {bearer: officer, must: be_kind},'
    " too: {bearer: member, must: be_kind}}}\n"
)


@pytest.mark.parametrize(
    ("rules", "expect", "met"),
    [
        (STANDING, "", 0),
        (STANDING, "applies: ['1#be']", 1),
        (STANDING, "applies: ['1']", 1),
        (TWO_STANDING, "applies: ['1']", 0),
        (TWO_STANDING, "applies: ['1#too']", 1),
    ],
)
def test_a_standing_norm_is_shown_where_an_expectation_names_it(bank, rules, expect, met):
    """It applies in every story, so that it does shows nothing by itself."""
    measured = bank.measure(rules, f"visit.is_short: true | {expect}")
    assert measured.figures[Kind.NORMS].met == met


@pytest.mark.parametrize(
    ("expect", "met"),
    [
        ("position: {be_kind: {officer: must}}", 1),
        ("position: {be_kind: {director: must}}", 1),
        ("position: {be_kind: {member: must}}", 1),
        ("position: {open_parcel: {officer: silent}}", 0),
    ],
)
def test_a_standing_norm_is_shown_where_a_position_rests_on_it(bank, expect, met):
    """A director is an officer, and bears what officers bear."""
    measured = bank.measure(TWO_STANDING, f"visit.is_short: true | {expect}")
    assert measured.figures[Kind.NORMS].met == met


def test_of_an_expectation_at_least_only_what_is_named_counts(bank):
    """Nothing is said of the rest, so nothing is shown of it."""
    rules = norm(BOTH) + norm("when: {parcel.from: member}", 2)
    story = "parcel.from: member, parcel.is_heavy: true | applies: ['2'], match:"
    assert bank.measure(rules, f"{story} at_least").awake == {"toft/1#open": 0, "toft/2#open": 1}
    story = story.replace("['2']", "['1', '2']")
    assert bank.measure(rules, f"{story} exact").awake == {"toft/1#open": 1, "toft/2#open": 1}


def test_a_standing_norm_counts_only_where_the_story_is_about_its_exceptions(bank):
    """An exception whose circumstance is absent does not hold, which shows nothing."""
    rules = (
        '- {id: "1", title: One, norms: {be: {bearer: officer, must: be_kind,'
        " unless: {parcel.is_wet: true}}}}\n"
    )
    measured = bank.measure(rules, "visit.is_short: true |", "parcel.is_wet: false |")
    assert measured.awake["toft/1#be"] == 1
    assert goal(measured, Kind.MCDC, "no").times == 1


def test_a_definition_is_measured_where_it_stands(bank):
    """Its tests are those of its clause; the norm has one test of the derived fact."""
    rules = (
        '- {id: "1", title: Odd, kind: definition,\n'
        "   defines: {parcel.is_odd: {any: [{parcel.is_wet: true}, {parcel.is_heavy: true}]}}}\n"
    ) + norm("when: {parcel.is_odd: true}", 2)
    measured = bank.measure(rules, "parcel.is_wet: true, parcel.is_heavy: false | applies: ['2']")

    assert goal(measured, Kind.MCDC, "yes", "is_wet").state is State.MET
    assert goal(measured, Kind.MCDC, "no", "is_heavy").state is State.UNMET
    assert goal(measured, Kind.MCDC, "yes", "is_odd").state is State.MET
    assert goal(measured, Kind.MCDC, "yes", "is_wet").address == "parcel.is_odd"
    assert goal(measured, Kind.MCDC, "yes", "is_wet").span.line == HEAD.count("\n") + 2


CANNOT = [
    # What wakes the norm is always there.
    ("when: {about: parcel}", "no", "parcel", "it is always yes where the norm is awake"),
    # Without the circumstance the fact is a no as well.
    ("when: {about: parcel, any: [{parcel.is_wet: true}, {parcel.is_heavy: true}]}",
     "no", "about parcel", "it is always yes where the norm is awake"),
    # Nor does it decide beside facts of its own and of another.
    (("when: {about: parcel, any: [{parcel.is_wet: true}, {visit.is_short: true}],"
      " not: {visit.is_short: true}}"),
     "no", "about parcel", "something else always decides too"),
    # One of the two is always there.
    ("when: {about: [parcel, visit]}", "no", "about visit", "`it is about parcel` is yes as well"),
    # Values of one fact: small is never big.
    ("when: {parcel.size: small, not: {parcel.size: big}}", "yes", "is big", "is no as well"),
    # Something is written on it: if not the one, then the other.
    ("when: {parcel.marks: fragile, not: {parcel.marks: urgent}}", "no", "is fragile",
     "is no as well"),
    # What weighs more than five weighs more than three.
    ("when: {parcel.weight: {more_than: 5}, not: {parcel.weight: {less_than: 3}}}", "yes",
     "less than", "is no as well"),
    # A chief executive is an officer.
    ("when: {any: [{parcel.from: officer}, {parcel.from: chief_executive}]}", "yes",
     "is chief_executive", "is yes as well"),
    # The rest says no whatever happens.
    (("when: {any: [{all: [{parcel.is_heavy: true}, {parcel.is_heavy: false}]},"
      " {parcel.is_wet: false}]}"), "yes", "is_heavy is true", "as well"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "way", "about", "why"), CANNOT)
def test_what_no_story_can_show_is_told_with_the_reason(bank, rules, way, about, why):
    """It is left out of what is counted."""
    measured = bank.measure(norm(rules), "visit.is_short: true |")
    found = [
        each
        for each in measured.goals
        if each.kind is Kind.MCDC and each.way == way and about in each.test
    ]
    assert [each.state for each in found] == [State.CANNOT_BE_MET], found
    assert why in found[0].lacking, found[0].lacking


CAN = [
    "when: {parcel.from: member, parcel.is_heavy: true}",
    "when: {any: [{parcel.is_wet: true}, {visit.is_short: true}]}",
    "when: {parcel.weight: {at_least: 3, at_most: 5}}",
    "when: {parcel.from: {not_only: member}}, unless: {parcel.from: chief_executive}",
    "when: {parcel.left_on: {after: 2024-03-01}, parcel.opened_on: {before: parcel.left_on}}",
]


@pytest.mark.parametrize("rules", CAN)
def test_what_can_be_shown_is_counted(bank, rules):
    """Nothing is left out without a proof."""
    measured = bank.measure(norm(rules), "visit.is_short: true |")
    assert measured.figures[Kind.MCDC].cannot == 0
    assert measured.figures[Kind.NORMS].cannot == 0


def test_a_norm_that_applies_whenever_it_is_awake_need_not_be_shown_otherwise(bank):
    """That it does not apply, and that its condition is not met, cannot be shown."""
    measured = bank.measure(norm("when: {about: parcel}"), "parcel.is_wet: true | applies: ['1']")

    assert figure(measured, Kind.NORMS) == (1, 1, 1)
    assert figure(measured, Kind.BRANCHES) == (1, 1, 1)
    assert figure(measured, Kind.UNKNOWNS) == (0, 0, 1)
    assert figure(measured, Kind.MCDC) == (1, 1, 1)

    rules = norm("when: {parcel.is_wet: true}, unless: {about: visit}")
    measured = bank.measure(rules, "parcel.is_wet: true | applies: ['1']")
    assert goal(measured, Kind.UNKNOWNS, "unknown", "unless").state is State.CANNOT_BE_MET


def test_what_would_take_too_long_to_prove_is_counted(bank, monkeypatch):
    """What is not proved to be impossible stays a goal."""
    monkeypatch.setattr(possible_module, "MOST_TRIES", 1)
    measured = bank.measure(norm("when: {about: parcel}"), "parcel.is_wet: true | applies: ['1']")

    assert figure(measured, Kind.MCDC) == (1, 2, 0)


def test_a_fact_with_too_many_cells_proves_nothing(bank, monkeypatch):
    """It is given up rather than waited for, and the goal stays."""
    rules = norm("when: {parcel.marks: fragile, not: {parcel.marks: urgent}}")
    assert bank.measure(rules, "visit.is_short: true |").figures[Kind.MCDC].cannot == 1

    monkeypatch.setattr(cells_module, "MOST_CELLS", 1)
    assert bank.measure(rules, "visit.is_short: true |").figures[Kind.MCDC].cannot == 0


def test_a_long_chain_of_exceptions_to_exceptions_is_soon_measured(bank):
    """Each lifts the two before it, so that there are more ways through than anybody can go."""
    cards = [norm("when: {parcel.from: member}")]
    for number in range(2, 40):
        lifted = [str(each) for each in (number - 1, number - 2) if each]
        cards.append(norm(f"when: {{parcel.is_wet: true}}, overrides: {lifted}", number))
    measured = bank.measure("".join(cards), "parcel.from: member | undetermined: ['1']")
    assert measured.figures[Kind.NORMS].of > 0


def test_occasions_are_evaluated_each_by_itself(bank):
    """Two parcels of one story show two things."""
    bank.measure(norm(BOTH), "visit.is_short: true |")
    bank.scenarios.write_text(
        """
        name: two parcels
        protocol: toft
        given: {parcel.from: member}
        occasions:
          light: {given: {parcel.is_heavy: false}}
          heavy: {given: {parcel.is_heavy: true}}
        expect: {applies: ["1"]}
        """,
        "utf-8",
    )
    protocol = load(bank.rules)
    pairs = read_pairs([bank.scenarios], {"toft": protocol})
    measured = coverage_of(protocol, pairs)
    assert measured.awake == {"toft/1#open": 2}
    assert figure(measured, Kind.MCDC) == (3, 4, 0)


def test_a_contradiction_is_told_with_the_place_of_the_scenario(bank):
    """A given value that the definition denies is a fault of that scenario."""
    rules = (
        '- {id: "1", title: Odd, kind: definition,'
        " defines: {parcel.is_odd: {parcel.is_wet: true}}}\n"
    ) + norm("when: {parcel.is_odd: true}", 2)
    with pytest.raises(InvalidInput) as raised:
        bank.measure(rules, "parcel.is_odd: true, parcel.is_wet: false |")
    (told,) = raised.value.diagnostics
    assert told.code == "contradicts-definition"
    assert told.span is not None
    assert told.span.file.endswith("scenarios.yaml")


@pytest.mark.parametrize("council", shipped())
def test_each_test_of_a_protocol_is_found_in_its_file(council):
    """The line that a report names holds the fact or the circumstance that is tested."""
    protocol = load(council)
    source = read(protocol.file)
    spots = Spots(protocol, source)
    for decision in decisions_of(program_of(protocol)):
        for test in decision.tests:
            span = spots.test(decision, test.number)
            line = source.excerpt(span)
            match test.test:
                case About(name):
                    assert name in line
                case Breached():
                    assert "reparation_for" in line or "breached" in line
                case tested:
                    # How it is compared may stand in a line of its own.
                    above = source.text.splitlines()[span.line - 2]
                    assert tested.fact in line or tested.fact in above, (decision.address, test)


def test_a_condition_as_written_has_as_many_tests_as_it_means(bank):
    """They are found in the order in which they are meant."""
    rules = norm(
        "when: {about: [parcel, visit], parcel.weight: {at_least: 3, at_most: 5},"
        " any: [{parcel.size: [small, big]}, {not: {parcel.is_wet: true, visit.is_short: true}}]}"
    )
    measured = bank.measure(rules, "visit.is_short: true |")
    when = measured.protocol.norms["toft/1#open"].when
    written = measured.source.plain()["clauses"][0]["norms"]["open"]["when"]
    assert when is not None
    assert [path[-1] for path in paths_of_tests(written, ())] == [
        0, 1, "at_least", "at_most", "parcel.size", "parcel.is_wet", "visit.is_short",
    ]  # fmt: skip
    assert len(list(paths_of_tests(written, ()))) == len(list(atoms(when)))


def test_a_scope_is_a_test_of_each_norm_below_it(bank):
    """It stands in one place, at the head of the file."""
    rules = norm("when: {parcel.from: member}")
    bank.measure(rules, "visit.is_short: true |")
    text = bank.rules.read_text("utf-8").replace(
        "clauses:\n", 'scopes:\n  - {clauses: ["1"], unless: {parcel.is_wet: true}}\nclauses:\n', 1
    )
    bank.rules.write_text(text, "utf-8")
    protocol = load(bank.rules)
    measured = coverage_of(protocol, ())
    (spot,) = {each.span.line for each in measured.goals if "is_wet" in each.test}
    assert text.splitlines()[spot - 1].lstrip().startswith("- {clauses")


def test_faults_of_all_scenario_files_are_told_at_once(tmp_path):
    """A bank with two bad files names both."""
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text("given: {enquiry.form: member}", "utf-8")
    protocol = load("medway")
    with pytest.raises(InvalidInput) as raised:
        read_pairs([tmp_path], {"medway": protocol})
    assert len(raised.value.diagnostics) == 2
