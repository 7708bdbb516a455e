"""What a command found, in one shape that every format of a report can write."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from protocol_rules.diagnostics import Span

__all__ = ["Grade", "Outcome", "Point", "Related", "Report", "Rule", "shown_path"]


class Grade(StrEnum):
    """How something fared; a warning does not fail."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    ERROR = "error"

    @property
    def is_bad(self) -> bool:
        """Whether a report that holds this has failed."""
        return self in (Grade.FAILED, Grade.ERROR)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of thing that may be found: a code, what it means, and the page that explains it."""

    code: str
    summary: str
    page: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a point, and what stands there."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was found: by which rule, where, and what."""

    code: str
    message: str
    span: Span | None
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that was looked at, and how it fared.

    `group` is what it stands under, such as its file or its protocol; `message` says in a line
    what is wrong, `details` everything; `points` are the single things that were found.
    """

    name: str
    group: str
    grade: Grade
    span: Span | None = None
    message: str = ""
    details: str = ""
    points: tuple[Point, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What a command found, thing by thing, and a line that sums it up."""

    command: str
    outcomes: tuple[Outcome, ...]
    summary: str
    rules: tuple[Rule, ...] = ()
    seconds: float = 0.0
    interrupted: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> Mapping[Grade, int]:
        """How many outcomes have each grade."""
        return {grade: sum(each.grade is grade for each in self.outcomes) for grade in Grade}

    @property
    def bad(self) -> tuple[Outcome, ...]:
        """The outcomes for which somebody should do something, warnings among them."""
        return tuple(each for each in self.outcomes if each.grade is not Grade.PASSED)


def shown_path(file: str) -> str:
    """Write a path from the current folder on, where it lies below that, with `/`."""
    if not os.path.isabs(file):  # noqa: PTH117 - the path is a text
        return Path(os.path.normpath(file)).as_posix()
    path = Path(file)
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()
