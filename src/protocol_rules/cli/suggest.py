"""`protocol-rules suggest`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from protocol_rules.cli.inputs import protocol_option, protocols_of
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry, read_scenarios
from protocol_rules.suggestions import Suggested, Suggestion, as_yaml, suggestions_for

__all__ = ["suggest_command"]

_USUAL = (Path("tests", "scenarios"), Path("scenarios"))


@click.command(
    "suggest",
    epilog="""\b
Examples:
  protocol-rules suggest -p thanet --limit 3
  protocol-rules suggest tests/scenarios -p thanet --clause 9.1.6 --complete""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@protocol_option
@click.option("--clause", "clauses", multiple=True, metavar="ID", help="Only for this clause.")
@click.option("--norm", "norms", multiple=True, metavar="ADDRESS", help="Only for this norm.")
@click.option("--limit", type=click.IntRange(min=1), help="At most as many stories.")
@click.option(
    "--complete", is_flag=True, help="Tell each story until nothing more is undetermined in it."
)
@click.option(
    "--output", "folder", metavar="FOLDER", help="Write a file for each protocol, and print none."
)
def suggest_command(  # noqa: PLR0913 - as many as there are options
    *,
    paths: tuple[str, ...],
    names: tuple[str, ...],
    clauses: tuple[str, ...],
    norms: tuple[str, ...],
    limit: int | None,
    complete: bool,
    folder: str | None,
) -> None:
    """Suggest scenarios that are lacking: one in which a norm applies, nearly does, is lifted.

    The scenarios below PATHS, or in tests/scenarios or scenarios, are looked at first, and what
    they show is not suggested again. Each suggestion says what the rules answer today and what a
    person has to confirm of it.
    """
    protocols = protocols_of(names)
    wanted = _wanted(protocols, clauses, norms)
    places = _places(paths)
    files = {each.council: _file(folder, each) for each in protocols} if folder else {}
    made: list[tuple[Protocol, Suggested]] = []
    taken: list[str] = []
    left = limit
    for protocol in protocols:
        found = suggestions_for(
            protocol,
            _bank(places, protocol),
            wanted=wanted,
            complete=complete,
            most=left,
            taken=taken,
        )
        made.append((protocol, found))
        taken += (each.name for each in found.suggestions)
        left = None if left is None else left - len(found.suggestions)
    if folder:
        for protocol, found in made:
            _write(files[protocol.council], found.suggestions)
    else:
        _print([each for _, found in made for each in found.suggestions])
    for _, found in made:
        for address, kinds in found.not_found.items():
            lacking = ", ".join(each.words for each in kinds)
            click.echo(f"no story was found for {address}: {lacking}", err=True)


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


def _places(paths: Sequence[str]) -> list[Path]:
    """Find where the bank lies; raises `InvalidInput` where something named is not there."""
    faults = [
        Diagnostic("no-such-file", f"there is no file or folder {quote(path)}")
        for path in paths
        if not Path(path).exists()
    ]
    if faults:
        raise InvalidInput(faults)
    if paths:
        return [Path(path) for path in paths]
    return next(([each] for each in _USUAL if each.is_dir()), list[Path]())


def _bank(places: Sequence[Path], protocol: Protocol) -> list[ScenarioEntry]:
    """Read the scenarios that expect something of a protocol."""
    return [
        entry
        for path in _files(places, protocol)
        for entry in read_scenarios(path, protocol.vocabulary)
        if {protocol.council, protocol.file} & entry.expectations.keys()
    ]


def _files(places: Sequence[Path], protocol: Protocol) -> Iterator[Path]:
    """Give the files that are named, and of folders those that speak of a protocol."""
    for each in places:
        if not each.is_dir():
            yield each
        for path in sorted(each.rglob("*.yaml")):
            if protocol.council.encode() in path.read_bytes():
                yield path


def _file(folder: str, protocol: Protocol) -> Path:
    """Name the file for a protocol; raises `InvalidInput` where there is one of that name."""
    place = Path(folder)
    if place.exists() and not place.is_dir():
        raise InvalidInput([Diagnostic("no-such-folder", f"{quote(folder)} is no folder")])
    path = place / f"{protocol.council}.yaml"
    if path.exists():
        message = f"{quote(path)} is there already"
        hint = "review what it holds and move it away, or name another folder"
        raise InvalidInput([Diagnostic("file-exists", message, hint=hint)])
    return path


def _write(path: Path, suggestions: Sequence[Suggestion]) -> None:
    """Write a file whole, or not at all."""
    if not suggestions:
        click.echo(f"{path}: nothing is lacking")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(as_yaml(suggestions))
    Path(file.name).replace(path)
    count = len(suggestions)
    click.echo(f"{path}: {count} {'story' if count == 1 else 'stories'}")


def _print(suggestions: Sequence[Suggestion]) -> None:
    if suggestions:
        click.echo(as_yaml(suggestions), nl=False)
    else:
        click.echo("nothing is lacking", err=True)
