"""From a store in an older form to the present one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, text
from sqlalchemy.schema import CreateColumn

from protocol_rules.runtime.store.schema import ANNOUNCEMENTS, CASES

__all__ = ["upgraded"]


def upgraded(connection: Connection) -> None:
    """Bring a store from form 1 to form 2: closed cases, last days that were told, announcements.

    Nothing that stands in it is changed. The next tick looks at every case once, because nobody
    has noted what the next days of the store rest on.
    """
    for column in (CASES.c.closed, CASES.c.dues):
        _add(connection, column)
    ANNOUNCEMENTS.create(connection)


def _add(connection: Connection, column: Column[Any]) -> None:
    told = CreateColumn(column).compile(dialect=connection.dialect)
    connection.execute(text(f"ALTER TABLE {column.table.name} ADD COLUMN {told}"))
