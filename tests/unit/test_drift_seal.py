"""What a seal keeps of a clause, what it cannot give back, and how its file is read."""

from __future__ import annotations

import random
import re
from itertools import product
from math import log
from pathlib import Path

import pytest

from protocol_rules import load
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.drift.clause_file import clauses_in
from protocol_rules.drift.digest import _PRIME, MOST_PARTS, SHORTEST, Hashing, Sketch, _orders
from protocol_rules.drift.seal import Seal, seal
from protocol_rules.drift.seal_file import as_text, read_seal, seal_of, seal_path
from protocol_rules.drift.words import lines_of, words
from protocol_rules.resolve import shipped

LONG = (
    "A councillor who finds the ledger open should close it, tell the Clerk on the same day, and "
    "write down at which page it lay, in whose hand the last line was, and who else had seen it."
)
HASHING = Hashing("brindleby")


def sealed(*texts: str, council: str = "brindleby") -> Seal:
    """Seal clauses of these texts."""
    lines = [
        f'{{"id": "{at}", "heading": "1. Of ink", "text": "{text}"}}'
        for at, text in enumerate(texts, 1)
    ]
    return seal(council, clauses_in(lines, "ink.jsonl"))


@pytest.fixture
def written(tmp_path: Path):
    """Write a seal file, with some words put in the place of others."""

    def write(old: str = "", new: str = "") -> Path:
        text = as_text(sealed(LONG, "be kind"))
        assert old in text
        path = tmp_path / "brindleby.yaml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the open ledger", " the\n\topen\u00a0ledger\r\n"),
        ("well-kept", "well\u2010kept"),
        ("ink - or blood", "ink \u2014 or blood"),
        ("ink - or blood", "ink\u2013or blood"),
        ('the Clerk\'s "key"', "the Clerk\u2019s \u201ckey\u201d"),
        ("the 'key'", "the \u201ckey\u201d"),
        ("(or so) ,", "( or so ),"),
        ("left | right", "left right"),
        ("co\u00adop", "coop"),
        ("office", "o\ufb03ce"),
        ("and so on...", "and so on\u2026"),
    ],
)
def test_the_same_words_have_one_digest(one, other):
    """White space, dashes and quotation marks are not what a clause says."""
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Clerk", "the clerk"),
        ("a, b", "a b"),
        ("should", "must"),
        ("a clerk", "a clerks"),
        ("nine", "9"),
        ("may be", "maybe"),
        ("re-sign", "resign"),
    ],
)
def test_other_words_have_another(one, other):
    """Every letter, capital, figure and comma counts."""
    assert HASHING.digest(words(one)) != HASHING.digest(words(other))


def test_lines_end_where_any_program_ends_them():
    """Pages and paragraphs of other programs end lines as well."""
    assert lines_of("a\r\nb\rc\x0cd\u2028e") == ["a", "b", "c", "d", "e"]


def test_digests_of_beginnings_are_those_of_the_words_alone():
    """They are made in one go, and mean the same."""
    said = words(LONG)
    found = dict(HASHING.digests(said, [1, 5, len(said), len(said) + 1]))

    assert found == {size: HASHING.digest(said[:size]) for size in (1, 5, len(said))}


def test_a_changed_word_leaves_a_likeness():
    """Other words leave none."""
    said = list(words(LONG))
    whole = HASHING.sketch(said)
    said[10] = "sell"
    near, far = (
        HASHING.sketch(said),
        HASHING.sketch(
            words("A goat of the parish eats all that it finds on its way home from the fair.")
        ),
    )
    assert whole is not None
    assert near is not None
    assert far is not None

    assert whole.likeness(whole) == 1
    assert whole.likeness(near) > 0.6
    assert whole.likeness(far) < 0.35


def test_a_short_clause_has_a_digest_alone():
    """A sketch of so few words would tell nothing reliable."""
    assert HASHING.sketch(["ink"] * (SHORTEST - 1)) is None
    assert HASHING.sketch(["ink"] * SHORTEST) is not None


