"""A protocol whose calendar knows of days that were announced to be no working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from protocol_rules.norms.protocol import Protocol

__all__ = ["with_closures"]


def with_closures(protocol: Protocol, closed: Mapping[str, frozenset[date]]) -> Protocol:
    """Give the protocol with the closures of its calendar, and those of all calendars, added."""
    if not closed:
        return protocol
    days = closed.get("", frozenset()) | closed.get(protocol.calendar.name, frozenset())
    return _closed(protocol, days) if days - protocol.calendar.closures else protocol


# Each protocol object is compiled once, so that equal ones have to be the same.
@lru_cache(maxsize=64)
def _closed(protocol: Protocol, days: frozenset[date]) -> Protocol:
    calendar = replace(protocol.calendar, closures=protocol.calendar.closures | days)
    return replace(protocol, calendar=calendar)
