"""What a lint check is: a sentence of the fault, and a function that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.norms.protocol import Clause, Protocol
from protocol_rules.source import Source

__all__ = ["Check", "Linted", "found"]


@dataclass(frozen=True, slots=True)
class Linted:
    """A protocol with the file it was read from."""

    protocol: Protocol
    source: Source


@dataclass(frozen=True, slots=True)
class Check:
    """A check; it looks at all protocols together, since some faults show only side by side."""

    name: str
    find: Callable[[Iterable[Linted]], Iterable[Diagnostic]]


def found(  # noqa: PLR0913 - a finding has that many parts
    check: str,
    linted: Linted,
    clause: Clause,
    message: str,
    hint: str = "",
    *,
    severity: Literal["error", "warning"] = "error",
) -> Diagnostic:
    """Word a finding about a clause, at the place of its card."""
    span = clause.span
    return Diagnostic(
        check,
        message,
        span,
        hint,
        f"{linted.protocol.name}, {clause.id} {clause.title}",
        "" if span is None else linted.source.excerpt(span),
        severity,
    )
