"""What councils take into their own builds: the script, the action, the template and the hooks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from junitparser import JUnitXml

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "ci" / "check.sh"

RULES = """
council: ashby
name: Ashby Parish Council
title: On keys
facts:
  key:
    title: A key
    description: Somebody borrows the key of the hall
    facts:
      borrowed_by: {type: role, question: "Who borrows it?"}
      borrowed_on: {type: date, question: "On which day was it borrowed?"}
      returned_on: {type: date, question: "On which day was it returned?"}
actions: {return_key: {phrase: return the key}}
clauses:
  - id: "1"
    title: Keys come back
    gist: A member should return a key within five days.
    topics: premises_access
    norms:
      return:
        bearer: member
        should: return_key
        counterparty: officer
        when: {key.borrowed_by: member}
        deadline: 5 days after key.borrowed_on
        done_on: key.returned_on
"""
SCENARIOS = """
scenarios:
  - name: a member borrows the key
    protocol: rules/ashby.yaml
    given: {key.borrowed_by: member, key.borrowed_on: 2024-03-01}
    expect:
      applies: ["1"]
      due: {"1": 2024-03-06}
      required: [{bearer: member, should: return_key, counterparty: officer}]
      position: {return_key: {member: should}}
    rows:
      - name: on the first of March
      - name: but it is an officer who borrows it
        given: {key.borrowed_by: officer}
        expect: {applies: [], position: {return_key: {member: silent}}}
      - name: but nobody knows who it is
        about: key
        expect: {applies: ["1"]}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make the repository of a council that keeps its own protocol, with one commit."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "rules" / "ashby.yaml").write_text(RULES, "utf-8")
    bank = SCENARIOS[: SCENARIOS.index("      - name: but nobody")]
    (tmp_path / "scenarios" / "keys.yaml").write_text(bank, "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "rules")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    identity = ["-c", "user.name=A. Clerk", "-c", "user.email=clerk@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True)  # noqa: S607 - git is found where it is


def built(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the script as a build does, with nothing of this process in its environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = {"HOME": str(folder), "PATH": path, "PROTOCOL_RULES_CACHE": "off"}
    return subprocess.run(
        ["bash", str(SCRIPT)],  # noqa: S607 - bash is found where it is
        cwd=folder, env=home | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_sound_repository_passes_with_all_its_reports(repository):
    """Lint, scenarios, coverage, mutants and changes: each has its part of the summary."""
    outcome = repository / "output.txt"
    summary = repository / "step.md"
    done = built(
        repository, NORMS="100", MCDC="100", MUTATION="50", BASE="HEAD",
        GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT=str(outcome),
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    reports = repository / "protocol-rules-reports"
    assert {each.name for each in reports.iterdir()} >= {
        "check.sarif", "lint.sarif", "junit.xml", "check.md", "coverage.md", "mutation.md",
        "changes.md", "summary.md",
    }  # fmt: skip
    assert JUnitXml.fromfile(str(reports / "junit.xml")).tests == 2
    assert outcome.read_text() == "reports=protocol-rules-reports\n"
    told = summary.read_text()
    assert told == (reports / "summary.md").read_text()
    assert "0 changed" in told


def test_a_changed_rule_fails_and_is_told(repository):
    """The scenario that expects otherwise fails the build, and the change is told in words."""
    rules = repository / "rules" / "ashby.yaml"
    rules.write_text(RULES.replace("5 days after", "3 days after"), "utf-8")
    done = built(repository, BASE="HEAD", GITHUB_ACTIONS="true")

    assert done.returncode == 1
    assert "::error file=" in done.stdout
    told = (repository / "protocol-rules-reports" / "summary.md").read_text()
    assert "now by 4 March 2024; before: by 6 March 2024" in told


def test_a_broken_rule_file_fails_with_its_fault(repository):
    """The exit code says that something cannot be read."""
    rules = repository / "rules" / "ashby.yaml"
    rules.write_text(RULES.replace("should:", "shuold:"), "utf-8")
    done = built(repository)

    assert done.returncode == 2
    assert "shuold" in done.stdout + done.stderr


def test_thresholds_fail_a_build(repository):
    """A bank that shows too little is told."""
    bank = repository / "scenarios" / "keys.yaml"
    bank.write_text(SCENARIOS[: SCENARIOS.index("    rows:")], "utf-8")

    assert built(repository, MCDC="100").returncode == 1


def test_the_action_hands_everything_to_the_script():
    """Each input becomes a setting of the script, and the script knows each setting."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    steps = action["runs"]["steps"]
    (check,) = [each for each in steps if each.get("id") == "check"]
    script = SCRIPT.read_text("utf-8")

    assert action["runs"]["using"] == "composite"
    assert all(each["shell"] == "bash" for each in steps if "run" in each)
    given = {value.split(".")[1].rstrip(" }") for value in check["env"].values()}
    assert given | {"python-version"} == action["inputs"].keys()
    assert all(f"${{{name}:-" in script for name in check["env"])
    assert action["outputs"]["reports"]["value"] == "${{ steps.check.outputs.reports }}"


def test_hooks_and_template_run_commands_that_there_are(repository):
    """Each entry of the hooks, and each line of the template, is tried as it stands."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    template = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))
    job = template["protocol-rules"]
    lines = [each for each in job["script"] if each.startswith(("protocol-rules", "mkdir"))]
    lines += [f"{each['entry']} {hook_arguments(each)}" for each in hooks]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    settings = {"PATH": path, "REPORTS": "reports", "PROTOCOL_RULES_CACHE": "off"}

    assert len(lines) == 5
    for line in lines:
        done = subprocess.run(
            ["bash", "-c", line], cwd=repository, env=settings, capture_output=True, check=False  # noqa: S607
        )  # fmt: skip
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    assert JUnitXml.fromfile(str(repository / "reports" / "junit.xml")).tests == 2


def hook_arguments(hook: dict[str, object]) -> str:
    """Give the files that pre-commit would hand to a hook here."""
    return "rules/ashby.yaml" if hook.get("pass_filenames", True) else ""
