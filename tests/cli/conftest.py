"""The commands, run inside this process, and a small protocol to run them on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from protocol_rules.cli import main

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command at the top of the checkout; what is no refusal of ours is raised."""
    monkeypatch.chdir(ROOT)
    monkeypatch.chdir(ROOT)

    def command(*arguments: str, columns: int | None = 200) -> Result:
        env = {"COLUMNS": None if columns is None else str(columns)}
        return CliRunner(env=env).invoke(main, arguments, catch_exceptions=False)

    return command


@pytest.fixture
def littleton() -> str:
    """Give the path of a small protocol that stands still."""
    return str(HERE / "files" / "littleton.yaml")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    """Write a scenario file, and give its path."""

    def written(text: str, name: str = "scenario.yaml") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written
