"""Classes of roles: those whom the same norms bind, and for whom the same exceptions lift them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.truth import Truth, any_of
from protocol_rules.vocabulary.conditions import Condition, HasRole, atoms

__all__ = ["RoleClass", "classes_bound_by"]


@dataclass(frozen=True, slots=True)
class RoleClass:
    """Roles that no norm of some tells apart; `widest` are those that no other one includes."""

    widest: tuple[str, ...]

    @property
    def role(self) -> str:
        """One of them, who stands for all."""
        return self.widest[0]


def classes_bound_by(
    protocol: Protocol, every: Iterable[Norm], beside: Iterable[Norm] = ()
) -> tuple[RoleClass, ...]:
    """Part the roles that each of some norms binds, by which others bind them `beside`.

    Roles for whom an exception is made, and those for whom it is not, are never of one class.
    """
    needed, others = tuple(every), tuple(beside)
    asked = [
        test.roles
        for norm in (*needed, *others)
        for override in protocol.overrides.get(norm.address, ())
        for test in _tests(override.only_for)
    ]
    roles = protocol.vocabulary.roles
    classes: dict[tuple[object, ...], list[str]] = {}
    for role in roles.roles:
        above = roles.above(role)
        if any(above.isdisjoint(norm.bearers) for norm in needed):
            continue
        bound = tuple(not above.isdisjoint(norm.bearers) for norm in others)
        told: tuple[Truth, ...] = tuple(
            any_of(roles.is_a(role, each) for each in names) for names in asked
        )
        classes.setdefault((bound, told), []).append(role)
    return tuple(RoleClass(_widest(protocol, names)) for names in classes.values())


def _tests(condition: Condition | None) -> Iterator[HasRole]:
    for test in () if condition is None else atoms(condition):
        if isinstance(test, HasRole):
            yield test


def _widest(protocol: Protocol, names: list[str]) -> tuple[str, ...]:
    roles = protocol.vocabulary.roles
    inside = set(names)
    return tuple(each for each in names if roles.above(each) & inside <= {each})
