"""What has become of a clause: unchanged, renumbered, moved, reworded, split, gone or new."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from protocol_rules import load
from protocol_rules.checks import Expecting, expecting
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.drift.clause_file import clauses_in
from protocol_rules.drift.compare import Change, Drift, Fate, compare
from protocol_rules.drift.document import read_document
from protocol_rules.drift.order import moved
from protocol_rules.drift.references import numbers_followed
from protocol_rules.drift.seal import Seal, seal
from protocol_rules.drift.standing import standing_on

KEYS, QUARRELS = "The chest", "Quarrels"
OVER = (
    "Quarrels about paragraph 1.1 go to the Chairman, who hears both sides before the meeting; "
    "the Mayor is told of them when the meeting is over."
)
CLAUSES = (
    ("1.1", KEYS, "The Clerk keeps the key of the chest at home."),
    ("1.2", KEYS, "A member who reads in the chest must:"),
    ("1.2(a)", KEYS, "wash both hands before opening the lid; and"),
    ("1.2(b)", KEYS, "leave the inkpot on the sill."),
    ("1.2.p2", KEYS, "Whoever forgets it pays a small fine, at once."),
    ("2.1", QUARRELS, OVER),
    ("2.2", QUARRELS, "A member who quarrels may:"),
    ("2.2(a)", QUARRELS, "bring a friend;"),
    ("2.2(b)", QUARRELS, "bring a witness."),
)
CHEST = tuple(
    json.dumps({"id": name, "heading": heading, "text": text}) for name, heading, text in CLAUSES
)
PRINTED = """\
Protocol on the parish chest

The chest

1.1 The Clerk keeps the key of the chest at home.
1.2 A member who reads in the chest must:
(a) wash both hands before opening the lid; and
(b) leave the inkpot on the sill.

Whoever forgets it pays a small fine, at once.

Quarrels

2.1 Quarrels about paragraph 1.1 go to the Chairman, who hears both
sides before the meeting; the Mayor is told of them when the meeting
is over.
2.2 A member who quarrels may:
(a) bring a friend;
(b) bring a witness.
"""

Told = Callable[..., Drift]


def sealed() -> Seal:
    """Seal the parish chest."""
    return seal("brindleby", clauses_in(list(CHEST), "chest.jsonl"))


@pytest.fixture
def drift(tmp_path: Path) -> Told:
    """Hold a text against the seal, with some words put in the place of others."""

    def told(*changes: tuple[str, str], text: str = PRINTED, ending: str = "txt") -> Drift:
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / f"edition.{ending}"
        path.write_text(text, "utf-8")
        return compare(sealed(), read_document(path, sealed()))

    return told


def changes(drift: Drift) -> list[Change]:
    """Give what is not unchanged."""
    return [each for each in drift.changes if each.fate is not Fate.UNCHANGED]


def fates(drift: Drift) -> dict[str, Fate]:
    """Give the fates of what is not unchanged, by clause."""
    return {each.clause: each.fate for each in changes(drift)}


def test_what_is_printed_as_it_was_is_unchanged(drift):
    """A title above it is no clause."""
    found = drift()

    assert changes(found) == []
    assert not found.is_of_substance
    assert found.counts[Fate.UNCHANGED] == len(CHEST)
    assert found.titles == (1,)


@pytest.mark.parametrize(
    ("old", "new", "clause"),
    [
        ("at home", "at work", "1.1"),
        ("must:", "should:", "1.2"),
        ("both hands", "one hand", "1.2(a)"),
        ("leave", "take", "1.2(b)"),
        ("small", "large", "1.2.p2"),
        ("bring a friend", "bring a goat", "2.2(a)"),
        ("The Clerk", "The clerk", "1.1"),
        ("at home.", "at home", "1.1"),
        ("fine, at once", "fine at once", "1.2.p2"),
        ("on the sill.", "on the sill. Nobody drinks it.", "1.2(b)"),
    ],
)
def test_other_words_capitals_or_marks_reword_a_clause(drift, old, new, clause):
    """However short the clause is, and in whichever way it is printed."""
    found = drift((old, new))

    assert fates(found) == {clause: Fate.REWORDED}
    assert found.is_of_substance


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at once.\n\n", "at once.\n"),
        ("sill.\n\n", "sill.\n"),
        ("both\nsides", "both sides"),
        ("keeps the key", "keeps\u00a0the  \tkey"),
        ("(a) wash", "\u2022 wash"),
        ("(a) wash", "a. wash"),
        ("1.1 The", "1.1.  The"),
        ("1.1 The", "1.1\nThe"),
        ("\nQuarrels\n\n", "\nQuarrels\n"),
        ("both\nsides", "both\n\n12\n\nsides"),
        ("both\nsides", "both\fsides"),
        ("chest\n\nThe", "chest\n\n1.1 Keys ......... 3\n\nThe"),
        ("paragraph 1.1 go", "paragraph\n1.1 go"),
        ("\nThe chest\n", "\nTHE CHEST NOW\n"),
    ],
)
def test_another_layout_changes_nothing(drift, old, new):
    """Line breaks, page numbers, bullets, a table of contents, a reference at a line's start."""
    assert changes(drift((old, new))) == []


