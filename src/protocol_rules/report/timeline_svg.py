"""The timeline of a case as an SVG picture: who owes what, when it falls due, what was late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from textwrap import wrap
from typing import Final, Literal
from xml.etree import ElementTree as ET

from protocol_rules.engine import day
from protocol_rules.report.timeline_look import (
    CHART,
    LETTER,
    LOG,
    MARGIN,
    SMALL,
    WIDTH,
    diamond,
    legend,
    style,
)
from protocol_rules.report.timeline_text import standing_of
from protocol_rules.runtime.event import Event
from protocol_rules.runtime.steps import told
from protocol_rules.runtime.timeline import Span, Timeline

__all__ = ["timeline_svg"]

_LINE: Final = 16
_BAR: Final = 12
_DAY: Final = 50
"""How much room a day takes on the scale."""
_AXIS: Final = 78
"""How far the scale of days lies apart at least."""
_MARK: Final = 9
_ROOM: Final = 2 * _MARK + 3


def timeline_svg(timeline: Timeline, theme: Literal["auto", "light", "dark"] = "auto") -> str:
    """Draw the timeline; `auto` follows whether the reader's screen is light or dark."""
    drawing = _Drawing(timeline)
    drawing.draw()
    drawing.root.insert(0, style(theme))
    ET.indent(drawing.root)
    return ET.tostring(drawing.root, encoding="unicode") + "\n"


