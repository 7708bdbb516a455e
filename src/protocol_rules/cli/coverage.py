"""`protocol-rules coverage`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from math import isnan
from typing import Any, TypeVar

import click

from protocol_rules.cli.inputs import protocol_option, protocols_of
from protocol_rules.cli.output import printed
from protocol_rules.coverage import Kind, Pair, RuleCoverage, coverage_of, read_pairs
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.source import check_writable, write_whole

__all__ = ["coverage_command"]

_FORMATS = ("text", "html", "json", "lcov", "markdown")
Command = TypeVar("Command", bound=Callable[..., object])


class _Share(click.FloatRange):
    """A share in percent; what is no number is none, though Python has a number for it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click has it
        """Read a share."""
        share = super().convert(value, param, ctx)
        return self.fail(f"{value!r} is not a number.", param, ctx) if isnan(share) else share


def _threshold_options(command: Command) -> Command:
    """Add an option for each kind of goal below whose share the command fails."""
    for kind in reversed(Kind):
        option = click.option(
            f"--fail-under-{kind.value}",
            type=_Share(0, 100),
            metavar="PERCENT",
            help=f"Fail where a protocol has less than this of its {kind.words}.",
        )
        command = option(command)
    return command


@click.command(
    "coverage",
    epilog="""\b
Examples:
  protocol-rules coverage
  protocol-rules coverage tests/scenarios/thanet -p thanet --missing
  protocol-rules coverage -p medway --format html
  protocol-rules coverage --fail-under-norms 60 --fail-under-mcdc 60""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@protocol_option
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", help="What to write."
)
@click.option("-o", "--output", metavar="FILE", help="Write into a file.")
@click.option("--missing", is_flag=True, help="List what no scenario shows, with its place.")
@_threshold_options
def coverage_command(
    *,
    paths: tuple[str, ...],
    names: tuple[str, ...],
    form: str,
    output: str | None,
    missing: bool,
    **least: float | None,
) -> None:
    """Measure what scenarios show of the rules: norms, exceptions, deadlines, each test of them.

    PATHS are files of scenarios and folders of such; without any, tests/scenarios or scenarios.
    Without --protocol, all protocols are measured of which some scenario expects something. The
    exit code is 1 where a protocol has less than a threshold asks for.
    """
    if output is not None:
        check_writable(output)
    protocols = _by_council(protocols_of(names)) if names else {}
    pairs = read_pairs(paths, protocols)
    measured = [coverage_of(each, pairs) for each in (protocols or _spoken_of(pairs)).values()]
    text = _written(measured, form, missing=missing)
    if output is not None:
        write_whole(output, click.unstyle(text).encode("utf-8"))
    elif form == "text":
        with printed() as page:
            page.write(text)
    else:
        click.echo(text.encode(), nl=False)
    below = [*_below(measured, least)]
    for each in below:
        click.echo(each, err=True)
    if below:
        raise click.exceptions.Exit(1)


def _by_council(protocols: Sequence[Protocol]) -> dict[str, Protocol]:
    found: dict[str, Protocol] = {}
    for each in protocols:
        if each.council in found:
            message = f"two protocols are named {quote(each.council)}"
            hint = f"they are {found[each.council].file} and {each.file}; measure one at a time"
            raise InvalidInput([Diagnostic("duplicate-protocol", message, hint=hint)])
        found[each.council] = each
    return found


def _spoken_of(pairs: Sequence[Pair]) -> Mapping[str, Protocol]:
    """Give the protocols of which some scenario expects anything."""
    found = {pair.protocol.council: pair.protocol for pair in pairs}
    if not found:
        message = "no scenario expects anything of a protocol"
        raise InvalidInput([Diagnostic("nothing-expected", message, hint="add `expect`")])
    return dict(sorted(found.items()))


def _written(measured: Sequence[RuleCoverage], form: str, *, missing: bool) -> str:
    match form:
        case "html":
            from protocol_rules.report.coverage.page import coverage_page  # noqa: PLC0415

            return coverage_page(measured)
        case "json":
            from protocol_rules.report.coverage.data import coverage_data  # noqa: PLC0415

            return json.dumps(coverage_data(measured), indent=2) + "\n"
        case "lcov":
            from protocol_rules.report.coverage.lcov import coverage_lcov  # noqa: PLC0415

            return coverage_lcov(measured)
        case "markdown":
            from protocol_rules.report.coverage.markdown import coverage_markdown  # noqa: PLC0415

            return coverage_markdown(measured, missing=missing)
        case _:
            from protocol_rules.report.coverage.text import coverage_text  # noqa: PLC0415

            return coverage_text(measured, missing=missing)


def _below(measured: Sequence[RuleCoverage], least: Mapping[str, float | None]) -> list[str]:
    return [
        f"{each.protocol.council}: {kind.words} {figure.words} is below {wanted:g}%"
        for each in measured
        for kind, figure in each.figures.items()
        if (wanted := least[f"fail_under_{kind.value}"]) is not None and figure.percent < wanted
    ]
