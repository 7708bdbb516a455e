"""A proviso that was forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.mutation.ground import Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators.wording import said

__all__ = ["proviso_dropped"]


def proviso_dropped(ground: Ground) -> Iterator[Mutant]:
    """Leave out each `provided`; what a card of its own says is part of the card as well."""
    for site in ground.sites:
        if site.part == "provided" and all(each.part == "provided" for each in site.holders):
            change = f"without {said(site.condition)}"
            yield ground.at_site("proviso-dropped", site, None, change)
