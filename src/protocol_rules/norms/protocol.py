"""The law as meant: a protocol, its clauses and their norms, with every name resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from protocol_rules.calendar import Calendar, Unit
from protocol_rules.diagnostics import Span
from protocol_rules.vocabulary import Modality, Vocabulary
from protocol_rules.vocabulary.conditions import Compare, Condition, Value

__all__ = [
    "Clause",
    "ClauseKind",
    "Counterparty",
    "Deadline",
    "DeadlineRelation",
    "Norm",
    "NormKind",
    "Override",
    "Protocol",
    "Step",
]


class ClauseKind(StrEnum):
    """What a clause without a norm is."""

    STATEMENT = "statement"
    DEFINITION = "definition"
    PRINCIPLE = "principle"


class NormKind(StrEnum):
    """What gives a clause a finding: a norm proper, or a card which has none."""

    NORM = "norm"
    CAUTION = "caution"
    EXCEPTION = "exception"
    PROVISO = "proviso"


class DeadlineRelation(StrEnum):
    """Where the due date stands to its anchor."""

    AFTER = "after"
    BEFORE = "before"
    BY = "by"


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: an amount of time from the date fact `fact`, or simply before it or an action.

    With an amount, `ten working days after F`: the day of F is day zero. `fact` is empty where
    the deadline is the doing of `action`.
    """

    text: str
    relation: DeadlineRelation
    fact: str = ""
    action: str = ""
    amount: int = 0
    unit: Unit = Unit.CALENDAR_DAY


@dataclass(frozen=True, slots=True)
class Counterparty:
    """The other party; `every` tells all of the roles from any one of them."""

    roles: tuple[str, ...]
    every: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route: whom to turn to, when, and the condition that shows it as taken."""

    to: tuple[str, ...]
    when: Condition | None = None
    done: Condition | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A norm that lifts another one where it is effective, and `only_for` some of its bearers.

    `only_for` is the role test that a narrower bearer adds: leave for political assistants
    does not lift every officer's ban.
    """

    by: str
    only_for: Condition | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """One thing that a clause requires, forbids, allows or grants; or a card that has a finding.

    A card without a norm (a caution, an exception or a proviso with an address of its own)
    has no bearer, modality or action; its address is that of its clause.
    `when` is empty on a standing norm; `unless` holds the exceptions, those of scopes included.
    """

    address: str
    clause: str
    kind: NormKind
    bearers: tuple[str, ...] = ()
    modality: Modality | None = None
    action: str = ""
    counterparty: Counterparty | None = None
    qualifier: str = ""
    when: Condition | None = None
    provided: Condition | None = None
    unless: tuple[Condition, ...] = ()
    lifts: tuple[str, ...] = ()
    proviso_of: tuple[str, ...] = ()
    presumes: Mapping[str, Value] = field(default_factory=dict[str, Value])
    limits: tuple[Compare, ...] = ()
    deadline: Deadline | None = None
    done_on: str = ""
    breached_when: Condition | None = None
    reparation_for: str = ""
    escalation: tuple[Step, ...] = ()
    span: Span | None = None

    @property
    def is_standing(self) -> bool:
        """Whether it speaks in every situation: a norm proper without a condition."""
        return self.kind is NormKind.NORM and self.when is None and not self.reparation_for


@dataclass(frozen=True, slots=True)
class Clause:
    """One printed address of a protocol.

    `reviewed_by` and `reviewed_on` stay empty until somebody has held the card against the printed
    text and signs for it by name. `accepts` gives for a lint check the reason why what it finds
    here is meant so.
    """

    id: str
    title: str
    gist: str = ""
    kind: ClauseKind | None = None
    part_of: str = ""
    topics: tuple[str, ...] = ()
    judgement: str = ""
    reviewed_by: str = ""
    reviewed_on: date | None = None
    norms: tuple[Norm, ...] = ()
    defines: Mapping[str, Condition] = field(default_factory=dict[str, Condition])
    accepts: Mapping[str, str] = field(default_factory=dict[str, str])
    span: Span | None = None


@dataclass(frozen=True, eq=False)
class Protocol:
    """One council's protocol, ready to be evaluated.

    `overrides` gives for the address of a norm what lifts it; `definitions` gives for each
    derived fact its condition; `accepts` is as on a clause, for what lint finds in the whole of it.
    """

    council: str
    name: str
    title: str
    calendar: Calendar
    clauses: Mapping[str, Clause]
    vocabulary: Vocabulary
    overrides: Mapping[str, tuple[Override, ...]]
    definitions: Mapping[str, Condition]
    adopted: date | None = None
    accepts: Mapping[str, str] = field(default_factory=dict[str, str])
    file: str = ""

    @cached_property
    def norms(self) -> Mapping[str, Norm]:
        """All norms by their address, in printed order."""
        return {norm.address: norm for clause in self.clauses.values() for norm in clause.norms}

    def __repr__(self) -> str:
        """Name the protocol; its clauses would fill pages."""
        return f"<Protocol {self.council}: {len(self.clauses)} clauses, {len(self.norms)} norms>"
