"""Facets as actions of their own, so that they are compared like any stance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from protocol_rules.amendments.facets import Facet
from protocol_rules.comparison.pairs import row_of
from protocol_rules.comparison.result import Row
from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import Action

__all__ = ["Asked", "rows_of"]

_MARK = "~"
"""Stands in no address and in no action of a rule file."""


@dataclass(frozen=True, eq=False)
class Asked:
    """Facets of either edition that say the same, of the norms which bind a role."""

    role: str
    action: str
    facets: tuple[tuple[Facet, ...], tuple[Facet, ...]]

    @property
    def any(self) -> Facet:
        """One of them, of the newer edition where that has one."""
        return (self.facets[1] or self.facets[0])[0]


def rows_of(one: Protocol, two: Protocol, asked: Iterable[Asked]) -> tuple[tuple[Asked, Row], ...]:
    """Compare what either edition says in each respect, over all stories."""
    named = [(f"{each.action}{_MARK}{n}", each) for n, each in enumerate(asked)]
    sides = [_laid_out(protocol, side, named) for side, protocol in enumerate((one, two))]
    return tuple(
        (each, _as_asked(row_of(sides[0], sides[1], each.role, action), each))
        for action, each in named
    )


def _laid_out(protocol: Protocol, side: int, named: Iterable[tuple[str, Asked]]) -> Protocol:
    """Give each facet a norm in a clause of its own, on an action of its own."""
    clauses = dict(protocol.clauses)
    overrides = dict(protocol.overrides)
    actions = dict(protocol.vocabulary.actions)
    for action, asked in named:
        actions[action] = Action(action, asked.any.said)
        for n, facet in enumerate(asked.facets[side]):
            name = f"{facet.norm.clause}{action}{_MARK}{n}"
            address = f"{protocol.council}/{name}"
            bearers = facet.norm.bearers or (asked.role,)
            norm = replace(facet.norm, address=address, clause=name, action=action, bearers=bearers)
            clause = clauses[facet.norm.clause]
            clauses[name] = replace(clause, id=name, norms=(norm,), defines={})
            if facet.can_be_lifted and facet.norm.address in overrides:
                overrides[address] = overrides[facet.norm.address]
    words = replace(protocol.vocabulary, actions=actions)
    return replace(protocol, clauses=clauses, overrides=overrides, vocabulary=words)


def _as_asked(row: Row, asked: Asked) -> Row:
    """Name the norms as they stand in the rule files."""
    one, two = (tuple(facet.norm.address for facet in side) for side in asked.facets)
    return replace(row, action=asked.action, norms=(one, two))
