"""Closing a case, and opening it again: what may be told of a case that is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.runtime.event import Event

__all__ = ["check_open", "closed_on"]


def closed_on(events: Sequence[Event]) -> date | None:
    """Give the day on which a case was closed; `None` where it is open."""
    turns = [each for each in events if each.closing or each.reopening]
    return turns[-1].on if turns and turns[-1].closing else None


def check_open(events: Sequence[Event], event: Event) -> None:
    """Refuse what cannot be told of a case that is closed, or that is not.

    Raises `InvalidInput` for any event of a closed case but the one that opens it again.
    """
    closed = closed_on(events)
    if event.closing and event.reopening:
        _refuse("empty-event", "a case is closed or opened again, and not both in one event")
    if closed is not None and not event.reopening:
        message = f"the case was closed on {closed}"
        _refuse("case-closed", message, "`protocol-rules case reopen` opens it again")
    if closed is None and event.reopening:
        _refuse("case-open", "the case is open")
    later = [each for each in events if each.on > event.on]
    if (event.closing or event.reopening) and later:
        message = f"event {later[0].number} happened after that, on {later[0].on}"
        _refuse("case-goes-on", message, "a case is closed on or after the day of its last event")


def _refuse(code: str, message: str, hint: str = "") -> None:
    raise InvalidInput([Diagnostic(code, message, hint=hint)])
