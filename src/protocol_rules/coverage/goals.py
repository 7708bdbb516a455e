"""What a bank of scenarios should show of a protocol once: its goals, and the figures of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from protocol_rules.diagnostics import Span
from protocol_rules.norms.protocol import Protocol
from protocol_rules.source import Source

__all__ = ["Figure", "Goal", "Kind", "RuleCoverage", "State", "figures_of"]


class Kind(StrEnum):
    """What is measured."""

    NORMS = "norms"
    EXCEPTIONS = "exceptions"
    PROVISOS = "provisos"
    DEADLINES = "deadlines"
    BREACHES = "breaches"
    BRANCHES = "branches"
    UNKNOWNS = "unknowns"
    MCDC = "mcdc"

    @property
    def words(self) -> str:
        """The kind as a heading says it."""
        return "MC/DC" if self is Kind.MCDC else self.value


class State(StrEnum):
    """Whether a goal has been met."""

    MET = "met"
    UNMET = "unmet"
    CANNOT_BE_MET = "cannot_be_met"


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that some scenario should show.

    `address` is that of the norm, or the name of the fact that a definition makes; `part` is the
    condition of it, and `test` says a test of that in words, where the goal is about one. `wanted`
    says what should be shown, and `way` does so in a word. `times` counts the evaluations that
    show it, and `first` names the scenario that does so first. `lacking` tells why it is not met,
    or cannot be, and `reason` does so in words that are the same for many goals.
    """

    kind: Kind
    clause: str
    address: str
    way: str
    wanted: str
    span: Span
    part: str = ""
    test: str = ""
    number: int = -1
    times: int = 0
    first: str = ""
    state: State = State.UNMET
    reason: str = ""
    lacking: str = ""

    @property
    def about(self) -> str:
        """What the goal is about: the norm, the part of it, and the test, as far as there are."""
        part = f", {self.part}" if self.part else ""
        return f"{self.address}{part}{f': `{self.test}`' if self.test else ''}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        data: dict[str, object] = {
            "kind": self.kind.value,
            "clause": self.clause,
            "address": self.address,
            "way": self.way,
            "wanted": self.wanted,
            "state": self.state.value,
            "times": self.times,
            "line": self.span.line,
        }
        named = {
            "part": self.part,
            "test": self.test,
            "first": self.first,
            "reason": self.reason,
            "lacking": self.lacking,
        }
        return data | {key: value for key, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Figure:
    """How many goals are met, of those that can be."""

    met: int
    of: int
    cannot: int

    @property
    def percent(self) -> float:
        """The share that is met; all of it where there is nothing to meet."""
        return 100 * self.met / self.of if self.of else 100.0

    @property
    def words(self) -> str:
        """The share in a few letters, never rounded up to a whole that it is not."""
        return f"{int(self.percent * 10) / 10:.1f}%" if self.of else "-"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "met": self.met,
            "of": self.of,
            "cannot_be_met": self.cannot,
            "percent": round(self.percent, 2),
        }


def figures_of(goals: Iterable[Goal]) -> Mapping[Kind, Figure]:
    """Count the goals of each kind."""
    counts = {kind: dict.fromkeys(State, 0) for kind in Kind}
    for goal in goals:
        counts[goal.kind][goal.state] += 1
    return {
        kind: Figure(
            each[State.MET], each[State.MET] + each[State.UNMET], each[State.CANNOT_BE_MET]
        )
        for kind, each in counts.items()
    }


@dataclass(frozen=True)
class RuleCoverage:
    """What a bank shows of one protocol, of which `pairs` of its scenarios expect something.

    `source` is its rule file. `awake` counts for each norm, by address, the evaluations in which
    it was awake.
    """

    protocol: Protocol
    source: Source
    pairs: int
    goals: tuple[Goal, ...]
    awake: Mapping[str, int]

    @cached_property
    def figures(self) -> Mapping[Kind, Figure]:
        """How many goals of each kind are met."""
        return figures_of(self.goals)

    def lacking(self) -> tuple[Goal, ...]:
        """The goals that could be met and are not, in the order of the file."""
        return tuple(goal for goal in self.goals if goal.state is State.UNMET)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        clauses: dict[str, list[Goal]] = {}
        norms: dict[str, list[Goal]] = {}
        for goal in self.goals:
            clauses.setdefault(goal.clause, []).append(goal)
            norms.setdefault(goal.address, []).append(goal)
        return {
            "protocol": self.protocol.council,
            "file": self.protocol.file,
            "scenarios": self.pairs,
            "figures": _figures(self.goals),
            "clauses": {clause: _figures(goals) for clause, goals in clauses.items()},
            "norms": {
                address: {"awake": self.awake.get(address, 0), "figures": _figures(goals)}
                for address, goals in norms.items()
            },
            "goals": [goal.as_data() for goal in self.goals],
        }


def _figures(goals: Iterable[Goal]) -> dict[str, object]:
    figures = figures_of(goals).items()
    return {kind.value: each.as_data() for kind, each in figures if each.of or each.cannot}
