"""Good files load; each bad file has its whole message beside it."""

from pathlib import Path

import pytest

from protocol_rules import ProtocolRulesError, load
from protocol_rules.checks import judge
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.scenario_file import read_scenarios

HERE = Path(__file__).parent
GOOD = sorted(HERE.glob("good/*.yaml"))
BAD = sorted(HERE.glob("bad/*.yaml"))


def read_whole(path: Path) -> None:
    """Read a file as what its name says: `scenario_...` is one of scenarios, the rest are rules."""
    if path.name.startswith("scenario_"):
        for entry in read_scenarios(path):
            judge(entry, load)
    else:
        load(path)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_is_read(path: Path) -> None:
    """Nothing is said against a good file."""
    read_whole(path)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_has_its_message(
    path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The message says where, what and what was meant, word for word as it stands beside."""
    monkeypatch.chdir(path.parent)
    with pytest.raises(InvalidInput) as caught:
        read_whole(Path(path.name))
    message = f"{caught.value}\n"
    expected = path.with_suffix(".txt")
    if request.config.getoption("--accept", default=False):
        expected.write_text(message, encoding="utf-8")
    assert message == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_fault_is_worded_for_an_author(path: Path) -> None:
    """No message speaks the language of Python or of a library that is used inside."""
    with pytest.raises(ProtocolRulesError) as caught:
        read_whole(path)
    for word in ("Input should", "pydantic", "Traceback", "dict", "NoneType", "class '"):
        assert word not in str(caught.value)


def test_no_expected_message_is_left_over() -> None:
    """Each expected message belongs to a bad file."""
    assert {path.stem for path in HERE.glob("bad/*.txt")} == {path.stem for path in BAD}
