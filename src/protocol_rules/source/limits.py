"""How much a file may ask of the machine that reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote

__all__ = ["MAX_BYTES", "Limits"]

MAX_BYTES = "PROTOCOL_RULES_MAX_BYTES"
_DEEPEST = 200


@dataclass(frozen=True)
class Limits:
    """The most that a file may hold; far beyond any protocol, and far below what does harm.

    `bytes` is the size of the file, `depth` how deep lists and mappings may stand in one
    another (200 at most), `scalar` the characters of one text, `nodes` the number of texts,
    lists and mappings together.
    """

    bytes: int = 4_000_000
    depth: int = 64
    scalar: int = 100_000
    nodes: int = 1_000_000

    def __post_init__(self) -> None:
        """Refuse limits that no file could keep, and a depth that Python could not walk."""
        faults: list[Diagnostic] = []
        for field in fields(self):
            value: int = getattr(self, field.name)
            most = _DEEPEST if field.name == "depth" else None
            if value < 1 or (most is not None and value > most):
                reach = "at least 1" if most is None else f"from 1 to {most}"
                message = f"the limit `{field.name}` has to be {reach}, not {quote(value)}"
                faults.append(Diagnostic("limit-out-of-range", message))
        if faults:
            raise InvalidInput(faults)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Limits:
        """Take the size of a file from `PROTOCOL_RULES_MAX_BYTES` where it is set."""
        written = (os.environ if environment is None else environment).get(MAX_BYTES, "").strip()
        if not written:
            return cls()
        try:
            return cls(bytes=int(written))
        except ValueError:
            message = f"{MAX_BYTES} has to be a whole number of bytes, not {quote(written)}"
            raise InvalidInput([Diagnostic("limit-not-a-number", message)]) from None
