"""What the commands share: protocols by name or path, and scenarios from files or options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry, protocols_named, scenarios_in
from protocol_rules.norms.scenario_levels import EVERY_PROTOCOL
from protocol_rules.norms.story import Story, read_story
from protocol_rules.norms.words import words_of
from protocol_rules.resolve import load, shipped
from protocol_rules.source import Source, read
from protocol_rules.vocabulary import FactType, Vocabulary

__all__ = [
    "entries_of",
    "facts_of",
    "given_options",
    "json_option",
    "protocol_option",
    "protocols_of",
    "words_for",
    "words_of",
]

Command = TypeVar("Command", bound=Callable[..., object])

json_option = click.option("--json", "as_data", is_flag=True, help="Print JSON for machines.")
protocol_option = click.option(
    "-p",
    "--protocol",
    "names",
    multiple=True,
    metavar="NAME|PATH",
    help="A protocol that ships, or a rule file; may be repeated.",
)

_GIVEN = (
    click.option(
        "-g",
        "--given",
        multiple=True,
        metavar="FACT=VALUE",
        help="A fact that is known; several names of a set with commas.",
    ),
    click.option(
        "-a",
        "--about",
        multiple=True,
        metavar="CIRCUMSTANCE",
        help="A circumstance that is there, of which no fact is known.",
    ),
    click.option("-t", "--today", metavar="DATE", help="The day on which it is looked at."),
    click.option(
        "--reading",
        type=click.Choice(["as_given", "unless_shown"]),
        help="How an exception is taken that nobody has shown: left open, or taken not to hold.",
    ),
)


def given_options(command: Command) -> Command:
    """Let a scenario be stated on the command line."""
    for option in reversed(_GIVEN):
        command = option(command)
    return command


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


def words_for(source: Source, protocols: Sequence[Protocol]) -> Vocabulary:
    """The words for a file: those of some protocols, and of the rule files that it names by path.

    A rule file that cannot be read is told later, where it is named.
    """
    named = protocols_named(source)
    own: list[Protocol] = []
    for name in named:
        if name not in (EVERY_PROTOCOL, *shipped()):
            with suppress(InvalidInput):
                own.append(load(name))
    return words_of(own if len(own) == len(named) == 1 else [*protocols, *own])


def entries_of(  # noqa: PLR0913 - what a scenario is made of, and the words for it
    path: str | None,
    given: Sequence[str],
    about: Sequence[str],
    today: str | None,
    words: Vocabulary,
    words_for_file: Callable[[Source], Vocabulary] | None = None,
) -> list[tuple[Story, ScenarioEntry | None]]:
    """Read the scenarios of a file, or the one that the options state."""
    if path is None:
        if not given and not about:
            message = "a scenario is wanted: a file, or facts with -g FACT=VALUE"
            hint = "`protocol-rules list facts` shows the words"
            raise InvalidInput([Diagnostic("no-scenario", message, hint=hint)])
        facts = facts_of(given, words)
        return [(read_story(facts, about=about, today=today, vocabulary=words), None)]
    if given or about:
        message = "a scenario comes from a file or from -g and -a, not from both"
        hint = "a FACT=VALUE needs its own -g" if "=" in path else ""
        raise InvalidInput([Diagnostic("two-scenarios", message, hint=hint)])
    if "=" in path and not Path(path).exists():
        message = f"{quote(path)} is no file; a fact is given with -g FACT=VALUE"
        raise InvalidInput([Diagnostic("no-such-file", message)])
    day = read_story(today=today, vocabulary=words).today
    source = read(path)
    known = words if words_for_file is None else words_for_file(source)
    return [(_on(day, each.story), each) for each in scenarios_in(source, known)]


def _on(day: date | None, story: Story) -> Story:
    """Look at a story on another day than it says."""
    if day is None:
        return story
    return Story.of(story.name, Occasion(story.about, story.given), story.occasions, day)


def facts_of(given: Sequence[str], words: Vocabulary) -> dict[str, object]:
    """Take each FACT=VALUE apart; a set has its names with commas."""
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
            is_set = fact is not None and fact.type in (FactType.ROLE, FactType.CHOICES)
            facts[name] = [one.strip() for one in value.split(",")] if is_set else value
    if faults:
        raise InvalidInput(faults)
    return facts
