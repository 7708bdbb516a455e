"""`protocol-rules changes`."""

from __future__ import annotations

from pathlib import Path

import click

from protocol_rules.cli.inputs import words_of
from protocol_rules.cli.output import as_json, printed
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.scenario_file import ScenarioEntry, read_scenarios
from protocol_rules.report.changes import changes_page, write_changes
from protocol_rules.versions import Edition, changes_in, read_edition

__all__ = ["changes_command"]

_USUAL = Path("tests", "scenarios")


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
    help=f"The bank of scenarios; ./{_USUAL.as_posix()} where nothing is named.",
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
    changes = changes_in(_bank(paths, after), before, after)
    if form == "json":
        as_json(changes.as_data())
    elif form == "markdown":
        click.echo(changes_page(changes, before, after), nl=False)
    else:
        with printed() as page:
            write_changes(changes, before, after, page)
    if not changes.is_empty:
        raise click.exceptions.Exit(1)


def _bank(paths: tuple[str, ...], edition: Edition) -> list[ScenarioEntry]:
    chosen = [Path(each) for each in paths] or [_USUAL]
    words = words_of([*edition.protocols.values()])
    entries: list[ScenarioEntry] = []
    for path in chosen:
        if not path.exists():
            message = f"there are no scenarios at {quote(path)}"
            raise InvalidInput([Diagnostic("no-such-folder", message, hint="name them with -s")])
        files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        for file in files:
            entries += read_scenarios(file, words)
    return entries