class _Drawing:
    """The picture, drawn from the top down; `y` is where the next thing goes."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._days = max((timeline.last - timeline.first).days, 1)
        self.y = MARGIN
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
        self._grid = ET.Element("g")
        self._ticks: list[float] = []

    def draw(self) -> None:
        """Draw everything, and say how large it has become."""
        timeline = self._timeline
        ET.SubElement(self.root, "title").text = timeline.title
        background = ET.SubElement(self.root, "rect", {"class": "page"})
        for line in wrap(timeline.title, 90):
            self.y += 22
            self._text(MARGIN, self.y, line, "title")
        self.y += 20
        span = f"{day(timeline.first)} to {day(timeline.last)}"
        span += f": {timeline.summary}" if timeline.summary else ""
        self._text(MARGIN, self.y, span, "quiet")
        self.y += 14
        self.root.append(self._grid)
        self._draw_today_label()
        self._draw_axis()
        top = self.y
        self._draw_events()
        for council, spans in timeline.by_council.items():
            self._draw_council(timeline.names[council], spans)
        self._draw_lines(top, self.y)
        self._draw_log()
        self.y += 12
        self.y = legend(self.root, self.y, timeline.end)
        size = {"width": str(WIDTH), "height": str(self.y + MARGIN)}
        background.attrib |= size
        self.root.attrib |= {**size, "viewBox": f"0 0 {WIDTH} {self.y + MARGIN}"}

    def _draw_today_label(self) -> None:
        self.y += _LINE
        x = self._x(self._timeline.today)
        side, beside = ("end", x + _MARK) if x > WIDTH - 170 else ("start", x - _MARK)
        self._text(
            beside, self.y, f"{self._timeline.end}, {day(self._timeline.today)}", "today", side
        )

    def _draw_axis(self) -> None:
        self.y += _LINE + 2
        free = 0.0
        for step in range(self._days + 1):
            when = self._timeline.first + timedelta(days=step)
            x = self._x(when)
            side = "end" if x > WIDTH - MARGIN - _DAY else "start"
            left = x - _DAY if side == "end" else x
            if left >= free:
                self._text(x, self.y, f"{when.day} {when:%b}", "axis", side)
                self._ticks.append(x)
                free = left + _AXIS
        self.y += 8

    def _draw_events(self) -> None:
        """Put the number of each event on its day; those that would touch stand lower."""
        self._text(MARGIN, self.y + _MARK + 4, "What happened (told below)", "quiet")
        lanes: list[float] = []
        for event in sorted(self._timeline.events, key=lambda each: (each.on, each.number)):
            x = self._x(event.on)
            lane = next((at for at, end in enumerate(lanes) if x - end >= _ROOM), len(lanes))
            lanes[lane : lane + 1] = [x]
            y = self.y + _MARK + lane * _ROOM
            mark = self._group(f"event {event.number}: {day(event.on)}: {told(event)}")
            circle = {"cx": _at(x), "cy": _at(y), "r": str(_MARK), "class": "event"}
            ET.SubElement(mark, "circle", circle)
            self._text(x, y + 4, str(event.number), "number", "middle", mark)
        self.y += max(len(lanes), 1) * _ROOM + 6

    def _draw_council(self, name: str, spans: tuple[Span, ...]) -> None:
        self.y += 24
        self._text(MARGIN, self.y, name, "council")
        self.y += 6
        self._line(MARGIN, self.y, WIDTH - MARGIN, self.y, "rule")
        for span in spans:
            self._draw_span(span)

    def _draw_span(self, span: Span) -> None:
        clauses = ", ".join(span.duty.action.clauses)
        lines = wrap(f"{clauses}: {span.duty.sentence}", LETTER)
        self.y += 6
        top = self.y
        for line in lines:
            self.y += _LINE
            self._text(MARGIN, self.y, line, "duty")
        for line in wrap(standing_of(span), SMALL):
            self.y += _LINE
            kind = "late-text" if span.is_late else "done-text" if span.is_done else "quiet"
            self._text(MARGIN, self.y, line, kind)
        self.y += 8
        self._draw_bar(span, (top + self.y) / 2)

    def _draw_bar(self, span: Span, y: float) -> None:
        bar = self._group(f"{span.duty.named}: {span.duty.sentence}; {standing_of(span)}")
        start, end = self._x(span.since), self._x(span.until)
        late = None if span.late_from is None else self._x(max(span.late_from, span.since))
        kind = "open" if span.due is None else "owed"
        self._rect(bar, start, end if late is None else late, y, kind)
        if late is not None:
            self._rect(bar, late, end, y, "late")
        if span.due is not None:
            due = self._x(span.due)
            if due > end and span.is_open:
                self._line(end, y, due, y, "coming", bar)
            ET.SubElement(bar, "polygon", {"points": diamond(due, y), "class": "due"})
        if span.is_done:
            done = {"cx": _at(end), "cy": _at(y), "r": "7", "class": "done"}
            ET.SubElement(bar, "circle", done)
            tick = f"M{_at(end - 3.5)} {_at(y)} l2.5 3 l4.5 -6"
            ET.SubElement(bar, "path", {"d": tick, "class": "tick"})

    def _draw_lines(self, top: float, bottom: float) -> None:
        """Draw the days behind the bars, and the line of today."""
        for x in self._ticks:
            self._line(x, top, x, bottom, "grid", self._grid)
        x = self._x(self._timeline.today)
        self._line(x, top - 4, x, bottom, "today-line", self._grid)

    def _draw_log(self) -> None:
        self.y += 30
        self._text(MARGIN, self.y, "What happened", "council")
        self.y += 6
        self._line(MARGIN, self.y, WIDTH - MARGIN, self.y, "rule")
        for event in self._timeline.events:
            first = True
            for line in _log_lines(event):
                self.y += _LINE + (4 if first else 0)
                if first:
                    self._text(MARGIN + 18, self.y, str(event.number), "axis", "end")
                self._text(MARGIN + 28, self.y, line, "duty")
                first = False

    def _x(self, when: date) -> float:
        inside = min(max(when, self._timeline.first), self._timeline.last)
        room = WIDTH - MARGIN - _MARK - CHART
        return CHART + (inside - self._timeline.first).days * room / self._days

    def _rect(self, bar: ET.Element, start: float, end: float, y: float, kind: str) -> None:
        width = max(end - start, 4)
        place = {"x": _at(start), "y": _at(y - _BAR / 2), "width": _at(width), "height": str(_BAR)}
        ET.SubElement(bar, "rect", {**place, "rx": "3", "class": kind})

    def _line(  # noqa: PLR0913 - two places, and how it looks
        self, x: float, y: float, to: float, down: float, kind: str, on: ET.Element | None = None
    ) -> None:
        place = {"x1": _at(x), "y1": _at(y), "x2": _at(to), "y2": _at(down), "class": kind}
        ET.SubElement(self.root if on is None else on, "line", place)

    def _text(  # noqa: PLR0913 - a place, and how it looks
        self, x: float, y: float, said: str, kind: str, side: str = "start",
        on: ET.Element | None = None,
    ) -> None:  # fmt: skip
        place = {"x": _at(x), "y": _at(y), "class": kind, "text-anchor": side}
        ET.SubElement(self.root if on is None else on, "text", place).text = said

    def _group(self, title: str) -> ET.Element:
        """Open a group which tells what it is where somebody points at it."""
        group = ET.SubElement(self.root, "g")
        ET.SubElement(group, "title").text = title
        return group


def _log_lines(event: Event) -> Iterator[str]:
    late = "" if event.recorded_on == event.on else f", recorded on {day(event.recorded_on)}"
    yield from wrap(f"{day(event.on)}{late}: {told(event)}", LOG)


def _at(number: float) -> str:
    """Write a place as short as it can be."""
    return f"{number:.1f}".removesuffix(".0")
