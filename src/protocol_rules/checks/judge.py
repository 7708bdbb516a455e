"""A scenario's expectations held against the answer that the rules give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from protocol_rules.checks.compare import differences
from protocol_rules.checks.difference import Difference
from protocol_rules.checks.names import check_names
from protocol_rules.checks.protocols import protocol_named
from protocol_rules.engine import Answer, Reading, evaluate
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.validation import Place

__all__ = ["Judgement", "judge"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One scenario under one protocol: the answer, and each way in which it is not as expected.

    `place` is where the expectation stands.
    """

    name: str
    protocol: str
    answer: Answer
    differences: tuple[Difference, ...]
    place: Place = field(repr=False)

    @property
    def passed(self) -> bool:
        """Whether the answer is as expected."""
        return not self.differences

    def __str__(self) -> str:
        """Name the scenario and say what differs."""
        lines = [f"{self.protocol}: {self.name}", *(f"  {each}" for each in self.differences)]
        return "\n".join(lines)


def judge(
    entry: ScenarioEntry, protocols: Callable[[str], Protocol | None]
) -> tuple[Judgement, ...]:
    """Evaluate a scenario under each protocol for which it expects something.

    In an exact match `applies`, `lifted` and `undetermined` name every clause of that status
    (standing norms left out), `missing` every fact on which the undetermined norms turn, and
    `required`, where it is there, every required action; a norm's address expects a status of that
    norm, whatever becomes of the rest of its clause. Everything else, and everything in a match
    `at_least`, is looked at only where it is named. `protocols` gives a protocol by name, or
    `None` for one that is not to be looked at. Raises `InvalidInput` for a name that
    is not there: of a protocol, a clause, a norm, a fact, an action or a role.
    """
    judgements: list[Judgement] = []
    for name, expected in entry.expectations.items():
        protocol = protocol_named(name, entry, protocols)
        place = entry.place_of_expectation(name)
        if protocol is not None:
            check_names(expected, protocol, place)
        place.faults.stop_if_any()
        if protocol is None:
            continue
        answer = evaluate(protocol, entry.story, reading=Reading(entry.written.reading))
        differing = tuple(differences(expected, answer, place))
        judgements.append(Judgement(entry.story.name, name, answer, differing, place))
    return tuple(judgements)
