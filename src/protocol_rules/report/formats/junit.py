"""JUnit XML, as build servers read it: a suite for each group, a case for each outcome."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from protocol_rules.report.outcome import Grade, Outcome, Report, shown_path

__all__ = ["as_junit"]

LONGEST = 20_000
"""So many characters of one failure are shown: build servers refuse files with endless texts."""

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def as_junit(report: Report) -> str:
    """Write a report as JUnit XML."""
    root = Element("testsuites", name=f"protocol-rules {report.command}")
    _count(root, report.outcomes, report.seconds)
    by_group = sorted(report.outcomes, key=lambda each: each.group)
    for group, outcomes in groupby(by_group, key=lambda each: each.group):
        some = [*outcomes]
        suite = SubElement(root, "testsuite", name=_clean(group))
        _count(suite, some, sum(each.seconds for each in some))
        for outcome in some:
            _add_case(suite, outcome)
    indent(root)
    declaration = '<?xml version="1.0" encoding="utf-8"?>\n'
    return f"{declaration}{tostring(root, encoding='unicode')}\n"


def _add_case(suite: Element, outcome: Outcome) -> None:
    case = SubElement(
        suite,
        "testcase",
        name=_clean(outcome.name),
        classname=_clean(outcome.group),
        time=f"{outcome.seconds:.6f}",
    )
    if outcome.span is not None:
        case.set("file", _clean(shown_path(outcome.span.file)))
        case.set("line", str(outcome.span.line))
    told = _shortened(outcome.details or outcome.message)
    if outcome.grade is Grade.PASSED:
        return
    if outcome.grade is Grade.WARNING:
        SubElement(case, "system-out").text = told
        return
    tag = "error" if outcome.grade is Grade.ERROR else "failure"
    kind = outcome.points[0].code if outcome.points else outcome.grade.value
    fault = SubElement(case, tag, type=_clean(kind), message=_shortened(outcome.message))
    fault.text = told


def _count(element: Element, outcomes: Sequence[Outcome], seconds: float) -> None:
    grades = [each.grade for each in outcomes]
    element.set("tests", str(len(grades)))
    element.set("failures", str(grades.count(Grade.FAILED)))
    element.set("errors", str(grades.count(Grade.ERROR)))
    element.set("skipped", "0")
    element.set("time", f"{seconds:.6f}")


def _shortened(text: str) -> str:
    clean = _clean(text)
    left_out = len(clean) - LONGEST
    return clean if left_out <= 0 else f"{clean[:LONGEST]}\n... {left_out:,} characters left out"


def _clean(text: str) -> str:
    """Put a mark for what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", _COLOUR.sub("", text))
