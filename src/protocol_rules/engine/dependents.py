"""What rests on what: the norms whose finding a change elsewhere in the rules can reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from protocol_rules.norms.protocol import NormKind, Protocol
from protocol_rules.resolve.graph import dependencies

__all__ = ["Dependents"]


class Dependents:
    """The graph of a protocol's overrides, definitions and breaches, read backwards."""

    def __init__(self, protocol: Protocol) -> None:
        """Turn the graph round."""
        self._norms = protocol.norms
        needs = dependencies(protocol.norms.values(), protocol.overrides, protocol.definitions)
        self._resting = _reversed(needs)
        # A card without a norm has its finding where its targets speak; nothing rests on that.
        self._cards = _reversed(
            {
                address: (*norm.lifts, *norm.proviso_of)
                for address, norm in protocol.norms.items()
                if norm.kind is not NormKind.NORM
            }
        )

    def of(self, names: Iterable[str]) -> frozenset[str]:
        """Give the norms, by address, that a change of these norms and derived facts can reach."""
        reached = _closure(_closure(names, self._resting), self._cards)
        return frozenset(reached & self._norms.keys())


def _reversed(graph: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, needs in graph.items():
        for need in needs:
            found.setdefault(need, []).append(name)
    return found


def _closure(names: Iterable[str], graph: Mapping[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += graph.get(name, ())
    return reached
