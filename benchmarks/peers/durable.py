"""durable_rules: rulesets of a hundred rules, each over one fact.

A ruleset in which more than 64 conditions hold at once is refused, hence several. Each rule notes
that it fired; a rule that always fires lets the session be deleted safely. Lists are spread into a
truth for each entry: it could search a list, but more slowly, and refuses a rule with many such
tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from durable.engine import Ruleset
from spread import spread, spread_facts
from tree import All, Among, Fact, Facts, Includes, Is, Norm, Not, Than, Tree
from tree import Any as AnyOf

from peers import Peer

__all__ = ["Engine"]

_SIZE = 100
_ORDERS = {">=": "$gte", "<=": "$lte", ">": "$gt", "<": "$lt"}
_DENIED = {">=": "$lt", "<": "$gte", "<=": "$gt", ">": "$lte", "==": "$neq"}
_ALWAYS = {"fact": "given"}
_SESSION = "any"
_numbers = count()


class Engine(Peer):
    """The norms as rulesets."""

    @staticmethod
    def written(norms: Iterable[Norm]) -> str:
        """Write a pattern for each norm."""
        return json.dumps({norm.address: _said(spread(norm.whole, Includes)) for norm in norms})

    def __init__(self, written: str) -> None:
        self._fired: list[str] = []
        patterns = [*json.loads(written).items()]
        self._rulesets = [
            self._ruleset(patterns[start : start + _SIZE])
            for start in range(0, len(patterns), _SIZE)
        ]

    def told(self, facts: Facts) -> dict[str, Fact]:
        """Give one fact with all that is known."""
        return {**spread_facts(facts), **_ALWAYS, "sid": _SESSION}

    def evaluate(self, told: dict[str, Fact]) -> list[str]:
        """Assert the fact in each ruleset, and forget it again."""
        self._fired = []
        for ruleset in self._rulesets:
            ruleset.do_actions(ruleset.assert_fact(told), _stop_on_error)
            ruleset.delete_state(_SESSION)
        return self._fired

    def addresses(self, answer: list[str]) -> set[str]:
        """Read what fired; a rule fires once for each of its alternatives that hold."""
        return set(answer)

    def _ruleset(self, patterns: list[tuple[str, Any]]) -> Ruleset:
        rules = {
            f"rule_{number}": _rule({"$and": [_ALWAYS, *_parts(pattern)]}, self._noting(address))
            for number, (address, pattern) in enumerate(patterns)
        }
        rules["always"] = _rule(_ALWAYS, lambda _: None)
        return Ruleset(f"norms_{next(_numbers)}", _NoHost(), rules)

    def _noting(self, address: str) -> Callable[[Any], None]:
        # One parameter only: with two, it would be taken for an asynchronous action.
        return lambda _: self._fired.append(address)


class _NoHost:
    """A host would start timers in the background."""

    def get_action(self, name: str) -> None:
        raise KeyError(name)


def _rule(pattern: dict[str, Any], run: Callable[[Any], None]) -> dict[str, Any]:
    return {"all": [{"m": pattern}], "run": run}


def _parts(pattern: dict[str, Any]) -> list[dict[str, Any]]:
    return pattern.get("$and", [pattern])


def _stop_on_error(error: object, _: object) -> None:
    if error:
        raise RuntimeError(str(error))


def _said(tree: Tree) -> dict[str, Any]:  # noqa: PLR0911 - all kinds
    match tree:
        case All(parts):
            return {"$and": [_said(part) for part in parts]} if parts else _ALWAYS
        case AnyOf(parts):
            return {"$or": [_said(part) for part in parts]}
        case Not(Is(name)):
            return {"$nex": {name: 1}}
        case Not(Among(name, values)):
            others = {"$and": [{"$neq": {name: each}} for each in values]}
            return {"$or": [{"$nex": {name: 1}}, others]}
        case Not(Than(name, order, bound)):
            return {"$or": [{"$nex": {name: 1}}, {_DENIED[order]: {name: bound}}]}
        case Is(name):
            return {name: True}
        case Among(name, values):
            return {"$or": [{name: each} for each in values]}
        case Than(name, "==", bound):
            return {name: bound}
        case Than(name, order, bound):
            return {_ORDERS[order]: {name: bound}}
