"""The printed text of clauses, where whoever makes a report has it: a folder of clause files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.drift.clause_file import PrintedClause
from protocol_rules.drift.document import read_clauses

__all__ = ["Printed", "printed_in"]

Printed = Mapping[str, Mapping[str, PrintedClause]]
_ENDING = ".clauses.jsonl"


def printed_in(folder: str | Path, councils: Iterable[str]) -> Printed:
    """Read `COUNCIL.clauses.jsonl` of each council that has one; by council, then by clause.

    Raises `InvalidInput` with the faults of all files, and where no council has one.
    """
    named, place = [*councils], Path(folder)
    if not place.is_dir():
        message = f"{quote(folder)} is {'no folder' if place.exists() else 'not there'}"
        hint = f"a folder with a file NAME{_ENDING} for each council"
        raise InvalidInput([Diagnostic("no-such-folder", message, hint=hint)])
    found: dict[str, dict[str, PrintedClause]] = {}
    faults: list[Diagnostic] = []
    for council in named:
        file = place / f"{council}{_ENDING}"
        if file.exists():
            try:
                found[council] = {each.id: each for each in read_clauses(file)}
            except InvalidInput as error:
                faults += error.diagnostics
    if not found and not faults:
        message = f"no file in {quote(folder)} is named for a council of the report"
        hint = f"such as {named[0]}{_ENDING}"
        faults.append(Diagnostic("no-such-file", message, hint=hint))
    if faults:
        raise InvalidInput(faults)
    return found
