"""`protocol-rules evaluate`."""

from __future__ import annotations

import click
from rich.text import Text

from protocol_rules.checks import judge
from protocol_rules.cli.inputs import (
    as_json,
    console,
    entries_of,
    given_options,
    json_option,
    protocol_option,
    protocols_of,
)
from protocol_rules.engine import Answer, Reading, evaluate
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario import Scenario
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.report.answers import answer_view, side_by_side

__all__ = ["evaluate_command"]


@click.command(
    "evaluate",
    epilog="""\b
Example:
  protocol-rules evaluate -g enquiry.from=member -g enquiry.to=director \\
      -g enquiry.received_on=2025-04-10 -g enquiry.answered_on=not_yet -t 2025-04-29""",
)
@click.argument("scenario", required=False, metavar="[SCENARIO]")
@protocol_option
@given_options
@json_option
def evaluate_command(  # noqa: PLR0913 - one parameter for each option
    scenario: str | None,
    names: tuple[str, ...],
    given: tuple[str, ...],
    about: tuple[str, ...],
    today: str | None,
    reading: str | None,
    as_data: bool,  # noqa: FBT001
) -> None:
    """Tell which clauses apply in a scenario, what they require, and what is still open.

    SCENARIO is a YAML or JSON file of one or several scenarios; -g states facts instead. Where a
    scenario of the file expects an answer, a different one is told and the exit code is 1.
    """
    protocols = {protocol.council: protocol for protocol in protocols_of(names)}
    failed: list[str] = []
    data: list[object] = []
    entries = entries_of(scenario, given, about, today, list(protocols.values()))
    for each, entry in entries:
        chosen = _chosen(protocols, names, entry)
        read = Reading(reading or (entry.written.reading if entry else "as_given"))
        answers = [evaluate(protocol, each, reading=read) for protocol in chosen]
        if as_data:
            data += [answer.as_data() for answer in answers]
        else:
            _print(each, answers)
        if entry is not None:
            failed += _failed(entry, {protocol.council: protocol for protocol in chosen})
    if as_data:
        as_json(data)
    for line in failed:
        click.echo(f"not as expected: {line}", err=True)
    if failed:
        raise click.exceptions.Exit(1)


def _chosen(
    protocols: dict[str, Protocol], names: tuple[str, ...], entry: ScenarioEntry | None
) -> list[Protocol]:
    own = [] if entry is None else [name for name in (entry.written.protocol, *entry.written.expect_in) if name]
    if names or not own:
        return list(protocols.values())
    missing = [name for name in own if name not in protocols]
    return [*(protocols[name] for name in own if name in protocols), *(protocols_of(missing) if missing else ())]


def _failed(entry: ScenarioEntry, protocols: dict[str, Protocol]) -> list[str]:
    return [
        str(judgement) for judgement in judge(entry, protocols) if not judgement.passed
    ]


def _print(scenario: Scenario, answers: list[Answer]) -> None:
    out = console()
    if scenario.name:
        out.print(Text(scenario.name, style="bold"))
    if len(answers) > 1:
        out.print(side_by_side(answers))
    for answer in answers:
        out.print()
        out.print(answer_view(answer))
