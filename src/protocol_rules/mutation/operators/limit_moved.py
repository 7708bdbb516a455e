"""A limit that is off by one."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.mutation.ground import Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators.bound_moved import off_by_one
from protocol_rules.mutation.operators.wording import said
from protocol_rules.vocabulary.conditions import Compare

__all__ = ["limit_moved"]


def limit_moved(ground: Ground) -> Iterator[Mutant]:
    """Move each limit by one either way."""
    for site in ground.sites:
        if site.part == "limits" and isinstance(site.condition, Compare):
            for other in off_by_one(site.condition):
                change = f"{said(other)} for {said(site.condition)}"
                yield ground.at_site("limit-moved", site, other, change)
