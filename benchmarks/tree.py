"""Conditions as the peers read them: two values, plain names, a denial only right before a test.

This module imports nothing of the library, so that a peer can be started cold on its own.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

__all__ = [
    "ABOUT",
    "All",
    "Among",
    "Any",
    "Fact",
    "Facts",
    "Includes",
    "Is",
    "Leaf",
    "Norm",
    "Not",
    "Than",
    "Tree",
    "all_of",
    "any_of",
    "denied",
    "holds",
    "leaves",
    "spelled",
]

ABOUT = "about"
"""The name of the list of circumstances that a scenario mentions; it is always there."""

Fact = bool | str | int | list[str]
Facts = Mapping[str, Fact]
"""What is known, by name; what is not known is not there."""


@dataclass(frozen=True, slots=True)
class Among:
    """The value of a fact is one of these: texts, or truths."""

    name: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Includes:
    """A list includes one of these."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Than:
    """A number stands in this order (`>=`, `==` ...) to another."""

    name: str
    order: str
    bound: int


@dataclass(frozen=True, slots=True)
class Is:
    """Something is so: what is not so is not there under its name."""

    name: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The test does not hold."""

    part: Leaf


Leaf = Among | Includes | Than | Is
Tree = All | Any | Not | Leaf
_ORDERS = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm: it applies where both trees hold.

    `woken` asks whether the scenario mentions what wakes the norm; of no parts: it need not.
    """

    address: str
    woken: Tree
    tree: Tree

    @property
    def whole(self) -> Tree:
        """Both in one."""
        return all_of([self.woken, self.tree])


def all_of(parts: Iterable[Tree]) -> Tree:
    """Join parts that all have to hold, without needless nesting."""
    flat = _flat(parts, All)
    return flat[0] if len(flat) == 1 else All(flat)


def any_of(parts: Iterable[Tree]) -> Tree:
    """Join parts of which one has to hold, without needless nesting."""
    flat = _flat(parts, Any)
    return flat[0] if len(flat) == 1 else Any(flat)


def denied(tree: Tree) -> Tree:
    """Deny a tree, down to its tests."""
    match tree:
        case All(parts):
            return any_of(denied(part) for part in parts)
        case Any(parts):
            return all_of(denied(part) for part in parts)
        case Not(part):
            return part
        case _:
            return Not(tree)


def holds(tree: Tree, facts: Facts) -> bool:
    """Tell whether a tree holds where whatever is not known is not so: the closed world."""
    match tree:
        case All(parts):
            return all(holds(part, facts) for part in parts)
        case Any(parts):
            return any(holds(part, facts) for part in parts)
        case Not(part):
            return not holds(part, facts)
        case _:
            return tree.name in facts and _is_so(tree, facts[tree.name])


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Give the tests of a tree."""
    match tree:
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield part
        case _:
            yield tree


def spelled(tree: Tree, test: Callable[[Leaf], str], *, both: str, either: str, denial: str) -> str:
    """Write a tree in a language which has words or signs for these, and `test` for its leaves."""

    def said(part: Tree) -> str:
        match part:
            case All(parts):
                return f"({f' {both} '.join(map(said, parts))})" if parts else "true"
            case Any(parts):
                return f"({f' {either} '.join(map(said, parts))})" if parts else "false"
            case Not(leaf):
                return f"{denial}({said(leaf)})"
            case _:
                return test(part)

    return said(tree)


def _is_so(leaf: Leaf, value: Fact) -> bool:
    match leaf:
        case Among(_, values):
            return value in values
        case Includes(_, values):
            return not set(values).isdisjoint(value)
        case Than(_, order, bound):
            return _ORDERS[order](value, bound)
        case Is():
            return True


def _flat(parts: Iterable[Tree], kind: type[All | Any]) -> tuple[Tree, ...]:
    found: list[Tree] = []
    for part in parts:
        found += part.parts if isinstance(part, kind) else [part]
    return tuple(dict.fromkeys(found))
