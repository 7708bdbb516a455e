"""What can become of one norm, for a role or for nobody in particular, as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from protocol_rules.engine.compile import Effective, Shown
from protocol_rules.engine.status import Status
from protocol_rules.norms.protocol import Norm
from protocol_rules.smt.logic import Logic, Rails
from protocol_rules.smt.truths import Truths
from protocol_rules.vocabulary.conditions import Any, Condition, HasRole

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["NormTruths", "norm_truths"]


@dataclass(frozen=True)
class NormTruths:
    """Whether a norm is awake and speaks, and whether an exception to it holds."""

    logic: Logic
    awake: Formula
    speaks: Rails
    excepted: Rails

    @cached_property
    def statuses(self) -> Mapping[Status, Formula]:
        """Whether it certainly has a status, whatever may be learnt."""
        logic = self.logic
        meant = logic.all_of((self.awake, self.speaks.yes))
        return {
            Status.APPLIES: logic.all_of((meant, self.excepted.no)),
            Status.LIFTED: logic.all_of((meant, self.excepted.yes)),
            Status.DOES_NOT_APPLY: logic.any_of((logic.negated(self.awake), self.speaks.no)),
        }

    @cached_property
    def outcomes(self) -> Mapping[Status, Formula]:
        """Whether it can still come to a status; a norm that is certain has only one."""
        logic, negated = self.logic, self.logic.negated
        may_speak = logic.all_of((self.awake, negated(self.speaks.no)))
        return {
            Status.APPLIES: logic.all_of((may_speak, negated(self.excepted.yes))),
            Status.LIFTED: logic.all_of((may_speak, negated(self.excepted.no))),
            Status.DOES_NOT_APPLY: logic.any_of((negated(self.awake), negated(self.speaks.yes))),
        }


def norm_truths(truths: Truths, address: str, role: str) -> NormTruths:
    """Give the truths of a norm; one that the protocol lacks never speaks.

    With a `role` an override for some bearers only is asked of this one, and not of whoever the
    situation is about, as the engine's `outcomes_of` does.
    """
    logic, ready = truths.logic, truths.program.ready.get(address)
    if ready is None:
        nothing = Rails(logic.false, logic.true)
        return NormTruths(logic, logic.false, nothing, nothing)
    return NormTruths(
        logic,
        truths.is_triggered(address),
        truths.of(ready.speaks_term),
        logic.some(_exceptions(truths, ready.norm, role)),
    )


def _exceptions(truths: Truths, norm: Norm, role: str) -> Iterator[Rails]:
    for condition in norm.unless:
        yield truths.of(Shown(condition))
    for override in truths.program.protocol.overrides.get(norm.address, ()):
        rails = truths.of(Effective(override.by))
        if override.only_for is not None:
            rails = truths.logic.every((rails, _is_for(truths, override.only_for, role)))
        yield rails


def _is_for(truths: Truths, condition: Condition, role: str) -> Rails:
    """Give whether somebody of a role is meant; where it is too wide to tell, the facts do."""
    logic = truths.logic
    match condition:
        case Any(parts) if role:
            return logic.some(_is_for(truths, part, role) for part in parts)
        case HasRole(_, asked) if role:
            is_a = truths.program.words.roles.is_a
            told = logic.some(logic.certain(is_a(role, each)) for each in asked)
            is_told = any(each is logic.true for each in told)
            return told if is_told else truths.of(condition)
        case _:
            return truths.of(condition)
