"""One expectation written anew in its file; every character that need not change stays.

Only the keys that differ are written: a list in brackets stays one, and is broken where it would
be too wide; a list or a mapping in lines keeps the lines of what stays in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from protocol_rules.diagnostics import Span
from protocol_rules.source import Entry, Listing, Node, Scalar, Source, Table
from protocol_rules.source.tree import LINE_BREAK

__all__ = ["CannotRewrite", "Edit", "edited", "rewrite"]

WIDTH = 100
"""How wide a line of a list may become."""

_PLAIN = re.compile(r"[a-z][a-z_]*(\.[a-z_0-9]+)*|\d{4}-\d\d-\d\d")
_KEY_ALONE = re.compile(r"[ -]*[^\s:]+:\s*")
_AS_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})

Value = Sequence[str] | Mapping[str, str] | str
"""What a key is to hold: a list of texts, a mapping of texts, or one text; empty to be left out."""


class CannotRewrite(Exception):
    """Something stands in the file that would be lost."""


class Edit(NamedTuple):
    """A stretch of the text, from a character to before another, and what takes its place."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Make all edits; none of them overlaps another."""
    for each in sorted(edits, reverse=True):
        text = text[: each.start] + each.text + text[each.end :]
    return text


def rewrite(source: Source, table: Table, values: Mapping[str, Value]) -> list[Edit]:
    """Give the edits by which an expectation holds other values under some of its keys.

    Raises `CannotRewrite` where a comment stands inside what would be written anew.
    """
    writer = _Writer(source)
    edits = writer.in_brackets if writer.is_flow(table) else writer.in_lines
    return edits(table, values)


