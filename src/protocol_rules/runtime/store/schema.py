"""The tables of a store."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    false,
)

__all__ = ["ANNOUNCEMENTS", "CASES", "EVENTS", "META", "TABLES"]

TABLES = MetaData()

META = Table(
    "protocol_rules_meta",
    TABLES,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the store says of itself: its form, and what the next days of its cases rest on."""

CASES = Table(
    "protocol_rules_cases",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("head", Text, nullable=False),
    Column("events", Integer, nullable=False),
    Column("looked_on", Date, nullable=False),
    Column("next_day", Date, nullable=True),
    Column("closed", Boolean, nullable=False, server_default=false()),
    Column("dues", Text, nullable=True),
)
"""A line for each case: how many events it has, and when something may change by itself.

`dues` are the last days of what was owed on `looked_on`; where they are not known it is empty.
"""

# What makes the clock cost what falls due, and not what is open.
Index("protocol_rules_next_day", CASES.c.next_day, CASES.c.id)

EVENTS = Table(
    "protocol_rules_events",
    TABLES,
    Column("case_id", Text, ForeignKey(CASES.c.id), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("data", Text, nullable=False),
)
"""The log of all cases; nothing in it is ever changed, and no number is given twice."""

ANNOUNCEMENTS = Table(
    "protocol_rules_announcements",
    TABLES,
    Column("calendar", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("on_day", Date, nullable=False),
    Column("note", Text, nullable=False),
)
"""Days that were announced to be no working days, to all cases there are and to those to come."""
