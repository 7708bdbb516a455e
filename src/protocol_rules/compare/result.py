"""What a comparison of two protocols gives: rows, and the regions in which they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from protocol_rules.compare.cubes import Cube, shortly_said
from protocol_rules.compare.stance import Stance
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary import Vocabulary

__all__ = ["Comparison", "InWords", "Region", "Relation", "Row"]


class Relation(StrEnum):
    """How the first of two protocols stands to the second, for a role and an action.

    `silent`: one of them says nothing about it in any story. `not_decided`: it was not found out,
    which is never the same as equivalent.
    """

    EQUIVALENT = "equivalent"
    STRICTER = "stricter"
    LOOSER = "looser"
    INCOMPARABLE = "incomparable"
    SILENT = "silent"
    NOT_DECIDED = "not_decided"

    @property
    def spoken(self) -> str:
        """The relation as a sentence says it."""
        return self.value.replace("_", " ")

    @property
    def turned(self) -> Relation:
        """The relation of the second to the first."""
        return _TURNED.get(self, self)


_TURNED = {Relation.STRICTER: Relation.LOOSER, Relation.LOOSER: Relation.STRICTER}


@dataclass(frozen=True)
class Region:
    """All the complete stories in which two protocols have these two stances, which differ.

    It is the region of the stories of which some cube of `where` holds. `addresses` are the norms
    that speak in the witness, on either side; `witness` is the smallest story, all of it needed,
    that settles both stances.
    """

    relation: Relation
    stances: tuple[Stance, Stance]
    where: tuple[Cube, ...]
    witness: Story
    addresses: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class InWords:
    """What two protocols say otherwise in words that nobody can compute, each as it stands.

    `what` is `counterparty`, `qualifier` or `judgement`.
    """

    what: str
    said: tuple[tuple[str, ...], tuple[str, ...]]

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {"what": self.what, "said": [list(each) for each in self.said]}


@dataclass(frozen=True)
class Row:
    """One role and one action under two protocols, over all stories.

    `norms` are those of either side that speak of it. The `regions` together are all stories in
    which the stances differ; none of them overlap. `bounded` says what was left out of "all", where
    anything was, and `undecided` why the search was given up, if it was.
    """

    role: str
    action: str
    topics: tuple[str, ...]
    relation: Relation
    regions: tuple[Region, ...]
    norms: tuple[tuple[str, ...], tuple[str, ...]]
    in_words: tuple[InWords, ...] = ()
    judged: tuple[str, ...] = ()
    bounded: str = ""
    undecided: str = ""

    @property
    def speaks(self) -> tuple[bool, bool]:
        """Which of the two say anything of it."""
        return bool(self.norms[0]), bool(self.norms[1])


@dataclass(frozen=True)
class Comparison:
    """Two protocols laid side by side, over all stories: a row for each role and action."""

    protocols: tuple[Protocol, Protocol]
    rows: tuple[Row, ...]
    words: Vocabulary = field(repr=False)

    @property
    def councils(self) -> tuple[str, str]:
        """The names of the two."""
        return self.protocols[0].council, self.protocols[1].council

    @property
    def differing(self) -> tuple[Row, ...]:
        """The rows in which the two are not equivalent."""
        return tuple(row for row in self.rows if row.relation is not Relation.EQUIVALENT)

    def on(self, topic: str) -> tuple[Row, ...]:
        """Give the rows about a topic."""
        return tuple(row for row in self.rows if topic in row.topics)

    def counts(self) -> Mapping[Relation, int]:
        """Count the rows by their relation."""
        return {each: sum(row.relation is each for row in self.rows) for each in Relation}

    def said(self, region: Region, row: Row) -> str:
        """Say a region in a sentence: where it is, and what either protocol says there."""
        where = shortly_said(region.where, self.words)
        sides = (
            f"{protocol.name}: {stance.said(row.role, row.action, self.words)}"
            for protocol, stance in zip(self.protocols, region.stances, strict=True)
        )
        return f"{where}: {'; '.join(sides)}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "protocols": list(self.councils),
            "counts": {each.value: count for each, count in self.counts().items()},
            "rows": [self._row(row) for row in self.rows],
        }

    def _row(self, row: Row) -> dict[str, object]:
        return {
            "role": row.role,
            "action": row.action,
            "topics": list(row.topics),
            "relation": row.relation.value,
            "norms": [list(each) for each in row.norms],
            "regions": [*self._regions(row)],
            "in_words": [each.as_data() for each in row.in_words],
            "judged": list(row.judged),
            **({"bounded": row.bounded} if row.bounded else {}),
            **({"undecided": row.undecided} if row.undecided else {}),
        }

    def _regions(self, row: Row) -> Iterator[dict[str, object]]:
        for region in row.regions:
            yield {
                "relation": region.relation.value,
                "stances": [each.as_data() for each in region.stances],
                "where": [each.as_data(self.words) for each in region.where],
                "said": self.said(region, row),
                "witness": region.witness.as_data(),
                "addresses": [list(each) for each in region.addresses],
            }
