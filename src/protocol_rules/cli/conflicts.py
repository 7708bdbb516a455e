"""`protocol-rules conflicts`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from protocol_rules.cli.inputs import json_option, protocols_of
from protocol_rules.cli.reports import Found, outputs_of, report_options
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.proofs.examine import examine
from protocol_rules.proofs.gaps import UNREGULATED
from protocol_rules.proofs.settling import Settled, settling_sets
from protocol_rules.report.examined import ExaminedReport
from protocol_rules.report.observed import RULES
from protocol_rules.resolve import shipped

__all__ = ["conflicts_command"]

_CODES = tuple(each.code for each in RULES)


@click.command(
    "conflicts",
    epilog="""\b
Examples:
  protocol-rules conflicts medway
  protocol-rules conflicts town_council --only contradicting-norms
  protocol-rules conflicts thanet --only norm-never-applies --settling "thanet/9.1.6#explain"
  protocol-rules conflicts --format json""",
)
@click.argument("protocols", nargs=-1, metavar="[NAME|PATH]...")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(_CODES),
    metavar="CODE",
    help="Tell this kind of thing alone; may be repeated.",
)
@click.option(
    "--settling",
    "addresses",
    multiple=True,
    metavar="ADDRESS",
    help="Tell also which facts, known together, settle this norm; may be repeated.",
)
@click.option("--strict", is_flag=True, help="Let what is only to be known of fail as well.")
@report_options
@json_option
def conflicts_command(  # noqa: PLR0913 - as many parameters as options
    *,
    protocols: tuple[str, ...],
    only: tuple[str, ...],
    addresses: tuple[str, ...],
    strict: bool,
    form: str | None,
    output: str | None,
    reports: tuple[str, ...],
    as_data: bool,
) -> None:
    """Prove what is wrong with a protocol by itself: conflicts, gaps, idle and implied norms.

    Without arguments all that ship are examined. A conflict is shown with its shortest condition
    and the smallest story in which it happens; what a rule file accepts is shown with the reason.
    The exit code is 1 where a conflict, or a norm or exception that can never matter, is not
    accepted (with --strict: where anything is found).
    """
    outputs = outputs_of(form, output, reports, as_data=as_data)
    examined = protocols_of(protocols)
    beside = [*examined, *(_others(examined) if not only or UNREGULATED in only else ())]
    settled = _settled(addresses, examined)
    found = [
        examine(each, [other for other in beside if other is not each], only) for each in examined
    ]
    report = ExaminedReport(found, len(beside) - 1, strict, settled)
    outputs.write(Found(report.write, report.as_data, report.as_report))
    if report.failed:
        raise click.exceptions.Exit(1)


def _others(examined: Sequence[Protocol]) -> list[Protocol]:
    """Load those that ship besides, since they may regulate what is lacking."""
    councils = {each.council for each in examined}
    left = [each for each in shipped() if each not in councils]
    return protocols_of(left) if left else []


def _settled(addresses: Sequence[str], protocols: Sequence[Protocol]) -> tuple[Settled, ...]:
    found: list[Settled] = []
    faults: list[Diagnostic] = []
    for address in addresses:
        protocol = next((each for each in protocols if address in each.norms), None)
        if protocol is None:
            known = [name for each in protocols for name in each.norms]
            message = f"no norm {quote(address)} in what is examined"
            hint = did_you_mean(address, known) or "`protocol-rules list norms` names them"
            faults.append(Diagnostic("unknown-norm", message, hint=hint))
        else:
            found.append(settling_sets(protocol, address))
    if faults:
        raise InvalidInput(faults)
    return tuple(found)
