"""Constraints: what no story can be, who can stand in a role fact, and where both are refused."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import replace

import pytest

from protocol_rules import Protocol, Scenario, Status, evaluate
from protocol_rules.analysis.space import space_of
from protocol_rules.analysis.witness import smallest_story
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.scenario_file import scenarios_in
from protocol_rules.norms.words import words_of
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import impossible_in, shared_vocabulary

RULES = """
council: tidy
name: Tidy Council
title: A tidy protocol
roles: {caretaker: {is: officer}}
facts:
  parcel:
    title: A parcel
    description: Somebody leaves a parcel
    facts:
      kept_by: {type: role, among: [officer, member], question: "Who keeps it?"}
      kind:
        type: choice
        question: "What is it?"
        values: {book: A book, vase: A vase, plant: A plant}
      is_open: {type: boolean, question: "Is it open?"}
      pleases: {type: boolean, question: "Does what is in it please?"}
      pieces: {type: count, question: "How many pieces is it?"}
      broken_pieces: {type: count, question: "How many of these are broken?"}
      left_on: {type: date, question: "When was it left?"}
      opened_on: {type: date, question: "When was it opened?", not_before: left_on}
  courier: {title: A courier, description: A courier came, facts: {}}
actions: {take_it: {phrase: take it}}
impossible:
  unopened_and_pleasing:
    when: {parcel.opened_on: not_yet, parcel.pleases: true}
    because: what nobody has opened pleases nobody
  books_are_open:
    when: {parcel.kind: book}
    because: there are no books any more
  plant_of_nobody:
    when: {parcel.kind: plant, not: {about: courier}}
    because: only a courier brings plants
  broken_among_all:
    when: {parcel.broken_pieces: {more_than: parcel.pieces}}
    because: the broken pieces are among all pieces
  kept_by_two_kinds:
    when: {all: [{parcel.kept_by: caretaker}, {parcel.kept_by: member}]}
    because: the caretaker keeps a parcel alone
clauses:
  - id: "1"
    title: Paper goods
    norms: {take: {bearer: officer, must: take_it, when: {parcel.kind: [book, vase]}}}
  - id: "2"
    title: Plants
    norms: {take: {bearer: officer, must: take_it, when: {parcel.kind: plant}}}
  - id: "3"
    title: Books
    norms: {take: {bearer: officer, must: take_it, when: {parcel.kind: book}}}
  - id: "4"
    title: Not the caretaker's
    norms: {take: {bearer: officer, must: take_it, when: {parcel.kept_by: {not_only: caretaker}}}}
"""


@pytest.fixture(scope="module")
def tidy() -> Protocol:
    """Give the protocol of this file."""
    return resolve(parse(RULES), shared_vocabulary())[0]


def refused(protocol: Protocol, given: Mapping[str, object], about: str = "") -> list[str]:
    """Tell a story, and give the codes of what is wrong with it."""
    try:
        Scenario(given, about=[about] if about else [], vocabulary=protocol.vocabulary)
    except InvalidInput as error:
        return [each.code for each in error.diagnostics]
    return []


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"parcel.opened_on": "not_yet", "parcel.pleases": "true"}, ["impossible"]),
        ({"parcel.opened_on": "not_yet", "parcel.pleases": "false"}, []),
        ({"parcel.opened_on": "not_yet"}, []),
        ({"parcel.opened_on": "2024-03-01", "parcel.pleases": "true"}, []),
        ({"parcel.broken_pieces": 3, "parcel.pieces": 2}, ["impossible"]),
        ({"parcel.broken_pieces": 2, "parcel.pieces": 2}, []),
        ({"parcel.kind": "plant"}, ["impossible"]),
        ({"parcel.kept_by": ["caretaker", "chair"]}, ["impossible"]),
        ({"parcel.kept_by": ["officer", "chair"]}, []),
        ({"parcel.kept_by": "outsider"}, ["wrong-role"]),
        ({"parcel.kept_by": ["outsider", "journalist"]}, ["wrong-role", "wrong-role"]),
        ({"parcel.left_on": "2024-03-02", "parcel.opened_on": "2024-03-01"}, ["wrong-order"]),
        (
            {"parcel.kind": "book", "parcel.opened_on": "not_yet", "parcel.pleases": "true"},
            ["impossible", "impossible"],
        ),
    ],
)
def test_a_story_is_refused_where_a_constraint_is_certainly_broken(
    tidy: Protocol, given: Mapping[str, object], codes: list[str]
) -> None:
    """Each broken constraint is told once; what may still turn out well is told."""
    assert refused(tidy, given) == codes


def test_what_mends_a_story_may_be_another_circumstance(tidy: Protocol) -> None:
    """A condition that asks whether something is not there is read as in a rule card."""
    assert refused(tidy, {"parcel.kind": "plant"}, about="courier") == []


def test_the_refusal_names_the_facts_and_the_reason(tidy: Protocol) -> None:
    """Whoever told the story learns what cannot be at once, and why."""
    with pytest.raises(InvalidInput) as caught:
        Scenario(
            {"parcel.opened_on": "not_yet", "parcel.pleases": True}, vocabulary=tidy.vocabulary
        )
    [told] = caught.value.diagnostics
    assert told.message == (
        "`parcel.opened_on: not_yet` and `parcel.pleases: true` cannot be at once: "
        "what nobody has opened pleases nobody"
    )
    assert told.hint == "one of them is wrong"


def test_the_refusal_of_a_role_says_who_can_stand_there(tidy: Protocol) -> None:
    """A role fact that is said of somebody else is a slip, and the hint says whom it is about."""
    with pytest.raises(InvalidInput) as caught:
        Scenario({"parcel.kept_by": "journalist"}, vocabulary=tidy.vocabulary)
    [told] = caught.value.diagnostics
    assert told.message == "`parcel.kept_by` cannot be `journalist`"
    assert told.hint == "only an officer or a member can stand there"


STORIES = """
protocol: tidy
scenarios:
  - name: a parcel
    given: {parcel.pleases: true}
    rows:
      - {name: opened, given: {parcel.opened_on: 2024-03-01}}
      - {name: not opened, given: {parcel.opened_on: not_yet}}
  - name: two of them
    given: {parcel.opened_on: not_yet}
    occasions:
      monday: {given: {parcel.pleases: false}}
      friday: {given: {parcel.pleases: true}}
  - {name: bare, about: parcel, given: {parcel.kind: book}, occasions: {monday: {about: courier}}}
