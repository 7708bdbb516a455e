"""A deadline that falls on another day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from protocol_rules.calendar import Unit
from protocol_rules.mutation.ground import Ground, NormEdit
from protocol_rules.mutation.mutant import Mutant, Sight
from protocol_rules.norms.protocol import Deadline, DeadlineRelation, Norm, Protocol

__all__ = ["deadline_moved", "deadline_recounted"]

_UNITS = {
    Unit.WORKING_DAY: Unit.CALENDAR_DAY,
    Unit.CALENDAR_DAY: Unit.WORKING_DAY,
}
_RELATIONS = {
    DeadlineRelation.BY: DeadlineRelation.BEFORE,
    DeadlineRelation.BEFORE: DeadlineRelation.BY,
}


def deadline_moved(ground: Ground) -> Iterator[Mutant]:
    """Count one more, and one less; before a day for by it, and back."""
    return ground.norms("deadline-moved", _moved)


def deadline_recounted(ground: Ground) -> Iterator[Mutant]:
    """Count all days where working days are meant, and the other way round."""
    return ground.norms("deadline-recounted", _recounted)


def _moved(norm: Norm, _: Protocol) -> Iterator[NormEdit]:
    deadline = norm.deadline
    if deadline is None or not deadline.fact:
        return
    if deadline.amount:
        for amount in (deadline.amount - 1, deadline.amount + 1):
            yield _with(norm, replace(deadline, amount=amount), f"{amount} {deadline.unit}s")
    elif deadline.relation in _RELATIONS:
        relation = _RELATIONS[deadline.relation]
        yield _with(norm, replace(deadline, relation=relation), f"{relation} {deadline.fact}")


def _recounted(norm: Norm, _: Protocol) -> Iterator[NormEdit]:
    deadline = norm.deadline
    if deadline is not None and deadline.amount and deadline.unit in _UNITS:
        unit = _UNITS[deadline.unit]
        yield _with(norm, replace(deadline, unit=unit), f"{deadline.amount} {unit}s")


def _with(norm: Norm, deadline: Deadline, new: str) -> NormEdit:
    old = norm.deadline.text if norm.deadline is not None else ""
    change = f"`{new}` for `{old}`"
    return NormEdit(replace(norm, deadline=deadline), change, Sight.DUE, ("deadline",))
