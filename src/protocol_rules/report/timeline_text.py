"""The timeline of a case for people at a terminal."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

import click

from protocol_rules.engine import day
from protocol_rules.runtime.timeline import Span, Timeline

__all__ = ["LEGEND", "standing_of", "write_timeline"]

_OWED, _OPEN, _LATE, _DUE, _DONE, _TODAY = "─", "·", "█", "◆", "●", "│"

LEGEND = (
    (_OWED, "owed, by the day of the diamond"),
    (_OPEN, "owed, without a last day"),
    (_LATE, "late"),
    (_DUE, "due"),
    (_DONE, "done"),
)
"""What each mark means; the last one is that of today, or of the day on which it was closed."""

_COLOURS = {_LATE: "red", _DUE: "yellow", _DONE: "green", _TODAY: "cyan", _OWED: "blue"}
_MOST_COLUMNS = 100


def write_timeline(timeline: Timeline, page: click.HelpFormatter) -> None:
    """Write who owed what from when to when, a bar for each, over one scale of days."""
    scale = _Scale(timeline, min(page.width, _MOST_COLUMNS) - 4)
    span = f"{day(timeline.first)} to {day(timeline.last)}"
    ends = "; closed" if timeline.is_closed else f"; today is {day(timeline.today)}"
    page.write_text(click.style(f"{timeline.title}: {span}{ends}", bold=True))
    page.write_text(timeline.summary)
    page.write_paragraph()
    _line(page, scale.axis())
    _line(page, scale.events())
    for council, spans in timeline.by_council.items():
        page.write_paragraph()
        page.write_text(click.style(timeline.names[council], bold=True))
        for each in spans:
            with page.indentation():
                page.write_text(f"{', '.join(each.duty.action.clauses)}: {each.duty.sentence}")
                with page.indentation():
                    page.write_text(click.style(standing_of(each), fg=_colour_of(each)))
            _line(page, scale.bar(each))
    page.write_paragraph()
    page.write_text(
        "  ".join(f"{_styled(mark)} {said}" for mark, said in (*LEGEND, (_TODAY, timeline.end)))
    )


def standing_of(span: Span) -> str:
    """Say by when it was due, and what became of it."""
    due = "no last day" if span.due is None else f"due {day(span.due)}"
    return f"{due}: {_became(span)}"


def _became(span: Span) -> str:
    late = "" if span.late_from is None else f"late from {day(span.late_from)} on"
    if span.is_done:
        done = f"done on {day(span.until)}"
        return f"{done}, {late}" if late else done
    if span.is_left:
        return f"{late}, and left undone" if late else "left undone"
    if not span.is_open and not span.duty.is_ban:
        return f"no longer required from {day(span.until)} on"
    return late or span.duty.standing


def _colour_of(span: Span) -> str | None:
    if span.is_late:
        return "red"
    return "green" if span.is_done else None


def _line(page: click.HelpFormatter, line: str) -> None:
    page.write(f"    {line}\n")


def _styled(marks: str) -> str:
    colour = _COLOURS.get(marks[0])
    return click.style(marks, fg=colour) if colour else marks


class _Scale:
    """Days as columns."""

    def __init__(self, timeline: Timeline, columns: int) -> None:
        self._timeline = timeline
        self._days = max((timeline.last - timeline.first).days, 1)
        self._columns = max(columns, 10)

    def axis(self) -> str:
        """Write the days as far as they have room."""
        cells = [" "] * self._columns
        last = -1
        for step in range(self._days + 1):
            when = self._timeline.first + timedelta(days=step)
            at, said = self._at(when), f"{when.day} {when:%b}"
            if at > last and at + len(said) <= self._columns:
                cells[at : at + len(said)] = said
                last = at + len(said) + 3
        return "".join(cells).rstrip()

    def events(self) -> str:
        """Write the number of each event below its day; where two meet, a plus stands for both."""
        cells = [" "] * self._columns
        for event in self._timeline.events:
            at, said = self._at(event.on), str(event.number)
            at = min(at, self._columns - len(said))
            taken = any(cell != " " for cell in cells[at : at + len(said)])
            cells[at : at + len(said)] = ["+"] if taken else [*said]
        return "".join(cells[: self._columns]).rstrip()

    def bar(self, span: Span) -> str:
        """Draw one duty."""
        cells = [" "] * self._columns
        start, end = self._at(span.since), self._at(span.until)
        body = _OPEN if span.due is None else _OWED
        cells[start : end + 1] = [body] * (end + 1 - start)
        today = self._at(self._timeline.today)
        cells[today] = _TODAY
        if span.late_from is not None:
            late = self._at(max(span.late_from, span.since))
            cells[late : end + 1] = [_LATE] * (end + 1 - late)
        if span.due is not None:
            cells[self._at(span.due)] = _DUE
        if span.is_done:
            cells[end] = _DONE
        marks = ["".join(group) for _, group in groupby("".join(cells).rstrip())]
        return "".join(map(_styled, marks))

    def _at(self, when: date) -> int:
        inside = min(max(when, self._timeline.first), self._timeline.last)
        return (inside - self._timeline.first).days * (self._columns - 1) // self._days
