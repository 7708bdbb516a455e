"""The steps of a route as conditions: when each one's turn comes."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.lint.search import every, none_of
from protocol_rules.norms.protocol import Norm, Protocol, Step
from protocol_rules.vocabulary.conditions import All, Any, Condition, HasRole, Not

__all__ = ["conditions_of_route", "is_about", "routes_of", "taken_by", "turn_of"]

_ABOUT = ".about"


def routes_of(protocol: Protocol) -> Iterator[Norm]:
    """Give the norms of a protocol that have a route."""
    return (norm for norm in protocol.norms.values() if norm.escalation)


def turn_of(norm: Norm, position: int) -> Condition:
    """Give the condition under which a step is the next: it is its turn, and no earlier one's."""
    *earlier, step = norm.escalation[: position + 1]
    return every(_is_open(step), none_of(*map(_is_open, earlier)))  # type: ignore[return-value]


def conditions_of_route(norm: Norm) -> tuple[Condition, ...]:
    """Give every condition of a route."""
    parts = (part for step in norm.escalation for part in (step.when, step.done))
    return tuple(part for part in parts if part is not None)


def taken_by(step: Step) -> Iterator[Condition]:
    """Give what shows that a step has been taken: its `done`, or that its people were told."""
    if step.done is not None:
        yield step.done
    parts = step.when.parts if isinstance(step.when, All) else (step.when,)
    for part in parts:
        if isinstance(part, Not):
            denied = part.part.parts if isinstance(part.part, Any) else (part.part,)
            for told in denied:
                if isinstance(told, HasRole) and not is_about(told.fact):
                    yield from () if told.roles.isdisjoint(step.to) else (told,)


def is_about(fact: str) -> bool:
    """Tell whether a role fact names whom the matter is about, by the way such facts are named."""
    return fact.endswith(_ABOUT)


def _is_open(step: Step) -> Condition:
    parts: list[Condition] = [] if step.when is None else [step.when]
    if step.done is not None:
        parts.append(none_of(step.done))  # type: ignore[arg-type]
    return All(tuple(parts))
