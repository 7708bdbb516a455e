"""The spots of a file at which faults are told, and the faults that were told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from protocol_rules.diagnostics import Diagnostic, InvalidInput, Span
from protocol_rules.source import Scalar, Source

__all__ = ["Faults", "Path", "Place"]

Path = tuple[str | int, ...]


@dataclass
class Faults:
    """The faults of a file, gathered while it is read, so that all are told at once."""

    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def add(self, diagnostic: Diagnostic) -> None:
        """Remember one fault more."""
        self.diagnostics.append(diagnostic)

    def stop_if_any(self) -> None:
        """Raise `InvalidInput` with every fault where one is an error; go on otherwise."""
        if any(each.severity == "error" for each in self.diagnostics):
            raise InvalidInput(self.diagnostics)


@dataclass(frozen=True, slots=True)
class Place:
    """A spot of a file, by its path from the root, at which a fault can be told."""

    source: Source
    faults: Faults
    path: Path = ()
    clause: str = ""

    def __truediv__(self, step: str | int) -> Place:
        """Go one step down, to a key or to a position in a list."""
        return Place(self.source, self.faults, (*self.path, step), self.clause)

    def below(self, path: Path) -> Place:
        """Go several steps down."""
        return Place(self.source, self.faults, (*self.path, *path), self.clause)

    def within(self, clause: str) -> Place:
        """Say which clause the spot belongs to."""
        return Place(self.source, self.faults, self.path, clause)

    @property
    def span(self) -> Span:
        """The place of the value."""
        return self.source.span(self.path)

    @property
    def is_there(self) -> bool:
        """Whether anything is written here."""
        return self.source.node(self.path) is not None

    def is_quoted(self) -> bool:
        """Tell whether the text is in quotation marks; one text may stand for a list of one."""
        node = self.source.node(self.path) or self.source.node(self.path[:-1])
        return node.quoted if isinstance(node, Scalar) else True

    def fault(
        self,
        code: str,
        message: str,
        hint: str = "",
        *,
        at: Literal["key", "value"] = "value",
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Remember a fault of the key or the value that stands here."""
        told = self.source.diagnostic(
            code, message, self.path, at=at, hint=hint, clause=self.clause, severity=severity
        )
        self.faults.add(told)
