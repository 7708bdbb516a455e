"""The sections of a protocol, by the ids of its clauses."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["section_of"]


def section_of(prefix: str, clauses: Iterable[str]) -> tuple[str, ...]:
    """Give those of some clauses that are a section: the clause itself and all below it."""
    return tuple(
        clause
        for clause in clauses
        if clause == prefix or (clause.startswith(prefix) and clause[len(prefix)] in ".(")
    )
