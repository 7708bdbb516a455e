"""One way in which an answer is not as expected."""

from __future__ import annotations

from dataclasses import dataclass, field

from protocol_rules.validation import Place

__all__ = ["Difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What was expected and what was found instead.

    `key` is the key of the expectation, and `subject` what it is about: a clause, the address of a
    norm, a fact, an action. `expected` is empty where something was found of which nothing was
    expected. `place` is where the expectation stands.
    """

    key: str
    subject: str
    expected: str
    found: str
    place: Place = field(repr=False)

    def __str__(self) -> str:
        """Say both in plain words."""
        return f"{self.subject}: expected: {self.expected or 'nothing'}; found: {self.found}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        span = self.place.span
        return {
            "key": self.key,
            "subject": self.subject,
            "expected": self.expected,
            "found": self.found,
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "text": str(self),
        }
