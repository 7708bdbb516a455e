"""Markdown, as the summary of a job or a comment below a change."""

from __future__ import annotations

import re

from protocol_rules.report.outcome import Grade, Outcome, Report, shown_path

__all__ = ["as_markdown", "escaped"]

_MARKS = {Grade.WARNING: "warning", Grade.FAILED: "**failed**", Grade.ERROR: "**error**"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")
_LONGEST = 200_000
"""A summary of more than a megabyte is refused; this leaves room for letters of several bytes."""


def as_markdown(report: Report) -> str:
    """Write a report as Markdown: a table of what is not as it should be, and then the details."""
    lines = [f"## protocol-rules {report.command}", "", escaped(report.summary), ""]
    if report.bad:
        lines += ["| | what | where | why |", "|---|---|---|---|"]
        lines += [_row(each) for each in report.bad]
        lines.append("")
    room = _LONGEST - sum(map(len, lines))
    for position, each in enumerate(report.bad):
        told = _details(each)
        room -= len(told)
        if room < 0:
            lines += [f"The details of {len(report.bad) - position} more are left out.", ""]
            break
        lines.append(told)
    return "\n".join(lines)


def _row(outcome: Outcome) -> str:
    cells = (
        _MARKS[outcome.grade],
        escaped(outcome.name),
        _where(outcome),
        escaped(outcome.message),
    )
    return f"| {' | '.join(cells)} |"


def _details(outcome: Outcome) -> str:
    if not outcome.details:
        return ""
    ticks = [len(each) for each in re.findall(r"`+", outcome.details)]
    fence = "`" * max(3, *(count + 1 for count in ticks)) if ticks else "```"
    summary = _html(outcome.name)
    body = f"{fence}text\n{outcome.details}\n{fence}"
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>\n"


def _where(outcome: Outcome) -> str:
    if outcome.span is None:
        return escaped(outcome.group)
    return escaped(f"{shown_path(outcome.span.file)}:{outcome.span.line}")


def escaped(text: str) -> str:
    """Keep a text in one line, and from being read as Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
