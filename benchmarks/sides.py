"""The sides of the comparison, each asked in its own way for the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from peers import PEERS, Known, peer
from spread import prepared, prepared_facts
from tree import Facts, holds, leaves
from workload import Workload

from protocol_rules import Answer, Scenario, evaluate, load

__all__ = ["CLOSED_WORLD", "FROM_DICT", "OURS", "SIDES", "Side", "side"]

OURS = "ours"
FROM_DICT = "from_dict"
CLOSED_WORLD = "closed_world"
SIDES: Mapping[str, Known] = {
    OURS: Known("protocol-rules"),
    FROM_DICT: Known("protocol-rules, from a dictionary"),
    **PEERS,
}


@dataclass(frozen=True)
class Side:
    """One engine with the norms of one council.

    `told` gives a scenario in the form that the calls take. `evaluate` asks the engine, `listed`
    gives besides the addresses of what applies, `explained` the engine's own account of it, where
    it has one; `loaded` makes the engine anew from its text, and asks it once.
    """

    told: Callable[[Scenario], Any]
    evaluate: Callable[[Any], object]
    listed: Callable[[Any], Iterable[str]]
    explained: Callable[[Any], object] | None = None
    loaded: Callable[[], object] | None = None


def side(name: str, work: Workload, *, beforehand: bool = False) -> Side:
    """Make a side; raises `ImportError` where a peer is not installed.

    A peer is told plain facts, or `beforehand` all that its tests would find.
    """
    own = {OURS: _ours, FROM_DICT: _from_dict, CLOSED_WORLD: _closed_world}
    if name in own:
        return own[name](work)
    return _prepared(name, work) if beforehand else _peer(name, work)


def _ours(work: Workload) -> Side:
    protocol = work.protocol
    return Side(
        told=lambda scenario: scenario,
        evaluate=partial(evaluate, protocol),
        listed=lambda scenario: _listed(evaluate(protocol, scenario)),
        explained=lambda scenario: _explained(evaluate(protocol, scenario)),
        loaded=lambda: evaluate(load(protocol.council), work.sparse[0]),
    )


def _from_dict(work: Workload) -> Side:
    protocol = work.protocol

    def ask(stated: Mapping[str, Any]) -> Answer:
        return evaluate(protocol, Scenario(**stated, vocabulary=protocol.vocabulary))

    return Side(
        told=work.stated,
        evaluate=ask,
        listed=lambda stated: _listed(ask(stated)),
        explained=lambda stated: _explained(ask(stated)),
    )


def _listed(answer: Answer) -> set[str]:
    return {each.address for each in answer.applies}


def _explained(answer: Answer) -> object:
    return answer.applies, [each.missing for each in answer.undetermined]


def _closed_world(work: Workload) -> Side:
    """The trees as they are meant: what every peer should make of them."""

    def listed(facts: Facts) -> set[str]:
        return {norm.address for norm in work.encoded.norms if holds(norm.whole, facts)}

    return Side(told=work.facts, evaluate=listed, listed=listed)


def _peer(name: str, work: Workload) -> Side:
    """A peer that is told plain facts; bringing them into its own form is part of the call."""
    kind = peer(name)
    written = kind.written(work.encoded.norms)
    engine = kind(written)
    explained = getattr(engine, "explained", None)
    some = work.facts(work.sparse[0])

    def loaded() -> object:
        fresh = kind(written)
        return fresh.evaluate(fresh.told(some))

    def ask(facts: Facts) -> Any:
        return engine.evaluate(engine.told(facts))

    return Side(
        told=work.facts,
        evaluate=ask,
        listed=lambda facts: engine.addresses(ask(facts)),
        explained=explained and (lambda facts: explained(engine.told(facts))),
        loaded=loaded,
    )


def _prepared(name: str, work: Workload) -> Side:
    """A peer that only looks up what was worked out, in the form that it takes quickest."""
    norms = [prepared(norm) for norm in work.encoded.norms]
    asked = {leaf.name for norm in norms for leaf in leaves(norm.whole)}
    kind = peer(name)
    engine = kind(kind.written(norms))
    return Side(
        told=lambda scenario: engine.prepared(prepared_facts(work.facts(scenario), asked)),
        evaluate=engine.evaluate,
        listed=lambda told: engine.addresses(engine.evaluate(told)),
    )
