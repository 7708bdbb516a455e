"""Formulas over truths that are known by name, and the conjunctions of which they are made.

`durable_rules` compares for equality only: a truth is a property that is "yes", "no" or not there,
and whatever denies one is told by its own rule. So what is unknown makes no rule fire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

__all__ = ["ALWAYS", "NEVER", "Both", "Conjunction", "Either", "Formula", "Known", "conjunctions"]

_MOST_ALTERNATIVES = 8
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Known:
    """The truth of this name is known to be yes, or no."""

    name: str
    value: bool = True


@dataclass(frozen=True, slots=True)
class Both:
    """Every part holds; of no parts: it holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Some part holds; of no parts: it does not."""

    parts: tuple[Formula, ...]


Formula = Known | Both | Either
Conjunction = frozenset[Known]
ALWAYS, NEVER = Both(()), Either(())


def conjunctions(formula: Formula, named: Callable[[Formula], Known]) -> list[Conjunction]:
    """Give conjunctions of which one holds exactly where the formula does.

    A part that would make too many of them is `named`: it becomes a truth that is worked out first.
    """
    match formula:
        case Known():
            return [frozenset({formula})]
        case Either(parts):
            found = [each for part in parts for each in conjunctions(part, named)]
            return _consistent(found)
        case Both(parts):
            alternatives = [conjunctions(part, named) for part in parts]
            while _count(alternatives) > _MOST_ALTERNATIVES:
                widest = max(range(len(parts)), key=lambda each: len(alternatives[each]))
                alternatives[widest] = [frozenset({named(parts[widest])})]
            found = [frozenset[Known]().union(*each) for each in product(*alternatives)]
            return [_shortened(each, named) for each in _consistent(found)]


def _count(alternatives: list[list[Conjunction]]) -> int:
    count = 1
    for each in alternatives:
        count *= len(each)
    return count


def _consistent(found: Iterable[Conjunction]) -> list[Conjunction]:
    """Leave out what cannot hold, and what is said twice."""
    return list(
        dict.fromkeys(
            each for each in found if not any(Known(k.name, not k.value) in each for k in each)
        )
    )


def _shortened(found: Conjunction, named: Callable[[Formula], Known]) -> Conjunction:
    if len(found) <= _LONGEST:
        return found
    parts = sorted(found, key=lambda each: (each.name, each.value))
    rest = named(Both(tuple(parts[_LONGEST - 1 :])))
    return frozenset({*parts[: _LONGEST - 1], rest})
