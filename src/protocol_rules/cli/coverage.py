"""`protocol-rules coverage`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any, TypeVar

import click

from protocol_rules.cli.inputs import protocol_option, protocols_of, words_of
from protocol_rules.cli.output import printed, write_whole
from protocol_rules.coverage import Kind, Pair, RuleCoverage, coverage_of, read_pairs
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.protocol import Protocol

__all__ = ["coverage_command"]

_USUAL = Path("tests", "scenarios")
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

    PATHS are files of scenarios and folders of such; without any, ./tests/scenarios. Without
    --protocol, all protocols that ship are measured of which some scenario expects something. The
    exit code is 1 where a protocol has less than a threshold asks for.
    """
    protocols = _by_council(protocols_of(names))
    pairs = read_pairs(_bank(paths), protocols, words_of([*protocols.values()]))
    if not names:
        protocols = _spoken_of(protocols, pairs)
    measured = [coverage_of(protocol, pairs) for protocol in protocols.values()]
    text = _written(measured, form, missing=missing)
    if output is not None:
        write_whole(Path(output), click.unstyle(text))
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


def _bank(paths: Sequence[str]) -> list[Path]:
    if paths:
        return [Path(each) for each in paths]
    if not _USUAL.is_dir():
        message = f"there are no scenarios in ./{_USUAL.as_posix()}"
        hint = "name the files of scenarios, or a folder of such"
        raise InvalidInput([Diagnostic("no-scenario", message, hint=hint)])
    return [_USUAL]


def _by_council(protocols: Sequence[Protocol]) -> dict[str, Protocol]:
    found: dict[str, Protocol] = {}
    for each in protocols:
        if each.council in found:
            message = f"two protocols are named {quote(each.council)}"
            hint = f"they are {found[each.council].file} and {each.file}; measure one at a time"
            raise InvalidInput([Diagnostic("duplicate-protocol", message, hint=hint)])
        found[each.council] = each
    return found


def _spoken_of(protocols: Mapping[str, Protocol], pairs: Sequence[Pair]) -> Mapping[str, Protocol]:
    """Leave out those of which no scenario expects anything, and say so."""
    spoken = {pair.protocol.council for pair in pairs}
    if not spoken:
        message = "no scenario expects anything of a protocol that ships"
        hint = "name the rule file with --protocol"
        raise InvalidInput([Diagnostic("no-expectation", message, hint=hint)])
    left = [council for council in protocols if council not in spoken]
    if left:
        click.echo(f"not measured, since no scenario expects anything: {', '.join(left)}", err=True)
    return {council: each for council, each in protocols.items() if council in spoken}


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
