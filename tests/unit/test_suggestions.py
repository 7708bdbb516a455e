"""Suggestions: what is told, how it is named and written, and that nothing is shown that fails."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from protocol_rules import Protocol, Status, evaluate, load
from protocol_rules.checks import judge
from protocol_rules.checks.exercise import Kind, lacking
from protocol_rules.mutation import Bank, Fate, mutants_of, outcome_of
from protocol_rules.norms import Has
from protocol_rules.norms.scenario_file import ScenarioEntry, read_scenarios, scenarios_in
from protocol_rules.norms.story import read_story
from protocol_rules.resolve import shipped
from protocol_rules.source import parse
from protocol_rules.suggestions import as_yaml, killing, suggestions_for, text_of
from protocol_rules.suggestions.absurd import is_absurd
from protocol_rules.suggestions.replay import DoesNotReplay, replayed
from protocol_rules.suggestions.words import facts_in_words, nobody_knows
from protocol_rules.vocabulary import shared_vocabulary

BANK = Path(__file__).parents[1] / "scenarios"
each_protocol = pytest.mark.parametrize("name", shipped())
loaded = cache(load)


@cache
def bank(name: str) -> tuple[ScenarioEntry, ...]:
    """Read the scenarios of one council."""
    words = loaded(name).vocabulary
    files = sorted((BANK / name).rglob("*.yaml"))
    entries = (entry for path in files for entry in read_scenarios(path, words))
    return tuple(entry for entry in entries if name in entry.expectations)


def changed(protocol: Protocol, address: str, **changes: object) -> Protocol:
    """Make another version, in which one norm says something else."""
    norm = replace(protocol.norms[address], **changes)  # type: ignore[arg-type]
    clause = protocol.clauses[norm.clause]
    norms = tuple(norm if each.address == address else each for each in clause.norms)
    return replace(protocol, clauses={**protocol.clauses, clause.id: replace(clause, norms=norms)})


@each_protocol
def test_what_is_suggested_for_a_council_leaves_nothing_lacking(name):
    """Each suggestion has been read back and judged; together they show all sides of the norms."""
    protocol = loaded(name)
    before = {address for address, kinds in lacking(protocol, bank(name)).items() if kinds}
    found = suggestions_for(protocol, bank(name))
    shown = {norm.address for each in found.suggestions for norm in each.norms}

    assert found.not_found == {}
    assert shown <= before
    again = [entry for each in found.suggestions for entry in replayed(each)]
    kinds = lacking(protocol, [*bank(name), *again])
    # A near miss that leaves out a whole circumstance is none in the eyes of `lacking`.
    left = {address for address, each in kinds.items() if set(each) - {Kind.NEAR_MISS}}
    assert left == set()


def test_a_complete_story_leaves_little_open():
    """Told to its end, a story in which a norm applies turns on nothing more."""
    thanet = loaded("thanet")
    norm = "thanet/9.1.6#explain"
    short, whole = (
        suggestions_for(thanet, (), wanted=lambda n: n.address == norm, complete=complete)
        for complete in (False, True)
    )
    open_norms = [
        len(evaluate(thanet, each.suggestions[0].variations[0].story).undetermined)
        for each in (short, whole)
    ]

    assert open_norms[0] > 0
    assert open_norms[1] == 0


def test_each_variation_shows_its_kind_and_differs_in_one_fact():
    """The norm applies, nearly does, and stays open; the near miss changes one fact."""
    medway = loaded("medway")
    norm = "medway/2.2#no_assumption"
    (suggestion,) = suggestions_for(medway, (), wanted=lambda n: n.address == norm).suggestions
    applies, near, still_open = suggestion.variations
    statuses = [evaluate(medway, each.story).finding(norm).status for each in suggestion.variations]

    assert statuses == [Status.APPLIES, Status.DOES_NOT_APPLY, Status.UNDETERMINED]
    assert applies.story.given.keys() == near.story.given.keys()
    assert len(dict(applies.story.given.items() ^ near.story.given.items())) == 1
    assert len(applies.story.given) == len(still_open.story.given) + 1
    assert near.name.startswith("but ")
    assert still_open.name.startswith("but nobody knows ")


def test_suggestions_are_told_beside_a_scenario_that_is_there():
    """A near miss lies near a scenario of the bank, and names it."""
    thanet = loaded("thanet")
    found = suggestions_for(thanet, bank("thanet"), most=5).suggestions
    beside = {each.beside for each in found if each.beside}
    names = {entry.story.name for entry in bank("thanet")}

    assert len(found) == 5
    assert beside
    assert beside & names


def test_names_are_not_taken_twice():
    """A file never has two scenarios of one name, whatever was suggested before."""
    medway = loaded("medway")
    first = suggestions_for(medway, (), most=4).suggestions
    taken = [each.name for each in first]
    second = suggestions_for(medway, (), most=4, taken=taken).suggestions

    assert len(set(taken)) == 4
    assert not set(taken) & {each.name for each in second}


def test_a_suggestion_that_says_something_else_is_never_shown():
    """Where what is written is not what the rules answer, that is a fault of the library."""
    medway = loaded("medway")
    (suggestion,) = suggestions_for(medway, (), most=1).suggestions
    first, *others = suggestion.variations
    for key, value in {"applies": [], "missing": ["enquiry.from"]}.items():
        wrong = replace(first, expected={**first.expected, key: value})
        with pytest.raises(DoesNotReplay):
            replayed(replace(suggestion, variations=(wrong, *others)))


def test_what_is_written_has_quoted_ids_and_what_to_confirm():
    """A clause such as 9.10 stays a text, and each norm is named in a comment."""
    thanet = loaded("thanet")
    norm = "thanet/9.1.6#explain"
    text = as_yaml(suggestions_for(thanet, (), wanted=lambda n: n.address == norm).suggestions)

    assert "# to confirm: 9.1.6, an officer must give the reason for the delay" in text
    assert 'not: ["9.1.6#explain"]' in text
    assert "explain_delay: {officer: must}" in text


def test_what_is_suggested_against_mutants_kills_each_of_them():
    """With fewer scenarios than there were survivors, none is left but those that are told."""
    medway = loaded("medway")
    mutants = mutants_of(medway, clauses=("13.2",))
    before = [outcome_of(Bank(medway, ()), each).fate for each in mutants]
    found = killing(medway, (), mutants)
    source = parse(text_of(found.suggestions), "<suggestions>")
    entries = scenarios_in(source, medway.vocabulary)
    after = [outcome_of(Bank(medway, entries), each).fate for each in mutants]

    assert before.count(Fate.SURVIVED) > len(entries) > 0
    assert after.count(Fate.SURVIVED) == len(found.unseen)
    assert all(each.passed for entry in entries for each in judge(entry, {"medway": medway}.get))


def test_a_mutant_that_no_expectation_sees_is_told_with_the_reason():
    """Where a route turns next is not suggested: the dropped step is named, and not hidden."""
    cumbria = loaded("cumbria")
    mutants = mutants_of(cumbria, ("step-dropped",), ("2.10",))
    found = killing(cumbria, (), mutants)

    assert found.suggestions == ()
    assert [each.address for each in found.unseen] == ["cumbria/2.10#talk"] * 2
    assert {each.reason for each in found.unseen} == {
        "it takes a `next_step`, which is not suggested yet"
    }


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"enquiry.from": "member"}, "the enquiry is from a member"),
        ({"enquiry.from": "member", "enquiry.seeks": ["advice", "work"]},
         "the enquiry is from a member and seeks advice and work"),
        ({"enquiry.nature": "routine"}, "the nature of the enquiry is routine"),
        ({"enquiry.answerable_in_time": False}, "the enquiry is not answerable in time"),
        ({"member.has_interest": False}, "the member has no interest"),
        ({"enquiry.received_on": "2024-03-01"}, "the enquiry is received on 1 March 2024"),
        ({"enquiry.answered_on": "not_yet"}, "the enquiry is not yet answered"),
        ({"officer.role": "director"}, "the officer is a director"),
        ({"enquiry.prompt_answer_possible": False},
         "no to “Is it possible to answer promptly?”"),
    ],
)  # fmt: skip
def test_facts_are_said_in_plain_words(given, words):
    """What a name of a fact cannot say, its question does."""
    told = read_story(given).given

    assert facts_in_words(told, shared_vocabulary()) == words


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("enquiry.from", "from whom the enquiry is"),
        ("enquiry.answered_by", "by whom the enquiry is answered"),
        ("enquiry.seeks", "what the enquiry seeks"),
        ("enquiry.medium", "the medium of the enquiry"),
        ("enquiry.received_on", "when the enquiry is received"),
        ("pressure.is_undue", "whether the pressure is undue"),
    ],
)
def test_what_nobody_said_is_said_in_plain_words(fact, words):
    """The same fact, asked for."""
    assert nobody_knows(fact, shared_vocabulary()) == f"nobody knows {words}"


@pytest.mark.parametrize(
    ("given", "today", "is_odd"),
    [
        ({"enquiry.received_on": "2024-03-05", "enquiry.answered_on": "2024-03-06"}, None, False),
        ({"enquiry.answered_on": "not_yet"}, None, True),
        ({"enquiry.answered_on": "not_yet"}, "2024-03-06", False),
        ({"enquiry.received_on": "2024-03-07"}, "2024-03-06", True),
    ],
)
def test_stories_that_nobody_would_tell_are_known(given, today, is_odd):
    """Nothing has happened on a later day than today, and *not yet* is as of some day."""
    assert is_absurd(loaded("thanet"), read_story(given, today=today)) is is_odd


def test_the_words_of_a_condition_are_not_needed_for_a_name():
    """A norm that waits for a circumstance alone is named for it."""
    medway = loaded("medway")
    only = Has("support_assumption.from_taking_part_alone", frozenset({True}))
    other = changed(medway, "medway/2.2#no_assumption", when=only)
    found = suggestions_for(other, (), wanted=lambda n: n.clause == "2.2").suggestions

    assert found[0].variations[0].name == "the support assumption is from taking part alone"
