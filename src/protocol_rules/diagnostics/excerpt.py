"""A source line with carets under the words that a message is about."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from protocol_rules.diagnostics.wording import visible

__all__ = ["columns", "underline", "window"]

_WIDTH = 120
_BEFORE = 40
_CUT = "..."


def window(line: str, column: int) -> tuple[int, int]:
    """Choose the part of a long line to show, as the slice around a 1-based column."""
    at = min(max(column - 1, 0), len(line))
    if len(line) <= _WIDTH and len(visible(line)) <= _WIDTH:
        return 0, len(line)
    first, room = at, _BEFORE
    while first > 0 and room >= len(visible(line[first - 1])):
        first -= 1
        room -= len(visible(line[first]))
    last, room = at, _WIDTH - (_BEFORE - room)
    while last < len(line) and room >= len(visible(line[last])):
        room -= len(visible(line[last]))
        last += 1
    return first, last


def underline(line: str, column: int, end_column: int | None) -> tuple[str, str]:
    """Show a line and the carets for its columns; `None` as the end means to the line's end."""
    first, last = window(line, column)
    start = min(max(column - 1, first), last)
    end = len(line.rstrip()) if end_column is None else end_column - 1
    end = min(max(end, start), last)
    before = (_CUT if first > 0 else "") + visible(line[first:start])
    marked = visible(line[start:end])
    after = visible(line[end:last]) + (_CUT if last < len(line) else "")
    carets = " " * columns(before) + "^" * max(1, columns(marked))
    return before + marked + after, carets


def columns(text: str) -> int:
    """Count the columns a terminal needs, so that carets stand right after accents and emoji."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
