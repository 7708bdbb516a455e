"""Values of facts: read from what somebody wrote, by the type that the vocabulary gives."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.validation import shape_of
from protocol_rules.vocabulary.conditions import Value
from protocol_rules.vocabulary.facts import Fact, FactType
from protocol_rules.vocabulary.roles import RoleHierarchy

__all__ = ["NOT_YET", "Given", "Misfit", "plain", "read_day", "read_given", "read_value"]

NOT_YET = "not_yet"
"""What a date fact says of something that has not happened as of `today`."""

Given = Value | frozenset[str]
"""A known value; of a role and of a set of choices: the whole set."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_SETS = (FactType.CHOICES, FactType.ROLE)
_SEVERAL = (list, tuple, set, frozenset)
_LEFT_OUT = "leave it out where it is not known"
_MEANT = {"true": ("yes", "y", "on", "true"), "false": ("no", "n", "off", "false")}
# A year outside these is a slip of the pen, and would make a deadline centuries late.
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why something written does not fit, and what was probably meant.

    `position` tells which one it is where several were written.
    """

    code: str
    message: str
    hint: str = ""
    position: int | None = None


def read_given(fact: Fact, written: object, roles: RoleHierarchy) -> Given | list[Misfit]:
    """Read what a scenario says of a fact: one value, or for a set one or several names."""
    is_several = isinstance(written, _SEVERAL)
    if fact.type is FactType.DATE and isinstance(written, str) and written == NOT_YET:
        return NOT_YET
    if is_several and fact.type not in _SETS:
        return [Misfit("wrong-type", f"`{fact.name}` has one value, not a list")]
    if is_several and not written:
        return [Misfit("empty-value", f"`{fact.name}` needs at least one name", _LEFT_OUT)]
    if not is_several:
        value = read_value(fact, written, roles)
        if isinstance(value, Misfit):
            return [replace(value, hint=value.hint or _LEFT_OUT) if _is_empty(written) else value]
        return frozenset({str(value)}) if fact.type in _SETS else value
    values = [read_value(fact, each, roles) for each in cast("Iterable[object]", written)]
    misfits = [
        replace(value, position=position)
        for position, value in enumerate(values)
        if isinstance(value, Misfit)
    ]
    names = frozenset(map(str, values))
    return misfits or (roles.narrowest(names) if fact.type is FactType.ROLE else names)


def _is_empty(written: object) -> bool:
    return written is None or (isinstance(written, str) and not written)


def read_value(fact: Fact, written: object, roles: RoleHierarchy) -> Value | Misfit:
    """Read one value: as it stands in a file (a text) or as a Python object."""
    if _is_empty(written):
        return Misfit("empty-value", f"no value is written for `{fact.name}`")
    match fact.type:
        case FactType.BOOLEAN:
            return _boolean(fact, written)
        case FactType.CHOICE | FactType.CHOICES:
            return _name(fact, written, fact.values, "value")
        case FactType.ROLE:
            return _role(fact, written, roles)
        case FactType.COUNT | FactType.DAYS:
            return _count(fact, written)
        case FactType.DATE:
            return read_day(written, fact.name)


def read_day(written: object, name: str) -> date | Misfit:
    """Read a date; `name` is what it is the date of."""
    hint = "a date is written as 2025-04-28"
    if isinstance(written, datetime):
        return Misfit("wrong-type", f"`{name}` is a date without a time", hint)
    if isinstance(written, str) and _DAY.match(written):
        if not _DAY.fullmatch(written):
            return Misfit("wrong-type", f"`{name}` is a date without a time or zone", hint)
        try:
            written = date.fromisoformat(written)
        except ValueError:
            return Misfit("no-such-date", f"there is no date {quote(written)}", _last_day(written))
    if not isinstance(written, date):
        return Misfit("wrong-type", f"`{name}` is a date, not {shape_of(written)}", hint)
    if written.year not in _YEARS:
        message = f"`{name}` lies in the year {written.year}"
        return Misfit("date-out-of-range", message, f"years run from {_YEARS[0]} to {_YEARS[-1]}")
    return written


def plain(value: Given) -> object:
    """Give a value as plain data, ready for YAML or JSON: a set of one as its only name."""
    if isinstance(value, frozenset):
        names = sorted(value)
        return names[0] if len(names) == 1 else names
    return value.isoformat() if isinstance(value, date) else value


def _last_day(written: str) -> str:
    """Say how many days the month has, where it is one."""
    year, month, _ = map(int, written.split("-"))
    if not (1 <= month <= 12 and year):  # noqa: PLR2004 - as the calendar has it
        return ""
    return f"that month has {monthrange(year, month)[1]} days"


def _boolean(fact: Fact, written: object) -> bool | Misfit:
    if isinstance(written, bool):
        return written
    message = f"`{fact.name}` is true or false, not {shape_of(written)}"
    if not isinstance(written, str):
        return Misfit("wrong-type", message)
    if written in _MEANT:
        return written == "true"
    meant = next((word for word, same in _MEANT.items() if written.lower() in same), "")
    return Misfit("wrong-type", message, f"did you mean `{meant}`?" if meant else "")


def _name(fact: Fact, written: object, known: Iterable[str], kind: str) -> str | Misfit:
    names = list(known)
    if isinstance(written, str) and written in names:
        return written
    if not isinstance(written, str):
        message = f"`{fact.name}` is a {kind} by name, not {shape_of(written)}"
        return Misfit("wrong-type", message)
    hint = did_you_mean(written, names)
    if not hint and kind == "value":
        hint = f"known values: {', '.join(names)}"
    return Misfit(f"unknown-{kind}", f"no {kind} {quote(written)} for `{fact.name}`", hint)


def _role(fact: Fact, written: object, roles: RoleHierarchy) -> str | Misfit:
    name = _name(fact, written, roles.roles, "role")
    if isinstance(name, Misfit) or not fact.among:
        return name
    # One that is too wide to tell may be somebody who can stand there.
    if name in roles.fitting(fact.among):
        return name
    allowed = " or ".join(roles.roles[each].phrase for each in fact.among)
    message = f"`{fact.name}` cannot be {quote(name)}"
    return Misfit("wrong-role", message, f"only {allowed} can stand there")


def _count(fact: Fact, written: object) -> int | Misfit:
    if isinstance(written, int) and not isinstance(written, bool) and 0 <= written < 10**9:
        return written
    if isinstance(written, str) and _COUNT.fullmatch(written):
        return int(written)
    message = f"`{fact.name}` is a whole number from 0, not {shape_of(written)}"
    return Misfit("wrong-type", message)
