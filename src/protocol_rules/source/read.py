"""From a path, or from the bytes that lie there, to a tree."""

from __future__ import annotations

from pathlib import Path

from protocol_rules.source.content import content
from protocol_rules.source.limits import Limits
from protocol_rules.source.parse import parse
from protocol_rules.source.text import as_text
from protocol_rules.source.tree import Source

__all__ = ["read", "read_content"]


def read(path: str | Path, limits: Limits | None = None) -> Source:
    """Read and parse one file of UTF-8, with or without a byte order mark.

    Without `limits` those of the environment hold. Raises `InvalidInput`.
    """
    limits = Limits.from_environment() if limits is None else limits
    return read_content(content(path, limits), path, limits)


def read_content(data: bytes, path: str | Path, limits: Limits | None = None) -> Source:
    """Parse what lies at a path, which has been read already; raises `InvalidInput`."""
    return parse(as_text(data, str(path)), str(path), limits)
