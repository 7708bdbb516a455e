"""zen-engine: one decision table that collects every row that fits.

The first column asks for the circumstance, the second for the whole condition. Quicker than a
column for each fact, an expression for each norm, `contains`, and a function in JavaScript.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import zen
from tree import ABOUT, All, Among, Facts, Includes, Is, Leaf, Norm, Than, Tree, spelled

from peers import Peer

__all__ = ["Engine"]


class Engine(Peer):
    """The norms as a decision."""

    @staticmethod
    def written(norms: Iterable[Norm]) -> str:
        """Write the decision with its table."""
        rows = [
            {
                "_id": norm.address,
                "circumstance": "" if norm.woken == All(()) else _said(norm.woken),
                "condition": _said(norm.tree),
                "norm": json.dumps(norm.address),
            }
            for norm in norms
        ]
        table = {
            "hitPolicy": "collect",
            "inputs": [{"id": each, "name": each} for each in ("circumstance", "condition")],
            "outputs": [{"id": "norm", "name": "norm", "field": "norm"}],
            "rules": rows,
        }
        nodes = [
            {"id": "facts", "type": "inputNode", "name": "facts"},
            {"id": "norms", "type": "decisionTableNode", "name": "norms", "content": table},
            {"id": "answer", "type": "outputNode", "name": "answer"},
        ]
        edges = [
            {"id": "in", "sourceId": "facts", "targetId": "norms", "type": "edge"},
            {"id": "out", "sourceId": "norms", "targetId": "answer", "type": "edge"},
        ]
        return json.dumps({"nodes": nodes, "edges": edges})

    def __init__(self, written: str) -> None:
        self._decision = zen.ZenEngine().create_decision(written)

    def told(self, facts: Facts) -> Facts:
        """Give the dictionary itself, which takes it less time than writing and reading JSON."""
        return facts

    def prepared(self, facts: Facts) -> bytes:
        """Give the facts as JSON: to read it is quicker than to walk through a dictionary."""
        return json.dumps(facts).encode()

    def evaluate(self, told: Facts | bytes) -> Any:
        """Evaluate the decision."""
        return self._decision.evaluate(told)

    def explained(self, told: Facts | bytes) -> Any:
        """Evaluate the decision with its trace."""
        return self._decision.evaluate(told, {"trace": True})

    def addresses(self, answer: Any) -> set[str]:
        """Read the rows that fit."""
        return {row["norm"] for row in answer["result"] or ()}


def _said(tree: Tree) -> str:
    return spelled(tree, _test, both="and", either="or", denial="not")


def _test(test: Leaf) -> str:
    match test:
        case Is(name):
            return f"{name} == true"
        case Includes(name, values):
            # A list that is not there cannot be searched, but a value can be compared with null.
            known = name if name == ABOUT else f"({name} ?? [])"
            return _one_of([f"{json.dumps(each)} in {known}" for each in values])
        case Among(name, values):
            return _one_of([f"{name} == {json.dumps(each)}" for each in values])
        case Than(name, order, bound):
            return f"({name} != null and {name} {order} {bound})"


def _one_of(tests: list[str]) -> str:
    return f"({' or '.join(tests)})"
