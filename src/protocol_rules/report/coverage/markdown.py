"""The coverage of rules in Markdown, as the summary of a job shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocol_rules.coverage import Goal, Kind, RuleCoverage, State
from protocol_rules.report.coverage.listed import goals_listed
from protocol_rules.report.coverage.places import place_of

__all__ = ["coverage_markdown"]


def coverage_markdown(measured: Sequence[RuleCoverage], *, missing: bool) -> str:
    """Write one table with a row for each protocol; `missing` adds a list below for each."""
    kinds = [kind for kind in Kind if any(_is_measured(each, kind) for each in measured)]
    lines = [
        "## Coverage of rules",
        "",
        _row("protocol", "scenarios", *(kind.words for kind in kinds)),
        _row("---", "--:", *("--:" for _ in kinds)),
    ]
    for each in measured:
        figures = (each.figures[kind] for kind in kinds)
        cells = (f"{one.words} ({one.met}/{one.of})" if one.of else "-" for one in figures)
        lines.append(_row(f"`{each.protocol.council}`", str(each.pairs), *cells))
    if missing:
        for each in measured:
            lines += _lacking(each)
    return "\n".join(lines) + "\n"


def _is_measured(measured: RuleCoverage, kind: Kind) -> bool:
    return bool(measured.figures[kind].of)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _lacking(measured: RuleCoverage) -> Iterator[str]:
    goals = [*goals_listed(measured, State.UNMET)]
    if not goals:
        return
    yield ""
    yield f"<details><summary>{measured.protocol.council}: {len(goals)} not shown</summary>"
    yield ""
    yield _row("place", "norm", "what", "lacking")
    yield _row("---", "---", "---", "---")
    for goal in goals:
        yield _row(*map(_cell, (place_of(goal), f"`{goal.address}`", _what(goal), goal.lacking)))
    yield ""
    yield "</details>"


def _what(goal: Goal) -> str:
    about = ": ".join(each for each in (goal.part, f"`{goal.test}`" if goal.test else "") if each)
    return f"{about} {goal.wanted}".strip()


def _cell(text: str) -> str:
    """Leave a table its columns, whatever a text holds."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
