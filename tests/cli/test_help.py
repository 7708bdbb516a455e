"""The help: each command has an example, and each example runs."""

import re
import shlex
from importlib.metadata import version

import click
import pytest

from protocol_rules.cli import main

CONTEXT = click.Context(main)
COMMANDS = main.list_commands(CONTEXT)


def command_named(name: str) -> click.Command:
    """Give a command by its name."""
    found = main.get_command(CONTEXT, name)
    assert found is not None
    return found


def examples(command: str) -> list[str]:
    """Give the examples that stand at the end of a command's help, each as one line."""
    told = command_named(command).epilog or ""
    lines = told.replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip().startswith("protocol-rules ")]


ALL = [pytest.param(line, id=line[:60]) for command in COMMANDS for line in examples(command)]


def test_the_commands_are_those_that_are_documented():
    """A new command brings its page and its tests."""
    assert COMMANDS == [
        "ask",
        "case",
        "changes",
        "check",
        "compare",
        "conflicts",
        "coverage",
        "diff",
        "drift",
        "evaluate",
        "explain",
        "ledger",
        "lint",
        "list",
        "merge",
        "mutate",
        "prove",
        "report",
        "schema",
        "seal",
        "show",
        "suggest",
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example(run, command):
    """What a reader sees under `--help` ends with examples that can be copied."""
    result = run(command, "--help", columns=80)

    assert result.exit_code == 0
    assert "Example" in result.stdout
    for line in examples(command):
        assert " ".join(line.split()) in re.sub(r"\s*\\?\s+", " ", result.stdout)


@pytest.mark.parametrize("line", ALL)
def test_every_example_runs(run, line, tmp_path, monkeypatch):
    """An example that fails would teach the wrong words."""
    _, *arguments = shlex.split(line)
    if "--write" in arguments or arguments[0] in ("case", "merge"):
        monkeypatch.chdir(tmp_path)
    if arguments[0] == "case":
        # These tell one story, of which each example needs what stands before it.
        told = examples("case")
        for earlier in told[: told.index(line)]:
            run(*shlex.split(earlier)[1:])
    result = run(*arguments)

    assert result.exit_code == 0, result.output
    assert result.stderr == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_does(command):
    """No option stands in the help without a word."""
    for parameter in command_named(command).params:
        assert not isinstance(parameter, click.Option) or parameter.help


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_the_help_lists_the_commands_and_the_exit_codes(run, flag):
    """A newcomer finds every command with a sentence."""
    result = run(flag)

    assert all(f"\n  {command} " in result.stdout for command in COMMANDS)
    assert "Exit codes: 0 fine, 1 findings or failed expectations, 2 bad input." in result.stdout


def test_the_version_is_told(run):
    """It is that of the installed package."""
    assert version("protocol-rules") in run("--version").stdout
