"""What stands on a clause: its rules, those of its items, and the scenarios that expect it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from protocol_rules.checks import Expecting
from protocol_rules.norms.protocol import Protocol

__all__ = ["Standing", "standing_on"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The addresses of norms and the scenarios that stand on a clause."""

    norms: tuple[str, ...]
    scenarios: tuple[Expecting, ...]


def standing_on(clause: str, protocol: Protocol, scenarios: Iterable[Expecting]) -> Standing:
    """Find what stands on a clause: an item says nothing without the words that lead in to it."""

    def _stands(other: str) -> bool:
        return other == clause or other.startswith(f"{clause}(")

    return Standing(
        tuple(each.address for each in protocol.norms.values() if _stands(each.clause)),
        tuple(each for each in scenarios if any(map(_stands, each.clauses))),
    )
