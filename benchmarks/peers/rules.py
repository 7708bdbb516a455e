"""rule-engine: one rule for each norm, each asked in turn.

Names that nobody stated are given as null or as an empty list, because looking for one that is not
there takes it many times as long.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import rule_engine
from tree import Among, Facts, Includes, Is, Leaf, Norm, Than, Tree, leaves, spelled

from peers import Peer

__all__ = ["Engine"]


class Engine(Peer):
    """The norms as rules."""

    @staticmethod
    def written(norms: Iterable[Norm]) -> str:
        """Write a rule for each norm, and the names of all facts with what stands for unknown."""
        norms = [*norms]
        rules = {norm.address: _said(norm.whole) for norm in norms}
        tests = [leaf for norm in norms for leaf in leaves(norm.whole)]
        unknown = {leaf.name: [] if isinstance(leaf, Includes) else None for leaf in tests}
        return json.dumps({"rules": rules, "unknown": unknown})

    def __init__(self, written: str) -> None:
        read = json.loads(written)
        self._unknown: dict[str, list[str] | None] = read["unknown"]
        self._rules = [(address, rule_engine.Rule(text)) for address, text in read["rules"].items()]

    def told(self, facts: Facts) -> dict[str, Any]:
        """Give every name a value."""
        return {**self._unknown, **facts}

    def evaluate(self, told: dict[str, Any]) -> list[str]:
        """Ask each rule whether it fits."""
        return [address for address, rule in self._rules if rule.matches(told)]

    def addresses(self, answer: list[str]) -> set[str]:
        """Read the rules that fit."""
        return set(answer)


def _said(tree: Tree) -> str:
    return spelled(tree, _test, both="and", either="or", denial="not ")


def _test(test: Leaf) -> str:
    match test:
        case Is(name):
            return name
        case Includes(name, values):
            return _one_of([f"{json.dumps(each)} in {name}" for each in values])
        case Among(name, (True,)):
            return name
        case Among(name, values):
            return _one_of([f"{name} == {json.dumps(each)}" for each in values])
        case Than(name, order, bound):
            return f"({name} != null and {name} {order} {bound})"


def _one_of(tests: list[str]) -> str:
    return f"({' or '.join(tests)})"
