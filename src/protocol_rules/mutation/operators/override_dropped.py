"""A card that lifts one norm less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from protocol_rules.diagnostics import quote
from protocol_rules.mutation.ground import Ground, NormEdit
from protocol_rules.mutation.mutant import Mutant, Sight
from protocol_rules.norms.protocol import Norm, Protocol

__all__ = ["override_dropped"]


def override_dropped(ground: Ground) -> Iterator[Mutant]:
    """Leave out each norm that another one lifts."""
    return ground.norms("override-dropped", _without_each)


def _without_each(norm: Norm, protocol: Protocol) -> Iterator[NormEdit]:
    for target in norm.lifts:
        left = tuple(each for each in norm.lifts if each != target)
        named = quote(target.removeprefix(f"{protocol.council}/"))
        change = f"does not override {named}"
        yield NormEdit(replace(norm, lifts=left), change, Sight.STATUS, ("overrides",))
