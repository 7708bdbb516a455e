"""`protocol-rules drift`."""

import json
import shutil
from pathlib import Path

import pytest

RULES = "examples/parish/brindleby.yaml"
EDITION = "examples/parish/brindleby.md"
STORY = """
name: the chest stays shut
protocol: brindleby
given: {enquiry.from: member}
expect: {applies: ["1.2"]}
"""


@pytest.fixture
def edition(tmp_path):
    """Write the new edition with some words put in the place of others."""

    def written(old: str = "", new: str = "", name: str = "edition.md") -> str:
        text = Path(EDITION).read_text("utf-8")
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new), "utf-8")
        return str(path)

    return written


def test_new_numbers_are_no_change_of_substance(run):
    """They are told, and the exit code is 0."""
    result = run("drift", RULES, EDITION)

    assert result.exit_code == 0
    assert "renumbered  1.1 -> 2.1 (line 7)\n" in result.stdout
    assert "headings that were not sealed, in line: 1, 3\n" in result.stdout
    assert result.stdout.endswith("6 renumbered: no change of substance\n")


def test_a_changed_word_is_told_with_what_stands_on_it(run, edition, write, tmp_path):
    """The exit code is 1."""
    write(STORY, "story.yaml")
    result = run(
        "drift", RULES, edition("should answer", "must answer"), "--scenarios", str(tmp_path)
    )

    assert result.exit_code == 1
    assert "reworded    1.2 -> 2.2 (line 10): and renumbered\n" in result.stdout
    assert "    rules: brindleby/1.2#answer\n" in result.stdout
    assert "story.yaml: the chest stays shut\n" in result.stdout
    assert result.stdout.endswith("5 renumbered, 1 reworded: changes of substance\n")


def test_a_lead_in_carries_the_rules_of_its_items(run, edition):
    """Other words there change what both items say."""
    result = run("drift", RULES, edition("must not:", "should not:"))

    assert "rules: brindleby/2.1(a)#carry, brindleby/2.1(b)#write\n" in result.stdout


def test_json_has_every_clause(run, edition):
    """Also the unchanged ones, and what stands on them."""
    result = run("drift", RULES, edition("3.2 Whoever", "3.3 A new one.\n\n3.2 Whoever"), "--json")
    told = json.loads(result.stdout)

    assert result.exit_code == 1
    assert told["is_of_substance"] is True
    assert told["counts"]["new"] == 1
    assert [each["clause"] for each in told["clauses"]] == [
        "1.1", "1.2", "2.1", "2.1(a)", "2.1(b)", "2.2", "",
    ]  # fmt: skip
    assert told["clauses"][-1] == {
        "clause": "",
        "status": "new",
        "is_of_substance": True,
        "now": [{"number": "3.3", "line": 20}],
        "note": "",
        "norms": [],
        "scenarios": [],
    }
    assert told["clauses"][0]["norms"] == ["brindleby/1.1#open"]
    assert told["headings_not_sealed"] == [1, 3]


def test_unchanged_clauses_are_shown_when_asked_for(run):
    """A page is short otherwise."""
    clauses = "examples/parish/brindleby.clauses.jsonl"

    assert "1.1" not in run("drift", RULES, clauses).stdout
    assert "unchanged   1.1 (line 1)\n" in run("drift", RULES, clauses, "--all").stdout


def test_the_scenarios_of_the_checkout_are_found(run, tmp_path, monkeypatch):
    """Where there are none, none are told."""
    rules = Path("examples/parish").resolve()
    (tmp_path / "tests" / "scenarios").mkdir(parents=True)
    (tmp_path / "tests" / "scenarios" / "a.yaml").write_text(STORY, "utf-8")
    text = (rules / "brindleby.md").read_text("utf-8").replace("should answer", "must answer")
    (tmp_path / "new.md").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    found = run("drift", str(rules / "brindleby.yaml"), "new.md").stdout
    shutil.rmtree(tmp_path / "tests")
    none = run("drift", str(rules / "brindleby.yaml"), "new.md").stdout

    assert "scenarios in tests/scenarios/a.yaml: the chest stays shut" in found
    assert "scenarios" not in none


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"1.1 caf\xe9", "the byte 0xE9 is not UTF-8"),
        ("a.txt", "1.1 The Clerk".encode("utf-16"), "the file looks like UTF-16; save it as UTF-8"),
        ("a.txt", b"1.1 a\x00b", "the character U+0000 is not text"),
        ("a.txt", b"", "has no clause numbers"),
        ("a.txt", b"The Clerk keeps the key.", "has no clause numbers"),
        ("a.txt", b"x" * 10_000_000, "has 10,000,000 bytes; the limit is 4,000,000"),
        (
            "a.txt",
            b"1.1 A goat.\n\n1.2 A horse.\n",
            "0 of 6 clauses of `brindleby` are found in it",
        ),
        ("a.txt", b"%PDF-1.7", "is a PDF, and no plain text"),
        ("a.docx", b"PK\x03\x04", "is a word processor's file, and no plain text"),
        ("a.jsonl", b"{}", "the clause has no `id`"),
        ("a.jsonl", b"\n", "there is no clause in"),
    ],
)
def test_a_text_that_is_none_is_refused(run, tmp_path, name, content, message):
    """One clear message, and never a traceback."""
    path = tmp_path / name
    path.write_bytes(content)
    result = run("drift", RULES, str(path))

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_two_clauses_of_one_number_are_refused(run, edition):
    """Both lines are told."""
    result = run("drift", RULES, edition("3.2 Whoever", "2.2 Whoever"))

    assert result.exit_code == 2
    assert ":20:1: error[duplicate-clause]: two clauses are numbered `2.2`" in result.stderr
    assert "the first stands in line 10" in result.stderr


def test_the_protocol_of_another_council_is_told_as_such(run):
    """It is told whose it looks like."""
    result = run("drift", "thanet", EDITION)

    assert result.exit_code == 2
    assert " of 209 clauses of `thanet` are found in it" in result.stderr


def test_a_seal_of_another_council_is_refused(run, tmp_path):
    """The file is named, and the line."""
    rules = shutil.copy(RULES, tmp_path / "brindleby.yaml")
    (tmp_path / "seals").mkdir()
    shutil.copy("rules/seals/medway.yaml", tmp_path / "seals" / "brindleby.yaml")
    result = run("drift", str(rules), EDITION)

    assert result.exit_code == 2
    assert "this is the seal of `medway`, and the protocol is that of `brindleby`" in result.stderr


def test_a_seal_of_another_edition_is_refused(run, tmp_path):
    """A card without a sealed clause could never be told to have drifted."""
    text = Path(RULES).read_text("utf-8").replace('id: "2.2"', 'id: "2.22"')
    (tmp_path / "brindleby.yaml").write_text(text, "utf-8")
    shutil.copytree("examples/parish/seals", tmp_path / "seals")
    result = run("drift", str(tmp_path / "brindleby.yaml"), EDITION)

    assert result.exit_code == 2
    assert "the card `2.22` is of no clause in the seal" in result.stderr
    assert "did you mean `2.2`?" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["thanet", "nowhere.txt"], "there is no file `nowhere.txt`"),
        (["thanett", EDITION], "no protocol `thanett` ships with the library"),
        ([RULES, EDITION, "--scenarios", "nowhere"], "there is no folder `nowhere`"),
        (["tests/cli/files/littleton.yaml", EDITION], "`littleton` has no seal"),
    ],
)
def test_what_is_not_there_is_told(run, arguments, message):
    """With the exit code for bad input."""
    result = run("drift", *arguments)

    assert result.exit_code == 2
    assert message in result.stderr
