"""The tables of a store."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, MetaData, Table, Text

__all__ = ["CASES", "EVENTS", "META", "TABLES"]

TABLES = MetaData()

META = Table(
    "protocol_rules_meta",
    TABLES,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the store says of itself: its form."""

CASES = Table(
    "protocol_rules_cases",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("head", Text, nullable=False),
    Column("events", Integer, nullable=False),
    Column("looked_on", Date, nullable=False),
    Column("next_day", Date, nullable=True),
)
"""A line for each case: how many events it has, and when something may change by itself."""

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
