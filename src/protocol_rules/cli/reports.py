"""Where what a command found goes: printed, or into files, in one format or in several."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import click

from protocol_rules.cli.output import as_json, printed
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.report.formats import FORMATS, write_report
from protocol_rules.report.outcome import Report
from protocol_rules.source import check_writable, write_whole

__all__ = ["Found", "Outputs", "outputs_of", "report_options"]

Command = TypeVar("Command", bound=Callable[..., object])

_EVERY = ("text", "json", *FORMATS)
_WIDTH = 100

_OPTIONS = (
    click.option(
        "--format",
        "form",
        type=click.Choice(_EVERY),
        help="The format of what is printed; text without it.",
    ),
    click.option("-o", "--output", metavar="FILE", help="Write it into a file instead."),
    click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT=FILE",
        help="Write a file in another format besides; may be repeated.",
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a command found: as a page, as data for JSON, and as a report for the other formats."""

    write: Callable[[click.HelpFormatter], None]
    data: Callable[[], object]
    report: Callable[[], Report]

    def text(self, form: str) -> str:
        """Give it in one format, as it stands in a file."""
        if form == "text":
            page = click.HelpFormatter(width=_WIDTH)
            self.write(page)
            return click.unstyle(page.getvalue())
        if form == "json":
            return json.dumps(self.data(), indent=2) + "\n"
        return write_report(self.report(), form)


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is printed, and which files are written besides."""

    printed: str
    files: tuple[tuple[str, str], ...]

    def write(self, found: Found) -> None:
        """Write the files, and print."""
        for form, path in self.files:
            write_whole(path, found.text(form).encode("utf-8", "replace"))
        if self.printed == "text":
            with printed() as page:
                found.write(page)
        elif self.printed == "json":
            as_json(found.data())
        elif self.printed:
            # These are read by programs, which take them to be UTF-8 whatever the terminal has.
            sys.stdout.flush()
            sys.stdout.buffer.write(found.text(self.printed).encode("utf-8", "replace"))
            sys.stdout.buffer.flush()


def report_options(command: Command) -> Command:
    """Let the user choose formats and files."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def outputs_of(
    form: str | None, output: str | None, reports: tuple[str, ...], *, as_data: bool = False
) -> Outputs:
    """Read the options; raises `InvalidInput` where a file could not be written.

    `as_data` is what `--json` says, which is another word for `--format json`.
    """
    if as_data and form not in (None, "json"):
        raise _refusal("two-formats", f"--json and --format {form} do not go together")
    chosen = "json" if as_data else form or "text"
    files = [] if output is None else [(chosen, output)]
    files += [_pair(each) for each in reports]
    _check([path for _, path in files])
    return Outputs("" if output is not None else chosen, tuple(files))


def _pair(written: str) -> tuple[str, str]:
    form, equals, path = written.partition("=")
    if not equals or not path:
        hint = "such as --report junit=results.xml"
        raise _refusal("wrong-shape", f"{quote(written)} is not FORMAT=FILE", hint)
    if form not in _EVERY:
        hint = did_you_mean(form, _EVERY) or f"one of {', '.join(_EVERY)}"
        raise _refusal("unknown-format", f"there is no format {quote(form)}", hint)
    return form, path


def _check(paths: list[str]) -> None:
    faults: list[Diagnostic] = []
    seen: set[str] = set()
    for path in paths:
        try:
            check_writable(path)
        except InvalidInput as error:
            faults += error.diagnostics
        place = os.path.realpath(path)
        if place in seen:
            faults.append(Diagnostic("same-file", f"two reports go into {quote(path)}"))
        seen.add(place)
    if faults:
        raise InvalidInput(faults)


def _refusal(code: str, message: str, hint: str = "") -> InvalidInput:
    return InvalidInput([Diagnostic(code, message, hint=hint)])
