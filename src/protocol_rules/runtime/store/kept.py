"""What a store keeps besides cases: announcements to all of them, and which are open."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, false, select
from sqlalchemy.dialects import postgresql, sqlite

from protocol_rules.runtime.announcing import Announcement
from protocol_rules.runtime.store.schema import ANNOUNCEMENTS, CASES

__all__ = ["announcements_in", "keep_announcements", "open_after"]


def announcements_in(connection: Connection) -> list[Announcement]:
    """Give all that has been announced."""
    rows = connection.execute(select(ANNOUNCEMENTS).order_by(ANNOUNCEMENTS.c.day))
    return [Announcement(row.day, row.calendar, row.on_day, row.note) for row in rows]


def keep_announcements(connection: Connection, announcements: Iterable[Announcement]) -> None:
    """Keep announcements; a day that was announced already stays as it was."""
    inserted = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    for each in announcements:
        values = {"day": each.day, "calendar": each.calendar, "on_day": each.on, "note": each.note}
        connection.execute(inserted(ANNOUNCEMENTS).values(values).on_conflict_do_nothing())


def open_after(connection: Connection, last: str, count: int) -> list[str]:
    """Name the next open cases after one, in the order of their names."""
    after = select(CASES.c.id).where(CASES.c.closed == false(), CASES.c.id > last)
    return [*connection.scalars(after.order_by(CASES.c.id).limit(count))]
