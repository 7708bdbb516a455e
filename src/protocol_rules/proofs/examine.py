"""Everything that is asked of one protocol by itself, and beside others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from protocol_rules.norms.protocol import Protocol
from protocol_rules.proofs.conflicts import CHECK, Conflict, conflicts_of
from protocol_rules.proofs.gaps import (
    BOUND_TO_NOBODY,
    NOBODY_ANSWERS,
    UNREGULATED,
    Unanswered,
    Unbound,
    Unregulated,
    unanswered,
    unbound,
    unregulated,
)
from protocol_rules.proofs.idle import (
    NEVER_APPLIES,
    NEVER_BITES,
    IdleException,
    IdleNorm,
    idle_exceptions,
    idle_norms,
)
from protocol_rules.proofs.implied import FOLLOWS, ImpliedNorm, implied_norms
from protocol_rules.proofs.open_question import NOT_DECIDED, OpenQuestion

__all__ = ["Examined", "Observation", "code_of", "examine"]

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


def examine(
    protocol: Protocol, others: Iterable[Protocol] = (), only: Collection[str] = ()
) -> Examined:
    """Look for conflicts, idle and implied norms, and gaps; `others` show what may be lacking.

    With `only` nothing else is looked for than what has these codes.
    """
    parts: dict[str, Callable[[Protocol], Iterator[Observation]]] = {
        CHECK: conflicts_of,
        NEVER_APPLIES: idle_norms,
        NEVER_BITES: idle_exceptions,
        FOLLOWS: implied_norms,
        NOBODY_ANSWERS: unanswered,
        BOUND_TO_NOBODY: unbound,
        UNREGULATED: lambda each: unregulated(each, others),
    }
    # What is not decided may be any of these, and is told apart from what was found.
    wanted = parts if not only or NOT_DECIDED in only else [each for each in parts if each in only]
    found = (each for code in wanted for each in parts[code](protocol))
    return Examined(protocol, tuple(each for each in found if not only or code_of(each) in only))


def code_of(observation: Observation) -> str:  # noqa: PLR0911 - one for each kind
    """Give the code by which something is told and chosen."""
    match observation:
        case Conflict():
            return CHECK
        case IdleNorm():
            return NEVER_APPLIES
        case IdleException():
            return NEVER_BITES
        case ImpliedNorm():
            return FOLLOWS
        case Unanswered():
            return NOBODY_ANSWERS
        case Unbound():
            return BOUND_TO_NOBODY
        case Unregulated():
            return UNREGULATED
        case OpenQuestion():
            return NOT_DECIDED
