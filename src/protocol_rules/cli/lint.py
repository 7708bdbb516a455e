"""`protocol-rules lint`."""

from __future__ import annotations

import click

from protocol_rules.cli.inputs import json_option
from protocol_rules.cli.reports import Found, outputs_of, report_options
from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.lint import unused_word
from protocol_rules.lint.check import Linted
from protocol_rules.lint.run import CHECKS, lint
from protocol_rules.report.linted import lint_report, lint_summary
from protocol_rules.resolve import path_of, resolve, shipped
from protocol_rules.source import read
from protocol_rules.vocabulary import shared_vocabulary

__all__ = ["lint_command"]

_CHECKS = (*(each.name for each in CHECKS), unused_word.CHECK.name)


@click.command(
    "lint",
    epilog="""\b
Examples:
  protocol-rules lint
  protocol-rules lint rules/medway.yaml --strict""",
)
@click.argument("protocols", nargs=-1, metavar="[NAME|PATH]...")
@click.option("--strict", is_flag=True, help="Let warnings fail as well.")
@report_options
@json_option
def lint_command(  # noqa: PLR0913 - one parameter for each option
    *,
    protocols: tuple[str, ...],
    strict: bool,
    form: str | None,
    output: str | None,
    reports: tuple[str, ...],
    as_data: bool,
) -> None:
    """Check rule files: what the loader refuses, and what it lets pass but is probably a slip.

    Without arguments all protocols that ship are checked together with the vocabulary. The exit
    code is 2 where a file cannot be loaded, 1 where a check finds an error (with --strict: or a
    warning).
    """
    outputs = outputs_of(form, output, reports, as_data=as_data)
    linted: list[Linted] = []
    faults: list[Diagnostic] = []
    warned: list[Diagnostic] = []
    for name in dict.fromkeys(protocols) or shipped():
        try:
            source = read(path_of(name))
            protocol, warnings = resolve(source, shared_vocabulary())
        except InvalidInput as error:
            faults += error.diagnostics
        else:
            linted.append(Linted(protocol, source))
            warned += warnings.diagnostics
    found = [*faults, *warned, *lint(linted, whole=not protocols and not faults)]
    files = [each.source.file for each in linted]
    outputs.write(
        Found(
            lambda page: _write(found, len(linted), page),
            lambda: [each.as_data() for each in found],
            lambda: lint_report(files, faults, found, _CHECKS, strict=strict),
        )
    )
    if faults:
        raise click.exceptions.Exit(2)
    if any(strict or each.severity == "error" for each in found):
        raise click.exceptions.Exit(1)


def _write(found: list[Diagnostic], files: int, page: click.HelpFormatter) -> None:
    for each in found:
        page.write(f"{each}\n\n" if each.span else f"{each}\n")
    page.write(f"{lint_summary(files, found)}\n")
