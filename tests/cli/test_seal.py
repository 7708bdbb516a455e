"""`protocol-rules seal`."""

from pathlib import Path

import pytest

CLAUSES = "examples/parish/brindleby.clauses.jsonl"
RULES = "examples/parish/brindleby.yaml"
SEAL = Path("examples/parish/seals/brindleby.yaml")
SOURCES = Path(__file__).parents[3] / "shared" / "sources"


def test_a_seal_is_printed(run):
    """It is the one that lies beside the rule file."""
    result = run("seal", CLAUSES, "-p", RULES)

    assert result.exit_code == 0
    assert result.stdout == SEAL.read_text("utf-8")


def test_a_seal_is_written_and_checked(run, tmp_path):
    """In a folder that need not be there yet."""
    target = tmp_path / "new" / "brindleby.yaml"
    result = run("seal", CLAUSES, "-p", RULES, "--write", str(target))

    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_text("utf-8") == SEAL.read_text("utf-8")
    assert run("seal", CLAUSES, "-p", RULES, "--check").exit_code == 0


def test_a_stale_seal_fails_the_check(run, write):
    """Another text has another seal."""
    other = write(Path(CLAUSES).read_text("utf-8").replace("nine days", "ten days"), "a.jsonl")
    result = run("seal", other, "-p", RULES, "--check")

    assert result.exit_code == 1
    assert f"{SEAL} is stale" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('{"id": "1.1"', '{"id": "1.7"', "it lacks 1 of the 6 clauses that have a card"),
        ('{"id": "1.2"', '{"id": "1.1"', "two clauses are numbered `1.1`"),
        ('{"id": "1.1"', '"id": "1.1"', "this line is no JSON object"),
    ],
)
def test_clauses_that_do_not_fit_are_refused(run, write, old, new, message):
    """A seal of something else would be worse than none."""
    path = write(Path(CLAUSES).read_text("utf-8").replace(old, new), "a.jsonl")
    result = run("seal", path, "-p", RULES)

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_where_nothing_can_be_written_it_is_told(run, tmp_path):
    """There is no traceback."""
    (tmp_path / "file").write_text("", "utf-8")
    result = run("seal", CLAUSES, "-p", RULES, "--write", str(tmp_path / "file" / "seal.yaml"))

    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem) for path in sorted(SOURCES.glob("*.clauses.jsonl"))]
)
def test_the_shipped_seals_are_those_of_the_printed_protocols(run, path):
    """Where the printed protocols lie beside the checkout."""
    name = path.name.partition(".")[0]

    assert run("seal", str(path), "-p", name, "--check").exit_code == 0
