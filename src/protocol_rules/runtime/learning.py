"""What two statements of one fact make together: the closer one, the later one, or neither."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from protocol_rules.vocabulary import Fact, FactType, RoleHierarchy
from protocol_rules.vocabulary.values import NOT_YET, Given

__all__ = ["Statement", "together"]


class Statement(NamedTuple):
    """What was stated of a fact, the day from which that holds, and the event which says so."""

    value: Given
    on: date
    number: int


def together(
    fact: Fact, earlier: Statement, later: Statement, roles: RoleHierarchy
) -> Statement | None:
    """Give what two statements come to; `None` where the later contradicts the earlier.

    What has not happened yet may come to happen, what is planned may come otherwise, and a person
    may be named more closely. Anything else that is not the same is a contradiction.
    """
    if earlier.value == later.value:
        return earlier
    if fact.type is FactType.DATE:
        return _dates(earlier, later)
    if fact.type is FactType.ROLE:
        return _roles(earlier, later, roles)
    return None


def _dates(earlier: Statement, later: Statement) -> Statement | None:
    if earlier.value == NOT_YET:
        # By the end of the first day it had not happened: a day up to then is another story.
        fits = isinstance(later.value, date) and later.value >= earlier.on
        return later if fits else None
    planned = isinstance(earlier.value, date) and earlier.value > earlier.on
    if not planned:
        return None
    if later.value == NOT_YET and isinstance(earlier.value, date) and later.on < earlier.value:
        return earlier  # which the plan says already
    return later


def _roles(earlier: Statement, later: Statement, roles: RoleHierarchy) -> Statement | None:
    if not isinstance(earlier.value, frozenset) or not isinstance(later.value, frozenset):
        return None
    if _is_closer(later.value, earlier.value, roles):
        return later
    return earlier if _is_closer(earlier.value, later.value, roles) else None


def _is_closer(named: frozenset[str], wider: frozenset[str], roles: RoleHierarchy) -> bool:
    """Tell whether each of some roles is one of the wider ones, and none of these is left out."""
    return all(roles.above(each) & wider for each in named) and all(
        roles.below(each) & named for each in wider
    )
