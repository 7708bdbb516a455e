"""`protocol-rules suggest`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from protocol_rules.checks.bank import Bank, usual
from protocol_rules.cli.inputs import protocol_option, protocols_of
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.mutation import Commission, bank_for
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.resolve import is_shipped
from protocol_rules.source.write import write_whole
from protocol_rules.suggestions import (
    Order,
    Suggested,
    Written,
    against_mutants,
    suggestions_for,
    text_of,
    written,
)
from protocol_rules.suggestions.words import unique

__all__ = ["suggest_command"]


@click.command(
    "suggest",
    epilog="""\b
Examples:
  protocol-rules suggest tests/scenarios/stories -p thanet --limit 3
  protocol-rules suggest tests/scenarios/stories -p thanet --clause 9.1.6 --complete
  protocol-rules suggest tests/scenarios/stories -p medway --clause 13.2 --for mutants""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@protocol_option
@click.option(
    "--for",
    "purpose",
    type=click.Choice(["norms", "mutants", "all"]),
    default="norms",
    help="What is lacking: a side of a norm that no scenario shows (as if nothing is said), or what"
    " notices a mutant of the rules.",
)
@click.option("--clause", "clauses", multiple=True, metavar="ID", help="Only for this clause.")
@click.option("--norm", "norms", multiple=True, metavar="ADDRESS", help="Only for this norm.")
@click.option("--limit", type=click.IntRange(min=1), help="At most as many stories.")
@click.option(
    "--complete",
    is_flag=True,
    help="Tell each story about a norm until nothing more is undetermined in it.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes look for mutants at once; else one for each core.",
)
@click.option(
    "--output", "folder", metavar="FOLDER", help="Write a file for each protocol, and print none."
)
def suggest_command(  # noqa: PLR0913 - as many as there are options
    *,
    paths: tuple[str, ...],
    names: tuple[str, ...],
    purpose: str,
    clauses: tuple[str, ...],
    norms: tuple[str, ...],
    limit: int | None,
    complete: bool,
    jobs: int | None,
    folder: str | None,
) -> None:
    """Suggest scenarios that are lacking: one in which a norm applies, nearly does, is lifted.

    The scenarios below PATHS, or in tests/scenarios or scenarios, are looked at first, and what
    they show is not suggested again. Each suggestion says what the rules answer today and what a
    person has to confirm of it. With --for mutants they are the smallest ones that notice the
    changes of the rules which no scenario notices.
    """
    places = paths or usual()
    named = protocols_of(names) if names else []
    bank = bank_for(places, named)
    protocols = {each.council: each for each in named} or _known(bank)
    wanted = _wanted([*protocols.values()], clauses, norms)
    files = {council: _file(folder, council) for council in protocols} if folder else {}
    made: dict[str, list[Written]] = {council: [] for council in protocols}
    remarks: list[str] = []
    if purpose != "mutants":
        for found in _for_norms(protocols, bank, wanted=wanted, complete=complete, most=limit):
            made[found.council] += map(written, found.suggestions)
            remarks += _not_found(found)
    if purpose != "norms":
        orders = [*_orders(protocols, places, wanted, made)]
        for found in against_mutants(orders, jobs or os.cpu_count() or 1):
            made[found.council] += found.suggestions
            remarks += (
                f"nothing notices {each.address}, {each.change}: {each.reason}"
                for each in found.unseen
            )
    _give(_apart(made, limit), files)
    for each in remarks:
        click.echo(each, err=True)


def _known(bank: Bank) -> dict[str, Protocol]:
    """Give the protocols that ship, and the others of which some scenario expects anything."""
    others = {each.council: each for each in bank.protocols.values()}
    return {each.council: each for each in protocols_of(())} | others


def _for_norms(
    protocols: Mapping[str, Protocol],
    bank: Bank,
    *,
    wanted: Callable[[Norm], bool],
    complete: bool,
    most: int | None,
) -> Iterator[Suggested]:
    taken: list[str] = []
    for protocol in protocols.values():
        left = None if most is None else most - len(taken)
        found = suggestions_for(
            protocol,
            bank.entries_on(protocol),
            wanted=wanted,
            complete=complete,
            most=left,
            taken=taken,
        )
        taken += (each.name for each in found.suggestions)
        yield found


