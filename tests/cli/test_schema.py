"""`protocol-rules schema`."""

import json
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("protocol", "A protocol's rule file"),
        ("scenario", "A file of scenarios"),
        ("claim", "A file of claims"),
    ],
)
def test_a_schema_is_printed(run, kind, title):
    """It can be piped into a file as it is."""
    result = run("schema", kind)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == title


def test_the_schema_of_a_rule_file_comes_without_asking(run):
    """The kind may be left out."""
    assert run("schema").stdout == run("schema", "protocol").stdout


def test_all_are_written_into_a_folder(run, tmp_path):
    """The folder is made where it is missing, and what is written is what is printed."""
    folder = tmp_path / "new" / "schemas"
    result = run("schema", "--write", str(folder))

    assert (result.exit_code, result.output) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == [
        "claim.schema.json",
        "protocol.schema.json",
        "scenario.schema.json",
    ]
    assert (folder / "scenario.schema.json").read_text("utf-8") == run("schema", "scenario").stdout


def test_the_schemas_of_the_checkout_are_fresh(run):
    """`protocol-rules schema --write schemas` brings them up to date."""
    result = run("schema", "--check")

    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("stale", ["changed", "missing"])
def test_a_stale_schema_fails(run, tmp_path, monkeypatch, stale):
    """Each one is named, with the way to mend it."""
    run("schema", "--write", str(tmp_path / "schemas"))
    path = tmp_path / "schemas" / "scenario.schema.json"
    if stale == "changed":
        path.write_text("{}", encoding="utf-8")
    else:
        path.unlink()
    monkeypatch.chdir(tmp_path)
    result = run("schema", "--check")

    assert result.exit_code == 1
    told = "schemas/scenario.schema.json is stale: run `protocol-rules schema --write schemas`\n"
    assert result.stderr == told


def test_a_folder_that_cannot_be_made_is_bad_input(run, tmp_path):
    """The reason of the system is told, without a traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("schema", "--write", str(tmp_path / "file"))

    assert result.exit_code == 2
    assert result.stderr == f"error: {Path(tmp_path / 'file')}: File exists\n"
