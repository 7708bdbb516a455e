"""`protocol-rules list`."""

import json

import pytest

from protocol_rules.vocabulary import shared_vocabulary

KINDS = {
    "protocols": {"protocol", "council", "title", "clauses", "norms"},
    "clauses": {"address", "title"},
    "norms": {"address", "norm"},
    "circumstances": {"circumstance", "title", "description"},
    "facts": {"fact", "type", "question", "values"},
    "roles": {"role", "description", "is"},
    "actions": {"action", "phrase"},
    "topics": {"topic", "title"},
}


def test_the_protocols_that_ship_are_listed_first(run):
    """A newcomer who only types `list` learns what there is."""
    result = run("list")

    assert result.exit_code == 0
    names = ["cumbria", "medway", "thanet", "town_council", "wolverhampton"]
    assert [row.split()[0] for row in result.stdout.splitlines()] == names


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_listed(run, kind):
    """In a pipe each row is one line that begins with its name; it says what the JSON says."""
    told = run("list", kind, columns=None)
    data = json.loads(run("list", kind, "--json").stdout)

    assert told.exit_code == 0
    assert all(set(row) == KINDS[kind] for row in data)
    for line, row in zip(told.stdout.splitlines(), data, strict=True):
        name, *cells = row.values()
        assert line.split()[0] == name
        assert all(" ".join(cell.split()) in " ".join(line.split()) for cell in cells)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("columns", [80, 100])
def test_a_list_fits_the_terminal(run, kind, columns):
    """No line is wider, and no name is broken."""
    result = run("list", kind, columns=columns)
    names = [next(iter(row.values())) for row in json.loads(run("list", kind, "--json").stdout)]

    assert max(map(len, result.stdout.splitlines())) <= columns
    assert all(name in result.stdout for name in names)


def test_a_fact_is_listed_with_its_question_its_type_and_its_values(run, littleton):
    """What a list has no room for beside the name goes on below it."""
    result = run("list", "facts", "-p", littleton, columns=80)

    said = " ".join(result.stdout.split())
    assert "parcel.marks What is written on it? (type: choices; values: fragile, urgent)" in said


def test_a_topic_picks_clauses_and_their_items(run, littleton):
    """An item belongs to the topics of the clause that it is part of."""
    clauses = run("list", "clauses", "-p", littleton, "--topic", "respect_and_courtesy")
    norms = run("list", "norms", "-p", littleton, "--topic", "correspondence")

    assert [line.split()[0] for line in clauses.stdout.splitlines()] == [
        "littleton/1", "littleton/2", "littleton/2(a)", "littleton/4(a)",
    ]  # fmt: skip
    assert norms.stdout.splitlines() == [
        "littleton/3#explain  an officer must explain the delay to the member"
    ]


def test_a_topic_that_nobody_uses_gives_an_empty_list(run, littleton):
    """Nothing found is said, and is valid JSON too."""
    options = ("list", "norms", "-p", littleton, "--topic", "cabinet")

    assert run(*options).stdout == "none\n"
    assert json.loads(run(*options, "--json").stdout) == []


def test_the_words_of_a_rule_file_are_listed_with_the_shared_ones(run, littleton):
    """With -p the protocol's own facts, actions and roles are there."""
    for kind, name in (("facts", "parcel.from"), ("actions", "be_kind"), ("roles", "dog_handler")):
        key = kind.removesuffix("s")
        names = [
            row[key] for row in json.loads(run("list", kind, "-p", littleton, "--json").stdout)
        ]
        assert name in names
        assert len(names) > 1


def test_facts_come_in_the_order_of_the_vocabulary(run):
    """The list is that of the vocabulary, whole."""
    data = json.loads(run("list", "facts", "--json").stdout)

    assert [row["fact"] for row in data] == list(shared_vocabulary().facts)


def test_markup_in_a_text_is_shown_as_it_stands(run, littleton):
    """What an author wrote between brackets is never taken for a style."""
    result = run("list", "clauses", "-p", littleton)

    assert "Parcels are opened [red]in time[/red]" in result.stdout