def _orders(
    protocols: Mapping[str, Protocol],
    places: Sequence[str],
    wanted: Callable[[Norm], bool],
    made: Mapping[str, Sequence[Written]],
) -> Iterator[Order]:
    """Ask for what kills the mutants of the norms that are wanted, beside what is suggested."""
    for council, protocol in protocols.items():
        norms = frozenset(each.address for each in protocol.norms.values() if wanted(each))
        is_part = len(norms) < len(protocol.norms)
        name = council if is_shipped(protocol) else protocol.file
        besides = text_of(made[council]) if made[council] else ""
        if norms:
            yield Order(Commission(name, tuple(places)), norms if is_part else frozenset(), besides)


def _not_found(found: Suggested) -> Iterator[str]:
    for address, kinds in found.not_found.items():
        yield f"no story was found for {address}: {', '.join(each.words for each in kinds)}"


def _apart(made: Mapping[str, Sequence[Written]], most: int | None) -> dict[str, list[Written]]:
    """Give each suggestion a name of its own, and leave out those beyond the most."""
    taken: set[str] = set()
    found: dict[str, list[Written]] = {}
    for council, suggestions in made.items():
        left = None if most is None else most - len(taken)
        found[council] = []
        for each in suggestions[:left]:
            name = unique(each.name, taken)
            taken.add(name)
            found[council].append(each.named(name))
    return found


def _wanted(
    protocols: Sequence[Protocol], clauses: Sequence[str], norms: Sequence[str]
) -> Callable[[Norm], bool]:
    """Tell which norms are asked for; raises `InvalidInput` for what no protocol has."""
    addresses = {address for each in protocols for address in each.norms}
    faults = [
        *_unknown("clause", clauses, {id_ for each in protocols for id_ in each.clauses}),
        *_unknown("norm", norms, addresses | {each.partition("/")[2] for each in addresses}),
    ]
    if faults:
        raise InvalidInput(faults)

    def is_wanted(norm: Norm) -> bool:
        if norm.clause in clauses:
            return True
        is_named = not {norm.address, norm.address.partition("/")[2]}.isdisjoint(norms)
        return is_named or not (clauses or norms)

    return is_wanted


def _unknown(kind: str, asked: Iterable[str], known: Iterable[str]) -> Iterator[Diagnostic]:
    names = [*known]
    for name in asked:
        if name not in names:
            hint = did_you_mean(name, names) or "`protocol-rules show PROTOCOL` lists the clauses"
            yield Diagnostic(f"unknown-{kind}", f"no {kind} {quote(name)} is known", hint=hint)


def _file(folder: str, council: str) -> Path:
    """Name the file for a protocol; raises `InvalidInput` where there is one of that name."""
    place = Path(folder)
    if place.exists() and not place.is_dir():
        raise InvalidInput([Diagnostic("no-such-folder", f"{quote(folder)} is no folder")])
    path = place / f"{council}.yaml"
    if path.exists():
        message = f"{quote(path)} is there already"
        hint = "review what it holds and move it away, or name another folder"
        raise InvalidInput([Diagnostic("file-exists", message, hint=hint)])
    return path


def _give(made: Mapping[str, Sequence[Written]], files: Mapping[str, Path]) -> None:
    """Write a file for each protocol, or print all suggestions as one."""
    for council, path in files.items():
        _write(path, made[council])
    if files:
        return
    suggestions = [each for several in made.values() for each in several]
    if suggestions:
        click.echo(text_of(suggestions), nl=False)
    else:
        click.echo("nothing is lacking", err=True)


def _write(path: Path, suggestions: Sequence[Written]) -> None:
    if not suggestions:
        click.echo(f"{path}: nothing is lacking")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text_of(suggestions).encode())
    count = len(suggestions)
    click.echo(f"{path}: {count} {'story' if count == 1 else 'stories'}")
