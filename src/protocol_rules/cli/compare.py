"""`protocol-rules compare`."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from protocol_rules.cli.inputs import (
    entries_of,
    given_options,
    protocol_option,
    protocols_of,
    words_for,
    words_of,
)
from protocol_rules.cli.output import printed
from protocol_rules.comparison import Comparison, StoryComparison, compare_all, compare_story
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine import Reading
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.compared import write_comparison
from protocol_rules.report.pairs import pair_page, write_pair
from protocol_rules.resolve import shipped
from protocol_rules.source import Source, check_writable, read, write_whole
from protocol_rules.validation import FileKind, is_clearly_no
from protocol_rules.vocabulary import Vocabulary

__all__ = ["compare_command"]

_WIDTH = 100
_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the arguments name: a file of scenarios, if any, and protocols."""

    scenario: str | None
    protocols: tuple[str, ...]


@click.command(
    "compare",
    epilog="""\b
Examples:
  protocol-rules compare examples/late_answer.yaml
  protocol-rules compare examples/late_answer.yaml thanet medway --role officer
  protocol-rules compare thanet wolverhampton -g group_invitation.from=party_group \\
      -g group_invitation.to=junior_officer --topic party_groups
  protocol-rules compare thanet cumbria --topic enquiries_and_response_times""",
)
@click.argument("what", nargs=-1, metavar="[SCENARIO] [PROTOCOL]...")
@protocol_option
@given_options
@click.option("--role", metavar="ROLE", help="Only what is said to this role.")
@click.option("--action", metavar="ACTION", help="Only what is said of this action.")
@click.option(
    "--topic", metavar="TOPIC", help="Only actions of which a clause on this topic speaks."
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="With the actions of which only norms without a condition speak.",
)
@click.option(
    "--conditions",
    is_flag=True,
    help="With the conditions of each norm; the other formats have them.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="Text for people, Markdown for a page or a pull request, JSON for machines.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes compare over all stories; else one for each core.",
)
@click.option("-o", "--output", metavar="FILE", help="Write it into a file instead.")
def compare_command(  # noqa: PLR0913 - one parameter for each option
    *,
    what: tuple[str, ...],
    names: tuple[str, ...],
    given: tuple[str, ...],
    about: tuple[str, ...],
    today: str | None,
    reading: str | None,
    role: str | None,
    action: str | None,
    topic: str | None,
    everything: bool,
    conditions: bool,
    form: str,
    output: str | None,
    jobs: int | None,
) -> None:
    """Hold councils against each other: in one story, or pair by pair over all stories.

    SCENARIO is a YAML or JSON file of one or several scenarios; -g states facts instead. PROTOCOLs
    are names or rule files; without any, all that ship are compared on the story, where an action
    is told that concerns some council's norm. Without a story each two of the PROTOCOLs are
    compared in every story there can be, which needs the extra `analysis`.
    """
    asked = _asked(what, names)
    if output is not None:
        check_writable(output)
    protocols = protocols_of(asked.protocols)
    if asked.protocols and asked.scenario is None and not given and not about:
        found = _over_all_stories(protocols, topic, action, role, jobs or os.cpu_count() or 1)
        if form == "text" and output is None:
            with printed() as page:
                _write_pairs(found, page, everything=everything)
        else:
            _give(_pairs_text(found, form, everything=everything), output)
        return

    def _words(source: Source) -> Vocabulary:
        return words_for(source, protocols)

    entries = entries_of(asked.scenario, given, about, today, words_of(protocols), _words)
    compared = [
        compare_story(
            story,
            *protocols,
            role=role,
            action=action,
            topic=topic,
            everything=everything,
            reading=Reading(reading or (entry.written.reading if entry else Reading.AS_GIVEN)),
        )
        for story, entry in entries
    ]
    if form == "text" and output is None:
        with printed() as page:
            _write(compared, page, conditions=conditions)
    else:
        _give(_text(compared, form, conditions=conditions), output)


def _asked(what: Sequence[str], names: Sequence[str]) -> _Asked:
    """Sort the arguments by what they are; raises `InvalidInput` with every fault at once."""
    scenarios: list[str] = []
    protocols = list(names)
    faults: list[Diagnostic] = []
    for each in what:
        if each in shipped():
            protocols.append(each)
            continue
        if not Path(each).exists() and not each.endswith(_ENDINGS) and "/" not in each:
            message = f"{quote(each)} is no protocol that ships, and no file"
            hint = did_you_mean(each, shipped())
            if "=" in each:
                hint = "a fact is given with -g FACT=VALUE"
            faults.append(Diagnostic("unknown-protocol", message, hint=hint))
            continue
        try:
            (protocols if _is_rule_file(read(each)) else scenarios).append(each)
        except InvalidInput as error:
            faults += error.diagnostics
    if len(scenarios) > 1:
        message = f"{quote(scenarios[0])} and {quote(scenarios[1])} are both files of scenarios"
        faults.append(Diagnostic("two-scenarios", message, hint="compare one at a time"))
    if faults:
        raise InvalidInput(faults)
    return _Asked(next(iter(scenarios), None), tuple(protocols))


def _is_rule_file(source: Source) -> bool:
    is_no_scenario = is_clearly_no(FileKind.SCENARIOS, source)
    return is_no_scenario and not is_clearly_no(FileKind.RULES, source)


def _give(text: str, output: str | None) -> None:
    """Write a text into a file, or print it."""
    if output is not None:
        write_whole(output, text.encode("utf-8", "replace"))
    else:
        click.echo(text.encode("utf-8", "replace"), nl=False)


def _over_all_stories(
    protocols: Sequence[Protocol],
    topic: str | None,
    action: str | None,
    role: str | None,
    jobs: int,
) -> Sequence[Comparison]:
    if len(protocols) < 2:  # noqa: PLR2004 - one alone cannot be compared
        message = "a comparison over all stories takes two protocols"
        hint = "name another one, or give a scenario to compare them on"
        raise InvalidInput([Diagnostic("one-protocol", message, hint=hint)])
    return compare_all(protocols, topic=topic, action=action, role=role, jobs=jobs)


def _write_pairs(
    found: Sequence[Comparison], page: click.HelpFormatter, *, everything: bool
) -> None:
    for position, each in enumerate(found):
        if position:
            page.write_paragraph()
            page.write_paragraph()
        write_pair(each, page, everything=everything)


def _pairs_text(found: Sequence[Comparison], form: str, *, everything: bool) -> str:
    """Give comparisons over all stories as they stand in a file."""
    if form == "json":
        return json.dumps([each.as_data() for each in found], indent=2) + "\n"
    if form == "markdown":
        return "\n".join(pair_page(each, everything=everything) for each in found)
    page = click.HelpFormatter(width=_WIDTH)
    _write_pairs(found, page, everything=everything)
    return click.unstyle(page.getvalue())


def _write(
    compared: Sequence[StoryComparison], page: click.HelpFormatter, *, conditions: bool
) -> None:
    for position, each in enumerate(compared):
        if position:
            page.write_paragraph()
            page.write_paragraph()
        write_comparison(each, page, conditions=conditions)


def _text(compared: Sequence[StoryComparison], form: str, *, conditions: bool) -> str:
    """Give it as it stands in a file."""
    if form == "json":
        return json.dumps([each.as_data() for each in compared], indent=2) + "\n"
    if form == "markdown":
        from protocol_rules.report.compared_page import comparison_page  # noqa: PLC0415

        return "\n".join(map(comparison_page, compared))
    page = click.HelpFormatter(width=_WIDTH)
    _write(compared, page, conditions=conditions)
    return click.unstyle(page.getvalue())
