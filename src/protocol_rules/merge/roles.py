"""Who is what in a draft: terms of its parents where they fit together, else written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from protocol_rules.vocabulary import RoleHierarchy

__all__ = ["Use", "head_of", "hierarchy_for", "written_out"]


@dataclass(frozen=True)
class Use:
    """A role that norms of a parent use, and all roles which that parent means by it."""

    council: str
    role: str
    meant: frozenset[str]


def hierarchy_for(
    uses: Sequence[Use], known: RoleHierarchy, shared: RoleHierarchy
) -> RoleHierarchy:
    """Add the terms of the parents to the shared roles, as long as nobody's norms say otherwise.

    `known` has every role of every parent.
    """
    new = {
        name: replace(each, wider=tuple(w for w in each.wider if w in shared.roles))
        for name, each in known.roles.items()
        if name not in shared.roles
    }
    found = RoleHierarchy({**shared.roles, **new})
    for use in uses:
        if found.below(use.role) == use.meant:
            continue
        new_below = use.meant - found.below(use.role) - {use.role}
        held = use.meant - {use.role}
        lacking = [each for each in new_below if not (found.above(each) - {each}) & held]
        tried = found.with_included(use.role, sorted(lacking))
        if not tried.cycle() and all(_can_be_said(each, tried) for each in uses):
            found = tried
    return found


def written_out(use: Use, hierarchy: RoleHierarchy) -> tuple[str, ...]:
    """Give the roles of a hierarchy that together are what is meant by one; the widest only."""
    if hierarchy.below(use.role) == use.meant:
        return (use.role,)
    return tuple(
        role
        for role in hierarchy.roles
        if role in use.meant and not (hierarchy.above(role) - {role}) & use.meant
    )


def head_of(hierarchy: RoleHierarchy, shared: RoleHierarchy) -> Mapping[str, Mapping[str, object]]:
    """Give the terms that are no shared roles, or mean more than those, as a head has them."""
    terms: dict[str, dict[str, object]] = {}
    for name, role in hierarchy.roles.items():
        if name not in shared.roles:
            told = {"phrase": role.phrase, "description": role.description}
            terms[name] = {key: each for key, each in told.items() if each}
            if wider := [each for each in role.wider if each in shared.roles]:
                terms[name]["is"] = wider
    for name, role in hierarchy.roles.items():
        before = shared.roles[name].wider if name in shared.roles else terms[name].get("is", ())
        for wider in role.wider:
            if wider not in before:  # type: ignore[operator]
                terms.setdefault(wider, {}).setdefault("includes", []).append(name)  # type: ignore[attr-defined]
    return {name: each for name, each in terms.items() if {"is", "includes"} & each.keys()}


def _can_be_said(use: Use, hierarchy: RoleHierarchy) -> bool:
    return all(hierarchy.below(each) <= use.meant for each in use.meant)