"""


def test_a_file_tells_where_the_broken_constraint_stands(tidy: Protocol) -> None:
    """The place is that of a fact on the row or the occasion which makes it impossible."""
    text = STORIES.replace("protocol: tidy\n", "defaults: {protocol: tidy}\n")
    with pytest.raises(InvalidInput) as caught:
        scenarios_in(parse(text), tidy.vocabulary)
    told = [(each.code, each.span.line) for each in caught.value.diagnostics if each.span]
    assert told == [("impossible", 8), ("impossible", 13), ("impossible", 14)]


def test_a_story_read_by_other_words_is_refused_by_the_protocol(tidy: Protocol) -> None:
    """However a scenario was made, a protocol answers none that its own words rule out."""
    lenient = replace(tidy.vocabulary, impossible=())
    story = Scenario({"parcel.kind": "book"}, vocabulary=lenient)
    with pytest.raises(InvalidInput) as caught:
        evaluate(tidy, story)
    [told] = caught.value.diagnostics
    assert told.code == "impossible"
    assert "(in `tidy`)" in told.message


def test_a_test_of_a_role_that_cannot_stand_there_is_a_fault() -> None:
    """A card is held to the domain of a fact as a scenario is."""
    text = RULES.replace("{parcel.kept_by: {not_only: caretaker}}", "{parcel.kept_by: journalist}")
    with pytest.raises(InvalidInput) as caught:
        resolve(parse(text), shared_vocabulary())
    assert [each.code for each in caught.value.diagnostics] == ["wrong-role"]


def test_the_value_that_a_search_tries_is_one_that_can_be(tidy: Protocol) -> None:
    """Of two values that a norm takes alike a constraint bars one: the other is tried."""
    found = smallest_story(tidy, "tidy/1#take", Status.APPLIES)
    assert found is not None
    assert found.given == {"parcel.kind": "vase"}


def test_a_search_finds_what_has_to_be_there_as_well(tidy: Protocol) -> None:
    """Where a constraint is broken unless something is there, the story says that it is."""
    found = smallest_story(tidy, "tidy/2#take", Status.APPLIES)
    assert found is not None
    assert (found.about, dict(found.given)) == ({"courier"}, {"parcel.kind": "plant"})


def test_a_search_proves_that_what_is_barred_is_never_so(tidy: Protocol) -> None:
    """A norm that waits for something impossible has no story in which it applies."""
    assert smallest_story(tidy, "tidy/3#take", Status.APPLIES) is None


def test_a_search_tries_the_likeliest_who_can_stand_there(tidy: Protocol) -> None:
    """Nobody is tried who cannot stand there, and the first of the domain before the others."""
    space = space_of([(tidy, "tidy/4#take")])
    above = tidy.vocabulary.roles.above
    tried = {role for value in space.values["parcel.kept_by"] for role in value}  # type: ignore[union-attr]
    assert all(above(role) & {"officer", "member"} for role in tried)
    found = smallest_story(tidy, "tidy/4#take", Status.APPLIES)
    assert found is not None
    [role] = found.given["parcel.kept_by"]  # type: ignore[misc]
    assert "officer" in above(role)


def test_a_smallest_change_is_one_that_can_be(tidy: Protocol) -> None:
    """What would have to be otherwise for a norm to apply is never impossible."""
    words = tidy.vocabulary
    answer = evaluate(tidy, Scenario({"parcel.kind": "vase"}, vocabulary=words))
    plants, books = (answer.finding(f"tidy/{each}#take").smallest_change for each in (2, 3))
    assert plants is not None
    assert [str(each) for each in plants.changes] == [
        "parcel.kind: vase, now plant",
        "now about courier",
    ]
    assert books is not None
    assert books.changes == ()


def test_the_constraints_of_a_situation_can_be_asked_for(tidy: Protocol) -> None:
    """Others ask by one function; circumstances need not be named where a fact is given."""
    words, book = tidy.vocabulary, {"parcel.kind": "book"}
    found = impossible_in(words, book, frozenset())
    assert found is not None
    assert (found.name, found.because) == ("books_are_open", "there are no books any more")
    assert impossible_in(words, {"parcel.kind": "vase"}, frozenset()) is None
    assert {each.name for each in words.constraints} >= {"parcel.kept_by", "parcel.opened_on"}


def test_the_words_of_several_protocols_have_the_constraints_which_all_understand(
    tidy: Protocol,
) -> None:
    """What rests on a role of one protocol alone is left to that protocol."""
    other = resolve(parse(RULES.replace("council: tidy", "council: other")), shared_vocabulary())[0]
    words = words_of([tidy, other])
    names = [each.name for each in words.impossible]
    assert "books_are_open" in names
    assert names.count("books_are_open") == 1
    assert "kept_by_two_kinds" not in names
    assert words.facts["parcel.kept_by"].among == ("officer", "member")


def test_a_vocabulary_is_pickled_without_what_is_worked_out_from_it(tidy: Protocol) -> None:
    """Processes hand it to each other."""
    words = tidy.vocabulary
    assert refused(tidy, {"parcel.kind": "book"}) == ["impossible"]
    again = pickle.loads(pickle.dumps(words))
    assert again == words
    assert impossible_in(again, {"parcel.kind": "book"}, frozenset()) is not None


@pytest.mark.parametrize(
    ("constraint", "code"),
    [
        ("{when: {parcel.knd: book}, because: x}", "unknown-fact"),
        ("{when: {parcel.kind: bok}, because: x}", "unknown-value"),
        ("{when: {parcel.kept_by: keeper}, because: x}", "unknown-role"),
        ("{when: {parcel.kept_by: outsider}, because: x}", "wrong-role"),
        ("{when: {about: parcl}, because: x}", "unknown-circumstance"),
        ('{when: {breached: "1#take"}, because: x}', "breach-in-vocabulary"),
        ("{when: {not: {about: parcel}}, because: x}", "impossible-always"),
        ("{when: {}, because: x}", "empty-condition"),
        ("{when: [{parcel.kind: book}], because: x}", "wrong-shape"),
        ("{when: {parcel.kind: book}}", "missing-key"),
        ("{when: {parcel.kind: book}, because: }", "empty-value"),
        ("{when: {parcel.pieces: not_yet}, because: x}", "wrong-type"),
        ("{when: {parcel.left_on: {before: not_yet}}, because: x}", "wrong-type"),
    ],
)
def test_a_faulty_constraint_is_told(constraint: str, code: str) -> None:
    """A constraint is held to the vocabulary as a card is."""
    text = RULES.replace("impossible:\n", f"impossible:\n  faulty: {constraint}\n")
    with pytest.raises(InvalidInput) as caught:
        resolve(parse(text), shared_vocabulary())
    assert [each.code for each in caught.value.diagnostics] == [code]
    assert caught.value.diagnostics[0].span is not None


def test_a_constraint_of_the_vocabulary_is_not_named_again() -> None:
    """Two constraints have two names."""
    shared = shared_vocabulary().impossible[0]
    text = RULES.replace("  unopened_and_pleasing:", f"  {shared.name}:")
    with pytest.raises(InvalidInput) as caught:
        resolve(parse(text), shared_vocabulary())
    assert [each.code for each in caught.value.diagnostics] == ["duplicate-constraint"]


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("{type: role, among: [offcer], question: q}", "unknown-role"),
        ("{type: role, among: offcer, question: q}", "unknown-role"),
        ("{type: boolean, among: [officer], question: q}", "wrong-type"),
        ("{type: role, among: [], question: q}", "empty-value"),
    ],
)
def test_a_faulty_domain_is_told(fact: str, code: str) -> None:
    """A domain names roles that there are, and belongs to a role fact."""
    text = RULES.replace("      is_open:", f"      faulty: {fact}\n      is_open:", 1)
    with pytest.raises(InvalidInput) as caught:
        resolve(parse(text), shared_vocabulary())
    assert [each.code for each in caught.value.diagnostics] == [code]
