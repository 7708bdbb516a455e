"""A norm that was forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from protocol_rules.mutation.ground import Ground, NormEdit
from protocol_rules.mutation.mutant import Mutant, Sight
from protocol_rules.norms.protocol import Norm, NormKind, Protocol
from protocol_rules.vocabulary.conditions import Any

__all__ = ["norm_dropped"]

_NEVER = Any(())


def norm_dropped(ground: Ground) -> Iterator[Mutant]:
    """Let each norm never speak, which leaves the addresses that others name.

    A card that stands for a proviso would make its norm unconditional: the parts of its condition
    are dropped by another operator.
    """
    return ground.norms("norm-dropped", _without)


def _without(norm: Norm, _: Protocol) -> Iterator[NormEdit]:
    if norm.kind is NormKind.PROVISO:
        return
    what = "the norm" if norm.kind is NormKind.NORM else f"the {norm.kind}"
    silent = replace(norm, when=_NEVER, reparation_for="")
    sight = Sight.POSITION if norm.is_standing else Sight.STATUS
    yield NormEdit(silent, f"without {what}", sight, ())
