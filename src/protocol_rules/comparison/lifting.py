"""Which norm lifts which: the overrides of a protocol as a graph, laid out in layers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from protocol_rules.diagnostics import needs
from protocol_rules.engine import in_words
from protocol_rules.norms.protocol import Protocol

__all__ = ["Lift", "LiftingGraph", "Node", "lifting_of"]


@dataclass(frozen=True, slots=True)
class Node:
    """A norm, or a card that only lifts; `layer` counts from what lifts to what is lifted."""

    address: str
    clause: str
    layer: int
    row: int


@dataclass(frozen=True, slots=True)
class Lift:
    """One norm lifts another, in some graphs only for some of its bearers."""

    by: str
    lifts: str
    only_for: str = ""


@dataclass(frozen=True, slots=True)
class LiftingGraph:
    """The overrides of one protocol; parts that do not touch each other have rows of their own."""

    council: str
    nodes: tuple[Node, ...]
    lifts: tuple[Lift, ...]

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "council": self.council,
            "nodes": [
                {
                    "address": each.address,
                    "clause": each.clause,
                    "layer": each.layer,
                    "row": each.row,
                }
                for each in self.nodes
            ],
            "lifts": [
                {"by": each.by, "lifts": each.lifts, "only_for": each.only_for}
                for each in self.lifts
            ],
        }


def lifting_of(protocol: Protocol, topic: str | None = None) -> LiftingGraph:
    """Lay out what lifts what, of all norms or of those on a topic.

    Raises `InvalidInput` where networkx is not installed.
    """
    with needs("picture", "a graph of overrides"):
        networkx: Any = import_module("networkx")
    lifts = tuple(
        Lift(each.by, target, "" if each.only_for is None else in_words(each.only_for))
        for target, norm in protocol.norms.items()
        if topic is None or topic in protocol.clauses[norm.clause].topics
        for each in protocol.overrides.get(target, ())
    )
    graph = networkx.DiGraph([(each.by, each.lifts) for each in lifts])
    printed = {address: place for place, address in enumerate(protocol.norms)}
    parts: Iterable[set[str]] = networkx.weakly_connected_components(graph)
    nodes: list[Node] = []
    below = 0
    for part in sorted(parts, key=lambda each: min(map(printed.__getitem__, each))):
        layers: list[list[str]] = [*networkx.topological_generations(graph.subgraph(part))]
        for number, layer in enumerate(layers):
            for row, address in enumerate(sorted(layer, key=printed.__getitem__), start=below):
                nodes.append(Node(address, protocol.norms[address].clause, number, row))
        below += max(map(len, layers))
    return LiftingGraph(protocol.council, tuple(nodes), lifts)
