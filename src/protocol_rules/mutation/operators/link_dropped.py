"""A reparation that answers no breach, and a route that is a step short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from protocol_rules.diagnostics import quote
from protocol_rules.mutation.ground import Ground, NormEdit
from protocol_rules.mutation.mutant import Mutant, Sight
from protocol_rules.norms.protocol import Norm, Protocol

__all__ = ["reparation_dropped", "step_dropped"]


def reparation_dropped(ground: Ground) -> Iterator[Mutant]:
    """Forget whose breach a norm answers."""
    return ground.norms("reparation-dropped", _unlinked)


def step_dropped(ground: Ground) -> Iterator[Mutant]:
    """Leave out each step of a route."""
    return ground.norms("step-dropped", _shortened)


def _unlinked(norm: Norm, protocol: Protocol) -> Iterator[NormEdit]:
    if norm.reparation_for:
        named = quote(norm.reparation_for.removeprefix(f"{protocol.council}/"))
        changed = replace(norm, reparation_for="")
        yield NormEdit(changed, f"no reparation for {named}", Sight.STATUS, ("reparation_for",))


def _shortened(norm: Norm, _: Protocol) -> Iterator[NormEdit]:
    for position, step in enumerate(norm.escalation):
        steps = (*norm.escalation[:position], *norm.escalation[position + 1 :])
        change = f"without the step to {quote(' or '.join(step.to))}"
        changed = replace(norm, escalation=steps)
        yield NormEdit(changed, change, Sight.ROUTE, ("escalation", position))
