"""A peer made once for each circumstance, of which only those mentioned are asked.

None of the peers does so by itself; it is what a careful user could build around one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tree import ABOUT, All, Facts, Includes, Norm, leaves

from peers import Peer

__all__ = ["sharded"]

_ALWAYS = ""
Asked = tuple[list[Peer], Any]


def sharded(kind: type[Peer]) -> type[Peer]:
    """Give a peer that has the norms of each circumstance apart.

    The facts have to take the same form for every shard.
    """

    class Engine(Peer):
        """The norms by what wakes them."""

        @staticmethod
        def written(norms: Iterable[Norm]) -> str:
            """Write the norms of each circumstance."""
            shards: dict[str, list[Norm]] = {}
            for norm in norms:
                for name in _wakes(norm):
                    shards.setdefault(name, []).append(norm)
            return json.dumps({name: kind.written(each) for name, each in shards.items()})

        def __init__(self, written: str) -> None:
            self._shards = {name: kind(each) for name, each in json.loads(written).items()}
            self._some = next(iter(self._shards.values()))

        def told(self, facts: Facts) -> Asked:
            """Give the facts, with the shards that are to be asked."""
            return self._asked(facts), self._some.told(facts)

        def prepared(self, facts: Facts) -> Asked:
            """Give the same, with the facts in the form that is taken quickest."""
            return self._asked(facts), self._some.prepared(facts)

        def evaluate(self, told: Asked) -> list[Any]:
            """Ask the shards one by one."""
            asked, facts = told
            return [each.evaluate(facts) for each in asked]

        def addresses(self, answer: list[Any]) -> set[str]:
            """Read the answers of the shards together."""
            return set[str]().union(*map(self._some.addresses, answer))

        def _asked(self, facts: Facts) -> list[Peer]:
            mentioned = facts.get(ABOUT, facts)  # a truth for each where lists are spread
            names = (_ALWAYS, *mentioned)
            return [self._shards[name] for name in names if name in self._shards]

    return Engine


def _wakes(norm: Norm) -> list[str]:
    """Give what a shard is found by: the circumstances, or the truths that they are mentioned."""
    if norm.woken == All(()):
        return [_ALWAYS]
    tests = leaves(norm.woken)
    return [
        name
        for test in tests
        for name in (test.values if isinstance(test, Includes) else [test.name])
    ]
