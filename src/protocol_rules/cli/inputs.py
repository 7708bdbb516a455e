"""What the commands share: protocols by name or path, and scenarios from files or options."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario import Scenario
from protocol_rules.norms.scenario_file import ScenarioEntry, read_scenarios
from protocol_rules.resolve import load, shipped
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = [
    "as_json",
    "console",
    "entries_of",
    "given_options",
    "json_option",
    "protocol_option",
    "protocols_of",
]

Command = TypeVar("Command", bound=Callable[..., object])

json_option = click.option("--json", "as_data", is_flag=True, help="Print JSON for machines.")
protocol_option = click.option(
    "-p",
    "--protocol",
    "names",
    multiple=True,
    metavar="NAME|PATH",
    help="A protocol that ships, or a rule file; may be repeated. [default: the scenario's own, or all]",
)


def given_options(command: Command) -> Command:
    """Let a scenario be stated on the command line, or added to."""
    options = (
        click.option("-g", "--given", multiple=True, metavar="FACT=VALUE",
                     help="A fact that is known; several names of a set with commas."),
        click.option("-a", "--about", multiple=True, metavar="CIRCUMSTANCE",
                     help="A circumstance that is there, of which no fact is known."),
        click.option("-t", "--today", metavar="DATE", help="The day on which it is looked at."),
        click.option("--reading", type=click.Choice(["as_given", "unless_shown"]),
                     help="How an exception is taken that nobody has shown. [default: as_given]"),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def console() -> Console:
    """A console that wraps at the terminal, and leaves lines whole in a pipe."""
    made = Console(highlight=False, soft_wrap=False)
    if not made.is_terminal:
        made = Console(highlight=False, width=160)
    return made


def as_json(data: object) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def protocols_of(names: Sequence[str]) -> list[Protocol]:
    """Load the protocols that are named, or all that ship; every fault of every file is told."""
    faults: list[Diagnostic] = []
    protocols: list[Protocol] = []
    for name in dict.fromkeys(names) or shipped():
        try:
            protocols.append(load(name))
        except InvalidInput as error:
            faults += error.diagnostics
    if faults:
        raise InvalidInput(faults)
    return protocols


def entries_of(
    path: str | None, given: Sequence[str], about: Sequence[str], today: str | None, protocols: Sequence[Protocol]
) -> tuple[tuple[Scenario, ScenarioEntry | None], ...]:
    """Read the scenarios of a file, or the one that the options state."""
    words = _words_of(protocols)
    if path is None:
        if not given and not about:
            message = "a scenario is wanted: a file, or facts with -g FACT=VALUE"
            hint = "`protocol-rules list facts` shows the words"
            raise InvalidInput([Diagnostic("no-scenario", message, hint=hint)])
        scenario = Scenario(_facts(given, words), about=about, today=today, vocabulary=words)
        return ((scenario, None),)
    if given or about:
        message = "a scenario comes from a file or from -g and -a, not from both"
        raise InvalidInput([Diagnostic("two-scenarios", message)])
    found: list[tuple[Scenario, ScenarioEntry | None]] = []
    for entry in read_scenarios(Path(path), words):
        scenario = entry.scenario
        if today is not None:
            day = Scenario({}, today=today).today
            scenario = scenario.model_copy(update={"today": day})
        found.append((scenario, entry))
    return tuple(found)


def _facts(given: Sequence[str], words: Vocabulary) -> dict[str, object]:
    facts: dict[str, object] = {}
    faults: list[Diagnostic] = []
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            faults.append(Diagnostic("wrong-shape", f"{quote(each)} is not FACT=VALUE"))
        elif name in facts:
            faults.append(Diagnostic("given-twice", f"{quote(name)} is given twice"))
        else:
            fact = words.facts.get(name)
            is_set = fact is not None and fact.type in ("role", "choices")
            facts[name] = value.split(",") if is_set else value
    if faults:
        raise InvalidInput(faults)
    return facts


def _words_of(protocols: Sequence[Protocol]) -> Vocabulary:
    """The shared words, and those that the protocols bring along."""
    words = shared_vocabulary()
    for protocol in protocols:
        own = protocol.vocabulary
        words = words.extended(own.circumstances, own.facts, own.actions, words.roles)
    return words