class _Writer:
    """Knows where the lines of one file begin, and which line break it has."""

    def __init__(self, source: Source) -> None:
        self._text = source.text
        self._starts = [0, *(each.end() for each in LINE_BREAK.finditer(source.text))]
        found = LINE_BREAK.search(source.text)
        self._break = found[0] if found else "\n"
        self._is_json = source.file.endswith(".json")

    def is_flow(self, node: Node) -> bool:
        """Tell whether a list or mapping stands in brackets."""
        return self._text[self._start(node.span)] in "[{"

    def in_lines(self, table: Table, values: Mapping[str, Value]) -> list[Edit]:
        """Edit a mapping that has a line for each key."""
        left = [key for key in table.entries if values.get(key, "kept")]
        new = [key for key, value in values.items() if value and key not in table.entries]
        if not left and not new:
            return [self._whole(table, " {}")]
        indent = self._column(next(iter(table.entries.values())).key.span)
        edits: list[Edit] = []
        for key, entry in table.entries.items():
            if key in values:
                edits += self._changed(key, entry, values[key], indent)
        if new:
            last = [*table.entries.values()][-1]
            end = self._end_of_line(self._end(last.value.span))
            before = self._break + " " * indent
            lines = [before + self._entry(key, values[key], indent) for key in new]
            edits.append(Edit(end, end, "".join(lines)))
        return edits

    def in_brackets(self, table: Table, values: Mapping[str, Value]) -> list[Edit]:
        """Edit a mapping in brackets: what becomes too wide for a line has a line for each key."""
        start, end = self._start(table.span), self._end(table.span)
        if len(LINE_BREAK.split(self._text[start:end])) > 1 and all(
            value and key in table.entries for key, value in values.items()
        ):
            return [
                edit
                for key, value in values.items()
                for edit in self._changed(key, table.entries[key], value, WIDTH)
            ]
        self._refuse_comments(start, end)
        parts = self._parts_of(table, values)
        line = f"{{{', '.join(f'{key}: {value}' for key, value in parts.items())}}}"
        head = self._text[self._line_start(start) : start]
        is_narrow = LINE_BREAK.search(line) is None and len(head) + len(line) <= WIDTH
        if is_narrow or self._is_json or not _KEY_ALONE.fullmatch(head):
            return [Edit(start, end, line)]
        indent = len(head) - len(head.lstrip(" -")) + 2
        before = f"{self._break}{' ' * indent}"
        lines = [
            self._entry(key, values[key], indent) if key in values else f"{key}: {value}"
            for key, value in parts.items()
        ]
        return [Edit(start - len(head) + len(head.rstrip()), end, before + before.join(lines))]

    def _parts_of(self, table: Table, values: Mapping[str, Value]) -> dict[str, str]:
        """Give each key that stays or comes, with its value in one line or as it stands."""
        parts: dict[str, str] = {}
        for key, entry in table.entries.items():
            if key not in values:
                parts[self._slice(entry.key.span)] = self._slice(entry.value.span)
            elif values[key]:
                known = self._known(entry.value)
                parts[self._slice(entry.key.span)] = self._flow(values[key], known)
        for key, value in values.items():
            if value and key not in table.entries:
                parts[self._scalar(key, {})] = self._flow(value, {})
        return parts

    def _changed(self, key: str, entry: Entry, value: Value, indent: int) -> Iterator[Edit]:
        """Edit one key: take it out, change the lines of its list, or write its value anew."""
        node = entry.value
        if not value:
            yield self._without_lines(entry.key.span, node.span)
        elif isinstance(node, Listing) and not self.is_flow(node) and not isinstance(value, str):
            yield from self._items(node, [*value])
        elif isinstance(node, Table) and not self.is_flow(node) and isinstance(value, Mapping):
            yield from self._pairs(node, value)
        else:
            start = self._end(entry.key.span)
            end = self._end(node.span)
            self._refuse_comments(start, end)
            yield Edit(start, end, self._value(key, value, indent, self._known(node)))

    def _items(self, node: Listing, wanted: list[str]) -> Iterator[Edit]:
        """Take lines out of a list, and put new ones behind what they follow in the new one."""
        there = {each.text: each for each in node.items if isinstance(each, Scalar)}
        for text, item in there.items():
            if text not in wanted:
                yield self._without_lines(item.span, item.span)
        first = self._start(node.items[0].span)
        dash = self._text[self._line_start(first) : first]
        at, new = self._line_start(first) - len(self._break), list[str]()
        for text in [*wanted, ""]:
            if text and text not in there:
                new.append(f"{self._break}{' ' * (len(dash) - 2)}- {self._scalar(text, {})}")
            elif new:
                yield Edit(at, at, "".join(new))
                new = []
            if text in there:
                at = self._end_of_line(self._end(there[text].span))

    def _pairs(self, node: Table, wanted: Mapping[str, str]) -> Iterator[Edit]:
        for key, entry in node.entries.items():
            if key not in wanted:
                yield self._without_lines(entry.key.span, entry.value.span)
            elif isinstance(entry.value, Scalar) and entry.value.text != wanted[key]:
                span = entry.value.span
                yield Edit(self._start(span), self._end(span), self._scalar(wanted[key], {}))
        last = [*node.entries.values()][-1]
        indent = " " * self._column(last.key.span)
        end = self._end_of_line(self._end(last.value.span))
        new = [each for each in wanted if each not in node.entries]
        lines = [
            f"{self._break}{indent}{self._scalar(each, {})}: {self._scalar(wanted[each], {})}"
            for each in new
        ]
        if lines:
            yield Edit(end, end, "".join(lines))

    def _entry(self, key: str, value: Value, indent: int) -> str:
        return key + self._value(key, value, indent, {})

    def _value(self, key: str, value: Value, indent: int, written: Mapping[str, str]) -> str:
        """Write what stands behind a key, on its line where there is room, else below it."""
        line = self._flow(value, written)
        if indent + len(key) + 2 + len(line) <= WIDTH or isinstance(value, str):
            return f": {line}"
        room = WIDTH - indent - 3
        rows: list[str] = []
        for part in self._parts(value, written):
            if rows and len(rows[-1]) + len(part) + 2 <= room:
                rows[-1] += f", {part}"
            else:
                rows.append(part)
        below = f",{self._break}{' ' * (indent + 3)}".join(rows)
        return f":{self._break}{' ' * (indent + 2)}{line[0]}{below}{line[-1]}"

    def _known(self, node: Node) -> dict[str, str]:
        """Give how each text of a list or mapping is written now."""
        match node:
            case Scalar():
                return {node.text: self._slice(node.span)}
            case Listing(items):
                parts = [self._known(each) for each in items]
            case Table(entries):
                parts = [
                    self._known(part)
                    for each in entries.values()
                    for part in (each.key, each.value)
                ]
        return {text: written for part in parts for text, written in part.items()}

    def _without_lines(self, first: Span, last: Span) -> Edit:
        """Take out whole lines, with the break before them."""
        start, end = self._line_start(self._start(first)), self._end_of_line(self._end(last))
        self._refuse_comments(start, end)
        if start:
            start -= len(self._break)
        return Edit(start, end, "")

    def _whole(self, table: Table, text: str) -> Edit:
        """Put something in the place of a whole mapping in lines, right behind its key."""
        start, end = self._start(table.span), self._end_of_line(self._end(table.span))
        self._refuse_comments(start, end)
        before = self._text[:start].rstrip()
        self._refuse_comments(len(before), start)
        return Edit(len(before), end, text)

    def _refuse_comments(self, start: int, end: int) -> None:
        """Stop where a comment stands between two characters of the text."""
        plain = re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'', "", self._text[start:end])
        if re.search(r"(?:^|\s)#", plain):
            raise CannotRewrite

    def _start(self, span: Span) -> int:
        return self._starts[span.line - 1] + span.column - 1

    def _end(self, span: Span) -> int:
        return self._starts[span.end_line - 1] + span.end_column - 1

    def _column(self, span: Span) -> int:
        return span.column - 1

    def _line_start(self, at: int) -> int:
        return max(each for each in self._starts if each <= at)

    def _end_of_line(self, at: int) -> int:
        found = LINE_BREAK.search(self._text, at)
        return found.start() if found else len(self._text)

    def _slice(self, span: Span) -> str:
        return self._text[self._start(span) : self._end(span)]

    def _flow(self, value: Value, written: Mapping[str, str]) -> str:
        """Write a value in one line."""
        if isinstance(value, str):
            return self._scalar(value, written)
        inner = ", ".join(self._parts(value, written))
        return f"{{{inner}}}" if isinstance(value, Mapping) else f"[{inner}]"

    def _parts(
        self, value: Sequence[str] | Mapping[str, str], written: Mapping[str, str]
    ) -> list[str]:
        if not isinstance(value, Mapping):
            return [self._scalar(each, written) for each in value]
        return [
            f"{self._scalar(key, written)}: {self._scalar(each, written)}"
            for key, each in value.items()
        ]

    def _scalar(self, text: str, written: Mapping[str, str]) -> str:
        """Write a text as the file does already, else plain where it is a name or a day."""
        if text in written:
            return written[text]
        is_plain = _PLAIN.fullmatch(text) and text not in _AS_YAML and not self._is_json
        return text if is_plain else json.dumps(text, ensure_ascii=False)
