"""Questions that were asked of a protocol and are left open, which is no answer either way."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NOT_DECIDED", "OpenQuestion"]

NOT_DECIDED = "not-decided"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What was asked (by the name of what would have been found), of which norms, and why not."""

    about: str
    addresses: tuple[str, ...]
    roles: tuple[str, ...]
    why: str
