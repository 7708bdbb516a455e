"""The command as a process of its own: exit codes, streams, encodings and closed pipes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAIN = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
COMMAND = [sys.executable, "-m", "protocol_rules"]


def start(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command, and wait for it."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env={**PLAIN, "PYTHONWARNINGS": "error", **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_an_answer_comes_on_standard_output():
    """And nothing on standard error."""
    done = start("evaluate", "examples/late_answer.yaml", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)) == 5


def test_bad_input_comes_on_standard_error_with_exit_code_2():
    """A script can tell it from a finding."""
    done = start("evaluate", "nowhere.yaml")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error[no-such-file]: there is no file `nowhere.yaml`")


def test_a_failed_expectation_has_exit_code_1(tmp_path):
    """A script can tell it from bad input."""
    path = tmp_path / "wrong.yaml"
    path.write_text(
        '{protocol: thanet, given: {enquiry.from: member}, expect: {lifted: ["9.1.4"]}}'
    )

    assert start("evaluate", str(path)).returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "facts"],
        ["evaluate", "examples/late_answer.yaml"],
        ["evaluate", "examples/late_answer.yaml", "--json"],
        ["schema"],
        ["lint"],
        ["--help"],
        ["list", "--help"],
    ],
)
def test_a_reader_may_leave_early(arguments):
    """`| head -1` gets its line; there is neither a traceback nor a complaint."""
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read().decode()

    assert told == ""


def test_a_reader_gets_the_first_line():
    """What was asked for comes whole before the pipe is closed."""
    line = f"{sys.executable} -m protocol_rules list norms | head -1"
    done = subprocess.run(  # noqa: S602 - the shell makes the pipe
        line, shell=True, cwd=ROOT, env=PLAIN, capture_output=True, text=True, check=False
    )

    assert "/" in done.stdout.split()[0]
    assert done.stderr == ""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_encoding_of_the_terminal_will_do(tmp_path, encoding):
    """A proof is drawn with what the encoding has, and a name it lacks is no reason to fail."""
    path = tmp_path / "name.yaml"
    path.write_text("{name: café łódź, given: {enquiry.from: member}}", encoding="utf-8")
    for command in (["evaluate", str(path)], ["explain", "thanet/9.1.6", str(path)]):
        done = subprocess.run(
            [*COMMAND, *command],
            cwd=ROOT,
            env={**PLAIN, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_json_is_ascii(tmp_path):
    """It means the same in whatever encoding it is read."""
    path = tmp_path / "name.yaml"
    path.write_text("{name: café, given: {enquiry.from: member}}", encoding="utf-8")
    done = start("evaluate", str(path), "-p", "thanet", "--json", PYTHONIOENCODING="utf-16")

    assert json.loads(start("evaluate", str(path), "-p", "thanet", "--json").stdout)
    assert done.returncode == 0


def test_colours_are_for_terminals_only():
    """A pipe gets plain text, unless colours are asked for."""
    plain = start("explain", "thanet/9.1.6", "examples/late_answer.yaml")
    coloured = start("explain", "thanet/9.1.6", "examples/late_answer.yaml", FORCE_COLOR="1")

    assert "\x1b" not in plain.stdout
    assert "\x1b[32mapplies\x1b[0m" in coloured.stdout


def test_who_wants_no_colours_gets_none():
    """`NO_COLOR` goes before all else."""
    done = start("list", "topics", FORCE_COLOR="1", NO_COLOR="1")

    assert done.returncode == 0
    assert "\x1b" not in done.stdout
