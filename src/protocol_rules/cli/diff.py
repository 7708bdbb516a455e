"""`protocol-rules diff`."""

from __future__ import annotations

import click

from protocol_rules.amendments import Turn, amendments_between
from protocol_rules.cli.inputs import json_option
from protocol_rules.cli.reports import Found, outputs_of, report_options
from protocol_rules.report.amended import amended_report, write_amendments
from protocol_rules.versions import read_edition

__all__ = ["diff_command"]

_FAILS = {
    "looser": {Turn.LOOSER},
    "stricter": {Turn.STRICTER},
    "any": {Turn.LOOSER, Turn.STRICTER, Turn.OTHERWISE},
}


@click.command(
    "diff",
    epilog="""\b
Examples:
  protocol-rules diff thanet rules/thanet.yaml
  protocol-rules diff rules rules --fail-on looser --format markdown""",
)
@click.argument("old")
@click.argument("new")
@click.option(
    "--fail-on",
    "fail_on",
    type=click.Choice([*_FAILS]),
    multiple=True,
    help="Fail only where something turned this way; may be repeated. Without it: any.",
)
@report_options
@json_option
def diff_command(  # noqa: PLR0913 - one parameter for each option
    *,
    old: str,
    new: str,
    fail_on: tuple[str, ...],
    form: str | None,
    output: str | None,
    reports: tuple[str, ...],
    as_data: bool,
) -> None:
    """Tell what a new edition of the rules means otherwise: for whom, where, stricter or looser.

    OLD and NEW are rule files, folders, wheels or git revisions (REVISION or REVISION:PATH). They
    are compared over all stories; wording, order, names of norms and ways of writing a condition
    make no difference. The exit code is 1 where something is amended (with --fail-on: in one of
    those ways), and where it was not decided whether anything is.
    """
    outputs = outputs_of(form, output, reports, as_data=as_data)
    fails = frozenset[Turn]().union(*(_FAILS[each] for each in fail_on or ("any",)))
    amendments = amendments_between(read_edition(old), read_edition(new))
    outputs.write(
        Found(
            lambda page: write_amendments(amendments, page),
            amendments.as_data,
            lambda: amended_report(amendments, fails),
        )
    )
    if not amendments.turns.isdisjoint({*fails, Turn.NOT_DECIDED}):
        raise click.exceptions.Exit(1)
