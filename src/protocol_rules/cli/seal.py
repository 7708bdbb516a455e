"""`protocol-rules seal`."""

from __future__ import annotations

from pathlib import Path

import click

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.drift.document import read_clauses
from protocol_rules.drift.seal import Seal, seal
from protocol_rules.drift.seal_file import as_text, seal_path
from protocol_rules.norms.protocol import Protocol
from protocol_rules.resolve import load

__all__ = ["seal_command"]


@click.command(
    "seal",
    epilog="""\b
Examples:
  protocol-rules seal examples/parish/brindleby.clauses.jsonl \\
      -p examples/parish/brindleby.yaml --check""",
)
@click.argument("clauses", metavar="CLAUSES")
@click.option(
    "-p",
    "--protocol",
    "name",
    required=True,
    metavar="NAME|PATH",
    help="The protocol that the clauses are those of.",
)
@click.option("--write", "target", metavar="FILE", help="Write the seal into a file.")
@click.option("--check", is_flag=True, help="Fail where the seal beside the rule file is stale.")
def seal_command(*, clauses: str, name: str, target: str | None, check: bool) -> None:
    """Seal the printed clauses of a protocol: keep enough to know them again, and no text.

    CLAUSES is a file with one clause a line: {"id": "2.1", "heading": "...", "text": "..."}. The
    seal of a protocol lies in the folder `seals` beside its rule file.
    """
    protocol = load(name)
    made = seal(protocol.council, read_clauses(clauses))
    _check_cards(made, protocol, clauses)
    text = as_text(made)
    if check:
        path = seal_path(protocol)
        if _on_disk(path) != text:
            click.echo(f"{path} is stale: run `protocol-rules seal` with --write", err=True)
            raise click.exceptions.Exit(1)
    elif target is not None:
        _write(Path(target), text)
    else:
        click.echo(text, nl=False)


def _check_cards(made: Seal, protocol: Protocol, clauses: str) -> None:
    """Refuse clauses that lack one which the rule file has a card of."""
    sealed = {each.id for each in made.clauses}
    lacking = [name for name in protocol.clauses if name not in sealed]
    if lacking:
        message = (
            f"{quote(clauses)} does not match `{protocol.council}`: it lacks "
            f"{len(lacking)} of the {len(protocol.clauses)} clauses that have a card, the first "
            f"being {quote(lacking[0])}"
        )
        raise InvalidInput(
            [Diagnostic("wrong-clauses", message, hint=did_you_mean(lacking[0], sealed))]
        )


def _on_disk(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        click.echo(f"error: {path}: {error.strerror}", err=True)
        raise click.exceptions.Exit(2) from None
