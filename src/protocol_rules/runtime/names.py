"""What a case may be called, and what day it is where somebody keeps it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote

__all__ = ["check_case_id", "next_moment", "real_day", "real_moment"]

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)


def real_moment() -> datetime:
    """Tell the moment, with the time zone of where somebody sits."""
    return datetime.now().astimezone()


def real_day() -> date:
    """Tell the day where somebody sits."""
    return real_moment().date()


def check_case_id(case_id: str) -> str:
    """Give the name of a case back; raises `InvalidInput` where it might be taken for a path."""
    if not _ID.fullmatch(case_id):
        message = f"{quote(case_id)} is no name for a case"
        hint = "letters, digits, `-`, `_` and `.`, a letter or digit first, 80 at the most"
        raise InvalidInput([Diagnostic("wrong-case-id", message, hint=hint)])
    return case_id


def next_moment(last: datetime | None, recorded: datetime | None) -> datetime:
    """Give the moment of a new event, which is not before that of the last one.

    `recorded` is what another record has noted. Raises `InvalidInput` where it cannot be.
    """
    if recorded is None:
        now = real_moment()
        # Of two writers, one may have a clock that is behind.
        return now if last is None else max(now, last)
    if recorded.tzinfo is None:
        recorded = recorded.astimezone()
    if recorded > real_moment():
        message = f"an event cannot have been recorded at {recorded}, which is to come"
        raise InvalidInput([Diagnostic("in-the-future", message)])
    if last is not None and recorded < last:
        message = f"an event recorded at {recorded} comes after one recorded at {last}"
        hint = "a log only grows; what happened earlier has an earlier `on`"
        raise InvalidInput([Diagnostic("recorded-before", message, hint=hint)])
    return recorded
