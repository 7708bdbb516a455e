"""The tree of a file: every scalar a text as written, every key and value with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from protocol_rules.diagnostics import Diagnostic, Span

__all__ = ["LINE_BREAK", "Entry", "Listing", "Node", "Scalar", "Source", "Table"]

# The other line breaks of YAML 1.1 are refused before, since editors do not count them.
LINE_BREAK = re.compile(r"\r\n|\r|\n")
_NULL = frozenset({"~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, exactly as written: `9.10` stays `9.10`, and `no` stays `no`."""

    text: str
    span: Span
    quoted: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of values."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, in the order in which it is written."""

    entries: dict[str, Entry]
    span: Span


Node = Scalar | Listing | Table


@dataclass(frozen=True)
class Source:
    """One file, read and parsed, which knows the place of each of its keys and values."""

    file: str
    text: str
    root: Node

    def plain(self) -> Any:  # noqa: ANN401 - any shape that YAML can have
        """Give the tree as nested dicts, lists and texts; an empty value or null is `""`."""
        return _plain(self.root)

    def node(self, path: Sequence[str | int]) -> Node | None:
        """Find the value at a path of keys and positions, or `None`."""
        node: Node | None = self.root
        for step in path:
            node = None if node is None else _child(node, step)
        return node

    def span(self, path: Sequence[str | int]) -> Span:
        """Find the place of the value at a path, or of its nearest ancestor that is there."""
        node = self.root
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            node = child
        return node.span

    def key_span(self, path: Sequence[str | int]) -> Span:
        """Find the place of the key that ends a path; that of the value where there is no key."""
        parent = self.node(path[:-1]) if path else None
        if isinstance(parent, Table) and (entry := parent.entries.get(str(path[-1]))):
            return entry.key.span
        return self.span(path)

    def excerpt(self, span: Span) -> str:
        """Give the source line on which a span begins."""
        return self._lines[span.line - 1] if 1 <= span.line <= len(self._lines) else ""

    def diagnostic(  # noqa: PLR0913 - a message has that many parts
        self,
        code: str,
        message: str,
        path: Sequence[str | int],
        *,
        at: Literal["key", "value"] = "value",
        hint: str = "",
        clause: str = "",
        severity: Literal["error", "warning"] = "error",
    ) -> Diagnostic:
        """Word a message about the key or the value at a path, with its place and its line."""
        span = self.key_span(path) if at == "key" else self.span(path)
        return Diagnostic(code, message, span, hint, clause, self.excerpt(span), severity)

    @cached_property
    def _lines(self) -> list[str]:
        return LINE_BREAK.split(self.text)


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Table):
        entry = node.entries.get(str(step))
        return None if entry is None else entry.value
    if isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def _plain(node: Node) -> Any:  # noqa: ANN401
    # INVARIANT: the depth of a tree is limited when it is parsed, so this cannot run away.
    match node:
        case Scalar():
            return "" if not node.quoted and node.text in _NULL else node.text
        case Listing():
            return [_plain(item) for item in node.items]
        case Table():
            return {name: _plain(entry.value) for name, entry in node.entries.items()}