def test_a_clause_that_is_gone_is_told(drift):
    """Also where nothing but its letter is missing."""
    assert fates(drift(("(b) bring a witness.\n", ""))) == {"2.2(b)": Fate.GONE}


def test_a_new_clause_is_told_with_its_number(drift):
    """It stands on no seal."""
    (new,) = changes(drift(("2.1 Qu", "1.3 The lid stays shut.\n2.1 Qu")))

    assert (new.clause, new.fate, new.now[0].number) == ("", Fate.NEW, "1.3")
    assert new.now[0].line > 1


def test_a_clause_that_stands_a_second_time_is_new(drift):
    """It is told which one it repeats."""
    (new,) = changes(drift(("2.1 Qu", "1.3 A member who reads in the chest must:\n2.1 Qu")))

    assert (new.fate, new.note) == (Fate.NEW, "repeats 1.2")


def test_a_new_number_is_no_new_text(drift):
    """References that follow the new numbers are the old references."""
    found = drift(
        ("1.1 The", "4.1 The"), ("1.2 A m", "4.2 A m"), ("paragraph 1.1", "paragraph 4.1")
    )

    assert fates(found) == dict.fromkeys(
        ("1.1", "1.2", "1.2(a)", "1.2(b)", "1.2.p2"), Fate.RENUMBERED
    )
    assert not found.is_of_substance


def test_a_reference_to_another_clause_is_another_text(drift):
    """It does not follow any new number."""
    assert fates(drift(("paragraph 1.1", "paragraph 1.2"))) == {"2.1": Fate.REWORDED}


def test_a_clause_in_another_place_has_moved(drift):
    """Where two change places, both have."""
    found = drift(
        ("(a) bring a friend;\n(b) bring a witness.", "(a) bring a witness.\n(b) bring a friend;")
    )

    assert fates(found) == {"2.2(a)": Fate.MOVED, "2.2(b)": Fate.MOVED}
    assert not found.is_of_substance


def test_an_item_under_another_lead_in_means_something_else(drift):
    """What a member must do is no longer what a member may do."""
    found = drift(("(a) bring a friend;\n", ""), ("(b) leave", "(b) bring a friend;\n(c) leave"))
    told = {each.clause: each for each in changes(found)}

    assert told["2.2(a)"].fate is Fate.MOVED
    assert told["2.2(a)"].note == "under another lead-in, that of 1.2"
    assert told["2.2(a)"].is_of_substance


@pytest.mark.parametrize("second", ["2.3 The", "2.3 The old"])
def test_a_clause_that_has_become_two_is_split(drift, second):
    """With or without other words."""
    (split,) = changes(
        drift(("; the Mayor", f";\n{second.replace('The', 'the')} Mayor"), ("2.2 A", "2.4 A"))
    )[:1]

    assert (split.clause, split.fate) == ("2.1", Fate.SPLIT)
    assert [each.number for each in split.now] == ["2.1", "2.3"]
    assert split.is_of_substance


def test_two_clauses_under_one_number_have_kept_their_words(drift):
    """The second has lost its number, and nothing else."""
    found = drift(("home.\n1.2 A member", "home. A member"))
    (change,) = [each for each in changes(found) if each.clause == "1.2"]

    assert (change.fate, change.is_of_substance) == (Fate.RENUMBERED, False)
    assert change.note == "printed together with the clause before it"


def test_a_clause_of_quite_other_words_is_known_by_its_number(drift):
    """It is reworded, and not gone."""
    found = drift(("The Clerk keeps the key of the chest at home.", "Dogs wait outside."))

    assert fates(found) == {"1.1": Fate.REWORDED}


def test_a_clause_file_is_compared_by_its_ids(drift):
    """They need not be printed ones."""
    text = "\n".join(CHEST)
    assert changes(drift(text=text, ending="jsonl")) == []

    found = drift(('"1.2.p2"', '"1.3"'), text=text, ending="jsonl")
    (change,) = changes(found)
    assert (change.clause, change.fate, change.now[0]) == ("1.2.p2", Fate.RENUMBERED, ("1.3", 5))


