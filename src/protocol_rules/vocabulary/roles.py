"""Who is what: a hierarchy in which a chief executive is a chief officer is an officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from protocol_rules.truth import Truth

__all__ = ["Role", "RoleHierarchy"]


@dataclass(frozen=True, slots=True)
class Role:
    """A part that a person or a body plays; `wider` are the roles that it belongs to."""

    name: str
    phrase: str
    description: str
    wider: tuple[str, ...] = ()
    told_by: str = ""


@dataclass(frozen=True)
class RoleHierarchy:
    """The roles with their is-a order, which is acyclic."""

    roles: Mapping[str, Role]

    def with_included(self, wider: str, narrower: Iterable[str]) -> RoleHierarchy:
        """Add a protocol's own definition: each of `narrower` is a `wider`."""
        added = {
            name: replace(self.roles[name], wider=(*self.roles[name].wider, wider))
            for name in narrower
            if wider not in self.roles[name].wider
        }
        return RoleHierarchy({**self.roles, **added})

    @cached_property
    def _above(self) -> Mapping[str, frozenset[str]]:
        above: dict[str, frozenset[str]] = {}

        def climb(name: str) -> frozenset[str]:
            if name not in above:
                above[name] = frozenset({name}).union(*map(climb, self.roles[name].wider))
            return above[name]

        for name in self.roles:
            climb(name)
        return above

    @cached_property
    def _below(self) -> Mapping[str, frozenset[str]]:
        below: dict[str, set[str]] = {name: set() for name in self.roles}
        for name, wider in self._above.items():
            for each in wider:
                below[each].add(name)
        return {name: frozenset(names) for name, names in below.items()}

    def above(self, name: str) -> frozenset[str]:
        """The role itself and every wider one."""
        return self._above[name]

    def below(self, name: str) -> frozenset[str]:
        """The role itself and every narrower one."""
        return self._below[name]

    def narrowest(self, names: frozenset[str]) -> frozenset[str]:
        """Leave out the roles that a narrower one among them implies: a chair who is a member."""
        implied = {wider for name in names for wider in self._above[name] - {name}}
        return names - implied

    def is_a(self, given: str, asked: str) -> Truth:
        """Tell whether somebody of the role `given` is an `asked`.

        Unknown where `given` is too wide to tell: a senior officer may be a chief executive.
        """
        if asked in self._above[given]:
            return Truth.YES
        return Truth.UNKNOWN if self._below[given] & self._below[asked] else Truth.NO

    def fitting(self, among: Iterable[str]) -> tuple[str, ...]:
        """Name the roles that are one of some, or may be: of none given, every role."""
        wanted = [*among]
        return tuple(
            name
            for name in self.roles
            if not wanted or any(self.is_a(name, each) is not Truth.NO for each in wanted)
        )

    def cycle(self) -> tuple[str, ...]:
        """Find a role that is, by way of others, wider than itself; the whole circle, or ()."""
        done: set[str] = set()

        def walk(name: str, way: tuple[str, ...]) -> tuple[str, ...]:
            if name in way:
                return (*way[way.index(name) :], name)
            if name in done:
                return ()
            done.add(name)
            for wider in self.roles[name].wider:
                if found := walk(wider, (*way, name)):
                    return found
            return ()

        return next((found for name in self.roles if (found := walk(name, ()))), ())
