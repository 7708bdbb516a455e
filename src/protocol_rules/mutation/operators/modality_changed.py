"""Another modal word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from protocol_rules.mutation.ground import Ground, NormEdit
from protocol_rules.mutation.mutant import Mutant, Sight
from protocol_rules.norms.protocol import Norm
from protocol_rules.vocabulary import Modality

__all__ = ["force_changed", "modality_denied"]

_FORCES = {
    Modality.MUST: Modality.SHOULD,
    Modality.SHOULD: Modality.MUST,
    Modality.MUST_NOT: Modality.SHOULD_NOT,
    Modality.SHOULD_NOT: Modality.MUST_NOT,
}
_DENIED = {
    Modality.MUST: Modality.MUST_NOT,
    Modality.MUST_NOT: Modality.MUST,
    Modality.SHOULD: Modality.SHOULD_NOT,
    Modality.SHOULD_NOT: Modality.SHOULD,
    Modality.MAY: Modality.NEED_NOT,
    Modality.NEED_NOT: Modality.MAY,
    Modality.IS_ENTITLED_TO: Modality.IS_NOT_ENTITLED_TO,
    Modality.IS_NOT_ENTITLED_TO: Modality.IS_ENTITLED_TO,
    Modality.IS_EMPOWERED_TO: Modality.IS_NOT_EMPOWERED_TO,
    Modality.IS_NOT_EMPOWERED_TO: Modality.IS_EMPOWERED_TO,
}


def force_changed(ground: Ground) -> Iterator[Mutant]:
    """Put should for must, and must for should."""
    return ground.norms("force-changed", lambda norm, _: _changed(norm, _FORCES))


def modality_denied(ground: Ground) -> Iterator[Mutant]:
    """Put a ban for a duty, a denial for a right, leave to omit for leave to do, and back."""
    return ground.norms("modality-denied", lambda norm, _: _changed(norm, _DENIED))


def _changed(norm: Norm, others: dict[Modality, Modality]) -> Iterator[NormEdit]:
    old = norm.modality
    if old is not None and old in others:
        new = others[old]
        change = f"`{new.value}` for `{old.value}`"
        key = (old.value,)
        yield NormEdit(replace(norm, modality=new), change, Sight.POSITION, key)
