"""One story under several protocols, side by side, for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping

import click

from protocol_rules.compare.action import ActionComparison, Agreement
from protocol_rules.compare.names import counted, short_name
from protocol_rules.compare.side import Side
from protocol_rules.compare.side_by_side import StoryComparison
from protocol_rules.engine import Finding, Status, day, norm_in_words
from protocol_rules.engine.wording import joined
from protocol_rules.report.norms_compared import (
    conditions_of,
    deadline_of,
    force_of,
    remarks_on,
    route_of,
)

__all__ = ["HEADINGS", "Rows", "alone", "left_out", "summary", "write_comparison"]

HEADINGS: Mapping[Agreement, str] = {
    Agreement.DIFFERENT: "Where councils differ",
    Agreement.THE_SAME: "Where those that speak say the same",
}

Rows = list[tuple[str, str]]
"""A definition list: a council or clause and what is said of it; more lines go without a name."""


def write_comparison(
    compared: StoryComparison, page: click.HelpFormatter, *, conditions: bool = False
) -> None:
    """Write where councils differ, where they agree, and what one of them alone speaks of.

    `conditions` adds those of each norm.
    """
    if compared.scenario.name:
        page.write_text(click.style(compared.scenario.name, bold=True))
    page.write_text(summary(compared))
    for agreement, heading in HEADINGS.items():
        if actions := compared.of(agreement):
            _write_heading(heading, page)
        for each in actions:
            page.write_paragraph()
            page.write_text(str(each))
            rows = [row for side in each.sides for row in _rows(side, conditions=conditions)]
            with page.indentation():
                page.write_dl(rows)
    for council, rows in alone(compared, conditions=conditions).items():
        _write_heading(f"What only {council} speaks of", page)
        page.write_paragraph()
        with page.indentation():
            page.write_dl(rows)
    if compared.missing:
        with page.section(click.style("What would settle it", bold=True)):
            page.write_dl(list(compared.missing.items()))
    if told := left_out(compared):
        page.write_paragraph()
        page.write_text(click.style(told, dim=True))


def summary(compared: StoryComparison) -> str:
    """Say how many actions the story concerns, and of how many councils differ."""
    names = joined([short_name(each) for each in compared.protocols], "and")
    count = len(compared.actions)
    if not count:
        return f"None of the norms of {names} that are asked for has anything to say here."
    differ, same = (len(compared.of(each)) for each in HEADINGS)
    only = count - differ - same
    told = {"they differ": differ, "those that speak say the same": same, "only one speaks": only}
    names = f"{names[:1].upper()}{names[1:]}"
    if count == 1:
        return f"{names}, on one action: {next(what for what, n in told.items() if n)}."
    parts = [f"on {counted(n)} {what}" for what, n in told.items() if n]
    return f"{names}, on {counted(count)} actions: {', '.join(parts)}."


def alone(compared: StoryComparison, *, conditions: bool = False) -> dict[str, Rows]:
    """Give by council what it alone speaks of, a row for each thing that it says."""
    found: dict[str, Rows] = {}
    only = (*compared.of(Agreement.ONE_SPEAKS), *compared.of(Agreement.NONE_SPEAKS))
    for protocol in compared.protocols:
        own = [(each, s) for each in only for s in each.sides if s.protocol is protocol]
        rows = [row for each, side in own for row in _said(each, side, conditions=conditions)]
        if rows:
            found[short_name(protocol)] = rows
    return found


def left_out(compared: StoryComparison) -> str:
    """Say how many actions are left out, of which only norms without a condition speak."""
    counts = [
        f"{len(actions)} of {short_name(each)}"
        for each in compared.protocols
        if (actions := compared.standing.get(each.council))
    ]
    if not counts:
        return ""
    told = joined(counts, "and")
    return f"Actions left out, since only norms without a condition speak of them: {told}."


def _write_heading(heading: str, page: click.HelpFormatter) -> None:
    page.write_paragraph()
    page.write_text(click.style(heading, bold=True, underline=True))


def _rows(side: Side, *, conditions: bool) -> Rows:
    """Say in short how each norm puts it, in which clause, and on what that rests."""
    told: dict[str, None] = {}
    for finding in side.findings:
        told[_norm(finding, side)] = None
        if conditions and (text := conditions_of(finding)):
            told[click.style(text, dim=True)] = None
    return [("" if position else side.council, text) for position, text in enumerate(told)]


def _norm(finding: Finding, side: Side) -> str:
    qualifier = f'"{finding.norm.qualifier}"' if finding.norm.qualifier else ""
    how = [force_of(finding, side), qualifier, deadline_of(finding, side)]
    head = f"{finding.clause}: {', '.join(part for part in how if part)}"
    return "; ".join([head, *_remarks(finding, side)])


def _remarks(finding: Finding, side: Side, next_step: str = "the next step") -> list[str]:
    """Say what more there is to say; `next_step` is what that is called."""
    step = route_of(finding, side)
    open_step = [f"{next_step} {step}"] if step.startswith("turns on") else []
    return [*remarks_on(finding, side), *open_step]


def _said(each: ActionComparison, side: Side, *, conditions: bool) -> Rows:
    """Say what one council alone says, with its clauses and what more there is to say of them."""
    if len(side.lines) != 1:
        # Several things, and what is lifted and leaves nothing behind, are said norm by norm.
        told = [(f.clause, _alone_said(f, side), [f]) for f in side.findings]
    else:
        clauses = ", ".join(dict.fromkeys(finding.clause for finding in side.findings))
        told = [(clauses, side.lines[0].in_words(), list(side.findings))]
    rows: Rows = []
    for clauses, text, findings in told:
        more = dict.fromkeys(m for f in findings for m in _remarks(f, side, "that"))
        sentence = "; ".join([f"{each.on}{text}", *more])
        rows.append((clauses, f"{sentence[:1].upper()}{sentence[1:]}"))
        if conditions:
            found = dict.fromkeys(conditions_of(finding) for finding in findings)
            rows += [("", click.style(condition, dim=True)) for condition in found if condition]
    return [*dict.fromkeys(rows), *([("", "That is a conflict")] if side.is_conflict else [])]


def _alone_said(finding: Finding, side: Side) -> str:
    """Say one norm as an answer does, with its last day."""
    said = norm_in_words(finding.norm, side.protocol.vocabulary)
    if finding.status is Status.UNDETERMINED:
        said = f"it is undetermined whether {said}"
    by = deadline_of(finding, side) if finding.due is None else f"by {day(finding.due)}"
    return f"{said}, {by}" if by else said
