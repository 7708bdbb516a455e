"""From what is written to what is meant: names, definitions and precedence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from protocol_rules.resolve.load import is_shipped, load, path_of, shipped

if TYPE_CHECKING:
    from protocol_rules.resolve.from_document import resolve

__all__ = ["is_shipped", "load", "path_of", "resolve", "shipped"]


def __getattr__(name: str) -> object:
    """Import `resolve` when it is first used: a protocol from the cache does without it."""
    if name != "resolve":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from protocol_rules.resolve.from_document import resolve  # noqa: PLC0415

    return resolve
