"""The coverage of rules for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from protocol_rules.coverage import Goal, RuleCoverage, State
from protocol_rules.report.coverage.listed import goals_listed
from protocol_rules.report.coverage.places import place_of

__all__ = ["coverage_text"]

_FEW, _SOME = 60, 90


def coverage_text(measured: Iterable[RuleCoverage], *, missing: bool) -> str:
    """Write a table for each protocol; `missing` lists besides what the scenarios do not show."""
    parts = ("\n".join(_protocol(each, missing=missing)) for each in measured)
    return "\n\n".join(parts) + "\n"


def _protocol(measured: RuleCoverage, *, missing: bool) -> Iterator[str]:
    protocol = measured.protocol
    count = f"{measured.pairs} scenario{'' if measured.pairs == 1 else 's'}"
    yield click.style(f"{protocol.name} ({protocol.council}): {count}", bold=True)
    for kind, figure in measured.figures.items():
        if not figure.of and not figure.cannot:
            continue
        cannot = f"  {figure.cannot} cannot be met" if figure.cannot else ""
        share = click.style(f"{figure.words:>6}", fg=_colour(figure.percent))
        yield f"  {kind.words:<10} {figure.met:>5} of {figure.of:<5} {share}{cannot}"
    if missing:
        yield from _listed("Not shown by any scenario:", [*goals_listed(measured, State.UNMET)])
        yield from _listed("Cannot be met:", [*goals_listed(measured, State.CANNOT_BE_MET)])


def _listed(title: str, goals: list[Goal]) -> Iterator[str]:
    if goals:
        yield ""
        yield click.style(title, bold=True)
    for goal in goals:
        yield f"  {place_of(goal)}: {goal.about} {goal.wanted}: {goal.lacking}"


def _colour(percent: float) -> str:
    if percent < _FEW:
        return "red"
    return "yellow" if percent < _SOME else "green"
