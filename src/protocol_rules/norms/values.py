"""Values of facts: read from what somebody wrote, by the type that the vocabulary gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.norms.conditions import Value
from protocol_rules.vocabulary import Fact, FactType, RoleHierarchy

__all__ = ["NOT_YET", "Given", "Misfit", "read_given", "read_value"]

NOT_YET = "not_yet"
"""What a date fact says of something that has not happened as of `today`."""

Given = Value | frozenset[str]
"""A known value; of a role and of a set of choices: the whole set."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT = re.compile(r"\d{1,9}")
_SETS = (FactType.CHOICES, FactType.ROLE)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a value does not fit its fact, and what was probably meant."""

    code: str
    message: str
    hint: str = ""


def read_given(fact: Fact, written: object, roles: RoleHierarchy) -> Given | Misfit:
    """Read what a scenario says of a fact: one value, or for a set one or several names."""
    if fact.type not in _SETS:
        if isinstance(written, (list, tuple, set, frozenset)):
            return Misfit("wrong-type", f"`{fact.name}` has one value, not a list")
        if fact.type is FactType.DATE and written == NOT_YET:
            return NOT_YET
        return read_value(fact, written, roles)
    several = written if isinstance(written, (list, tuple, set, frozenset)) else [written]
    names: set[str] = set()
    for each in several:
        value = read_value(fact, each, roles)
        if isinstance(value, Misfit):
            return value
        names.add(str(value))
    if not names:
        return Misfit("wrong-type", f"`{fact.name}` needs at least one name")
    return frozenset(names)


def read_value(fact: Fact, written: object, roles: RoleHierarchy) -> Value | Misfit:
    """Read one value: as it stands in a file (a text) or as a Python object."""
    match fact.type:
        case FactType.BOOLEAN:
            return _boolean(fact, written)
        case FactType.CHOICE | FactType.CHOICES:
            return _name(fact, written, fact.values, "value")
        case FactType.ROLE:
            return _name(fact, written, roles.roles, "role")
        case FactType.COUNT | FactType.DAYS:
            return _count(fact, written)
        case FactType.DATE:
            return _date(fact, written)


def _boolean(fact: Fact, written: object) -> bool | Misfit:
    if isinstance(written, bool):
        return written
    if written in ("true", "false"):
        return written == "true"
    hint = "true or false"
    if isinstance(written, str) and written.lower() in ("yes", "y", "on", "no", "n", "off"):
        hint = f"did you mean `{str(written.lower() in ('yes', 'y', 'on')).lower()}`?"
    return Misfit("wrong-type", f"`{fact.name}` is true or false, not {quote(written)}", hint)


def _name(fact: Fact, written: object, known: Iterable[str], kind: str) -> str | Misfit:
    names = list(known)
    if isinstance(written, str) and written in names:
        return written
    if not isinstance(written, str):
        return Misfit("wrong-type", f"`{fact.name}` is a {kind} by name, not {quote(written)}")
    hint = did_you_mean(written, names)
    if not hint and kind == "value":
        hint = f"known values: {', '.join(names)}"
    return Misfit(f"unknown-{kind}", f"no {kind} {quote(written)} for `{fact.name}`", hint)


def _count(fact: Fact, written: object) -> int | Misfit:
    if isinstance(written, int) and not isinstance(written, bool) and 0 <= written < 10**9:
        return written
    if isinstance(written, str) and _COUNT.fullmatch(written):
        return int(written)
    return Misfit("wrong-type", f"`{fact.name}` is a whole number from 0, not {quote(written)}")


def _date(fact: Fact, written: object) -> date | Misfit:
    hint = "a date is written as 2025-04-28"
    if isinstance(written, datetime):
        return Misfit("wrong-type", f"`{fact.name}` is a date without a time", hint)
    if isinstance(written, date):
        return written
    if isinstance(written, str) and _DATE.fullmatch(written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            return Misfit("no-such-date", f"there is no date {quote(written)}")
    if isinstance(written, str) and _DATE.match(written):
        return Misfit("wrong-type", f"`{fact.name}` is a date without a time or zone", hint)
    return Misfit("wrong-type", f"`{fact.name}` is a date, not {quote(written)}", hint)
