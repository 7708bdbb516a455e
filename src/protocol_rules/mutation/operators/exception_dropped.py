"""An exception that was forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.mutation.ground import Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators.wording import said

__all__ = ["exception_dropped"]


def exception_dropped(ground: Ground) -> Iterator[Mutant]:
    """Leave out each `unless`, and each scope."""
    for site in ground.sites:
        if site.part == "unless":
            change = f"without {said(site.condition)}"
            yield ground.at_site("exception-dropped", site, None, change)
