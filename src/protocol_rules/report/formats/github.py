"""Annotations for GitHub: workflow commands that put each fault beside its line."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.report.outcome import Grade, Outcome, Report, shown_path

__all__ = ["as_github"]

_COMMANDS = {Grade.WARNING: "warning", Grade.FAILED: "error", Grade.ERROR: "error"}


def as_github(report: Report) -> str:
    """Write a report as workflow commands, and its summary as a plain line."""
    lines = [*(_command(each) for each in report.bad), _plain(report.summary)]
    return "".join(f"{line}\n" for line in lines)


def _command(outcome: Outcome) -> str:
    told = outcome.details or outcome.message or outcome.name
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(outcome))
    return f"::{_COMMANDS[outcome.grade]} {properties}::{_message(told)}"


def _properties(outcome: Outcome) -> Iterator[tuple[str, str]]:
    if (span := outcome.span) is not None:
        yield "file", shown_path(span.file)
        yield "line", str(span.line)
        if span.end_line > span.line:
            yield "endLine", str(span.end_line)
        else:  # columns mean something within one line only
            yield "col", str(span.column)
            yield "endColumn", str(max(span.end_column, span.column))
    yield "title", outcome.name


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _plain(text: str) -> str:
    """Keep a line from being taken for a command."""
    return text.replace("::", ": :").replace("\n", " ")
