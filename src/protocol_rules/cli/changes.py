"""`protocol-rules changes`."""

from __future__ import annotations

import click

from protocol_rules.checks.bank import read_bank
from protocol_rules.cli.output import as_json, printed
from protocol_rules.report.changes import changes_page, write_changes
from protocol_rules.versions import changes_in, read_edition

__all__ = ["changes_command"]


@click.command(
    "changes",
    epilog="""\b
Examples:
  protocol-rules changes thanet rules/thanet.yaml
  protocol-rules changes rules rules -s examples/late_answer.yaml --format markdown""",
)
@click.argument("old")
@click.argument("new")
@click.option(
    "-s",
    "--scenarios",
    "paths",
    multiple=True,
    metavar="FILE|FOLDER",
    help="The bank; tests/scenarios or scenarios where nothing is named.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="Text for people, Markdown for a pull request, JSON for machines.",
)
def changes_command(*, old: str, new: str, paths: tuple[str, ...], form: str) -> None:
    """Tell which answers a new edition of the rules changes, for whom, and how.

    OLD and NEW are rule files, folders, wheels or git revisions (REVISION or REVISION:PATH). Each
    scenario of the bank is evaluated under both. Norms that changed and that no scenario notices
    are told as well. The exit code is 1 where an answer changes.
    """
    before, after = read_edition(old), read_edition(new)
    protocols = {**before.protocols, **after.protocols}
    changes = changes_in(read_bank(paths, protocols).entries, before, after)
    if form == "json":
        as_json(changes.as_data())
    elif form == "markdown":
        click.echo(changes_page(changes, before, after), nl=False)
    else:
        with printed() as page:
            write_changes(changes, before, after, page)
    if not changes.is_empty:
        raise click.exceptions.Exit(1)
