"""The smallest change of what is told that would make a norm apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from protocol_rules.engine.alternatives import Alternative, alternatives
from protocol_rules.engine.changes import Change, FactChange, checked, told_otherwise
from protocol_rules.engine.program import Ready
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import situations
from protocol_rules.engine.status import Status
from protocol_rules.engine.statuses import status_in
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.story import Story

__all__ = ["SmallestChange", "StatusAgain", "smallest_change"]

MOST_TRIES = 10_000
"""How many situations are tried before the search for a change is given up."""

StatusAgain = Callable[[Story], Status]
"""Evaluates another scenario anew, and gives the status of the same norm."""

_CAN_APPLY = (Status.APPLIES, Status.UNDETERMINED)


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """The change that would make a norm apply: one thing told otherwise, or else two.

    Without `changes` there is none within two. Where the search was given up `is_exhaustive` is
    false, and nothing is claimed beyond the situations that were `tried`.
    """

    changes: tuple[Change, ...]
    tried: int
    is_exhaustive: bool = True

    def __str__(self) -> str:
        """Say it in a sentence."""
        if self.changes:
            return f"it would apply if {' and '.join(each.supposed for each in self.changes)}"
        if self.is_exhaustive:
            return "no change of one or two facts would make it apply"
        return f"no change that would make it apply was found within {self.tried} tries"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        data: dict[str, object] = {
            "changes": [each.as_data() for each in self.changes],
            "text": str(self),
        }
        return data if self.changes else data | {"is_exhaustive": self.is_exhaustive}


def smallest_change(
    run: Run, ready: Ready, scenario: Story, occasion: str, status_again: StatusAgain
) -> SmallestChange:
    """Search for the smallest change that makes a norm apply; `today` stays as it is.

    One change comes before two, and among as many the nearest. What is found is evaluated again
    by `status_again` before it is claimed.
    """
    return _Search(run, ready, scenario, occasion, status_again).smallest()


class _GivenUp(Exception):
    """As many situations have been tried as may be."""


class _Search:
    """Tries changes, the smallest and nearest ones first."""

    def __init__(
        self, run: Run, ready: Ready, scenario: Story, occasion: str, status_again: StatusAgain
    ) -> None:
        self._run = run
        self._ready = ready
        self._scenario = scenario
        self._occasion = occasion
        self._status_again = status_again
        self._tried = 0

    def smallest(self) -> SmallestChange:
        """Give the smallest change, or say that there is none within two."""
        try:
            for changes in self._applying_changes():
                for each in (self._nearest(changes), changes):
                    if self._is_verified(each):
                        return SmallestChange(each, self._tried)
        except _GivenUp:
            return SmallestChange((), MOST_TRIES, is_exhaustive=False)
        return SmallestChange((), self._tried)

    def _applying_changes(self) -> Iterator[tuple[Change, ...]]:
        address = self._ready.norm.address
        single = alternatives(self._run, address, self._scenario, self._occasion)
        pairs = [each for each in combinations(single, 2) if each[0].fits(each[1])]
        pairs.sort(key=lambda each: (each[1].rank, each[0].rank))
        for group in (*((each,) for each in single), *pairs):
            yield from self._explore((), group)

    def _explore(
        self, made: tuple[Change, ...], group: tuple[Alternative, ...]
    ) -> Iterator[tuple[Change, ...]]:
        self._tried += 1
        if self._tried > MOST_TRIES:
            raise _GivenUp
        if not group:
            if self._status(made) is Status.APPLIES:
                yield made
            return
        # INVARIANT: as given, what is determined stays so, whatever else is learnt.
        opened = tuple(change for each in group for change in each.opened)
        if self._status((*made, *opened), Reading.AS_GIVEN) in _CAN_APPLY:
            for way in group[0].ways:
                yield from self._explore((*made, way), group[1:])

    def _status(self, changes: tuple[Change, ...], reading: Reading | None = None) -> Status | None:
        """The status with the changes made; `None` where nobody could tell that."""
        scenario = told_otherwise(self._scenario, changes)
        told = {name: each for name, each, _ in situations(scenario, self._run.program.words)}
        try:
            run = Run(self._run.program, told[self._occasion], reading or self._run.reading)
            is_awake = run.is_triggered(self._ready.norm.address)
            return status_in(run, self._ready) if is_awake else Status.DOES_NOT_APPLY
        except ProtocolRulesError:
            return None

    def _is_verified(self, changes: tuple[Change, ...]) -> bool:
        words = self._run.program.words
        try:
            again = self._status_again(checked(told_otherwise(self._scenario, changes), words))
        except ProtocolRulesError:
            return False
        return again is Status.APPLIES

    def _nearest(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Move each date as near as may be to what was told, or to today, by halves."""
        for position, change in enumerate(changes):
            if not isinstance(change, FactChange) or not isinstance(change.after, date):
                continue
            start = change.before if isinstance(change.before, date) else self._scenario.today
            far, near = 0 if start is None else (change.after - start).days, 0
            while start is not None and abs(far - near) > 1:
                middle = (far + near) // 2
                moved = replace(change, after=start + timedelta(middle))
                trial = (*changes[:position], moved, *changes[position + 1 :])
                if self._status(trial) is Status.APPLIES:
                    far, changes = middle, trial
                else:
                    near = middle
        return changes
