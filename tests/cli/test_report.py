"""`protocol-rules report`."""

from __future__ import annotations

import json
import sys

import pytest

RULES = """
council: {council}
name: {council} council
title: Letters
actions: {{sign: {{phrase: sign the letter}}}}
clauses:
  - id: "1"
    title: Letters are signed
    topics: [correspondence]
    norms:
      sign: {{bearer: officer, {force}: sign, when: {{enquiry.from: member}}}}
"""


@pytest.fixture
def two(tmp_path) -> list[str]:
    """Write the rule files of two councils, of which the first is stricter."""
    paths = []
    for council, force in (("upper", "must"), ("lower", "should")):
        path = tmp_path / f"{council}.yaml"
        path.write_text(RULES.format(council=council, force=force), encoding="utf-8")
        paths.append(str(path))
    return paths


def test_without_a_file_it_is_printed(run, two):
    """The matrix, the distance, the profile."""
    result = run("report", *two)

    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "upper 1: 1 stricter" in said
    assert "lower 1: 1 looser" in said
    assert "upper and lower 100% of 1" in said


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_format_is_the_same_printed_and_in_a_file(run, two, tmp_path, form):
    """A file holds what a pipe would get."""
    file = tmp_path / "report"
    printed = run("report", *two, "--format", form, columns=None)
    written = run("report", *two, "--format", form, "-o", str(file))

    assert (printed.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert file.read_text("utf-8") == printed.stdout
    if form == "json":
        assert json.loads(printed.stdout)["profiles"]["upper"]["standings"]["stricter"] == 1


def test_into_a_file_it_is_a_page(run, two, tmp_path):
    """With `--sources` the printed text is in it."""
    line = json.dumps({"id": "1", "text": "Every letter is to be signed."})
    (tmp_path / "upper.clauses.jsonl").write_text(line, encoding="utf-8")
    file = tmp_path / "report.html"
    result = run("report", *two, "--output", str(file), "--sources", str(tmp_path))

    assert (result.exit_code, result.output) == (0, "")
    page = file.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Every letter is to be signed." in page


def test_a_topic_leaves_out_the_rest(run, two):
    """A topic of which nobody speaks has no points."""
    none = json.loads(run("report", *two, "--topic", "conferences", "--format", "json").stdout)
    some = json.loads(run("report", *two, "--topic", "correspondence", "--format", "json").stdout)

    assert (none["topics"], none["distances"][0]["distance"]) == ({}, None)
    assert [*some["topics"]] == ["correspondence"]


def test_a_page_of_nothing_can_be_written(run, two, tmp_path):
    """It says that there are no points, and is no error."""
    file = tmp_path / "empty.html"
    result = run("report", *two, "--topic", "conferences", "-o", str(file))

    assert result.exit_code == 0
    assert "on 0 points" in " ".join(file.read_text("utf-8").split())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["{0}"], "one-protocol"),
        (["{0}", "{1}", "--topic", "corespondence"], "unknown-topic"),
        (["{0}", "{1}", "--sources", "."], "no-printed-text"),
        (["{0}", "{1}", "--sources", "nowhere", "--format", "html"], "no-such-folder"),
        (["{0}", "{1}", "--sources", ".", "--format", "html"], "no-such-file"),
        (["{0}", "{1}", "-o", "nowhere/report.html"], "not-writable"),
        (["{0}", "nowhere.yaml"], "no-such-file"),
        (["{0}", "{0}"], "one-protocol"),
    ],
)
def test_what_cannot_be_reported_is_refused(run, two, arguments, code):
    """One clear fault on standard error, and exit code 2."""
    result = run("report", *(each.format(*two) for each in arguments))

    assert result.exit_code == 2
    assert f"error[{code}]" in result.stderr
    assert result.stdout == ""


def test_two_protocols_of_one_name_are_refused(run, two, tmp_path):
    """Nobody could tell them apart in a report."""
    twin = tmp_path / "twin.yaml"
    twin.write_text(RULES.format(council="upper", force="may"), encoding="utf-8")
    result = run("report", two[0], str(twin))

    assert result.exit_code == 2
    assert "error[duplicate-protocol]" in result.stderr


def test_without_its_libraries_the_command_says_what_to_install(run, two, monkeypatch):
    """One clear fault, and no traceback."""
    monkeypatch.setitem(sys.modules, "sklearn.manifold", None)
    result = run("report", *two)

    assert result.exit_code == 2
    assert "error[not-installed]" in result.stderr
    assert "pip install 'protocol-rules[picture]'" in result.stderr
