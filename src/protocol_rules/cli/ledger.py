"""`protocol-rules ledger`."""

from __future__ import annotations

import click

from protocol_rules.checks import by_clause
from protocol_rules.cli.inputs import json_option
from protocol_rules.cli.output import as_json, printed
from protocol_rules.cli.scenarios import scenarios_on, scenarios_option
from protocol_rules.report.ledger import ledger_of, ledger_page, write_ledger
from protocol_rules.resolve import load

__all__ = ["ledger_command"]


@click.command(
    "ledger",
    epilog="""\b
Examples:
  protocol-rules ledger medway
  protocol-rules ledger thanet --json""",
)
@click.argument("name", metavar="NAME|PATH")
@scenarios_option
@click.option("--markdown", "as_page", is_flag=True, help="Print a page in Markdown.")
@json_option
def ledger_command(*, name: str, folder: str | None, as_page: bool, as_data: bool) -> None:
    """Show every clause with its norms, what was left to judgement, and who has reviewed it."""
    protocol = load(name)
    entries = ledger_of(protocol, by_clause(scenarios_on(protocol, folder)))
    if as_data:
        as_json([each.as_data() for each in entries])
    elif as_page:
        click.echo(ledger_page(protocol, entries), nl=False)
    else:
        with printed() as page:
            write_ledger(protocol, entries, page)
