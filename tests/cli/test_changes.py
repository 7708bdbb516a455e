"""`protocol-rules changes`: which answers another edition of the rules changes, and how."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from protocol_rules.vocabulary import RULES

Edit = Callable[..., str]

BANK = """
    scenarios:
      - name: a parcel comes by post
        protocol: littleton
        today: 2024-03-04
        given: {parcel.from: member, parcel.left_on: 2024-03-01, parcel.is_heavy: false}
      - name: an urgent parcel comes
        protocol: littleton
        given: {parcel.from: member, parcel.marks: [urgent], parcel.is_heavy: false}
      - name: a parcel of which nobody knows the weight
        protocol: littleton
        given: {parcel.from: member, parcel.marks: [fragile]}
"""


@pytest.fixture
def bank(write) -> str:
    """Write three stories about parcels, without any expectation."""
    return write(BANK, "bank.yaml")


@pytest.fixture
def edited(littleton: str, tmp_path: Path) -> Edit:
    """Write the small protocol anew with some words replaced."""

    def edit(*changes: tuple[str, str], name: str = "edited") -> str:
        text = Path(littleton).read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name / "littleton.yaml"
        path.parent.mkdir()
        path.write_text(text, "utf-8")
        return str(path)

    return edit


def told(run, old: str, new: str, bank: str) -> dict[str, list[str]]:
    """Give by scenario what is told of it."""
    result = run("changes", old, new, "-s", bank, "--format", "json")
    data = json.loads(result.stdout)
    assert result.exit_code == (1 if data["answers"] else 0)
    return {each["scenario"]: [one["text"] for one in each["remarks"]] for each in data["answers"]}


def test_the_same_rules_change_nothing(run, littleton, bank):
    """An edition held against itself has nothing to tell, and the exit code is 0."""
    result = run("changes", littleton, littleton, "-s", bank)

    assert result.exit_code == 0
    assert "3 answers compared, 0 changed; 0 norms changed" in result.stdout


@pytest.mark.parametrize(
    ("change", "scenario", "text"),
    [
        (
            ("5 working days", "3 working days"),
            "a parcel comes by post",
            ("an officer should open the parcel for the member now by 6 March 2024; "
            "before: by 8 March 2024 (2)"),
        ),
        (
            ("5 working days", "3 working days"),
            "an urgent parcel comes",
            ("an officer should open the parcel for the member now 3 working days after "
            "parcel.left_on; before: 5 working days after parcel.left_on (2)"),
        ),
        (
            ("should: open_parcel", "must: open_parcel"),
            "a parcel comes by post",
            "an officer must now open the parcel for the member; before: should (2)",
        ),
        (
            ("bearer: officer\n        should", "bearer: chief_executive\n        should"),
            "a parcel comes by post",
            ("what was said of an officer is now said of the Chief Executive: open the parcel for "
            "the member (2)"),
        ),
        (
            ("should: open_parcel", "should: take_parcel"),
            "a parcel comes by post",
            ("an officer should take the parcel home from the member (gently); before: an officer "
            "should open the parcel for the member (gently) (2)"),
        ),
        (
            ("when: {parcel.from: member}", "when: {parcel.from: journalist}"),
            "a parcel comes by post",
            "an officer need no longer open the parcel for the member, by 8 March 2024 (2)",
        ),
        (
            ("parcel.marks: urgent", "parcel.marks: fragile"),
            "an urgent parcel comes",
            "a member may no longer take the parcel home from the officer (4(a))",
        ),
        (
            ("parcel.marks: urgent", "parcel.marks: fragile"),
            "a parcel of which nobody knows the weight",
            "a member may now take the parcel home from the officer (4(a))",
        ),
        (
            ("parcel.is_heavy: true", "parcel.is_heavy: false"),
            "a parcel comes by post",
            ("an officer need no longer open the parcel for the member, by 8 March 2024: lifted "
            "now by 2(a) (2)"),
        ),
        (
            ("when: {parcel.is_heavy: true}", "when: {parcel.from: journalist}"),
            "a parcel of which nobody knows the weight",
            ("an officer should now open the parcel for the member, 5 working days after "
            "parcel.left_on (2)"),
        ),
        (
            ("{parcel.is_heavy: true}", "{parcel.marks: urgent, parcel.is_heavy: true}"),
            "a parcel of which nobody knows the weight",
            ("an officer should now open the parcel for the member, 5 working days after "
            "parcel.left_on (2)"),
        ),
        (
            ("[member, officer], must: be_kind", "[officer], must: be_kind"),
            "a parcel comes by post",
            "what was said of a member and an officer is now said of an officer: be kind (1)",
        ),
    ],
)  # fmt: skip
def test_what_changes_is_told_in_words(run, littleton, bank, edited, change, scenario, text):
    """Each change of the rules is told as what it means for somebody."""
    assert text in told(run, littleton, edited(change), bank)[scenario]


def test_a_renumbered_clause_changes_no_answer(run, littleton, bank, edited):
    """The norms say the same, and so do those that refer to them."""
    new = edited(
        ('id: "2"', 'id: "7"'), ('id: "2(a)"', 'id: "7(a)"'), ('part_of: "2"', 'part_of: "7"'),
        ('overrides: "2"', 'overrides: "7"'), ('"2#open"', '"7#open"'),
    )  # fmt: skip

    assert told(run, littleton, new, bank) == {}
    data = json.loads(run("changes", littleton, new, "-s", bank, "--format", "json").stdout)
    assert data["norms"] == []


def test_other_words_and_another_order_change_no_answer(run, littleton, bank, edited):
    """Gists, titles and the order of conditions are no part of what the law means."""
    new = edited(("gist: All are kind.", "gist: Everybody is kind."))

    result = run("changes", littleton, new, "-s", bank)
    assert result.exit_code == 0
    assert "0 norms changed" in result.stdout


def test_a_change_that_no_scenario_notices_is_told(run, littleton, bank, edited):
    """The norm is named with what is different in it."""
    new = edited(("must: explain_parcel", "should: explain_parcel"))

    result = run("changes", littleton, new, "-s", bank)
    assert result.exit_code == 0
    assert "Changed, and no scenario notices:" in result.stdout
    assert "littleton/3#explain: modality must, now should" in result.stdout
    assert "1 norm changed, 1 of them unnoticed" in result.stdout


def test_norms_that_came_and_went_are_told(run, littleton, bank, edited):
    """What no scenario reaches is told by its address."""
    new = edited(("explain: {bearer", "excuse: {bearer"), ("must: explain_parcel", "must: be_kind"))

    data = json.loads(run("changes", littleton, new, "-s", bank, "--format", "json").stdout)
    assert {each["address"]: each["change"] for each in data["norms"]} == {
        "littleton/3#excuse": "new",
        "littleton/3#explain": "gone",
    }


def test_a_fact_that_one_edition_lacks_is_told(run, littleton, bank, edited):
    """A scenario that cannot be asked under the old edition has no answer there."""
    old = edited(("is_heavy", "is_hefty"))

    data = json.loads(run("changes", old, littleton, "-s", bank, "--format", "json").stdout)
    unreadable = {each["scenario"]: each.get("unreadable") for each in data["answers"]}
    assert "no fact `parcel.is_heavy`" in unreadable["a parcel comes by post"]


def test_a_pull_request_gets_a_comment(run, littleton, edited, write):
    """Markdown in the names of scenarios and councils stays text, and nobody is called by name."""
    named = write(BANK.replace("a parcel comes by post", "a *parcel* for @mayor <b>"), "named.yaml")
    new = edited(("5 working days", "3 working days"))

    result = run("changes", littleton, new, "-s", named, "--format", "markdown")
    assert result.exit_code == 1
    assert result.stdout.startswith("### Answers from `")
    assert "**littleton: an officer should open the parcel for the member now by 6 March" in (
        result.stdout
    )
    assert r"- a \*parcel\* for @" in result.stdout
    assert "&lt;b&gt;" in result.stdout
    assert "@mayor" not in result.stdout


def test_a_git_revision_is_an_edition(run, littleton, edited, bank, tmp_path, monkeypatch):
    """The rules of a commit are read from git; the working tree is left as it is."""
    new = Path(edited(("5 working days", "3 working days")))
    repository = tmp_path / "repository"
    (repository / "rules").mkdir(parents=True)
    (repository / "deploy.yaml").write_text("kind: {{ nothing that YAML could read", "utf-8")
    rule_file = repository / "rules" / "littleton.yaml"
    rule_file.write_text(Path(littleton).read_text("utf-8"), "utf-8")
    identity = ("-c", "user.name=A. Clerk", "-c", "user.email=clerk@example.org")
    for command in (("init", "-q"), ("add", "."), (*identity, "commit", "-q", "-m", "rules")):
        subprocess.run(["git", *command], cwd=repository, check=True)  # noqa: S607 - git is found where it is
    rule_file.write_text(new.read_text("utf-8"), "utf-8")

    monkeypatch.chdir(repository)
    for old in ("HEAD", "HEAD:rules", "HEAD:rules/littleton.yaml"):
        result = run("changes", old, ".", "-s", bank, "--format", "json")
        assert result.exit_code == 1
        assert json.loads(result.stdout)["checked"] == 3

    result = run("changes", "HEAD:nowhere", ".", "-s", bank)
    assert result.exit_code == 2
    assert "error[no-such-file]" in result.stderr


def test_a_wheel_is_an_edition(run, littleton, bank, tmp_path, edited):
    """The rules inside a wheel are read with the vocabulary that it brings along."""
    wheel = tmp_path / "rules-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(littleton, "protocol_rules/rules/littleton.yaml")
        archive.writestr("protocol_rules/schemas/other.yaml", "council: {{ not yaml")
        for file in (RULES / "vocabulary").iterdir():
            archive.write(file, f"protocol_rules/rules/vocabulary/{file.name}")

    assert told(run, str(wheel), littleton, bank) == {}
    new = edited(("5 working days", "3 working days"))
    assert "a parcel comes by post" in told(run, str(wheel), new, bank)


def test_protocols_that_came_and_went_are_told(run, littleton, bank, edited):
    """A council that only one edition has is a change by itself."""
    hamlet = Path(edited(("council: littleton", "council: hamlet"), name="other")).parent
    (hamlet / "littleton.yaml").rename(hamlet / "hamlet.yaml")

    result = run("changes", littleton, str(hamlet), "-s", bank)
    assert result.exit_code == 1
    assert "new protocol: hamlet" in result.stdout
    assert "protocol gone: littleton" in result.stdout


@pytest.mark.parametrize(
    ("old", "code"),
    [
        ("nonsense~3", "no-such-edition"),
        ("--upload-pack=x", "no-such-edition"),
        ("nowhere.yaml", "no-such-file"),
        ("nowhere.whl", "no-such-file"),
        ("docs", "no-rule-file"),
    ],
)
def test_what_is_no_edition_is_refused(run, littleton, bank, old, code):
    """One message says what was taken for what."""
    result = run("changes", "-s", bank, "--", old, littleton)

    assert result.exit_code == 2
    assert code in result.stderr
    assert "Traceback" not in result.output


def test_a_broken_edition_tells_its_faults(run, littleton, bank, edited, tmp_path):
    """Every fault has its place; a wheel that is none is told."""
    broken = edited(("should: open_parcel", "shuold: open_parcel"))
    result = run("changes", littleton, broken, "-s", bank)
    assert result.exit_code == 2
    assert "edited/littleton.yaml:" in result.stderr

    wheel = tmp_path / "broken.whl"
    wheel.write_text("no archive", "utf-8")
    result = run("changes", str(wheel), littleton, "-s", bank)
    assert result.exit_code == 2
    assert "not-a-wheel" in result.stderr


def test_two_files_for_one_council_are_refused(run, littleton, bank, tmp_path):
    """Nobody could tell which of them is meant."""
    text = Path(littleton).read_text("utf-8")
    (tmp_path / "twice").mkdir()
    for name in ("littleton.yaml", "copy.yaml"):
        (tmp_path / "twice" / name).write_text(text, "utf-8")

    result = run("changes", littleton, str(tmp_path / "twice"), "-s", bank)
    assert result.exit_code == 2
    assert "duplicate-council" in result.stderr


def test_a_bank_that_is_not_there_is_refused(run, littleton):
    """The folder is named."""
    result = run("changes", littleton, littleton, "-s", "nowhere")

    assert result.exit_code == 2
    assert "no file or folder `nowhere`" in result.stderr
