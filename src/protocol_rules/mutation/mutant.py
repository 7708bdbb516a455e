"""A mutant: a protocol in which one thing is said otherwise, as somebody might have slipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from protocol_rules.diagnostics import Span
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.resolve.precedence import overrides_among
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["Mutant", "Sight", "mutated"]


class Sight(StrEnum):
    """What has to be looked at to notice a mutant: what an expectation speaks of."""

    STATUS = "status"
    POSITION = "position"
    DUE = "due"
    BREACHED = "breached"
    ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of the rules: what says it, where it stands, and the norms that it makes others.

    `address` is that of the norm whose words are changed, or of the clause that has the definition.
    """

    operator: str
    clause: str
    address: str
    change: str
    sight: Sight
    span: Span | None
    norms: Mapping[str, Norm]
    definitions: Mapping[str, Condition]

    @property
    def names(self) -> tuple[str, ...]:
        """The norms (by address) and the derived facts that the change touches itself."""
        return (*self.norms, *self.definitions)


def mutated(protocol: Protocol, mutant: Mutant) -> Protocol:
    """Give the protocol that the loader would give for the changed file."""
    clauses = dict(protocol.clauses)
    for norm in mutant.norms.values():
        clause = clauses[norm.clause]
        others = (norm if each.address == norm.address else each for each in clause.norms)
        clauses[norm.clause] = replace(clause, norms=tuple(others))
    norms = {**protocol.norms, **mutant.norms}
    return replace(
        protocol,
        clauses=clauses,
        overrides=overrides_among(norms, protocol.vocabulary.roles),
        definitions={**protocol.definitions, **mutant.definitions},
    )
