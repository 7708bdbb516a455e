"""The other engines: each reads norms in its own language and facts in its own form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from tree import Facts, Norm

__all__ = ["PEERS", "Known", "Peer", "peer"]


@dataclass(frozen=True)
class Known:
    """A side by its title, and how many times as fast this library means to be.

    `goal` is for its own call, `traced` for the call with its trace; 0 where none is set.
    """

    title: str
    goal: int = 0
    traced: int = 0


PEERS: Mapping[str, Known] = {
    "zen": Known("zen-engine", 25, 10),
    "cedar": Known("cedarpy", 25, 10),
    "durable": Known("durable_rules", 100),
    "rules": Known("rule-engine", 100),
    "zen_sharded": Known("zen-engine, a table a circumstance"),
    "cedar_sharded": Known("cedarpy, a policy set a circumstance"),
}


class Peer(Protocol):
    """One engine with the norms of one protocol.

    A peer that can explain its answer has `explained` besides, which is called as `evaluate` is.
    """

    @staticmethod
    def written(norms: Iterable[Norm]) -> str:
        """Write norms in the peer's language."""
        ...

    def __init__(self, written: str) -> None:
        """Read norms in the peer's language."""
        ...

    def told(self, facts: Facts) -> Any:
        """Give the facts in the form that the peer takes; this is quick, since it is timed."""
        ...

    def prepared(self, facts: Facts) -> Any:
        """Give them in the form that it takes quickest, where making that form is not timed."""
        return self.told(facts)

    def evaluate(self, told: Any) -> Any:
        """Tell which norms apply, in the peer's own answer."""
        ...

    def addresses(self, answer: Any) -> set[str]:
        """Read the addresses of the norms that apply."""
        ...


def peer(name: str) -> type[Peer]:
    """Import a peer; raises `ImportError` where it is not installed."""
    return import_module(f"peers.{name}").Engine
