"""Figures as tables that can be read in a terminal and on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from textwrap import fill

__all__ = ["Table", "middle", "number", "written_into"]

_SECTION = re.compile(r"(<!-- figures -->\n).*(?=<!-- /figures -->)", re.DOTALL)

_PAGE = 120
_WHOLE = 100
"""From here on, what stands behind the point means nothing."""


@dataclass(frozen=True)
class Table:
    """A heading, what stands below it, and rows; the first row names the columns."""

    title: str
    rows: Sequence[Sequence[str]]
    note: str = ""

    def __str__(self) -> str:
        """Write the table with its columns in line."""
        widths = [max(map(len, column)) for column in zip(*self.rows, strict=True)]
        lines = [_line(row, widths) for row in self.rows]
        rule = [
            f"{'-' * (width - 1)}{'-' if place == 0 else ':'}" for place, width in enumerate(widths)
        ]
        body = "\n".join([lines[0], _line(rule, widths), *lines[1:]])
        parts = (f"### {self.title}", fill(self.note, _PAGE), body)
        return "\n\n".join(part for part in parts if part)


def middle(values: Sequence[float]) -> float:
    """Give the median; there has to be a value."""
    return median(values)


def number(value: float) -> str:
    """Write a figure with as many digits as mean something."""
    return f"{value:,.0f}" if value >= _WHOLE else f"{value:.3g}"


def written_into(path: Path, figures: str) -> None:
    """Replace the section of figures of a page."""
    before = path.read_text("utf-8")
    after, replaced = _SECTION.subn(lambda found: f"{found[1]}\n{figures}\n\n", before)
    if not replaced:
        raise SystemExit(f"{path} has no section between <!-- figures --> and <!-- /figures -->")
    path.write_text(after, "utf-8")


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return f"| {' | '.join(cells)} |"