def test_markdown_is_read_without_its_marks(drift):
    """Headings, emphasis, links, tables and escapes are no words."""
    found = drift(
        ("Protocol", "# Protocol"), ("The chest", "## The *chest*"),
        ("Quarrels", "---\n\n## Quarrels"),
        ("The Clerk", "The **Clerk**"), ("the inkpot", "the [inkpot](https://example.org)"),
        ("1.2 A", "1\\.2 A"), ("(a) wash", "- (a) wash"), ("a small", "a&nbsp;_small_"),
        ("2.2 A member who quarrels may:", "| 2.2 A member | who quarrels may: |"), ending="md",
    )  # fmt: skip

    assert changes(found) == []


def test_the_order_is_explained_by_as_few_as_will_do():
    """One that went to the end has moved, and not all the others."""
    assert moved([1, 2, 3, 4, 0]) == {0}
    assert moved([0, 3, 2, 1, 4]) == {1, 3}
    assert moved([]) == frozenset()


@pytest.mark.parametrize(
    ("text", "followed"),
    [
        ("see paragraph 3.1", "see paragraph 2.1"),
        ("Section 3 holds", "Section 2 holds"),
        ("of 3.1(a)", "of 2.1(a)"),
        ("3 days, or 3.1 hours", "3 days, or 3.1 hours"),
    ],
)
def test_only_references_follow_new_numbers(text, followed):
    """An amount stays the amount that it is."""
    assert numbers_followed(text, {"3": "2", "3.1": "2.1", "3.1(a)": "2.1(a)"}) == followed


def test_a_document_of_another_council_is_refused(tmp_path):
    """It is told whose it looks like."""
    path = tmp_path / "chest.txt"
    path.write_text(PRINTED, "utf-8")
    line = '{"id": "1.1", "text": "Every goat of the parish wears a bell and a licence."}'
    goats = seal("goatham", clauses_in([line], "goats.jsonl"))
    chest = sealed()

    with pytest.raises(InvalidInput) as refused:
        compare(goats, read_document(path, goats), [goats, chest])
    (fault,) = refused.value.diagnostics
    assert fault.code == "wrong-document"
    assert "0 of 1 clauses of `goatham` are found in it" in fault.message
    assert fault.hint == "it looks like the protocol of `brindleby`"

    with pytest.raises(InvalidInput) as refused:
        compare(goats, read_document(path, goats))
    assert refused.value.diagnostics[0].hint == ""


@pytest.mark.parametrize(
    ("old", "new", "number", "first"),
    [("1.2 A", "1.1 A", "1.1", 5), ("(b) leave", "(a) leave", "1.2(a)", 7)],
)
def test_one_number_for_two_clauses_is_refused(drift, old, new, number, first):
    """Both lines are told."""
    with pytest.raises(InvalidInput) as refused:
        drift((old, new))
    fault = refused.value.diagnostics[0]
    assert fault.code == "duplicate-clause"
    assert fault.message == f"two clauses are numbered `{number}`"
    assert f"the first stands in line {first};" in fault.hint


def test_a_text_without_numbers_is_refused(drift):
    """Nothing could be said of its clauses."""
    with pytest.raises(InvalidInput, match="has no clause numbers"):
        drift(text="The Clerk keeps the key.\n\nThe Mayor sleeps.\n")


def test_far_too_many_paragraphs_are_refused(drift):
    """A whole constitution has to be cut first."""
    with pytest.raises(InvalidInput, match="which is no protocol"):
        drift(text="1.1 The Clerk keeps the key.\n\n" + "More of it.\n\n" * 2000)


def test_what_stands_on_a_clause_stands_on_its_lead_in():
    """An item says nothing without the words above it."""
    thanet = load("thanet")
    story = Expecting("a.yaml", "late", frozenset({"9.1.6(a)"}))
    other = Expecting("a.yaml", "soon", frozenset({"9.1.60"}))
    found = standing_on("9.1.6", thanet, [story, other])

    assert "thanet/9.1.6#explain" in found.norms
    assert found.scenarios == (story,)
    assert standing_on("9.1.60", thanet, []).norms == ()


def test_scenarios_are_found_by_what_they_expect(tmp_path):
    """Those of other councils are left out."""
    (tmp_path / "a.yaml").write_text(
        "name: late\nprotocol: thanet\ngiven: {enquiry.from: member}\n"
        'expect: {applies: ["9.1.4#answer", "9.1.8"]}\n',
        "utf-8",
    )
    (tmp_path / "b.yaml").write_text("name: b\nprotocol: medway\nexpect: {applies: []}\n", "utf-8")
    (story,) = expecting(tmp_path, load("thanet"))

    assert (story.name, story.clauses) == ("late", {"9.1.4", "9.1.8"})
    with pytest.raises(InvalidInput, match="there is no folder"):
        expecting(tmp_path / "nowhere", load("thanet"))
