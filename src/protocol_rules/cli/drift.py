"""`protocol-rules drift`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import click

from protocol_rules.checks import Expecting
from protocol_rules.cli.inputs import json_option
from protocol_rules.cli.reports import Found, outputs_of, report_options
from protocol_rules.cli.scenarios import scenarios_on, scenarios_option
from protocol_rules.drift.compare import Change, Drift, Fate, compare
from protocol_rules.drift.document import read_document
from protocol_rules.drift.seal_file import seal_of, seals_beside
from protocol_rules.drift.standing import Standing, standing_on
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.drifted import drift_report, drift_summary
from protocol_rules.resolve import load

__all__ = ["drift_command"]


class _Told(NamedTuple):
    change: Change
    standing: Standing


@click.command(
    "drift",
    epilog="""\b
Examples:
  protocol-rules drift examples/parish/brindleby.yaml examples/parish/brindleby.md""",
)
@click.argument("name", metavar="COUNCIL")
@click.argument("document", metavar="TEXT")
@scenarios_option
@click.option("--all", "every", is_flag=True, help="Show the unchanged clauses as well.")
@report_options
@json_option
def drift_command(  # noqa: PLR0913 - one parameter for each option
    *,
    name: str,
    document: str,
    folder: str | None,
    every: bool,
    form: str | None,
    output: str | None,
    reports: tuple[str, ...],
    as_data: bool,
) -> None:
    """Tell what a republished document changes, clause by clause, and what stands on it.

    COUNCIL is a protocol that ships, or a rule file with its seal beside it. TEXT is the new
    edition in UTF-8: plain text, Markdown (.md), or one clause a line as JSON (.jsonl). The exit
    code is 1 where a change may be one of substance: a clause is reworded, split, gone or new,
    or an item has come under another lead-in.
    """
    outputs = outputs_of(form, output, reports, as_data=as_data)
    protocol = load(name)
    seal = seal_of(protocol)
    drift = compare(seal, read_document(document, seal), seals_beside(protocol))
    scenarios = scenarios_on(protocol, folder)
    told = [
        _Told(change, standing_on(change.clause, protocol, scenarios)) for change in drift.changes
    ]
    title = f"{protocol.name}: the sealed edition and {document}"
    shown = [each for each in told if every or each.change.fate is not Fate.UNCHANGED]
    outputs.write(
        Found(
            lambda page: _write(title, drift, shown, page),
            lambda: _data(protocol, document, drift, told),
            lambda: drift_report(protocol, document, drift, told),
        )
    )
    if drift.is_of_substance:
        raise click.exceptions.Exit(1)


def _write(title: str, drift: Drift, told: Sequence[_Told], page: click.HelpFormatter) -> None:
    page.write_text(click.style(title, bold=True))
    for each in told:
        _write_change(each, page)
    _write_sum(drift, page)


def _write_change(told: _Told, page: click.HelpFormatter) -> None:
    change, standing = told
    colour = "red" if change.is_of_substance else None
    page.write_text(click.style(f"{change.fate:12}{_where(change)}", fg=colour))
    if change.fate in (Fate.UNCHANGED, Fate.RENUMBERED):
        return
    with page.indentation(), page.indentation():
        if standing.norms:
            page.write_text(f"rules: {', '.join(standing.norms)}")
        for file, names in _by_file(standing.scenarios).items():
            page.write_text(f"scenarios in {file}: {'; '.join(names)}")


def _write_sum(drift: Drift, page: click.HelpFormatter) -> None:
    if drift.titles:
        lines = ", ".join(map(str, drift.titles))
        page.write_text(f"headings that were not sealed, in line: {lines}")
    page.write_text(drift_summary(drift))


def _where(change: Change) -> str:
    places = ", ".join(f"{each.number} (line {each.line})".lstrip() for each in change.now)
    is_there = [each.number for each in change.now] == [change.clause]
    if is_there:
        said = f"{change.clause} (line {change.now[0].line})"
    else:
        said = (
            f"{change.clause} -> {places}" if places and change.clause else change.clause or places
        )
    return f"{said}: {change.note}" if change.note else said


def _by_file(scenarios: Sequence[Expecting]) -> dict[str, list[str]]:
    files: dict[str, list[str]] = {}
    for each in scenarios:
        files.setdefault(each.file, []).append(each.name)
    return files


def _data(
    protocol: Protocol, document: str, drift: Drift, told: Sequence[_Told]
) -> dict[str, object]:
    return {
        "protocol": protocol.council,
        "document": document,
        "is_of_substance": drift.is_of_substance,
        "counts": drift.counts,
        "clauses": [
            {
                "clause": change.clause,
                "status": change.fate,
                "is_of_substance": change.is_of_substance,
                "now": [each._asdict() for each in change.now],
                "note": change.note,
                "norms": standing.norms,
                "scenarios": [
                    {"file": each.file, "name": each.name} for each in standing.scenarios
                ],
            }
            for change, standing in told
        ],
        "headings_not_sealed": drift.titles,
    }
