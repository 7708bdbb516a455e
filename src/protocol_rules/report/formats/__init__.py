"""The formats in which a report can be written, besides the text and the JSON of each command."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from protocol_rules.report.outcome import Report

__all__ = ["FORMATS", "write_report"]

FORMATS = ("junit", "sarif", "github", "markdown", "tap")
"""The formats that every command writes alike."""


def write_report(report: Report, name: str) -> str:
    """Write a report in one of the formats; its module is imported when it is asked for."""
    home = import_module(f"protocol_rules.report.formats.{name}")
    write: Callable[[Report], str] = getattr(home, f"as_{name}")
    return write(report)
