"""The Test Anything Protocol, version 14: a line for each outcome, with diagnostics in YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from protocol_rules.report.outcome import Grade, Outcome, Report, shown_path

__all__ = ["as_tap"]

_SPECIAL = re.compile(r"([\\#])")
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as lines."""


def _text(_: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_tap(report: Report) -> str:
    """Write a report as TAP."""
    lines = ["TAP version 14", f"1..{len(report.outcomes)}"]
    if not report.outcomes:
        lines[-1] += f" # SKIP {_described(report.summary)}"
    for number, outcome in enumerate(report.outcomes, 1):
        lines += _lines(number, outcome)
    if report.interrupted:
        lines.append(f"Bail out! {_described(report.summary)}")
    elif report.outcomes:
        lines.append(f"# {' '.join(report.summary.split())}")
    return "\n".join(lines) + "\n"


def _lines(number: int, outcome: Outcome) -> Iterator[str]:
    verdict = "not ok" if outcome.grade.is_bad else "ok"
    yield f"{verdict} {number} - {_described(f'{outcome.group}: {outcome.name}')}"
    if outcome.grade is not Grade.PASSED:
        text = yaml.dump(
            _data(outcome), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
        )
        yield "  ---"
        yield from (f"  {line}" for line in text.splitlines())
        yield "  ..."


def _data(outcome: Outcome) -> dict[str, Any]:
    data: dict[str, Any] = {
        "severity": outcome.grade.value,
        "message": _visible(outcome.message),
        "details": _visible(outcome.details),
    }
    if outcome.span is not None:
        data["at"] = {"file": shown_path(outcome.span.file), "line": outcome.span.line}
    return {key: value for key, value in data.items() if value}


def _described(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _visible(" ".join(text.split())))


def _visible(text: str) -> str:
    return _NOT_SHOWN.sub("\ufffd", text)
