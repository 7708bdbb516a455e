"""The seal of a protocol: of each printed clause enough to know it again, and no text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from protocol_rules.drift.clause_file import PrintedClause
from protocol_rules.drift.digest import Hashing, Sketch
from protocol_rules.drift.words import words

__all__ = ["Seal", "SealedClause", "seal", "unnumbered"]


@dataclass(frozen=True, slots=True)
class SealedClause:
    """What is kept of one clause; `size` counts its words and marks."""

    id: str
    size: int
    digest: str
    sketch: Sketch | None


@dataclass(frozen=True, slots=True)
class Seal:
    """The sealed clauses of a protocol in printed order, and the digests of its headings."""

    council: str
    clauses: tuple[SealedClause, ...]
    headings: frozenset[tuple[int, str]]

    @property
    def hashing(self) -> Hashing:
        """How the texts of this council are hashed."""
        return Hashing(self.council)


def seal(council: str, clauses: Iterable[PrintedClause]) -> Seal:
    """Seal the printed clauses of a council."""
    hashing = Hashing(council)
    sealed: list[SealedClause] = []
    headings: set[tuple[int, str]] = set()
    for clause in clauses:
        said = words(clause.text)
        digest, sketch = hashing.digest(said), hashing.sketch(said)
        sealed.append(SealedClause(clause.id, len(said), digest, sketch))
        for heading in clause.headings:
            title = unnumbered(words(heading))
            headings.add((len(title), hashing.digest(title)))
    return Seal(council, tuple(sealed), frozenset(headings))


def unnumbered(heading: tuple[str, ...]) -> tuple[str, ...]:
    """Take the number off the words of a heading, since it says nothing."""
    at = 0
    while at < len(heading) and (heading[at] == "." or heading[at].isdecimal()):
        at += 1
    return heading[at:] or heading
