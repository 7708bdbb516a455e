"""What our own engine tells the second one: the truth of every test, role, date and day.

The second engine compares for equality only, so everything else is worked out before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protocol_rules.engine.compile import Term
from protocol_rules.engine.performance import is_late
from protocol_rules.engine.run import Run
from protocol_rules.truth import Truth
from protocol_rules.vocabulary.conditions import About, Compare, Has, HasRole, Only

__all__ = ["Late", "Leaf", "Stated", "There", "facts_of", "truth_of"]


@dataclass(frozen=True, slots=True)
class Late:
    """What the norm at this address asks for was not done by its day."""

    address: str


@dataclass(frozen=True, slots=True)
class There:
    """The fact has a circumstance that is there."""

    fact: str


@dataclass(frozen=True, slots=True)
class Stated:
    """The scenario itself states the fact, with one of the values."""

    fact: str
    values: frozenset[object]


Leaf = Term | Late | There | Stated


def truth_of(leaf: Leaf, run: Run) -> Truth:
    """Work out a truth that no rule of the second engine tells."""
    match leaf:
        case Late(address):
            return is_late(run, run.program.protocol.norms[address])
        case There(fact):
            return Truth.of(run.is_there(fact))
        case Stated(fact, values):
            return Truth.of(run.given.get(fact) in values)
        case _:
            return run.truth(leaf)


def facts_of(leaf: Leaf, run: Run) -> Iterator[str]:
    """Name the facts on which a truth turns."""
    match leaf:
        case Late(address):
            norm = run.program.protocol.norms[address]
            yield from filter(None, (norm.done_on, norm.deadline.fact if norm.deadline else ""))
        case Compare(fact, _, bound):
            yield fact
            if isinstance(bound, str):
                yield bound
        case Has(fact) | HasRole(fact) | Only(fact) | There(fact) | Stated(fact):
            yield fact
        case About(_) | _:
            return
