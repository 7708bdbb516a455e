"""`protocol-rules check`: what it shows, which reports it writes, and how it ends."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from junitparser import JUnitXml

from protocol_rules.checks import run as runner

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "protocol_rules", "check"]
STORIES = """\
scenarios:
  - name: asked by a member
    protocol: {council}
    given: {{enquiry.from: elected_member, enquiry.to: director}}
    expect: {{applies: ["1", "2"]}}

  - name: asked by a journalist
    protocol: {council}
    given: {{enquiry.from: journalist, enquiry.to: director}}
    expect: {{}}
"""


@pytest.fixture
def stories(write, littleton):
    """Write a file of two scenarios, the first of which expects what is not found."""
    return write(STORIES.format(council=littleton), "stories.yaml")


@pytest.fixture
def good(run, stories):
    """Write a file whose expectations are met."""
    assert run("check", stories, "--update").exit_code == 0
    return stories


def test_a_failure_shows_both_sides_and_the_norms_that_account_for_it(run, stories, littleton):
    """The story with its place, the keys that differ, and the norm with its place and proof."""
    result = run("check", stories)

    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[0] == f"FAILED {littleton}: asked by a member"
    assert lines[1] == f"  {stories}:2"
    assert lines[2] == "  - expected, + found"
    assert "  applies:" in lines
    assert "    - 1: applies" in lines
    norm = next(n for n, line in enumerate(lines) if line.startswith("  littleton/"))
    assert lines[norm + 2].startswith("  tests/cli/files/littleton.yaml:")
    assert lines[norm + 3].startswith("  └── ")
    assert lines[-1] == "2 expectations checked: 1 passed, 1 failed"


def test_all_that_is_met_is_one_line(run, good):
    """A person wants to read no more than that."""
    result = run("check", good)

    assert (result.exit_code, result.stdout) == (0, "2 expectations checked: 2 passed\n")


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["-k", "member"], 1),
        (["-k", "stories and not member"], 1),
        (["-k", "member or journalist"], 2),
        (["-k", "littleton"], 2),
        (["--protocol", "tests/cli/files/littleton.yaml"], 2),
    ],
)
def test_some_can_be_chosen(run, good, options, count):
    """By words of their names, or by their protocol; the rest is counted."""
    result = run("check", good, *options)

    noun = "expectation" if count == 1 else "expectations"
    assert result.stdout.startswith(f"{count} {noun} checked: {count} passed\n")
    assert ("left out" in result.stdout) == (count < 2)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["-k", "nobody"], "nothing-chosen"),
        (["--tag", "nothing"], "nothing-chosen"),
        (["--protocol", "medway"], "nothing-chosen"),
        (["--protocol", "nowhere"], "unknown-protocol"),
        (["-k", "member and"], "wrong-expression"),
        (["nowhere.yaml"], "no-such-file"),
        (["--report", "junit"], "wrong-shape"),
        (["--report", "junitt=x.xml"], "unknown-format"),
        (["--report", "junit=nowhere/x.xml"], "not-writable"),
        (["--output", "tests"], "not-writable"),
        (["--json", "--format", "tap"], "two-formats"),
        (["--report", "tap=a.tap", "--report", "junit=./a.tap"], "same-file"),
    ],
)
def test_bad_input_is_told_and_nothing_is_printed(run, good, options, code):
    """A -k that chooses nothing and a report that cannot be written are bad input too."""
    result = run("check", good, *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error[{code}]" in result.stderr


def test_a_report_that_cannot_be_written_is_told_before_the_run(run, good, monkeypatch):
    """Nobody waits for a run whose results are lost."""
    monkeypatch.setattr("protocol_rules.cli.check.check_all", None)

    assert run("check", good, "--report", "junit=nowhere/x.xml").exit_code == 2


def test_a_scenario_that_expects_nothing_fails_only_if_wanted(run, write, good):
    """It is counted all the same."""
    folder = Path(good).parent
    write("name: idle\nprotocol: thanet\ngiven: {enquiry.from: member}\n", "idle.yaml")

    plain, strict = run("check", str(folder)), run("check", str(folder), "--strict")
    assert (plain.exit_code, strict.exit_code) == (0, 1)
    assert "1 expects nothing" in plain.stdout
    assert "EMPTY idle: it expects nothing" in strict.stdout
    alone = run("check", str(folder / "idle.yaml"))
    assert alone.exit_code == 2
    assert "error[nothing-expected]" in alone.stderr


def test_an_update_makes_all_pass_and_shows_what_it_rewrote(run, stories):
    """What is not met is rewritten, for review."""
    result = run("check", stories, "--update")

    assert result.exit_code == 0
    assert f"Rewritten in {stories}:" in result.stdout
    assert result.stdout.endswith("2 expectations checked: 1 passed, 1 rewritten\n")
    assert run("check", stories).stdout == "2 expectations checked: 2 passed\n"


def test_an_update_leaves_alone_what_is_left_out(run, stories):
    """However wrong it is."""
    before = Path(stories).read_text()
    assert run("check", stories, "--update", "-k", "journalist").exit_code == 0

    assert Path(stories).read_text() == before


def test_several_reports_in_one_run(run, stories, tmp_path):
    """Each in its own file, and the text still on standard output."""
    names = {name: tmp_path / f"out.{name}" for name in ("junit", "sarif", "github", "markdown", "tap", "json", "text")}  # fmt: skip # noqa: E501
    options = [part for name, path in names.items() for part in ("--report", f"{name}={path}")]
    result = run("check", stories, *options)

    assert result.exit_code == 1
    assert result.stdout.startswith("FAILED ")
    assert JUnitXml.fromfile(str(names["junit"])).failures == 1
    (sarif,) = json.loads(names["sarif"].read_text())["runs"]
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in sarif["results"]]  # fmt: skip # noqa: E501
    assert set(uris) == {"tests/cli/files/littleton.yaml"}
    assert names["text"].read_text().startswith("FAILED ")
    data = json.loads(names["json"].read_text())
    assert [each["outcome"] for each in data["checked"]] == ["failed", "passed"]
    assert data["checked"][0]["differences"][0].keys() == {"key", "subject", "expected", "found"}
    assert data["checked"][0]["norms"][0]["proof"]["truth"] in ("yes", "no", "unknown")
    left = [each.name for each in tmp_path.iterdir() if each.name.startswith(".")]
    assert left == []


def test_a_format_may_go_into_a_file_alone(run, good, tmp_path):
    """Then nothing is printed."""
    result = run("check", good, "--format", "tap", "--output", str(tmp_path / "out.tap"))

    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "out.tap").read_text().startswith("TAP version 14\n1..2\n")
    assert run("check", good, "--format", "tap").stdout == (tmp_path / "out.tap").read_text()


def test_json_is_a_synonym_of_its_format(run, good):
    """As with the other commands."""
    first, second = (json.loads(run("check", good, *each).stdout) for each in (["--json"], ["--format", "json"]))  # fmt: skip # noqa: E501

    assert first.keys() == second.keys()
    assert first["summary"] == "2 expectations checked: 2 passed"


def test_several_processes_find_the_same(run, good, write, littleton):
    """In the order of the bank, and with every proof."""
    folder = str(Path(good).parent)
    for number in range(4):
        write(STORIES.format(council=littleton), f"more_{number}.yaml")

    one, three = run("check", folder, "-j", "1"), run("check", folder, "-j", "3")
    assert one.exit_code == three.exit_code == 1
    assert one.stdout == three.stdout


def test_an_interrupted_run_reports_what_was_done(run, good, monkeypatch, tmp_path):
    """It says so, and its reports are whole."""
    done = []

    def check_pair(pair):
        if done:
            raise KeyboardInterrupt
        done.append(pair)
        return before(pair)

    before = runner.check_pair
    monkeypatch.setattr(runner, "check_pair", check_pair)
    result = run("check", good, "--update", "--report", f"junit={tmp_path / 'out.xml'}")

    assert result.exit_code == 130
    assert result.stdout == "interrupted; 1 expectation checked: 1 passed\n"
    assert "interrupted: what is reported is not the whole" in result.stderr
    assert JUnitXml.fromfile(str(tmp_path / "out.xml")).tests == 1


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_the_processes_too(tmp_path, jobs):
    """Nothing is left running, and no traceback is shown."""
    text = (ROOT / "tests/scenarios/thanet/enquiries.yaml").read_text()
    for number in range(1500):  # far more than are done before the signal comes
        (tmp_path / f"{number}.yaml").write_text(text)
    env = {**os.environ, "PROTOCOL_RULES_CACHE": str(tmp_path / "cache")}
    with subprocess.Popen(
        [*COMMAND, str(tmp_path), "-j", jobs], cwd=ROOT, env=env, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        time.sleep(3)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)

    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert out.startswith("interrupted; ")


def test_the_progress_is_shown_at_a_terminal_only(good):
    """In a pipe there is none."""
    master, slave = pty.openpty()
    done = subprocess.run(
        [*COMMAND, good], cwd=ROOT, stdout=subprocess.PIPE, stderr=slave, text=True, check=True
    )
    os.close(slave)
    assert "Checking" in os.read(master, 10_000).decode()
    os.close(master)
    assert done.stdout == "2 expectations checked: 2 passed\n"
    piped = subprocess.run([*COMMAND, good], cwd=ROOT, capture_output=True, text=True, check=True)
    assert piped.stderr == ""


def test_lint_reports_in_the_same_formats(run, tmp_path):
    """A fault is a failure at its line, and a file without any passes."""
    files = ["tests/files/good/sixth.yaml", "tests/cli/files/littleton.yaml"]
    path = tmp_path / "out.xml"
    result = run("lint", *files, "--report", f"junit={path}", "--format", "github")

    assert result.exit_code == 1
    assert result.stdout.startswith("::error file=tests/files/good/sixth.yaml,line=")
    assert JUnitXml.fromfile(str(path)).failures == result.stdout.count("::error ") > 0


def test_drift_reports_in_the_same_formats(run, tmp_path):
    """A change of substance is a failure at its line of the new text."""
    old = (ROOT / "examples/parish/brindleby.md").read_text()
    new = tmp_path / "new.md"
    new.write_text(old.replace("within", "not within"))
    path = tmp_path / "out.sarif"
    result = run("drift", "examples/parish/brindleby.yaml", str(new), "--report", f"sarif={path}")

    (found,) = json.loads(path.read_text())["runs"]
    assert result.exit_code == 1
    assert {each["ruleId"] for each in found["results"]} == {"clause-reworded"}
    assert found["results"][0]["relatedLocations"]
