"""Conditions and values in words, as a proof shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from protocol_rules.engine.compile import Effective, Shown, Term, Woken
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Has,
    HasRole,
    Not,
    Only,
)

__all__ = ["day", "in_words", "joined", "stated"]


def in_words(term: Term) -> str:  # noqa: C901, PLR0911 - all kinds
    """Say a condition in one line."""
    match term:
        case Has(fact, values):
            return f"{fact} is {_one_of(values)}"
        case HasRole(fact, roles):
            return f"{fact} is {_one_of(roles)}"
        case Only(fact, values, negated):
            return f"{fact} is {'not only' if negated else 'only'} {_one_of(values)}"
        case Compare(fact, relation, bound):
            return f"{fact} is {relation.replace('_', ' ')} {stated(bound)}"
        case About(circumstance):
            return f"it is about {circumstance}"
        case Effective(address):
            return f"{address} is effective"
        case Woken(circumstances):
            return f"it is about {_one_of(circumstances)}"
        case Breached(address):
            return f"{address} has been breached"
        case All(parts):
            return " and ".join(_nested(part) for part in parts) or "always"
        case Any(parts):
            return " or ".join(_nested(part) for part in parts) or "never"
        case Not(part):
            return f"not {_nested(part)}"
        case Shown(part):
            return in_words(part)


def stated(value: object) -> str:
    """Say a value as a scenario states it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value)))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return day(value) if isinstance(value, date) else str(value)


def day(when: date) -> str:
    """Write a date as people do: 15 March 2024."""
    return f"{when.day} {when:%B} {when.year}"


def joined(phrases: Sequence[str], word: str) -> str:
    """Write a list as people do: one, two and three."""
    *first, last = phrases
    return f"{', '.join(first)} {word} {last}" if first else last


def _nested(term: Term) -> str:
    words = in_words(term)
    return f"({words})" if isinstance(term, All | Any) and len(term.parts) > 1 else words


def _one_of(values: Iterable[object]) -> str:
    return " or ".join(sorted(stated(value) for value in values))
