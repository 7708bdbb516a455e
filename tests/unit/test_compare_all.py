"""Each two of several protocols, asked the same questions."""

from __future__ import annotations

from side_by_side import protocol

from protocol_rules.compare import Relation, compare, compare_all
from protocol_rules.compare.points import points_of

RULES = """
council: {council}
name: {council}
title: Letters
actions: {{sign: {{phrase: sign the letter}}, file: {{phrase: file the letter}}}}
clauses:
  - id: "1"
    title: Letters are signed
    topics: [correspondence]
    norms:
      sign: {{bearer: {bearer}, {force}: sign, when: {{enquiry.from: member}}}}
  - id: "2"
    title: Letters are filed
    topics: [meetings_and_agendas]
    norms:
      file: {{bearer: officer, must: file}}
"""


def council(name: str, bearer: str, force: str = "must", *, files: bool = True):
    """Give a council whose officers of a kind sign letters."""
    text = RULES.format(council=name, bearer=bearer, force=force)
    return protocol(text if files else text.partition('  - id: "2"')[0])


PROTOCOLS = (
    council("one", "officer"),
    council("two", "chief_executive", "should"),
    council("three", "officer", "should", files=False),
)


def test_a_role_that_matters_to_one_council_is_asked_of_each_pair():
    """The chief executive of one is held against the officers of another, and they of the third."""
    found = {
        (each.role, each.action): each for each in points_of(compare_all(PROTOCOLS, together=True))
    }
    chief = found["chief_executive", "sign"]

    assert set(found) == {("officer", "sign"), ("chief_executive", "sign"), ("officer", "file")}
    assert {name: len(norms) for name, norms in chief.norms.items()} == dict.fromkeys(
        ("one", "two", "three"), 1
    )
    assert chief.relation("one", "two") is Relation.STRICTER
    assert chief.relation("three", "one") is Relation.LOOSER
    assert chief.relation("two", "three") is Relation.EQUIVALENT
    assert found["officer", "sign"].norms["two"] == ()
    assert found["officer", "file"].relation("one", "three") is Relation.SILENT


def test_what_is_found_is_what_a_comparison_of_two_finds():
    """The relations, the regions and the norms are the same; silence is not searched."""
    (first, *_) = compare_all(PROTOCOLS, together=True)
    whole = {(row.role, row.action): row for row in compare(*PROTOCOLS[:2]).rows}

    assert first.councils == ("one", "two")
    for row in first.rows:
        other = whole[row.role, row.action]
        assert (row.relation, row.norms, row.topics) == (other.relation, other.norms, other.topics)
        if row.relation is not Relation.SILENT:
            assert row == other


def test_a_topic_leaves_out_the_rest():
    """Only the actions of norms on it are compared."""
    rows = [
        row
        for each in compare_all(PROTOCOLS, topic="correspondence", together=True)
        for row in each.rows
    ]

    assert {row.action for row in rows} == {"sign"}


def test_several_processes_find_the_same(monkeypatch):
    """The rows come in the same order, whichever process found them."""
    monkeypatch.setattr("protocol_rules.compare.run._FEW", 0)

    assert compare_all(PROTOCOLS, together=True, jobs=2) == compare_all(PROTOCOLS, together=True)
