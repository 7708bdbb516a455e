"""What somebody owes in a case, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from protocol_rules.engine import PerformanceState, RequiredAction, day

__all__ = ["Duty", "same_duty"]

_DONE = (PerformanceState.MET, PerformanceState.MET_LATE)


@dataclass(frozen=True)
class Duty:
    """One thing that a protocol requires in a case.

    `acted_on` is the day of the act that was recorded for it, where no fact shows whether it has
    been performed.
    """

    council: str
    action: RequiredAction
    acted_on: date | None = None

    @property
    def due(self) -> date | None:
        """The last day on which it is done in time, where there is one and it is known."""
        return self.action.due

    @property
    def is_ban(self) -> bool:
        """Whether something is to be left be."""
        return self.action.modality.forbids

    @property
    def is_done(self) -> bool:
        """Whether it has been done, late or not."""
        return self._state in _DONE or self.acted_on is not None

    @property
    def is_owed(self) -> bool:
        """Whether something is still to be done for it."""
        return not (self.is_ban or self.is_done)

    @property
    def is_overdue(self) -> bool:
        """Whether it is still to be done, and its last day is over."""
        return self.is_owed and self._state is PerformanceState.OVERDUE

    @property
    def is_late(self) -> bool:
        """Whether it is breached, whatever has been done since."""
        return self.action.performance is not None and self.action.performance.breached

    @property
    def late_from(self) -> date | None:
        """The day on which the breach arose, where the facts tell it."""
        return self.action.performance.breached_on if self.action.performance else None

    @property
    def standing(self) -> str:
        """How far it has come, in words: `pending`, `overdue`, `done`; or `open`."""
        if self.acted_on is not None:
            return "done"
        return "open" if self._state is None else self._state.words

    @property
    def sentence(self) -> str:
        """Say who must or should do what, as a sentence begins."""
        return self.action.sentence[:1].upper() + self.action.sentence[1:]

    @property
    def when(self) -> str:
        """Say by when and how far it has come: `by 28 April 2025: overdue`."""
        if self.acted_on is not None:
            return f"done on {day(self.acted_on)}"
        told = self.standing if self.standing not in ("open", "pending") else ""
        return ": ".join(each for each in (self.action.by, told) if each)

    def __str__(self) -> str:
        """Say it in a sentence, with the council, its clauses, its deadline and how far it is."""
        said = f"{self.named}: {self.action.sentence}"
        return f"{said}, {self.when}" if self.when else said

    @property
    def named(self) -> str:
        """Name the council and the clauses."""
        return f"{self.council} {', '.join(self.action.clauses)}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        acted = {} if self.acted_on is None else {"acted_on": self.acted_on.isoformat()}
        return {
            "council": self.council, "standing": self.standing, **self.action.as_data(), **acted,
        }  # fmt: skip

    @property
    def _state(self) -> PerformanceState | None:
        return None if self.action.performance is None else self.action.performance.state


def same_duty(duty: Duty, among: Iterable[Duty]) -> Duty | None:
    """Find a duty among others, as they stand at another time: it rests on one of its norms."""
    for other in among:
        if (
            other.council == duty.council
            and other.action.occasion == duty.action.occasion
            and not set(other.action.addresses).isdisjoint(duty.action.addresses)
        ):
            return other
    return None