@pytest.mark.parametrize("count", [12, 15, 40, 64, 500])
def test_a_sketch_has_two_bits_for_each_word(count):
    """And it has no more of a long clause than of one of 64 words."""
    sketch = HASHING.sketch([f"word{at}" for at in range(count)])

    assert sketch is not None
    assert sketch.parts == min(count // 2 * 2, MOST_PARTS)
    assert len(str(sketch)) == sketch.parts // 2
    assert Sketch.of(str(sketch)) == sketch


def test_one_text_is_sealed_differently_for_each_council():
    """Nothing can be looked up in a table made for another."""
    (one,), (other,) = sealed(LONG).clauses, sealed(LONG, council="goatham").clauses

    assert one.digest != other.digest
    assert one.sketch != other.sketch


def test_no_word_stands_in_a_seal():
    """Neither as it is printed nor in another form."""
    line = as_text(sealed(LONG)).splitlines()[-1]

    assert not [word for word in re.findall(r"[a-z]{2,}", LONG.lower()) if word in line[30:]]
    assert re.fullmatch(
        r'  "1": \{words: 43, digest: "[0-9a-f]{16}", sketch: "[0-9a-f]{19}"\}', line
    )


def test_a_guessed_word_can_hardly_be_told_from_another():
    """Whoever knows how a clause begins does not learn from its sketch how it goes on.

    Each word of a small language is tried as the next one, and judged by every part of the sketch
    as sharply as can be. In a list of hashed shingles the true word would always come first.
    """
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki")
    language = ["".join(parts) for parts in product(syllables, repeat=3)]
    lots = random.Random(3)  # noqa: S311 - nothing is kept secret
    ranks: list[int] = []
    for _ in range(60):
        text = lots.choices(language, k=40)
        kept = HASHING.sketch(text)
        assert kept is not None
        scores = {word: evidence(kept, text[10], word, len(text)) for word in language}
        ranks.append(sum(score > scores[text[11]] for score in scores.values()))

    assert sum(rank == 0 for rank in ranks) < 6
    assert sum(rank >= 10 for rank in ranks) > 45


def evidence(kept: Sketch, word: str, after: str, count: int) -> float:
    """Say how much likelier a sketch is if one word stands after another in its text."""
    shingle = int.from_bytes(HASHING._hash(f"{word} {after}", 8))
    told = 0.0
    for part, (factor, summand) in enumerate(_orders()[: kept.parts]):
        value = (factor * shingle + summand) % _PRIME
        is_least = (1 - value / _PRIME) ** (count - 2)
        bits = kept.bits >> 2 * (kept.parts - 1 - part) & 3
        told += log((is_least if bits == value & 3 else 0) + (1 - is_least) / 4) - log(1 / 4)
    return told


def test_a_file_gives_back_the_seal(written):
    """Nothing is lost on the way."""
    assert read_seal(written(), "brindleby") == sealed(LONG, "be kind")


def test_the_same_clauses_give_the_same_file():
    """A difference in a review is a difference of the text."""
    assert as_text(sealed(LONG, "be kind")) == as_text(sealed(f" {LONG}\\n", "be  kind"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "brindleby\n",
            "goatham\n",
            "this is the seal of `goatham`, and the protocol is that of `brindleby`",
        ),
        ("count: 2", "count: 3", "the seal counts 3 clauses and has 2"),
        ('form: "1"', 'form: "9"', "a seal of the form `9` cannot be read by this version"),
        ("count: 2\n", "", "the key `count` is missing"),
        ("digest:", "digset:", "no key `digset` is known here"),
        ("printed:", "prints:", "no key `prints` is known here"),
    ],
)
def test_a_broken_or_foreign_seal_is_refused(written, old, new, message):
    """It is told what is wrong, and where."""
    with pytest.raises(InvalidInput) as refused:
        read_seal(written(old, new), "brindleby")
    faults = refused.value.diagnostics
    assert message in [each.message for each in faults]
    assert all(each.span is not None for each in faults)


def test_a_protocol_without_a_seal_is_told_how_to_get_one(tmp_path):
    """The command stands in the hint."""
    path = tmp_path / "chest.yaml"
    path.write_text(
        'council: chest\nname: Chest\ntitle: Keys\nclauses: [{id: "1", title: One}]\n', "utf-8"
    )
    with pytest.raises(InvalidInput) as refused:
        seal_of(load(path))
    (fault,) = refused.value.diagnostics
    assert fault.code == "no-seal"
    assert "protocol-rules seal CLAUSES.jsonl -p chest --write" in fault.hint


@pytest.mark.parametrize("name", shipped())
def test_each_shipped_protocol_is_sealed(name):
    """Every card has its clause in the seal."""
    protocol = load(name)
    found = {each.id for each in seal_of(protocol).clauses}

    assert seal_path(protocol).is_file()
    assert not set(protocol.clauses) - found


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "this line is no JSON object"),
        ("[" * 100_000, "this line is no JSON object"),
        ("[]", "a clause is a JSON object"),
        ('{"id": "1"}', "the clause has no `text`"),
        ('{"id": " ", "text": "a"}', "the clause has no `id`"),
        ('{"id": 1, "text": "a"}', "`id` is a text, in quotation marks"),
        ('{"id": "1", "text": "a", "heading": null}', "`heading` is a text, in quotation marks"),
    ],
)
def test_a_broken_line_of_a_clause_file_is_told(line, message):
    """All of a file are told at once, each with its line."""
    with pytest.raises(InvalidInput) as refused:
        clauses_in(["", line, line], "ink.jsonl")
    told = [(each.span.line, each.message) for each in refused.value.diagnostics if each.span]
    assert told == [(2, message), (3, message)]


def test_an_empty_clause_file_is_refused():
    """There is nothing to seal."""
    with pytest.raises(InvalidInput, match="there is no clause"):
        clauses_in(["", " "], "ink.jsonl")
