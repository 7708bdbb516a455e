"""What became of the mutants of a protocol, and the score that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from protocol_rules.diagnostics import Span
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators import OPERATORS

__all__ = ["Counts", "Fate", "Outcome", "Tally"]


class Fate(StrEnum):
    """What became of a mutant.

    One is killed where a scenario notices it, and equivalent where no story ever could. One of
    which neither is known counts as a survivor.
    """

    KILLED = "killed"
    SURVIVED = "survived"
    NOT_DECIDED = "not_decided"
    EQUIVALENT = "equivalent"

    @property
    def words(self) -> str:
        """The fate as a sentence says it."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mutant, and what became of it.

    `told` names the scenario that killed it; of a survivor it says what would notice it.
    """

    operator: str
    address: str
    change: str
    span: Span | None
    fate: Fate
    told: str

    @classmethod
    def of(cls, mutant: Mutant, fate: Fate, told: str = "") -> Outcome:
        """Say what became of a mutant."""
        return cls(mutant.operator, mutant.address, mutant.change, mutant.span, fate, told)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        key = "killed_by" if self.fate is Fate.KILLED else "would_notice"
        span = self.span
        return {
            "operator": self.operator,
            "address": self.address,
            "change": self.change,
            "fate": self.fate.value,
            **({"file": span.file, "line": span.line, "column": span.column} if span else {}),
            **({key: self.told} if self.told else {}),
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """How many mutants met each fate; the score is the share of those killed that could be."""

    killed: int
    survived: int
    not_decided: int
    equivalent: int

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Counts:
        """Count."""
        fates = [each.fate for each in outcomes]
        return cls(*(fates.count(fate) for fate in Fate))

    @property
    def all(self) -> int:
        """How many there are."""
        return self.killed + self.survived + self.not_decided + self.equivalent

    @property
    def score(self) -> float | None:
        """The share killed of those that are not equivalent, in per cent; `None` of nothing."""
        could = self.all - self.equivalent
        return 100 * self.killed / could if could else None

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "mutants": self.all,
            "killed": self.killed,
            "survived": self.survived,
            "not_decided": self.not_decided,
            "equivalent": self.equivalent,
            "score": None if self.score is None else round(self.score, 2),
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """The mutants of one protocol that have been tried, of how many, before how many scenarios."""

    council: str
    scenarios: int
    mutants: int
    outcomes: tuple[Outcome, ...]

    @property
    def counts(self) -> Counts:
        """How many met each fate."""
        return Counts.of(self.outcomes)

    @property
    def by_operator(self) -> Mapping[str, Counts]:
        """How many mutants of each operator met each fate; operators without one are left out."""
        found: dict[str, list[Outcome]] = {name: [] for name in OPERATORS}
        for each in self.outcomes:
            found[each.operator].append(each)
        return {name: Counts.of(those) for name, those in found.items() if those}

    def with_fate(self, *fates: Fate) -> tuple[Outcome, ...]:
        """Give the mutants that met one of some fates."""
        return tuple(each for each in self.outcomes if each.fate in fates)
