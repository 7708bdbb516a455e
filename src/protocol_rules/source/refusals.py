"""What YAML allows and a protocol does not, because it hides what the law says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yaml import events

from protocol_rules.diagnostics import Span, quote
from protocol_rules.source.limits import Limits
from protocol_rules.source.text import is_text

__all__ = ["narrowed", "of"]

_PROPERTY = re.compile(r"[&!*][^\s,\[\]{}]*")
_WRITTEN_OUT = "write the value out, so that each clause can be read by itself"

Refusal = tuple[str, str, str, int | None]


def of(event: events.NodeEvent, text: str, limits: Limits) -> Iterator[Refusal]:
    """List what is refused in one node: code, message, hint, and how many characters of it."""
    if isinstance(event, events.AliasEvent):
        message = f"the alias {quote(f'*{event.anchor}')} stands for a value from elsewhere"
        yield "alias-refused", message, _WRITTEN_OUT, None
        return
    if event.anchor is not None:
        message = f"the anchor {quote(f'&{event.anchor}')} names a value for use elsewhere"
        yield "anchor-refused", message, _WRITTEN_OUT, len(_first(event, text))
    if isinstance(event, (events.ScalarEvent, events.CollectionStartEvent)) and event.tag:
        first = _first(event, text)
        tag = first if first.startswith("!") else event.tag
        hint = "delete the tag; a text that begins with `!` needs quotation marks"
        yield "tag-refused", f"the tag {quote(tag)} is refused", hint, len(first)
    if isinstance(event, events.ScalarEvent):
        if len(event.value) > limits.scalar:
            length = f"{len(event.value):,}"
            message = f"this text has {length} characters; {limits.scalar:,} are allowed"
            yield "scalar-too-long", message, "", 1
        elif not is_text(event.value):
            hint = "only printable text is allowed; take the escaped character out"
            yield "not-text", f"the text {quote(event.value)} cannot be printed", hint, None


def narrowed(span: Span, length: int) -> Span:
    """Keep the first characters of a span only."""
    end = span.column + max(1, length)
    return Span(span.file, span.line, span.column, span.line, end)


def _first(event: events.NodeEvent, text: str) -> str:
    mark = event.start_mark
    found = None if mark is None else _PROPERTY.match(text, mark.index)
    return found.group() if found else ""
