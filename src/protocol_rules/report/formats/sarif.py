"""SARIF 2.1.0, as code hosts read it: a result for each point, at the line of the rule file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from protocol_rules.diagnostics import Span
from protocol_rules.report.outcome import Grade, Outcome, Point, Related, Report, Rule, shown_path

__all__ = ["as_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"  # fmt: skip # noqa: E501
_BASE = "SRCROOT"
_LEVELS = {
    Grade.PASSED: "note",
    Grade.WARNING: "warning",
    Grade.FAILED: "error",
    Grade.ERROR: "error",
}

Data = dict[str, Any]


def as_sarif(report: Report) -> str:
    """Write a report as SARIF."""
    rules = _rules_of(report)
    places = {each.code: at for at, each in enumerate(rules)}
    driver: Data = {
        "name": "protocol-rules",
        "version": version("protocol-rules"),
        "semanticVersion": version("protocol-rules"),
        "rules": [_rule(each) for each in rules],
    }
    run: Data = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"protocol-rules/{report.command}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not report.interrupted}],
        "results": [
            _result(outcome, point, places) for outcome in report.bad for point in outcome.points
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _rules_of(report: Report) -> list[Rule]:
    """Give the rules of the command, and those by which it found something besides."""
    known = {each.code: each for each in report.rules}
    for code in (point.code for each in report.bad for point in each.points):
        known.setdefault(code, Rule(code, f"{code.replace('-', ' ')}.".capitalize(), ""))
    return [*known.values()]


def _rule(rule: Rule) -> Data:
    data: Data = {
        "id": rule.code,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.summary, "markdown": rule.summary},
    }
    if rule.page:
        data["help"] = {
            "text": f"{rule.summary} See {rule.page}.",
            "markdown": f"{rule.summary} See [{rule.page}]({rule.page}).",
        }
    return data


def _result(outcome: Outcome, point: Point, places: Mapping[str, int]) -> Data:
    data: Data = {
        "ruleId": point.code,
        "ruleIndex": places[point.code],
        "level": _LEVELS[outcome.grade],
        "message": {"text": point.message or outcome.message or outcome.name},
        "partialFingerprints": {"outcome/v1": _fingerprint(outcome, point)},
    }
    span = point.span or outcome.span
    if span is not None:
        data["locations"] = [{"physicalLocation": _place(span)}]
    if point.related:
        data["relatedLocations"] = [_related(at, each) for at, each in enumerate(point.related, 1)]
    return data


def _fingerprint(outcome: Outcome, point: Point) -> str:
    """Know a result again although lines have moved."""
    said = f"{outcome.group}\n{outcome.name}\n{point.code}\n{point.message}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _related(number: int, related: Related) -> Data:
    return {
        "id": number,
        "physicalLocation": _place(related.span),
        "message": {"text": related.message},
    }


def _place(span: Span) -> Data:
    region: Data = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) > (span.line, span.column):
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return {"artifactLocation": _artifact(span.file), "region": region}


def _artifact(file: str) -> Data:
    shown = shown_path(file)
    path = Path(shown)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(shown), "uriBaseId": _BASE}
