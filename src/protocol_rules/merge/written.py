"""Norms and conditions as a rule file has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import cast

from protocol_rules.norms.protocol import Counterparty, Norm, Step
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Condition,
    Has,
    HasRole,
    Not,
    Only,
)

__all__ = ["Quoted", "condition_written", "norm_written", "simplified"]

Written = dict[str, object]
Reference = Callable[[str], str]


class Quoted(str):
    """A reference, which stands in quotation marks."""

    __slots__ = ()


def norm_written(norm: Norm, lifts: Iterable[str], reference: Reference) -> Written:
    """Write a norm; `reference` tells how the norms are called that it names."""
    written: Written = {"bearer": _one_or_many(norm.bearers)}
    if norm.modality is not None:
        written[norm.modality.value] = norm.action
    if norm.counterparty is not None:
        written["counterparty"] = _party(norm.counterparty)
    written["qualifier"] = norm.qualifier
    unless = Any(norm.unless) if len(norm.unless) > 1 else next(iter(norm.unless), None)
    limit = All(norm.limits) if norm.limits else None
    written |= _conditions(reference, when=norm.when, provided=norm.provided, unless=unless)
    written["overrides"] = _one_or_many(Quoted(reference(each)) for each in lifts)
    written |= _conditions(reference, limit=limit)
    written["deadline"] = "" if norm.deadline is None else norm.deadline.text
    written["done_on"] = norm.done_on
    written |= _conditions(reference, breached_when=norm.breached_when)
    written["reparation_for"] = Quoted(norm.reparation_for and reference(norm.reparation_for))
    written["escalation"] = [_step(each, reference) for each in norm.escalation]
    written["presumes"] = {fact: _value(value) for fact, value in norm.presumes.items()}
    return {key: value for key, value in written.items() if value}


def _party(party: Counterparty) -> object:
    several = _one_or_many(party.roles)
    if party.every and len(party.roles) == 1:
        return several
    return {"all" if party.every else "any": several}


def _conditions(reference: Reference, **conditions: Condition | None) -> Written:
    return {
        key: condition_written(condition, reference)
        for key, condition in conditions.items()
        if condition is not None
    }


def condition_written(  # noqa: C901, PLR0911 - all kinds
    condition: Condition, reference: Reference
) -> Written:
    """Write a condition as a mapping; several tests of different facts stand side by side."""
    match condition:
        case Has(fact, values):
            return {fact: _one_or_many(sorted(map(_value, values), key=str))}
        case HasRole(fact, roles):
            return {fact: _one_or_many(sorted(roles))}
        case Only(fact, values, negated):
            return {fact: {"not_only" if negated else "only": _one_or_many(sorted(values))}}
        case Compare(fact, relation, bound):
            return {fact: {relation.value: _value(bound)}}
        case About(circumstance):
            return {"about": circumstance}
        case Breached(address):
            return {"breached": Quoted(reference(address))}
        case Not(part):
            return {"not": condition_written(part, reference)}
        case Any(parts):
            return {"any": [condition_written(each, reference) for each in parts]}
        case All(parts):
            several = [condition_written(each, reference) for each in parts]
            keys = [key for each in several for key in each]
            if len({*keys}) == len(keys):
                return {key: value for each in several for key, value in each.items()}
            return {"all": several}


def simplified(condition: Condition) -> Condition | bool:
    """Leave out parts that say nothing; one that always holds, or never, becomes a truth."""
    match condition:
        case Not(part):
            inner = simplified(part)
            if isinstance(inner, bool):
                return not inner
            return inner.part if isinstance(inner, Not) else Not(inner)
        case All(parts) | Any(parts):
            kind, neutral = type(condition), isinstance(condition, All)
            found: dict[Condition, None] = {}
            for each in map(simplified, parts):
                if each is (not neutral):
                    return not neutral
                if each is neutral:
                    continue
                inner = each.parts if isinstance(each, kind) else (each,)
                found |= dict.fromkeys(cast("tuple[Condition, ...]", inner))
            if not found:
                return neutral
            return next(iter(found)) if len(found) == 1 else kind(tuple(found))
        case _:
            return condition


def _step(step: Step, reference: Reference) -> Written:
    written: Written = {"to": _one_or_many(step.to)}
    if step.when is not None:
        written["when"] = condition_written(step.when, reference)
    if isinstance(step.done, (Has, HasRole)):
        written["done"] = step.done.fact
    return written


def _one_or_many(values: Iterable[object]) -> object:
    several = [*values]
    return several[0] if len(several) == 1 else several


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
