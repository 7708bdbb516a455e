"""The statuses of the norms that a situation wakes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from protocol_rules.engine.footing import tests_behind
from protocol_rules.engine.generated import Statuses, generate
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.status import Status, status_of
from protocol_rules.truth import Truth, any_of
from protocol_rules.vocabulary.conditions import Breached

if TYPE_CHECKING:
    from protocol_rules.engine.program import Program, Ready
    from protocol_rules.engine.run import Run

__all__ = ["Group", "status_in", "statuses_in"]

OFTEN = 3
"""How often a group has to be met until a function is generated for it: once is quicker without."""


def status_in(run: Run, ready: Ready) -> Status:
    """The status of a norm in a run."""
    speaks = ready.speaks(run)
    if speaks is Truth.NO:
        return Status.DOES_NOT_APPLY
    return status_of(speaks, any_of(each.test(run) for each in ready.exceptions))


def statuses_in(run: Run) -> dict[str, Status]:
    """The status of every norm that the situation of a run wakes, by its address.

    Norms that nothing can keep from applying are left out.
    """
    groups = run.program.groups
    awake = [groups[each] for each in run.situation.mentioned if each in groups]
    found = groups[""].statuses(run)
    for group in awake:
        found.update(group.statuses(run))
    return found


class Group:
    """The norms that one circumstance wakes; those that are always awake are the group of ""."""

    def __init__(self, program: Program, circumstance: str, norms: Iterable[Ready]) -> None:
        """Take the norms, in printed order."""
        self._program = program
        self._circumstance = circumstance
        self.norms = tuple(norms)
        self._met = 0
        self._generated: Statuses | None = None
        self._others: tuple[Ready, ...] = ()

    def statuses(self, run: Run) -> dict[str, Status]:
        """Give the status of each norm in a run."""
        generated = self._generated
        if generated is None and self._met < OFTEN:
            self._met += 1
        elif generated is None:
            generated = self._generated = self._generate()
        if generated is None or run.reading is not Reading.AS_GIVEN:
            return {each.norm.address: status_in(run, each) for each in self.norms}
        found = generated(run.given, run.present, run.situation.mentioned)
        for each in self._others:
            found[each.norm.address] = status_in(run, each)
        return found

    def _generate(self) -> Statuses:
        protocol = self._program.protocol
        is_other = {
            each.norm.address: any(
                isinstance(test, Breached) for test in tests_behind(protocol, each.norm.address)
            )
            for each in self.norms
        }
        self._others = tuple(each for each in self.norms if is_other[each.norm.address])
        quick = [each for each in self.norms if not is_other[each.norm.address]]
        return generate(self._program, quick, self._circumstance)
