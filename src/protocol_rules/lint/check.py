"""What a lint check is: a sentence of the fault, and a function that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.norms.protocol import Clause, Norm, Protocol
from protocol_rules.source import Source

__all__ = ["Check", "Find", "Linted", "Slip", "found", "found_in_words"]

Find = Callable[[Iterable["Linted"]], Iterable["Slip"]]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Linted:
    """A protocol with the file it was read from."""

    protocol: Protocol
    source: Source


@dataclass(frozen=True, slots=True)
class Slip:
    """What a check found: a diagnostic, and where it may be accepted with a reason.

    `council` and `clauses` name the cards one of which may accept it; what stands in the shared
    words has none, and is accepted there, by `reason`.
    """

    diagnostic: Diagnostic
    council: str = ""
    clauses: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A check; it looks at all protocols together, since some faults show only side by side.

    `told` says in words what the name says. `find_in_all` looks for more where all the rules are
    there which the shared words serve.
    """

    name: str
    told: str
    find: Find | None = None
    find_in_all: Find | None = None


def found(  # noqa: PLR0913 - a finding has that many parts
    check: str,
    linted: Linted,
    at: Clause | Norm,
    message: str,
    hint: str = "",
    *,
    severity: Severity = "error",
    beside: Iterable[str] = (),
) -> Slip:
    """Word what was found of a clause or a norm, at its place in the file.

    `beside` names other clauses that it is about just as much.
    """
    protocol, span = linted.protocol, at.span
    clause = protocol.clauses[at.clause] if isinstance(at, Norm) else at
    told = Diagnostic(
        check,
        message,
        span,
        hint,
        f"{protocol.name}, {clause.id} {clause.title}",
        "" if span is None else linted.source.excerpt(span),
        severity,
    )
    return Slip(told, protocol.council, (clause.id, *beside))


def found_in_words(
    check: str, message: str, hint: str = "", *, severity: Severity = "error", reason: str = ""
) -> Slip:
    """Word what was found of the shared words."""
    return Slip(Diagnostic(check, message, hint=hint, severity=severity), reason=reason)
