"""`protocol-rules diff`: what a new edition means otherwise, over all stories."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from protocol_rules.cli import main
from protocol_rules.compare import Relation, Row

Edit = Callable[..., str]

TWO_DUTIES = "kind: {bearer: [member, officer], must: be_kind}"


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


def told(run, old: str, new: str) -> list[tuple[str, list[str], list[str]]]:
    """Give the respect, the roles and the turns of each amendment."""
    result = run("diff", old, new, "--json")
    data = json.loads(result.stdout)
    assert result.exit_code == (1 if data["amendments"] else 0)
    return [(each["aspect"], each["roles"], each["turns"]) for each in data["amendments"]]


def test_the_same_rules_amend_nothing(run, littleton):
    """An edition held against itself is not even asked."""
    result = run("diff", littleton, littleton)

    assert result.exit_code == 0
    assert "0 amendments; 0 of 5 questions asked" in result.stdout


HEAVY = "when: {parcel.is_heavy: true}"
TWICE = "when: {any: [{parcel.is_heavy: true}, {parcel.is_heavy: true}]}"
APART = "one: {bearer: member, must: be_kind}\n      two: {bearer: officer, must: be_kind}"


@pytest.mark.parametrize(
    "changes",
    [
        [("title: Kindness", "title: On being kind"), ("gist: All are kind.", "gist: Be kind.")],
        [("judgement: What is gentle", "judgement: How gently"), ("2020-02-29", "2021-01-01")],
        [('"2#open"', '"2#unwrap"'), ("      open:\n", "      unwrap:\n")],
        [(TWO_DUTIES, APART)],
        [(HEAVY, TWICE)],
        [(HEAVY, "when: {not: {not: {parcel.is_heavy: true}}}")],
        [('question: "Who left the parcel?"', 'question: "Whose parcel is it?"')],
        [("topics: correspondence", "topics: respect_and_courtesy")],
    ],
)
def test_wording_names_and_ways_of_writing_are_no_amendment(run, littleton, edited, changes):
    """Titles, gists, names of norms, and conditions said otherwise: nothing is told."""
    assert told(run, littleton, edited(*changes)) == []


def test_the_order_of_the_cards_is_no_amendment(run, littleton, edited):
    """A clause that moved with its number says what it said."""
    first = '  - id: "1"\n    title: Kindness\n    gist: All are kind.\n'
    first += f"    topics: respect_and_courtesy\n    norms:\n      {TWO_DUTIES}\n"
    last = first.replace('"1"', '"9"')
    text = Path(littleton).read_text("utf-8")
    new = edited((first, ""), (text.splitlines()[-1], f"{text.splitlines()[-1]}\n{last}"))

    assert told(run, littleton, new) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("5 working days", "7 working days"), ("stance", ["officer"], ["looser"])),
        (("5 working days", "3 working days"), ("stance", ["officer"], ["stricter"])),
        (("should: open_parcel", "must: open_parcel"), ("stance", ["officer"], ["stricter"])),
        (("should: open_parcel", "may: open_parcel"),
         ("stance", ["officer"], ["stricter", "looser"])),
        (("must: be_kind", "must_not: be_kind"), ("stance", ["member"], ["stricter", "looser"])),
        (("[member, officer], must", "officer, must"), ("stance", ["member"], ["looser"])),
        (("parcel.is_heavy: true}", "parcel.is_heavy: false}"),
         ("stance", ["officer"], ["stricter", "looser"])),
        (("may: take_parcel", "is_entitled_to: take_parcel"),
         ("stance", ["member"], ["stricter"])),
        (("gently", "with care"), ("qualifier", ["officer"], ["otherwise"])),
        (("counterparty: member\n        q", "counterparty: chair\n        q"),
         ("counterparty", ["officer"], ["otherwise"])),
        (("done_on: parcel.opened_on", "done_on: parcel.left_on"),
         ("shown by", ["officer"], ["otherwise"])),
        (("must: be_kind}", "must: be_kind, presumes: {parcel.is_heavy: false}}"),
         ("presumption", [], ["otherwise"])),
        (("when: {parcel.from: member}\n        d",
          "when: {parcel.from: member}\n        breached_when: {parcel.marks: fragile}\n        d"),
         ("breach", ["officer"], ["stricter"])),
        (("when: {parcel.from: member}\n        d",
          "when: {parcel.from: member}\n        escalation: [{to: chair}]\n        d"),
         ("route", ["officer"], ["otherwise"])),
    ],
)  # fmt: skip
def test_what_is_amended_is_told_with_its_turn(run, littleton, edited, change, expected):
    """Force, bearer, exception, due date, counterparty, manner, proof, breach, route."""
    assert expected in told(run, littleton, edited(change))


def test_a_condition_that_has_to_be_shown_is_told(run, littleton, edited):
    """What moves from `when` to `provided` changes who has to show it, and no stance."""
    change = ("when: {parcel.marks: urgent}}", "provided: {parcel.marks: urgent}}")

    assert ("proviso", ["member"], ["otherwise"]) in told(run, littleton, edited(change))


def test_a_caution_counts_by_when_it_is_told(run, edited):
    """A card without a norm binds nobody, and is told in other stories now."""
    one = edited(("kind: statement", "when: {parcel.from: member}"), name="one")
    two = edited(("kind: statement", "when: {parcel.from: officer}"), name="two")
    title = ("Parcels in general", "On parcels")
    three = edited(("kind: statement", "when: {parcel.from: member}"), title, name="three")

    assert told(run, one, two) == [("caution", [], ["otherwise"])]
    assert told(run, one, three) == []


def test_the_smallest_story_is_told(run, littleton, edited):
    """A reader sees where it is otherwise, and one story in which it is."""
    result = run("diff", littleton, edited(("should: open_parcel", "must: open_parcel")))

    assert "an officer must open the parcel" in result.stdout
    assert "before: an officer should open the parcel" in result.stdout
    assert "for instance: parcel.from is member, parcel.is_heavy is false" in result.stdout


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [(["looser"], 0), (["stricter"], 1), (["any"], 1), (["looser", "stricter"], 1)],
)
def test_a_build_fails_on_what_it_names(run, littleton, edited, fail_on, code):
    """A pull request that makes a duty looser can be told from one that makes it stricter."""
    new = edited(("should: open_parcel", "must: open_parcel"))
    options = [part for each in fail_on for part in ("--fail-on", each)]

    assert run("diff", littleton, new, *options).exit_code == code


def test_what_is_not_decided_fails_whatever_is_named(run, littleton, edited, monkeypatch):
    """A question that was given up never counts as equal."""
    new = edited(("should: open_parcel", "must: open_parcel"))
    monkeypatch.setattr("protocol_rules.amendments.find.row_of", _undecided)
    result = run("diff", littleton, new, "--fail-on", "looser")

    assert result.exit_code == 1
    assert "not decided: nobody waited for it" in result.stdout


def _undecided(*asked):
    role, action = asked[2:]
    return Row(
        role, action, (), Relation.NOT_DECIDED, (), ((), ()), undecided="nobody waited for it"
    )


def test_a_pull_request_gets_a_comment(run, littleton, edited):
    """Markdown keeps what a rule file says from being read as HTML or as a table."""
    new = edited(("should: open_parcel", "must: open_parcel"), ("gently", "<b>|</b>"))
    result = run("diff", littleton, new, "--format", "markdown")

    assert "| **failed** | stricter: an officer: open the parcel |" in result.stdout
    assert '"\\<b\\>\\|\\</b\\>"' in result.stdout


def test_an_annotation_stands_at_the_norm(run, littleton, edited):
    """On GitHub the amendment is shown beside the line of the new edition."""
    new = edited(("should: open_parcel", "must: open_parcel"))
    result = run("diff", littleton, new, "--format", "github", "--fail-on", "looser")
    line = Path(new).read_text("utf-8").splitlines().index("      open:") + 2

    assert f"line={line}" in result.stdout
    assert "::warning" in result.stdout


def test_a_value_and_a_role_that_only_one_edition_knows_are_told(run, littleton, edited):
    """Words that came with the new edition are known in the stories that are looked at."""
    new = edited(
        ("urgent: That it cannot wait", "urgent: That it cannot wait, live: That it moves"),
        ("  dog_handler:", "  cat_sitter: {phrase: a cat sitter, is: officer}\n  dog_handler:"),
        ("when: {parcel.marks: urgent}", "when: {parcel.marks: [urgent, live]}"),
        ("bearer: officer, must: explain", "bearer: cat_sitter, must: explain"),
    )

    assert ("stance", ["member"], ["looser"]) in told(run, littleton, new)


def test_a_fact_of_another_type_is_refused(run, littleton, edited):
    """No story can be told to both editions, and the message says by which fact."""
    new = edited(
        ('is_heavy: {type: boolean, question: "Does it weigh more than a [bold]stone[/bold]?"}',
         "is_heavy: {type: count, question: How heavy is it?}"),
        ("when: {parcel.is_heavy: true}", "when: {parcel.is_heavy: {at_least: 3}}"),
    )  # fmt: skip
    result = run("diff", littleton, new)

    assert result.exit_code == 2
    assert "fact-differs" in result.stderr
    assert "parcel.is_heavy" in result.stderr


def test_a_protocol_that_went_is_looser(run, littleton, edited):
    """With it went all its duties."""
    folder = Path(edited()).parent
    other = folder / "muchton.yaml"
    other.write_text(Path(littleton).read_text("utf-8").replace("littleton", "muchton"), "utf-8")
    result = run("diff", str(folder), littleton, "--fail-on", "looser")

    assert result.exit_code == 1
    assert "protocol gone: muchton" in result.stdout
    assert run("diff", littleton, str(folder), "--fail-on", "looser").exit_code == 0


def test_a_git_revision_is_an_edition(littleton, edited, monkeypatch):
    """A branch is held against the rules as they stand."""
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    new = Path(edited(("should: open_parcel", "must: open_parcel")))
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Rules"]):
        subprocess.run([*git, *command], cwd=new.parent, check=True)
    monkeypatch.chdir(new.parent)
    result = CliRunner().invoke(main, ["diff", "HEAD", littleton, "--fail-on", "looser"])

    assert result.exit_code == 1
    assert "littleton: looser: an officer: open the parcel" in result.stdout


def test_what_is_no_edition_is_refused(run, littleton):
    """There is one clear message, and no traceback."""
    result = run("diff", littleton, "nowhere")

    assert result.exit_code == 2
    assert "no-such-edition" in result.stderr
