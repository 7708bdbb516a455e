"""Clause files: one printed clause a line, as a JSON object."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import cast

from protocol_rules.diagnostics import Diagnostic, InvalidInput, Span, quote

__all__ = ["PrintedClause", "clauses_in"]


@dataclass(frozen=True, slots=True)
class PrintedClause:
    """A clause as printed; `headings` are those above it, from the outermost inwards."""

    id: str
    text: str
    headings: tuple[str, ...]
    line: int


def clauses_in(lines: list[str], file: str) -> tuple[PrintedClause, ...]:
    """Read the lines of a clause file; raises `InvalidInput` with the faults of all of them."""
    clauses: list[PrintedClause] = []
    faults: list[Diagnostic] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            clauses.append(_clause(line, number))
        except _Fault as fault:
            span = Span(file, number, 1, number, len(line) + 1)
            faults.append(Diagnostic(fault.code, fault.message, span, fault.hint, excerpt=line))
    if not clauses and not faults:
        message = f"there is no clause in {quote(file)}"
        raise InvalidInput([Diagnostic("empty-file", message)])
    if faults:
        raise InvalidInput(faults)
    return tuple(clauses)


class _Fault(Exception):
    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def _clause(line: str, number: int) -> PrintedClause:
    try:
        read: object = json.loads(line)
    except (ValueError, RecursionError):
        raise _Fault("not-json", "this line is no JSON object", _SHAPE) from None
    if not isinstance(read, dict):
        raise _Fault("wrong-shape", "a clause is a JSON object", _SHAPE)
    keys = cast("dict[str, object]", read)
    found = {key: keys.get(key, "") for key in ("id", "text", "heading")}
    for key, value in found.items():
        if not isinstance(value, str):
            raise _Fault("wrong-type", f"`{key}` is a text, in quotation marks", _SHAPE)
        if key != "heading" and not value.strip():
            raise _Fault("missing-key", f"the clause has no `{key}`", _SHAPE)
    parts = [part.strip() for part in str(found["heading"]).split(" / ")]
    headings = tuple(filter(None, parts))
    return PrintedClause(str(found["id"]).strip(), str(found["text"]), headings, number)


_SHAPE = 'one clause a line: {"id": "1(a)", "heading": "...", "text": "..."}'
