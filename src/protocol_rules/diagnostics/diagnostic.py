"""One fault of a file, and the error that carries all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from protocol_rules.diagnostics.excerpt import underline, window
from protocol_rules.diagnostics.wording import visible
from protocol_rules.errors import ProtocolRulesError

__all__ = ["Diagnostic", "InvalidInput", "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file: lines and columns count from 1, in characters; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Write the place as editors and terminals understand it: `file:line:column`."""
        return f"{visible(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something an author should know about a place in a file, and how to put it right."""

    code: str
    message: str
    span: Span | None = None
    hint: str = ""
    clause: str = ""
    excerpt: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Show where, what, the line, the hint and the clause."""
        place = "" if self.span is None else f"{self.span}: "
        lines = [f"{place}{self.severity}[{self.code}]: {visible(self.message)}"]
        margin = " " * 6
        hint = visible(self.hint)
        if self.span is not None and self.excerpt:
            number = f"{self.span.line:5d}"
            margin = " " * (len(number) + 1)
            shown, carets = underline(self.excerpt, self.span.column, self._end_on_the_line())
            lines += [f"{number} | {shown}".rstrip(), f"{margin}| {carets} {hint}".rstrip()]
        elif hint:
            lines.append(f"{margin}= {hint}")
        if self.clause:
            lines.append(f"{margin}= {visible(self.clause)}")
        return "\n".join(lines)

    def as_data(self) -> dict[str, object]:
        """Give the same as plain data, ready for JSON; a long line is cut as in the text."""
        span: dict[str, object] | None = None
        excerpt = self.excerpt
        if self.span is not None:
            span = {name: getattr(self.span, name) for name in Span.__slots__}
            first, last = window(excerpt, self.span.column)
            excerpt = excerpt[first:last]
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "span": span,
            "hint": self.hint,
            "clause": self.clause,
            "excerpt": excerpt,
        }

    def _end_on_the_line(self) -> int | None:
        if self.span is None or self.span.end_line > self.span.line:
            return None
        return self.span.end_column


class InvalidInput(ProtocolRulesError):
    """A file that cannot be used as it stands; it carries every fault found, in file order."""

    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Collect the faults, in the order in which a reader meets them."""
        self.diagnostics = tuple(dict.fromkeys(sorted(diagnostics, key=_reading_order)))
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        """Show all faults, with a blank line between them."""
        return "\n\n".join(map(str, self.diagnostics))


def _reading_order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    span = diagnostic.span
    if span is None:
        return ("", 0, 0, diagnostic.code, diagnostic.message)
    return (span.file, span.line, span.column, diagnostic.code, diagnostic.message)
