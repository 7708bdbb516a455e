"""What an author wrote, told by its shape where its text would not help."""

from __future__ import annotations

from protocol_rules.diagnostics import quote

__all__ = ["shape_of"]


def shape_of(value: object) -> str:
    """Name a value as it stands in a file: a mapping, a list, nothing, or the text itself."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "a list"
    return "nothing" if value is None or value == "" else quote(value)
