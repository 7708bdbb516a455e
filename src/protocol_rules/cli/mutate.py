"""`protocol-rules mutate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

import click

from protocol_rules.checks.bank import usual
from protocol_rules.cli.inputs import protocol_option
from protocol_rules.cli.output import as_json, printed
from protocol_rules.mutation import Run, run
from protocol_rules.mutation.choose import commissioned
from protocol_rules.report.mutation import mutation_as_data, mutation_page, write_mutation

__all__ = ["mutate_command"]


@click.command(
    "mutate",
    epilog="""\b
Examples:
  protocol-rules mutate -p medway --clause 13.2 --survivors
  protocol-rules mutate --operator bearer-moved --format markdown --fail-under 60""",
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@protocol_option
@click.option(
    "--operator",
    "operators",
    multiple=True,
    metavar="NAME",
    help="Change only this kind of thing; may be repeated.",
)
@click.option(
    "--clause",
    "clauses",
    multiple=True,
    metavar="ID",
    help="Change only this clause; may be repeated.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes work at once; else one for each core.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How it is told; text if nothing is said.",
)
@click.option("--survivors", is_flag=True, help="List what no scenario noticed, and what would.")
@click.option("--equivalent", is_flag=True, help="List what no story could ever notice.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="Fail where the score of a protocol is below N per cent.",
)
def mutate_command(  # noqa: PLR0913 - what can be asked for
    *,
    paths: tuple[str, ...],
    names: tuple[str, ...],
    operators: tuple[str, ...],
    clauses: tuple[str, ...],
    jobs: int | None,
    style: str,
    survivors: bool,
    equivalent: bool,
    fail_under: float | None,
) -> None:
    """Change the rules one thing at a time, and tell which changes no scenario notices.

    PATHS are scenario files, or folders of them; without any, tests/scenarios or scenarios. Without
    -p every protocol is tried of which a scenario expects something. No file is changed.
    """
    chosen = commissioned(names, paths or usual(), operators, clauses)
    with _progress() as tell:
        found = run(chosen, jobs or os.cpu_count() or 1, tell)
    if style == "json":
        as_json(mutation_as_data(found))
    elif style == "markdown":
        text = mutation_page(found, survivors=survivors, equivalent=equivalent)
        click.echo(text, nl=False)
    else:
        with printed() as page:
            write_mutation(found, page, survivors=survivors, equivalent=equivalent)
    if not found.finished:
        raise click.exceptions.Exit(2)
    if fail_under is not None and _is_below(found, fail_under):
        raise click.exceptions.Exit(1)


@contextmanager
def _progress() -> Generator[Callable[[int, int], None]]:
    """Show a bar where somebody sits at a terminal."""
    is_seen = sys.stderr.isatty()
    with click.progressbar(
        length=1, label="mutants", file=sys.stderr, hidden=not is_seen, show_pos=True
    ) as bar:

        def tell(more: int, every: int) -> None:
            bar.length = every
            bar.update(more)

        yield tell


def _is_below(found: Run, least: float) -> bool:
    scores = (tally.counts.score for tally in found.tallies)
    return any(score is not None and score < least for score in scores)
