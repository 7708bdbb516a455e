"""`protocol-rules lint`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import click

from protocol_rules.cli.inputs import json_option
from protocol_rules.cli.output import as_json, printed
from protocol_rules.cli.reports import Found, outputs_of, report_options
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.lint.acceptance import Accepted
from protocol_rules.lint.check import Linted
from protocol_rules.lint.norm_without_scenario import Lacking
from protocol_rules.lint.run import CHECKS, NAMES, lint
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.linted import lint_report, lint_summary
from protocol_rules.resolve import path_of, resolve, shipped
from protocol_rules.source import read
from protocol_rules.vocabulary import shared_vocabulary

__all__ = ["lint_command"]


@click.command(
    "lint",
    epilog="""\b
Examples:
  protocol-rules lint
  protocol-rules lint rules/medway.yaml --strict
  protocol-rules lint thanet --only contradicting-norms --accepted
  protocol-rules lint medway --scenarios tests/scenarios/medway""",
)
@click.argument("protocols", nargs=-1, metavar="[NAME|PATH]...")
@click.option(
    "--only", multiple=True, metavar="CHECK", help="Run this check alone; may be repeated."
)
@click.option("--strict", is_flag=True, help="Let warnings fail as well.")
@click.option("--accepted", "with_accepted", is_flag=True, help="Show what was accepted, and why.")
@click.option(
    "--scenarios",
    "folder",
    metavar="FOLDER",
    help="Tell as well which norms the scenarios of a folder do not show from every side.",
)
@click.option("--list", "names_only", is_flag=True, help="Name the checks, and run none.")
@report_options
@json_option
def lint_command(  # noqa: PLR0913 - as many parameters as options
    *,
    protocols: tuple[str, ...],
    only: tuple[str, ...],
    strict: bool,
    with_accepted: bool,
    folder: str | None,
    names_only: bool,
    form: str | None,
    output: str | None,
    reports: tuple[str, ...],
    as_data: bool,
) -> None:
    """Check rule files: what the loader refuses, and what it lets pass but is probably a slip.

    Without arguments all protocols that ship are checked together with the vocabulary. What a
    rule file accepts with a reason is counted, and shown with --accepted. The exit code is 2
    where a file cannot be loaded, 1 where a check finds an error (with --strict: or a warning).
    """
    outputs = outputs_of(form, output, reports, as_data=as_data)
    if names_only:
        _list(as_data=as_data)
        return
    _check_names(only)
    linted, faults, warned = _read(protocols)
    lacking = None if folder is None else _lacking_in(folder, linted)
    told = lint(linted, whole=not protocols and not faults, only=only, lacking=lacking)
    found = [*faults, *warned, *told.open]
    shown = told.accepted if with_accepted else ()
    files = [each.source.file for each in linted]
    outputs.write(
        Found(
            lambda page: _write(found, shown, lint_summary(files, found, told.accepted), page),
            lambda: [*(each.as_data() for each in found), *map(_as_data, shown)],
            lambda: lint_report(files, faults, found, told.accepted, CHECKS, strict=strict),
        )
    )
    if faults:
        raise click.exceptions.Exit(2)
    if any(strict or each.severity == "error" for each in found):
        raise click.exceptions.Exit(1)


def _read(protocols: Sequence[str]) -> tuple[list[Linted], list[Diagnostic], list[Diagnostic]]:
    """Read the rule files; gives also the faults of those that cannot be read, and warnings."""
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
    return linted, faults, warned


def _lacking_in(folder: str, linted: Sequence[Linted]) -> Lacking:
    """Make what tells the kinds of scenario that a norm lacks; raises `InvalidInput`."""
    # Imported here because to lint without scenarios takes none of it.
    from protocol_rules.checks.bank import read_bank  # noqa: PLC0415
    from protocol_rules.checks.exercise import lacking  # noqa: PLC0415

    bank = read_bank([folder], {each.protocol.council: each.protocol for each in linted})

    def told(protocol: Protocol) -> Mapping[str, Iterable[str]]:
        found = lacking(protocol, bank.entries_on(protocol))
        return {address: [kind.words for kind in kinds] for address, kinds in found.items()}

    return told


def _check_names(only: Sequence[str]) -> None:
    hint = "`protocol-rules lint --list` names them"
    faults = [
        Diagnostic(
            "unknown-check",
            f"no check is named {quote(name)}",
            hint=did_you_mean(name, NAMES) or hint,
        )
        for name in only
        if name not in NAMES
    ]
    if faults:
        raise InvalidInput(faults)


def _list(*, as_data: bool) -> None:
    if as_data:
        as_json([{"check": each.name, "finds": each.told} for each in CHECKS])
        return
    with printed() as page:
        page.write_dl([(each.name, each.told) for each in CHECKS])


def _as_data(accepted: Accepted) -> dict[str, object]:
    return {**accepted.diagnostic.as_data(), "accepted": accepted.reason}


def _write(
    found: Sequence[Diagnostic],
    accepted: Sequence[Accepted],
    summary: str,
    page: click.HelpFormatter,
) -> None:
    for each in found:
        page.write(f"{each}\n\n" if each.span else f"{each}\n")
    for each in accepted:
        page.write(f"{each.diagnostic}\n      = accepted: {each.reason}\n\n")
    page.write(f"{summary}\n")
