"""`protocol-rules merge`."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from protocol_rules.cli.output import as_json, printed
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.merge import STRICTEST, check_parents, merge
from protocol_rules.report.merged import write_merged
from protocol_rules.resolve import load
from protocol_rules.source import check_writable, write_whole

__all__ = ["merge_command"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@click.command(
    "merge",
    epilog="""\b
Examples:
  protocol-rules merge cumbria medway --output draft.yaml
  protocol-rules merge medway town_council -o new_council.yaml --prefer medway""",
)
@click.argument("parents", nargs=-1, metavar="COUNCIL COUNCIL...")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="Where the draft goes; NEW_NAME.yaml."
)
@click.option(
    "--prefer",
    default=STRICTEST,
    metavar="strictest|loosest|COUNCIL",
    help="Whose norms are in force where the parents differ; the strictest if nothing is said.",
)
@click.option("--name", default="", metavar="TEXT", help="The name of the new council.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes work at once; else one for each core.",
)
@click.option("--json", "as_data", is_flag=True, help="Print JSON for machines.")
def merge_command(  # noqa: PLR0913 - one parameter for each option
    *,
    parents: tuple[str, ...],
    output: str,
    prefer: str,
    name: str,
    jobs: int | None,
    as_data: bool,
) -> None:
    """Draft one protocol for councils that become one, and prove what it keeps.

    Each COUNCIL is a protocol that ships, or a rule file. The draft is a valid rule file: what all
    agree on stands in it once; where they differ, one option is in force, and comments tell the
    others and what each council would gain or lose. Whatever all parents agree on follows from the
    draft; the exit code is 1 where that is not proved.
    """
    council = _council_of(output)
    protocols = [load(each) for each in parents]
    check_parents(protocols, council, prefer)
    check_writable(output)
    merged = merge(protocols, council, prefer=prefer, name=name, jobs=jobs or os.cpu_count() or 1)
    write_whole(output, merged.text.encode())
    if as_data:
        as_json(merged.as_data())
    else:
        with printed() as page:
            write_merged(merged, output, page)
    if not merged.proof.holds:
        raise click.exceptions.Exit(1)


def _council_of(output: str) -> str:
    """Take the name of the draft from its file, since protocols are found by that."""
    path = Path(output)
    if path.suffix not in (".yaml", ".yml") or not _NAME.fullmatch(path.stem):
        message = f"{quote(output)} names no new protocol"
        hint = "call the file like the new council: small letters, digits and _, then .yaml"
        raise InvalidInput([Diagnostic("not-a-name", message, hint=hint)])
    return path.stem
