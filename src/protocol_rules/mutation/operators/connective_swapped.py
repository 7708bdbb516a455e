"""All where any is meant, and any where all are."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.mutation.ground import Edit, Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators.wording import said
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.conditions import All, Any, Condition

__all__ = ["connective_swapped"]


def connective_swapped(ground: Ground) -> Iterator[Mutant]:
    """Let any part be enough where every part is wanted, and the other way round."""
    return ground.conditions("connective-swapped", _swapped)


def _swapped(node: Condition, _: Vocabulary) -> Iterator[Edit]:
    match node:
        case All(parts) if len(parts) > 1:
            yield Edit(Any(parts), f"any for all of {said(node)}")
        case Any(parts) if len(parts) > 1:
            yield Edit(All(parts), f"all for any of {said(node)}")
        case _:
            return
