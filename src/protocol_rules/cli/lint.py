"""`protocol-rules lint`."""

from __future__ import annotations

import click

from protocol_rules.cli.inputs import json_option
from protocol_rules.cli.output import as_json
from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.lint.check import Linted
from protocol_rules.lint.run import lint
from protocol_rules.resolve import path_of, resolve, shipped
from protocol_rules.source import read
from protocol_rules.vocabulary import shared_vocabulary

__all__ = ["lint_command"]


@click.command(
    "lint",
    epilog="""\b
Examples:
  protocol-rules lint
  protocol-rules lint rules/medway.yaml --strict""",
)
@click.argument("protocols", nargs=-1, metavar="[NAME|PATH]...")
@click.option("--strict", is_flag=True, help="Let warnings fail as well.")
@json_option
def lint_command(*, protocols: tuple[str, ...], strict: bool, as_data: bool) -> None:
    """Check rule files: what the loader refuses, and what it lets pass but is probably a slip.

    Without arguments all protocols that ship are checked together with the vocabulary. The exit
    code is 2 where a file cannot be loaded, 1 where a check finds an error (with --strict: or a
    warning).
    """
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
    if as_data:
        as_json([each.as_data() for each in found])
    else:
        _print(found, len(linted))
    if faults:
        raise click.exceptions.Exit(2)
    if any(strict or each.severity == "error" for each in found):
        raise click.exceptions.Exit(1)


def _print(found: list[Diagnostic], files: int) -> None:
    for each in found:
        click.echo(f"{each}\n" if each.span else str(each))
    errors = sum(each.severity == "error" for each in found)
    counts = ((files, "protocol"), (errors, "error"), (len(found) - errors, "warning"))
    read, *told = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts]
    click.echo(f"{read} read; {', '.join(told)}")
