"""Files and places as a report names them."""

from __future__ import annotations

from pathlib import Path

from protocol_rules.coverage import Goal

__all__ = ["near", "place_of"]


def near(file: str) -> str:
    """Name a file from where one stands, if it lies below; otherwise as it is."""
    path = Path(file)
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return file


def place_of(goal: Goal) -> str:
    """Write the place of a goal as editors and terminals understand it: `file:line`."""
    return f"{near(goal.span.file)}:{goal.span.line}"
