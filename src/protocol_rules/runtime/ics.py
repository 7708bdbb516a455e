"""The deadlines of a case as an iCalendar file, for anybody's calendar."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.runtime.case import Case
from protocol_rules.runtime.duty import Duty
from protocol_rules.runtime.names import real_moment

__all__ = ["ics_of"]


def ics_of(case: Case, today: date) -> bytes:
    """Write what is still to be done by a day, overdue or to come, as entries of whole days.

    An entry keeps its identity as long as the norm asks for it, so that a calendar which reads
    the file again moves the entry and makes no second one. Raises `InvalidInput` where the
    library for it is not installed.
    """
    try:
        from icalendar import Calendar, Event  # noqa: PLC0415 - an extra
    except ImportError:
        message = "calendar files need the library `icalendar`"
        hint = "pip install 'protocol-rules[ics]'"
        raise InvalidInput([Diagnostic("missing-extra", message, hint=hint)]) from None
    calendar: Any = Calendar()  # the library gives no type for what may be added
    calendar.add("prodid", "-//protocol-rules//cases//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", case.title or case.id)
    stamp = case.events[-1].recorded if case.events else real_moment()
    for duty in case.owed(today):
        if duty.due is None:
            continue
        entry: Any = Event()
        entry.add("uid", _uid(case, duty))
        entry.add("dtstamp", stamp)
        entry.add("sequence", len(case.events))
        entry.add("summary", ("Overdue: " if duty.is_overdue else "") + duty.sentence)
        entry.add("dtstart", duty.due)
        entry.add("dtend", duty.due + timedelta(days=1))
        entry.add("description", f"{case.title or case.id}\n{duty}")
        entry.add("categories", [duty.council])
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _uid(case: Case, duty: Duty) -> str:
    key = "\n".join((case.id, duty.council, duty.action.occasion, duty.action.addresses[0]))
    return f"{sha256(key.encode()).hexdigest()[:32]}@protocol-rules"
