"""`protocol-rules evaluate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click

from protocol_rules.checks import Judgement, judge, protocol_named
from protocol_rules.cli.inputs import (
    entries_of,
    given_options,
    json_option,
    protocol_option,
    protocols_of,
    words_for,
    words_of,
)
from protocol_rules.cli.output import as_json, printed
from protocol_rules.engine import Answer, Reading, evaluate
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.norms.story import Story
from protocol_rules.report.answers import write_answers
from protocol_rules.source import Source
from protocol_rules.vocabulary import Vocabulary

__all__ = ["evaluate_command"]


@dataclass(frozen=True, slots=True)
class _Told:
    """One scenario with its answers, and how its expectations fared."""

    answers: tuple[Answer, ...]
    judgements: tuple[Judgement, ...]


@click.command(
    "evaluate",
    epilog="""\b
Examples:
  protocol-rules evaluate examples/late_answer.yaml -p thanet
  protocol-rules evaluate -g enquiry.from=member -g enquiry.to=director \\
      -g enquiry.received_on=2025-04-10 -g enquiry.answered_on=not_yet -t 2025-04-29""",
)
@click.argument("scenario", required=False, metavar="[SCENARIO]")
@protocol_option
@given_options
@json_option
def evaluate_command(  # noqa: PLR0913 - one parameter for each option
    *,
    scenario: str | None,
    names: tuple[str, ...],
    given: tuple[str, ...],
    about: tuple[str, ...],
    today: str | None,
    reading: str | None,
    as_data: bool,
) -> None:
    """Tell which clauses apply in a scenario, what they require, and what is still open.

    SCENARIO is a YAML or JSON file of one or several scenarios; -g states facts instead. Without
    -p the protocols are those that the scenario names, or all that ship. Where a scenario of the
    file expects an answer, a different one is told and the exit code is 1.
    """
    protocols = {protocol.council: protocol for protocol in protocols_of(names)}
    asked = [*protocols.values()]

    def _words(source: Source) -> Vocabulary:
        return words_of(asked) if names else words_for(source, asked)

    entries = entries_of(scenario, given, about, today, words_of(asked), _words)
    # Everything is worked out before anything is printed, so that bad input prints no half answer.
    chosen = [_chosen(protocols, names, entry) for _, entry in entries]
    for _, entry in entries:
        if entry is not None:
            entry.place.faults.stop_if_any()
    told = [
        _told(each, entry, those, reading)
        for (each, entry), those in zip(entries, chosen, strict=True)
    ]
    if as_data:
        as_json([answer.as_data() for each in told for answer in each.answers])
    else:
        _print(told)
    failed = [each for one in told for each in one.judgements if not each.passed]
    for each in failed:
        click.echo(f"not as expected: {each}", err=True)
    if failed:
        raise click.exceptions.Exit(1)


def _chosen(
    protocols: Mapping[str, Protocol], names: Sequence[str], entry: ScenarioEntry | None
) -> dict[str, Protocol]:
    """Choose what was asked for, else what the scenario names, else all."""
    if names or entry is None:
        return dict(protocols)
    own = [*entry.written.protocols, *entry.written.expect_in]

    def known(name: str) -> Protocol:
        return protocols.get(name) or protocols_of([name])[0]

    named = {name: protocol_named(name, entry, known) for name in own}
    return {name: each for name, each in named.items() if each is not None} or dict(protocols)


def _told(
    story: Story,
    entry: ScenarioEntry | None,
    chosen: Mapping[str, Protocol],
    reading: str | None,
) -> _Told:
    taken = Reading(reading or (entry.written.reading if entry else Reading.AS_GIVEN))
    answers = tuple(evaluate(each, story, reading=taken) for each in chosen.values())
    return _Told(answers, () if entry is None else judge(entry, chosen.get))


def _print(told: Sequence[_Told]) -> None:
    for position, each in enumerate(told):
        if position:
            click.echo()
        with printed() as page:
            write_answers(each.answers, page)
