"""When a norm speaks and what lifts it, as conditions in which no other norm is named."""

from __future__ import annotations

from protocol_rules.engine.program import program_of
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary.conditions import All, Any, Breached, Condition, Not

__all__ = ["effective", "speaking"]


def speaking(protocol: Protocol, norm: Norm) -> Condition:
    """Give the condition under which a norm speaks, whatever lifts it; its provisos are shown."""
    woken: list[Condition] = [] if norm.when is None else [norm.when]
    if norm.reparation_for:
        if program_of(protocol).can_be_breached(norm.reparation_for):
            woken.append(Breached(norm.reparation_for))
        woken = [Any(tuple(woken))] if len(woken) != 1 else woken
    return All((*woken, *([] if norm.provided is None else [norm.provided])))


def effective(protocol: Protocol, address: str) -> Condition:
    """Give the condition under which a norm lifts others: it speaks, and nothing lifts it.

    What lifts it is written out. Breaches of norms still name them.
    """
    norm = protocol.norms[address]
    lifting: list[Condition] = [*norm.unless]
    for each in protocol.overrides.get(address, ()):
        condition = effective(protocol, each.by)
        lifting.append(condition if each.only_for is None else All((condition, each.only_for)))
    speaks = speaking(protocol, norm)
    return All((speaks, Not(Any(tuple(lifting))))) if lifting else speaks
