"""The history of a case as JSON Lines: its head, and then an event a line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from protocol_rules.diagnostics import Diagnostic, InvalidInput, Span, quote
from protocol_rules.runtime.case import Case
from protocol_rules.runtime.event import Event
from protocol_rules.runtime.event_data import case_data, event_from, new_case
from protocol_rules.runtime.names import check_case_id, real_moment
from protocol_rules.source import Limits, content

__all__ = ["Recovered", "log_of", "read_log"]

T = TypeVar("T")


@dataclass(frozen=True)
class Recovered:
    """A case that was read from a log; `lost` says what the log has lost, or is empty."""

    case: Case
    lost: str = ""


def log_of(case: Case) -> str:
    """Write the whole history of a case, in ASCII, a line for its head and one for each event."""
    parts = [case_data(case), *(each.as_data() for each in case.events)]
    return "".join(f"{json.dumps(each)}\n" for each in parts)


def read_log(path: str | Path, case_id: str = "") -> Recovered:
    """Read a history, each event checked against those before it.

    A log that was cut off is recovered up to its last whole event, and `lost` says so. Raises
    `InvalidInput` where anything else is wrong with it. `case_id` gives the case another name.
    """
    lines = content(Path(path), Limits.from_environment()).splitlines(keepends=True)
    if not lines:
        raise InvalidInput([Diagnostic("no-case", f"{quote(path)} is empty")])
    case, count = _at(path, 1, lambda: new_case(_parsed(lines[0])))
    if case_id:
        case = replace(case, id=check_case_id(case_id))
    cut = ""
    for number, line in enumerate(lines[1:], start=2):
        if number == len(lines) and not line.endswith(b"\n") and not _is_whole(line):
            cut = f"line {number} is cut off"
            break
        case = _at(path, number, partial(_with, case, line))
    return Recovered(case, _lost(path, case, count, cut))


def _with(case: Case, line: bytes) -> Case:
    event = event_from(_parsed(line), case.words)
    expected = len(case.events) + 1
    if event.number != expected:
        message = f"this is event {event.number}, and event {expected} is due"
        raise InvalidInput([Diagnostic("broken-log", message)])
    _check_moment(case, event)
    return case.with_event(event)


def _check_moment(case: Case, event: Event) -> None:
    if case.events and event.recorded < case.events[-1].recorded:
        message = f"event {event.number} was recorded before the one that it follows"
        raise InvalidInput([Diagnostic("broken-log", message)])
    if event.on > event.recorded_on or event.recorded > real_moment():
        message = f"event {event.number} lies in the future"
        raise InvalidInput([Diagnostic("in-the-future", message)])


def _at(path: str | Path, number: int, read: Callable[[], T]) -> T:
    """Read a line, and tell the faults with their place."""
    try:
        return read()
    except InvalidInput as error:
        span = Span(str(path), number, 1, number + 1, 1)
        raise InvalidInput([replace(each, span=span) for each in error.diagnostics]) from None


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        message = "this line is no JSON, or names something twice"
        raise InvalidInput([Diagnostic("broken-log", message)]) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object with two equal keys, of which one would be lost in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _is_whole(line: bytes) -> bool:
    try:
        _parsed(line)
    except InvalidInput:
        return False
    return True


def _lost(path: str | Path, case: Case, count: int, cut: str) -> str:
    has = len(case.events)
    if has > count:
        message = f"the head of {quote(path)} counts {count} events, and it has {has}"
        raise InvalidInput([Diagnostic("broken-log", message)])
    if has == count and not cut:
        return ""
    why = cut or "the last lines are gone"
    return f"{quote(path)} was cut off ({why}): {has} of {count} events are recovered"
