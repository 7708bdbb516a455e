"""Everything that is asked of one protocol by itself, and beside others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocol_rules.norms.protocol import Protocol
from protocol_rules.proofs.conflicts import Conflict, conflicts_of
from protocol_rules.proofs.gaps import (
    Unanswered,
    Unbound,
    Unregulated,
    unanswered,
    unbound,
    unregulated,
)
from protocol_rules.proofs.idle import IdleException, IdleNorm, idle_exceptions, idle_norms
from protocol_rules.proofs.implied import ImpliedNorm, implied_norms
from protocol_rules.proofs.open_question import OpenQuestion

__all__ = ["Examined", "Observation", "examine"]

Observation = (
    Conflict
    | IdleNorm
    | IdleException
    | ImpliedNorm
    | Unanswered
    | Unbound
    | Unregulated
    | OpenQuestion
)
"""One thing that was found of a protocol, or that could not be decided."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A protocol and what was found of it, in the order in which it is told."""

    protocol: Protocol
    observations: tuple[Observation, ...]


def examine(protocol: Protocol, others: Iterable[Protocol] = ()) -> Examined:
    """Look for conflicts, idle and implied norms, and gaps; `others` show what may be lacking."""
    return Examined(protocol, tuple(_observations(protocol, others)))


def _observations(protocol: Protocol, others: Iterable[Protocol]) -> Iterator[Observation]:
    yield from conflicts_of(protocol)
    yield from idle_norms(protocol)
    yield from idle_exceptions(protocol)
    yield from implied_norms(protocol)
    yield from unanswered(protocol)
    yield from unbound(protocol)
    yield from unregulated(protocol, others)
