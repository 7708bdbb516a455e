"""What the next days of a store were worked out from: bank holidays, and rule files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from protocol_rules.bank_holidays import release
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.resolve import path_of
from protocol_rules.runtime.rules import digest_of_file
from protocol_rules.runtime.store.schema import META

__all__ = ["basis_of", "has_moved", "note", "put"]

_HOLIDAYS = "holidays"
_RULES = "rules "


def basis_of(names: Iterable[str]) -> dict[str, str]:
    """Tell what answers rest on now: the release of the bank holidays, and the rules of protocols.

    A rule file that cannot be read says nothing: what is not there has not changed.
    """
    found = {_RULES + name: _digest(name) for name in sorted(set(names))}
    return {_HOLIDAYS: release(), **{name: each for name, each in found.items() if each}}


def has_moved(connection: Connection) -> bool:
    """Tell whether the days in the store were worked out from something else than is there now."""
    kept = {row.name: row.value for row in connection.execute(select(META))}
    names = [each.removeprefix(_RULES) for each in kept if each.startswith(_RULES)]
    return any(kept.get(name) != value for name, value in basis_of(names).items())


def note(connection: Connection, basis: Mapping[str, str]) -> None:
    """Note what all days in the store rest on."""
    for name, value in basis.items():
        put(connection, {name: value})
        connection.execute(update(META).where(META.c.name == name).values(value=value))


def put(connection: Connection, basis: Mapping[str, str]) -> None:
    """Note what days in the store rest on, where nothing is noted yet."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    for name, value in basis.items():
        connection.execute(insert(META).values(name=name, value=value).on_conflict_do_nothing())


def _digest(name: str) -> str:
    try:
        return digest_of_file(path_of(name))
    except InvalidInput:
        return ""
