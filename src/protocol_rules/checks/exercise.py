"""What the scenarios show of each norm: that it applies, nearly does, is lifted, or stays open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from protocol_rules.analysis.space import Space, space_of
from protocol_rules.analysis.witness import NotDecided, smallest_story, stories_with
from protocol_rules.checks.protocols import names_of
from protocol_rules.engine import Reading, Status
from protocol_rules.engine.program import program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import Situation, situations
from protocol_rules.engine.statuses import statuses_in
from protocol_rules.norms.expectation import Expectation
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry

__all__ = [
    "Exercise",
    "Exercises",
    "Kind",
    "exercise_of",
    "has_near_miss",
    "kinds_possible",
    "lacking",
]

_PAIRS_TRIED = 20
"""From how many stories in which a norm applies a near miss is looked for."""


class Kind(StrEnum):
    """What a scenario can show of a norm."""

    APPLIES = "applies"
    NEAR_MISS = "near_miss"
    LIFTED = "lifted"
    UNDETERMINED = "undetermined"

    @property
    def words(self) -> str:
        """The kind as a sentence says it: `near miss`."""
        return self.value.replace("_", " ")


_KIND_OF = {
    Status.APPLIES: Kind.APPLIES,
    Status.LIFTED: Kind.LIFTED,
    Status.UNDETERMINED: Kind.UNDETERMINED,
}


@dataclass(frozen=True, slots=True)
class Exercise:
    """One norm, and by kind the scenarios that show it, in the order in which they were read."""

    norm: Norm
    shown: Mapping[Kind, tuple[ScenarioEntry, ...]]

    def lacks(self, possible: Iterable[Kind]) -> tuple[Kind, ...]:
        """Give the kinds, of those that are possible, which no scenario shows."""
        return tuple(kind for kind in possible if not self.shown[kind])


class Exercises:
    """What scenarios show of the norms of one protocol; more of them may be added."""

    def __init__(self, protocol: Protocol, bank: Iterable[ScenarioEntry]) -> None:
        """Evaluate the scenarios that expect something of the protocol."""
        self._protocol = protocol
        self._scenes = [*_scenes(protocol, bank)]

    def add(self, entries: Iterable[ScenarioEntry]) -> None:
        """Take more scenarios."""
        self._scenes += _scenes(self._protocol, entries)

    def of(self, norm: Norm) -> Exercise:
        """Tell which scenarios show a norm, and how."""
        return Exercise(norm, _shown(self._protocol, norm, self._scenes))


def exercise_of(protocol: Protocol, bank: Iterable[ScenarioEntry]) -> Mapping[str, Exercise]:
    """Tell, for each norm by its address, which scenarios show it and how.

    A scenario shows that a norm applies, is lifted or is undetermined where that is its status and
    the expectation names the norm or its clause for it; a standing norm has to be named by its
    address, or by its action under `position`. It shows a near miss where the norm is awake and
    does not apply, the expectation would fail if it did, and the story differs in one fact, of all
    those which the status of the norm can rest on, from a story in which a scenario shows it
    applying. Scenarios that expect nothing of the protocol show nothing.
    """
    exercises = Exercises(protocol, bank)
    return {address: exercises.of(norm) for address, norm in protocol.norms.items()}


def kinds_possible(protocol: Protocol, address: str) -> tuple[Kind, ...]:
    """Tell which kinds some story can show of a norm: a standing norm is never nearly missed.

    Where a search was given up, the kind is left out, since nobody could be asked for it.
    """
    found: list[Kind] = []
    for status, kind in _KIND_OF.items():
        if _is_possible(protocol, address, status):
            found.append(kind)
    if Kind.APPLIES in found and has_near_miss(protocol, address):
        found.append(Kind.NEAR_MISS)
    return tuple(kind for kind in Kind if kind in found)


def lacking(protocol: Protocol, bank: Iterable[ScenarioEntry]) -> Mapping[str, tuple[Kind, ...]]:
    """Tell, for each norm by its address, which of the possible kinds no scenario shows."""
    return {
        address: each.lacks(kinds_possible(protocol, address))
        for address, each in exercise_of(protocol, bank).items()
    }


def has_near_miss(protocol: Protocol, address: str) -> bool:
    """Tell whether some story in which a norm applies is one fact away from one in which not."""
    if protocol.norms[address].is_standing:
        return False
    try:
        for number, near in enumerate(stories_with(protocol, address, Status.APPLIES)):
            wanted = Status.DOES_NOT_APPLY
            if smallest_story(protocol, address, wanted, near=near, awake=True) is not None:
                return True
            if number == _PAIRS_TRIED:
                return False
    except NotDecided:
        return False
    return False


def _is_possible(protocol: Protocol, address: str, status: Status) -> bool:
    try:
        return smallest_story(protocol, address, status) is not None
    except NotDecided:
        return False


@dataclass(frozen=True)
class _Scene:
    """One occasion of a scenario, with the statuses of the norms that are awake."""

    entry: ScenarioEntry
    expected: Expectation
    run: Run
    statuses: Mapping[str, Status]
    named: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    @property
    def situation(self) -> Situation:
        return self.run.situation

    def status(self, norm: Norm) -> Status | None:
        """The status of a norm; nothing where it is not awake."""
        if norm.address in self.run.program.unconditional:
            return Status.APPLIES
        return self.statuses.get(norm.address)

    def names(self, norm: Norm, status: Status) -> bool:
        """Whether the expectation names a norm, or its clause, as having a status."""
        named = self.named[_KIND_OF[status].value]
        if norm.address.partition("/")[2] in named:
            return True
        if norm.is_standing and status is Status.APPLIES:
            return norm.action in self.expected.position
        return norm.clause in named

    def would_miss(self, norm: Norm) -> bool:
        """Whether the expectation would fail if a norm that does not apply did."""
        own = {norm.clause, norm.address.partition("/")[2]}
        if not own.isdisjoint(self.expected.does_not_apply):
            return True
        applying = {each.partition("#")[0] for each in self.expected.applies}
        return self.expected.is_exact and norm.clause not in applying


def _scenes(protocol: Protocol, bank: Iterable[ScenarioEntry]) -> Iterator[_Scene]:
    program = program_of(protocol)
    for entry in bank:
        asked_as = names_of(protocol, entry)
        if not asked_as:
            continue
        expected = entry.expectations[asked_as[0]]
        named = {kind.value: frozenset(getattr(expected, kind.value)) for kind in _KIND_OF.values()}
        told = situations(entry.story, protocol.vocabulary)
        for _, situation, _ in told[1:] or told:
            run = Run(program, situation, Reading(entry.written.reading))
            yield _Scene(entry, expected, run, statuses_in(run), named)


class _Told(NamedTuple):
    """As much of a situation as the status of one norm can rest on."""

    there: frozenset[str]
    facts: frozenset[tuple[str, object]]
    today: object

    @classmethod
    def of(cls, scene: _Scene, space: Space) -> _Told:
        given = scene.situation.given
        return cls(
            frozenset(space.circumstances) & scene.situation.mentioned,
            frozenset((fact, given[fact]) for fact in space.facts if fact in given),
            scene.situation.today if len(space.todays) > 1 else None,
        )

    def is_one_fact_from(self, other: _Told) -> bool:
        """Whether one fact is told otherwise, or told in one of the two alone."""
        facts = {fact for fact, _ in self.facts ^ other.facts}
        if facts:
            (fact,) = facts if len(facts) == 1 else ("",)
            return bool(fact) and self._fits(other, fact) and self.today == other.today
        return len(self.there ^ other.there) + (self.today != other.today) == 1

    def _fits(self, other: _Told, fact: str) -> bool:
        """Whether no circumstance but that of the fact comes in or is left out with it."""
        return self.there ^ other.there <= {fact.partition(".")[0]}


def _shown(
    protocol: Protocol, norm: Norm, scenes: Iterable[_Scene]
) -> Mapping[Kind, tuple[ScenarioEntry, ...]]:
    found: dict[Kind, list[ScenarioEntry]] = {kind: [] for kind in Kind}
    applying: list[_Scene] = []
    missing: list[_Scene] = []
    for scene in scenes:
        status = scene.status(norm)
        if status is Status.DOES_NOT_APPLY:
            missing += [scene] if scene.would_miss(norm) else []
        elif status is not None and scene.names(norm, status):
            found[_KIND_OF[status]].append(scene.entry)
            applying += [scene] if status is Status.APPLIES else []
    if applying and missing:
        space = space_of([(protocol, norm.address)])
        near = [_Told.of(each, space) for each in applying]
        for scene in missing:
            told = _Told.of(scene, space)
            if any(told.is_one_fact_from(each) for each in near):
                found[Kind.NEAR_MISS].append(scene.entry)
    # Occasions of one scenario may show the same.
    return {kind: tuple({id(e): e for e in each}.values()) for kind, each in found.items()}
