"""From the events of a YAML parser to a tree, without recursion and with every place kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml import events

from protocol_rules.diagnostics import Diagnostic, InvalidInput, Span, quote
from protocol_rules.source import refusals
from protocol_rules.source.limits import Limits
from protocol_rules.source.syntax import explain
from protocol_rules.source.text import check_size, check_text
from protocol_rules.source.tree import Entry, Listing, Node, Scalar, Source, Table

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without its C extension is slower, and means the same
    from yaml import SafeLoader as _Loader

__all__ = ["parse"]

# A file with more faults than this is some other kind of file; the rest would be noise.
_MOST_FAULTS = 100


def parse(text: str, file: str = "<text>", limits: Limits | None = None) -> Source:
    """Parse a YAML text into a tree of texts with their places.

    Without `limits` those of the environment hold. Raises `InvalidInput` with every fault
    that can be found in one go.
    """
    limits = Limits.from_environment() if limits is None else limits
    text = text.removeprefix("\ufeff")
    if len(text) * 4 > limits.bytes:
        check_size(len(text.encode("utf-8", "surrogatepass")), file, limits)
    check_text(text, file)
    return _Builder(file, text, limits).build()


class _Stop(Exception):
    """Nothing sensible can be built from here on; the fault is recorded already."""


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    start: Span
    is_table: bool
    items: list[Node] = field(default_factory=list[Node])
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    key: Node | None = None
    last: Span | None = None


class _Builder:
    """One parse: the tree so far, and the faults so far."""

    def __init__(self, file: str, text: str, limits: Limits) -> None:
        self.source = Source(file, text, Scalar("", Span(file, 1, 1, 1, 1), quoted=False))
        self.limits = limits
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0
        self.nodes = 0
        self.faults: list[Diagnostic] = []

    def build(self) -> Source:
        try:
            for event in self._events():
                self._take(event)
            if self.root is None or _is_nothing(self.root):
                self._fault("empty-file", "there is nothing in this file", self._at(0, 0))
        except _Stop:
            pass
        if self.faults or self.root is None:
            raise InvalidInput(self.faults)
        return Source(self.source.file, self.source.text, self.root)

    def _events(self) -> Iterator[events.Event]:
        try:
            # PyYAML's stubs leave the stream untyped.
            yield from yaml.parse(self.source.text, Loader=_Loader)  # pyright: ignore[reportUnknownMemberType]
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
            message, hint, line, column = explain(error, self.source.text)
            self._fault("not-yaml", message, self._at(line, column), hint)
            raise _Stop from None

    def _take(self, event: events.Event) -> None:
        if isinstance(event, events.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                hint = "one file holds one document; delete this line or split the file"
                message = "a second document begins here"
                raise self._stop("several-documents", message, self._span(event), hint)
        elif isinstance(event, events.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, events.NodeEvent):
            self._begin(event)

    def _begin(self, event: events.NodeEvent) -> None:
        span = self._span(event)
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            message = f"there are more than {self.limits.nodes:,} values in this file"
            raise self._stop("too-many-nodes", message, span, "split the file")
        for code, message, hint, length in refusals.of(event, self.source.text, self.limits):
            place = span if length is None else refusals.narrowed(span, length)
            self._fault(code, message, place, hint)
        if isinstance(event, events.CollectionStartEvent):
            if len(self.open) >= self.limits.depth:
                message = f"lists and mappings stand more than {self.limits.depth} deep here"
                raise self._stop("too-deep", message, span)
            self.open.append(_Open(span, isinstance(event, events.MappingStartEvent)))
        elif isinstance(event, events.ScalarEvent):
            self._add(Scalar(event.value, span, quoted=bool(event.style)))
        else:
            self._add(Scalar("", span, quoted=True))

    def _close(self, event: events.CollectionEndEvent) -> None:
        done, end = self.open.pop(), self._span(event)
        # A block has no closing bracket: its end event lies beyond the blank lines after it.
        is_block = (end.line, end.column) == (end.end_line, end.end_column)
        last = done.last or done.start if is_block else end
        start = done.start
        span = Span(start.file, start.line, start.column, last.end_line, last.end_column)
        if done.is_table:
            self._add(Table(done.entries, span))
        else:
            self._add(Listing(tuple(done.items), span))

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        parent.last = node.span
        if not parent.is_table:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            key, parent.key = parent.key, None
            self._enter(parent.entries, key, node)

    def _enter(self, entries: dict[str, Entry], key: Node, value: Node) -> None:
        if not isinstance(key, Scalar) or _is_nothing(key):
            is_list = isinstance(key, Listing)
            kind = "empty" if isinstance(key, Scalar) else "a list" if is_list else "a mapping"
            hint = "a key is a text; put quotation marks around what begins with `[` or `{`"
            self._fault("key-not-text", f"this key is {kind}", key.span, hint)
        elif (first := entries.get(key.text)) is not None:
            message = f"the key {quote(key.text)} is here already, on line {first.key.span.line}"
            self._fault("duplicate-key", message, key.span, "keep one of the two")
        else:
            entries[key.text] = Entry(key, value)

    def _stop(self, code: str, message: str, span: Span, hint: str = "") -> _Stop:
        self._fault(code, message, span, hint)
        return _Stop()

    def _fault(self, code: str, message: str, span: Span, hint: str = "") -> None:
        excerpt = self.source.excerpt(span)
        self.faults.append(Diagnostic(code, message, span, hint, excerpt=excerpt))
        if len(self.faults) == _MOST_FAULTS:
            message = f"there are {_MOST_FAULTS} faults up to here; the rest was not read"
            self.faults.append(Diagnostic("too-many-faults", message, span))
            raise _Stop

    def _at(self, line: int, column: int) -> Span:
        return Span(self.source.file, line + 1, column + 1, line + 1, column + 2)

    def _span(self, event: events.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:  # the parsers always say, their types do not
            return self._at(0, 0)
        file = self.source.file
        return Span(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text and not node.quoted
