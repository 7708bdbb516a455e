"""Seeded edits of protocols, invented and real, are each told as what they are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from textwrap import fill

import pytest
from properties.printing import (
    Edit,
    Printed,
    as_clause_file,
    as_markdown,
    as_text,
    changed,
    invented,
    read,
    renumbered,
    respaced,
    sources,
    swapped,
    with_word_changed,
)

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.drift.clause_file import clauses_in
from protocol_rules.drift.compare import Drift, Fate, compare
from protocol_rules.drift.document import read_document
from protocol_rules.drift.seal import Seal, seal

INVENTED = 15
EDITS_OF_A_SOURCE = 8
PRINTS = {"jsonl": as_clause_file, "txt": as_text, "md": as_markdown}
DRAWN = [
    pytest.param(seed, ending, id=f"invented {seed} {ending}")
    for seed in range(INVENTED)
    for ending in PRINTS
] + [
    pytest.param(path, ending, id=f"{path.name.partition('.')[0]} {ending}")
    for path in sources()
    for ending in PRINTS
]

each_protocol = pytest.mark.parametrize(("origin", "ending"), DRAWN)


def lots_of(seed: object) -> random.Random:
    """Draw the same lots each time."""
    return random.Random(str(seed))  # noqa: S311 - nothing is kept secret


@cache
def sealed(origin: int | Path) -> tuple[Edit, Seal]:
    """Read or invent a protocol, and seal it."""
    clauses = read(origin) if isinstance(origin, Path) else invented(lots_of(origin))
    lines = as_clause_file(clauses).splitlines()
    return clauses, seal("brindleby", clauses_in(lines, "sealed.jsonl"))


class Edition:
    """A sealed protocol that can be printed anew with edits."""

    def __init__(self, origin: int | Path, ending: str, folder: Path) -> None:
        self.lots = lots_of(f"edits of {origin}")
        self.is_real = isinstance(origin, Path)
        self.clauses, self.seal = sealed(origin)
        self.ending = ending
        self._path = folder / f"edition.{ending}"

    def drift(self, clauses: Edit, alter: Callable[[str], str] = str) -> Drift:
        """Print the clauses and hold the print against the seal."""
        path = self._path
        path.write_text(alter(PRINTS[self.ending](clauses)), "utf-8")
        return compare(self.seal, read_document(path, self.seal))

    def places(self) -> Iterator[int]:
        """Draw places at which to edit."""
        count = min(EDITS_OF_A_SOURCE if self.is_real else 3, len(self.clauses))
        yield from self.lots.sample(range(len(self.clauses)), count)


@pytest.fixture
def edition(origin: int | Path, ending: str, tmp_path: Path) -> Edition:
    """Seal a protocol."""
    return Edition(origin, ending, tmp_path)


def fates(drift: Drift) -> dict[str, Fate]:
    """Give what is not unchanged."""
    return {each.clause: each.fate for each in drift.changes if each.fate is not Fate.UNCHANGED}


@each_protocol
def test_the_same_text_is_unchanged(edition: Edition) -> None:
    """Printed as it was sealed, nothing has drifted."""
    drift = edition.drift(edition.clauses)

    assert fates(drift) == {}
    assert not drift.is_of_substance
    assert drift.titles == ()


@each_protocol
def test_a_changed_word_is_told(edition: Edition) -> None:
    """One word in one clause rewords this clause and no other."""
    for at in edition.places():
        drift = edition.drift(with_word_changed(edition.clauses, at, edition.lots))

        assert fates(drift) == {edition.clauses[at].id: Fate.REWORDED}
        assert drift.is_of_substance


@each_protocol
def test_another_force_is_told(edition: Edition) -> None:
    """`should` made `must` is a change of substance, in whichever clause."""
    places = [at for at, each in enumerate(edition.clauses) if " should " in each.text]
    for at in edition.lots.sample(places, min(5, len(places))):
        text = edition.clauses[at].text.replace(" should ", " must ", 1)
        drift = edition.drift(changed(edition.clauses, at, text))

        assert fates(drift) == {edition.clauses[at].id: Fate.REWORDED}


@each_protocol
def test_a_removed_clause_is_gone(edition: Edition) -> None:
    """What stood around it is told as nothing of substance."""
    for at in edition.places():
        drift = edition.drift((*edition.clauses[:at], *edition.clauses[at + 1 :]))
        found = fates(drift)

        assert found.pop(edition.clauses[at].id) is Fate.GONE
        # A paragraph whose number is gone stands under the number before it.
        assert set(found.values()) <= {Fate.RENUMBERED}
        assert [each.clause for each in drift.changes if each.is_of_substance] == [
            edition.clauses[at].id
        ]


@each_protocol
def test_two_that_change_places_have_moved(edition: Edition) -> None:
    """They take their numbers along, and no word has changed."""
    alone = [at for at in range(len(edition.clauses)) if stands_alone(edition.clauses, at)]
    for _ in range(3 if len(alone) > 1 else 0):
        one, other = sorted(edition.lots.sample(alone, 2))
        drift = edition.drift(swapped(edition.clauses, one, other))

        moved = {edition.clauses[at].id: Fate.MOVED for at in (one, other)}
        assert fates(drift) == moved
        assert not drift.is_of_substance


def stands_alone(clauses: Edit, at: int) -> bool:
    """Tell whether a clause has a number of its own and nothing that hangs on it."""
    here = clauses[at]
    after = clauses[at + 1].id if at + 1 < len(clauses) else ""
    under_heading = at and clauses[at - 1].heading == here.heading
    return bool(
        here.id == here.root and not after.startswith((f"{here.id}(", f"{here.id}.")) and after
        and under_heading and clauses[at + 1].heading == here.heading
        and clauses[at + 1].label == clauses[at + 1].root != ""
    )  # fmt: skip


@each_protocol
def test_a_clause_that_stands_twice_is_new_once(edition: Edition) -> None:
    """Under another number it is told as a repetition."""
    for at in edition.places():
        here = edition.clauses[at]
        again = Printed("99.9", here.text, edition.clauses[-1].heading)
        drift = edition.drift((*edition.clauses, again))
        new = [each for each in drift.changes if each.fate is Fate.NEW]

        assert fates(drift) == {"": Fate.NEW}
        assert [(each.now[0].number, each.note[:8]) for each in new] == [("99.9", "repeats ")]


@each_protocol
def test_one_number_for_two_clauses_is_refused(edition: Edition) -> None:
    """Both lines are named."""
    numbered = [each for each in edition.clauses if each.id == each.root]
    here = edition.lots.choice(numbered)
    with pytest.raises(InvalidInput, match="two clauses are numbered") as refused:
        edition.drift((*edition.clauses, Printed(here.id, "A goat is no clerk.", here.heading)))

    assert "the first stands in line" in str(refused.value)


@each_protocol
def test_counting_on_changes_no_substance(edition: Edition) -> None:
    """Every clause with a number has another one, and is otherwise as it was."""
    drift = edition.drift(renumbered(edition.clauses))
    found = fates(drift)

    assert set(found.values()) == {Fate.RENUMBERED}
    assert not drift.is_of_substance
    printed = {each.id for each in edition.clauses if each.id == each.root}
    assert printed <= set(found)
    if edition.ending == "jsonl":
        assert set(found) == {each.id for each in edition.clauses if each.root}


@each_protocol
def test_a_word_is_found_through_new_numbers(edition: Edition) -> None:
    """A clause that is renumbered and reworded is told as reworded, and stands where it stands."""
    for at in edition.places():
        edited = renumbered(with_word_changed(edition.clauses, at, edition.lots))
        drift = edition.drift(edited)
        substance = {e.clause: e.fate for e in drift.changes if e.is_of_substance}

        assert substance == {edition.clauses[at].id: Fate.REWORDED}


@each_protocol
def test_blanks_dashes_and_quotation_marks_change_nothing(edition: Edition) -> None:
    """However they are printed, the words are the same."""
    for _ in range(3):
        clauses = tuple(
            Printed(each.id, respaced(each.text, edition.lots), each.heading)
            for each in edition.clauses
        )
        assert fates(edition.drift(clauses)) == {}


@each_protocol
def test_lines_may_break_anywhere(edition: Edition) -> None:
    """Longer and shorter lines, other line breaks and more empty lines change nothing."""
    if edition.ending == "jsonl":
        return

    def narrow(text: str) -> str:
        width = edition.lots.randint(40, 100)
        paragraphs = text.strip().split("\n\n")
        return "\n\n".join(
            each
            if each.startswith("#")
            else fill(each, width, break_long_words=False, break_on_hyphens=False)
            for each in paragraphs
        )

    for alter in (
        narrow,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n\n", "\n \n\n\f"),
        lambda text: f"\ufeff{text.rstrip()}",
    ):
        assert fates(edition.drift(edition.clauses, alter)) == {}


@each_protocol
def test_paragraphs_need_no_empty_line(edition: Edition) -> None:
    """Each on a line of its own is as good."""
    if edition.ending != "txt":
        return
    drift = edition.drift(edition.clauses, lambda text: text.replace("\n\n", "\n"))

    assert fates(drift) == {}
