"""A file of another kind than the one wanted, told as such and not by each of its keys."""

from __future__ import annotations

from enum import StrEnum

from protocol_rules.diagnostics import nearest
from protocol_rules.source import Source, Table
from protocol_rules.validation.place import Place
from protocol_rules.validation.shape import shape_of

__all__ = ["FileKind", "check_kind", "is_clearly_no"]


class FileKind(StrEnum):
    """The files that people write."""

    RULES = "rule file"
    SCENARIOS = "file of scenarios"
    CLAIMS = "file of claims"
    VOCABULARY = "file of the vocabulary"


_TELLING = {
    FileKind.RULES: ({"clauses", "council"}, "council, name, title, calendar, clauses"),
    FileKind.SCENARIOS: (
        {"scenarios", "defaults", "given", "expect", "expect_in", "occasions", "rows"},
        "`scenarios: [...]`, or given, about, today, expect of one scenario",
    ),
    FileKind.CLAIMS: ({"claims"}, "`claims: [...]`, and protocol"),
    FileKind.VOCABULARY: (
        {"circumstances", "roles", "actions", "topics"},
        "one of circumstances, roles, actions and topics",
    ),
}


def check_kind(wanted: FileKind, written: object, place: Place) -> None:
    """Stop where the keys of a file say that it is of another kind, or no mapping at all."""
    root = place.source.root
    if not isinstance(root, Table):
        message = f"a {wanted} is a mapping, not {shape_of(written)}"
        place.fault("wrong-shape", message, f"its keys are {_TELLING[wanted][1]}")
        place.faults.stop_if_any()
        return
    keys = root.entries.keys()
    if keys & _TELLING[wanted][0]:
        return
    for other, (telling, _) in _TELLING.items():
        if found := [key for key in keys if key in telling]:
            message = f"this is a {other}; a {wanted} is wanted here"
            (place / found[0]).fault("wrong-file", message, at="key")
            place.faults.stop_if_any()


def is_clearly_no(wanted: FileKind, source: Source) -> bool:
    """Tell whether a file is of another kind or of none, and not one of the wanted with a slip."""
    if not isinstance(source.root, Table):
        return True
    keys = source.root.entries.keys()
    telling = _TELLING[wanted][0]
    if keys & telling:
        return False
    if any(keys & others for others, _ in _TELLING.values()):
        return True
    return not any(nearest(key, telling) for key in keys)
