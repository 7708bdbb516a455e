"""`protocol-rules ledger`."""

from __future__ import annotations

from pathlib import Path

import click

from protocol_rules.checks import by_clause, expecting
from protocol_rules.cli.output import as_json, printed
from protocol_rules.report.ledger import ledger_of, ledger_page, write_ledger
from protocol_rules.resolve import load

__all__ = ["ledger_command"]

_SCENARIOS = Path("tests", "scenarios")


@click.command(
    "ledger",
    epilog="""\b
Examples:
  protocol-rules ledger medway
  protocol-rules ledger thanet --form json""",
)
@click.argument("name", metavar="NAME|PATH")
@click.option(
    "--form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How it is printed.",
)
@click.option(
    "--scenarios",
    "folder",
    metavar="FOLDER",
    help=f"Where scenarios are looked for. [default: {_SCENARIOS.as_posix()}, where it is]",
)
def ledger_command(*, name: str, form: str, folder: str | None) -> None:
    """Show every clause with its norms, what was left to judgement, and who has reviewed it."""
    protocol = load(name)
    where = _SCENARIOS if folder is None else Path(folder)
    found = expecting(where, protocol) if folder is not None or where.is_dir() else ()
    entries = ledger_of(protocol, by_clause(found))
    if form == "json":
        as_json([each.as_data() for each in entries])
    elif form == "markdown":
        click.echo(ledger_page(protocol, entries), nl=False)
    else:
        with printed() as page:
            write_ledger(protocol, entries, page)
