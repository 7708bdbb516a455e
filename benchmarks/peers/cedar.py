"""cedarpy: one policy set, with a policy for each norm over the context of the request.

The reasons of its answer are the norms that apply. To ask for the values of a set one by one is
quicker than `containsAny`; the context is written as JSON, as cedarpy would do with a dictionary.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import cedarpy
from tree import ABOUT, Among, Facts, Includes, Is, Leaf, Norm, Than, Tree, spelled

from peers import Peer

__all__ = ["Engine"]


class Engine(Peer):
    """The norms as policies."""

    @staticmethod
    def written(norms: Iterable[Norm]) -> str:
        """Write a policy for each norm."""
        return "\n".join(
            f'@id("{norm.address}")\npermit(principal, action, resource) '
            f"when {{ {_said(norm.whole)} }};"
            for norm in norms
        )

    def __init__(self, written: str) -> None:
        self._policies = cedarpy.PolicySet.from_str(written)
        self._entities = cedarpy.Entities.from_json_str("[]")

    def told(self, facts: Facts) -> dict[str, str]:
        """Give a request with the facts as the JSON of its context."""
        request = {
            "principal": 'Person::"any"',
            "action": 'Action::"any"',
            "resource": 'Case::"any"',
        }
        return {**request, "context": json.dumps(facts)}

    def evaluate(self, told: dict[str, str]) -> Any:
        """Ask for the policies that permit the request."""
        return cedarpy.is_authorized(told, self._policies, self._entities)

    explained = evaluate  # its answer has the reasons in any case

    def addresses(self, answer: Any) -> set[str]:
        """Read the reasons."""
        return set(answer.diagnostics.id_annotations_by_reason.values())


def _said(tree: Tree) -> str:
    return spelled(tree, _test, both="&&", either="||", denial="!")


def _test(test: Leaf) -> str:
    match test:
        case Is(name):
            return f"context has {name}"
        case Includes(name, values):
            return _guarded(name, [f"context.{name}.contains({json.dumps(v)})" for v in values])
        case Among(name, values):
            return _guarded(name, [f"context.{name} == {json.dumps(v)}" for v in values])
        case Than(name, order, bound):
            return _guarded(name, [f"context.{name} {order} {bound}"])


def _guarded(name: str, tests: list[str]) -> str:
    """Ask first whether the context has the fact: without it, a test is an error."""
    one_of = f"({' || '.join(tests)})"
    return one_of if name == ABOUT else f"(context has {name} && {one_of})"
