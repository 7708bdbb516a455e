"""One story under several protocols, side by side, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

import click

from protocol_rules.comparison.names import short_name
from protocol_rules.comparison.side import Side
from protocol_rules.comparison.side_by_side import StoryComparison
from protocol_rules.engine import Finding, day
from protocol_rules.report.compared import HEADINGS, alone, left_out, summary
from protocol_rules.report.formats.markdown import escaped
from protocol_rules.report.norms_compared import (
    conditions_of,
    deadline_of,
    force_of,
    remarks_on,
    route_of,
)

__all__ = ["comparison_page"]

_COLUMNS = ("council", "clause", "who, and how", "by when", "next step", "conditions", "remarks")


def comparison_page(compared: StoryComparison) -> str:
    """Write a comparison in Markdown: a sentence for each action, and a table of the norms."""
    lines = [f"## {escaped(compared.scenario.name or 'One story')}", "", escaped(summary(compared))]
    for agreement, heading in HEADINGS.items():
        if actions := compared.of(agreement):
            lines += ["", f"### {heading}"]
        for each in actions:
            rows = [_row(_cells(f, side)) for side in each.sides for f in side.findings]
            lines += ["", escaped(str(each)), "", _row(_COLUMNS), "|---" * len(_COLUMNS) + "|"]
            lines += dict.fromkeys(rows)
    for council, rows in alone(compared).items():
        lines += [
            "",
            f"### What only {escaped(council)} speaks of",
            "",
            "| clause | |",
            "|---|---|",
        ]
        lines += [_row(row) for row in rows]
    if compared.missing:
        lines += ["", "### What would settle it", ""]
        lines += [f"- `{fact}`: {escaped(asked)}" for fact, asked in compared.missing.items()]
    if told := left_out(compared):
        lines += ["", escaped(told)]
    return "\n".join([*lines, ""])


def _cells(finding: Finding, side: Side) -> Iterator[str]:
    yield short_name(side.protocol).removeprefix("the ")
    yield finding.clause
    how = f' ("{finding.norm.qualifier}")' if finding.norm.qualifier else ""
    yield f"{force_of(finding, side)}{how}"
    deadline = deadline_of(finding, side)
    yield f"{day(finding.due)}: {deadline}" if finding.due is not None else deadline
    yield route_of(finding, side)
    yield conditions_of(finding)
    yield "; ".join(remarks_on(finding, side))


def _row(cells: Iterator[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(escaped(click.unstyle(each)) for each in cells)} |"
