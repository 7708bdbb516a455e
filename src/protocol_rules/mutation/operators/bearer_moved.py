"""A norm that binds a wider role, or a narrower one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from protocol_rules.diagnostics import quote
from protocol_rules.mutation.ground import Ground, NormEdit
from protocol_rules.mutation.mutant import Mutant, Sight
from protocol_rules.mutation.operators.role_moved import neighbours
from protocol_rules.norms.protocol import Norm, Protocol

__all__ = ["bearer_moved"]


def bearer_moved(ground: Ground) -> Iterator[Mutant]:
    """Move each bearer a step up and a step down the hierarchy of roles."""
    return ground.norms("bearer-moved", _moved)


def _moved(norm: Norm, protocol: Protocol) -> Iterator[NormEdit]:
    for position, old in enumerate(norm.bearers):
        for new in neighbours(old, protocol.vocabulary.roles):
            if new not in norm.bearers:
                bearers = (*norm.bearers[:position], new, *norm.bearers[position + 1 :])
                change = f"{quote(new)} for {quote(old)} as bearer"
                yield NormEdit(replace(norm, bearers=bearers), change, Sight.POSITION, ("bearer",))
