"""Which norm lifts which, what scopes take out, and what provisos items add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from protocol_rules.norms.protocol import Norm, Override
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import RoleHierarchy
from protocol_rules.vocabulary.conditions import All, Any, Condition, HasRole, Not, atoms

__all__ = ["overrides_among", "with_provisos", "with_scope"]


def overrides_among(
    norms: Mapping[str, Norm], roles: RoleHierarchy
) -> dict[str, tuple[Override, ...]]:
    """Give for each norm, by address, what lifts it."""
    found: dict[str, list[Override]] = {}
    for norm in norms.values():
        for target in norm.lifts:
            only_for = _narrower_bearer(norm, norms[target], roles)
            found.setdefault(target, []).append(Override(norm.address, only_for))
    return {target: tuple(each) for target, each in found.items()}


def with_scope(norm: Norm, unless: Condition | None, when: Condition | None) -> Norm:
    """Add a scope's condition to the exceptions of a norm."""
    added = tuple(
        each for each in (unless, None if when is None else Not(when)) if each is not None
    )
    return replace(norm, unless=(*norm.unless, *added))


def with_provisos(norms: Iterable[Norm]) -> dict[str, Norm]:
    """Add the conditions of proviso cards to the norms for which they stand, by address."""
    by_address = {norm.address: norm for norm in norms}
    for norm in list(by_address.values()):
        for target in norm.proviso_of:
            other = by_address[target]
            parts = tuple(each for each in (other.provided, norm.when) if each is not None)
            if parts:
                provided = parts[0] if len(parts) == 1 else All(parts)
                by_address[target] = replace(other, provided=provided)
    return by_address


def _narrower_bearer(norm: Norm, target: Norm, roles: RoleHierarchy) -> Condition | None:
    """Find the role test that a narrower bearer adds to an override."""
    if not norm.bearers or not target.bearers:
        return None
    if all(
        any(roles.is_a(bearer, own) is Truth.YES for own in norm.bearers)
        for bearer in target.bearers
    ):
        return None
    narrower = frozenset(
        own
        for own in norm.bearers
        if any(roles.is_a(own, bearer) is Truth.YES for bearer in target.bearers)
    )
    if not narrower or _is_tested(norm.when, narrower, roles):
        return None
    told: dict[str, set[str]] = {}
    for own in sorted(narrower):
        for teller in sorted({roles.roles[each].told_by for each in roles.above(own)} - {""}):
            told.setdefault(teller, set()).add(own)
    tests = tuple(HasRole(teller, frozenset(asked)) for teller, asked in told.items())
    return tests[0] if len(tests) == 1 else Any(tests) if tests else None


def _is_tested(condition: Condition | None, narrower: frozenset[str], roles: RoleHierarchy) -> bool:
    if condition is None:
        return False
    below = frozenset[str]().union(*(roles.below(role) for role in narrower))
    return any(isinstance(atom, HasRole) and atom.roles <= below for atom in atoms(condition))
