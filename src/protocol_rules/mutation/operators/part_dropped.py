"""A condition of which a part was forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.mutation.ground import Edit, Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators.wording import said
from protocol_rules.mutation.sites import put
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.conditions import All, Any, Condition

__all__ = ["part_dropped"]


def part_dropped(ground: Ground) -> Iterator[Mutant]:
    """Leave out each part of an `all` and of an `any`, and what a card says for all its norms."""
    yield from ground.conditions("part-dropped", _without_each)
    for site in ground.sites:
        is_part = all(each.trail for each in site.holders)
        if site.part == "when" and is_part:
            change = f"without {said(site.condition)}"
            yield ground.at_site("part-dropped", site, None, change)


def _without_each(node: Condition, _: Vocabulary) -> Iterator[Edit]:
    if isinstance(node, All | Any) and len(node.parts) > 1:
        for position, part in enumerate(node.parts):
            rest = put(node, (position,), None)
            if rest is not None:
                yield Edit(rest, f"without {said(part)}", (position,))
