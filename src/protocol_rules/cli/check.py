"""`protocol-rules check`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

import click

from protocol_rules.checks.bank import Protocols, files_below, nothing_there
from protocol_rules.checks.run import Checked, FileResult, Run, Wanted, check_all
from protocol_rules.checks.update import update_file
from protocol_rules.cli.inputs import json_option, protocol_option
from protocol_rules.cli.reports import Found, Outputs, outputs_of, report_options
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.report.checked import CheckReport

__all__ = ["check_command"]

INTERRUPTED = 130


@click.command(
    "check",
    epilog="""\b
Examples:
  protocol-rules check
  protocol-rules check tests/scenarios/thanet -k "late and not media"
  protocol-rules check --report junit=results.xml --report sarif=results.sarif""",
)
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option(
    "-k",
    "expression",
    default="",
    metavar="EXPRESSION",
    help="Only what is called so: words of names, files, protocols and tags with and, or, not, ().",
)
@protocol_option
@click.option("--tag", "tags", multiple=True, help="Only scenarios with this tag; may be repeated.")
@click.option("--update", is_flag=True, help="Rewrite the expectations that are not met.")
@click.option("--strict", is_flag=True, help="Let a scenario fail that expects nothing.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="NUMBER",
    help="In how many processes at most; without it as many as pay.",
)
@report_options
@json_option
def check_command(  # noqa: PLR0913 - one parameter for each option
    *,
    paths: tuple[str, ...],
    expression: str,
    names: tuple[str, ...],
    tags: tuple[str, ...],
    update: bool,
    strict: bool,
    jobs: int,
    form: str | None,
    output: str | None,
    reports: tuple[str, ...],
    as_data: bool,
) -> None:
    """Hold every scenario against the answer of the rules, and show what is not as expected.

    Without arguments the scenarios below tests/scenarios or scenarios are checked, whichever is
    there. Of what differs both sides are shown, and the norms that account for it with their
    proofs. The exit code is 1 where an expectation is not met.
    """
    outputs = outputs_of(form, output, reports, as_data=as_data)
    wanted = Wanted(expression, tags, names)
    try:
        _check(paths, wanted, outputs, jobs=jobs, update=update, strict=strict)
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None


def _check(  # noqa: PLR0913 - what the options say
    paths: Sequence[str],
    wanted: Wanted,
    outputs: Outputs,
    *,
    jobs: int,
    update: bool,
    strict: bool,
) -> None:
    files = files_below(paths)
    with _progress(len(files)) as told:
        run = check_all(files, wanted, jobs=jobs, told=told)
    if run.interrupted:
        _end_interrupted(run, outputs, strict=strict)
    if run.faults:
        raise InvalidInput(run.faults)
    if not run.checked and not (run.silent and strict):
        raise InvalidInput([_nothing(run, wanted, paths)])
    rewritten, faults = _updated(run, wanted) if update else ((), ())
    report = CheckReport(run, rewritten, strict=strict)
    outputs.write(_found(report))
    if faults:
        raise InvalidInput(faults)
    if report.failed:
        raise click.exceptions.Exit(1)


def _end_interrupted(run: Run, outputs: Outputs, *, strict: bool) -> None:
    """Report what was done until somebody pressed Ctrl-C; nothing is rewritten then."""
    if run.faults:
        click.echo(str(InvalidInput(run.faults)), err=True)
    outputs.write(_found(CheckReport(run, strict=strict)))
    click.echo("interrupted: what is reported is not the whole", err=True)
    raise click.exceptions.Exit(INTERRUPTED)


def _found(report: CheckReport) -> Found:
    return Found(report.write, report.as_data, report.as_report)


def _updated(run: Run, wanted: Wanted) -> tuple[tuple[Checked, ...], tuple[Diagnostic, ...]]:
    """Rewrite file by file; one that cannot be rewritten keeps none of the others from it."""
    loaded = [Protocols().named(name) for name in wanted.protocols]
    protocols = Protocols({each.council: each for each in loaded})
    rewritten: list[Checked] = []
    faults: list[Diagnostic] = []
    for each in run.results:
        failed = [one for one in each.checked if not one.passed]
        if not failed:
            continue
        try:
            rewritten += update_file(each.file, each.digest, failed, protocols).scenarios
        except InvalidInput as error:
            faults += error.diagnostics
    return tuple(rewritten), tuple(faults)


def _nothing(run: Run, wanted: Wanted, paths: Sequence[str]) -> Diagnostic:
    """Say why there is nothing to check."""
    left_out = sum(each.left_out for each in run.results)
    if left_out:
        noun = "expectation" if left_out == 1 else "expectations"
        said = [f"-k {quote(wanted.expression)}"] if wanted.expression else []
        said += [f"--protocol {quote(each)}" for each in wanted.protocols]
        said += [f"--tag {quote(each)}" for each in wanted.tags]
        message = f"none of {left_out} {noun} is chosen by {' '.join(said)}"
        hint = "the words are looked for in file, scenario, protocol and tags"
        return Diagnostic("nothing-chosen", message, hint=hint)
    if run.silent:
        message = "no scenario expects anything of a protocol"
        return Diagnostic("nothing-expected", message, hint="add `expect` or `expect_in`")
    return nothing_there(paths or [each.file for each in run.results])


@contextmanager
def _progress(count: int) -> Generator[Callable[[FileResult], None]]:
    """Show at a terminal how far it has come."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=count, label="Checking", file=sys.stderr) as bar:
        yield lambda _: bar.update(1)
