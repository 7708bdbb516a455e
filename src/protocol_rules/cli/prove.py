"""`protocol-rules prove`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from protocol_rules.cli.inputs import json_option
from protocol_rules.cli.reports import Found, outputs_of, report_options
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.proofs.claim_file import claims_below
from protocol_rules.proofs.prove import Conclusion, prove
from protocol_rules.report.proved import ProvedReport

__all__ = ["NOT_DECIDED", "prove_command"]

NOT_DECIDED = 3
"""The exit code where no claim is refuted, and some is not decided."""


@click.command(
    "prove",
    epilog="""\b
Examples:
  protocol-rules prove tests/claims/thanet.yaml
  protocol-rules prove tests/claims medway cumbria
  protocol-rules prove tests/claims/medway.yaml --format junit""",
)
@click.argument("path", metavar="FILE|FOLDER")
@click.argument("protocols", nargs=-1, metavar="[NAME|PATH]...")
@report_options
@json_option
def prove_command(  # noqa: PLR0913 - as many parameters as options
    *,
    path: str,
    protocols: tuple[str, ...],
    form: str | None,
    output: str | None,
    reports: tuple[str, ...],
    as_data: bool,
) -> None:
    """Prove the claims of a file: that in all stories of a kind a position is as claimed.

    Each is proved, or refuted with the smallest story in which it is not so, or not decided. With
    protocols named, only claims on these are tried; a claim that names no protocol is tried on
    each of them. The exit code is 1 where a claim is refuted, or no story whatever meets its
    `when`; else 3 where one is not decided.
    """
    outputs = outputs_of(form, output, reports, as_data=as_data)
    claims = claims_below(path, protocols)
    if not claims:
        raise InvalidInput([_nothing(path, protocols)])
    report = ProvedReport([prove(each) for each in claims])
    outputs.write(Found(report.write, report.as_data, report.as_report))
    if report.count(Conclusion.REFUTED) or report.count(Conclusion.SAYS_NOTHING):
        raise click.exceptions.Exit(1)
    if report.count(Conclusion.NOT_DECIDED):
        raise click.exceptions.Exit(NOT_DECIDED)


def _nothing(path: str, protocols: Sequence[str]) -> Diagnostic:
    named = ", ".join(map(quote, protocols))
    message = f"there are no claims below {quote(path)}"
    hint = "a file of claims has `claims: [...]`"
    if protocols:
        message, hint = f"no claim below {quote(path)} is on {named}", ""
    return Diagnostic("no-claims", message, hint=hint)
