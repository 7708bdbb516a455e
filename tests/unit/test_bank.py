"""The bank: which files it takes, what it passes over, and how it tells faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from protocol_rules import load
from protocol_rules.checks.bank import files_below, read_bank
from protocol_rules.diagnostics import InvalidInput

ROOT = Path(__file__).parents[2]
LITTLETON = ROOT / "tests" / "cli" / "files" / "littleton.yaml"
STORY = "name: {0}\nprotocol: thanet\ngiven: {{absence.working_days: 1, absence.out_of_office_reply: false}}\nexpect: {{}}\n"  # fmt: skip # noqa: E501


@pytest.fixture(autouse=True, scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the protocols be resolved once for all of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROTOCOL_RULES_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder of two scenario files, two other files and some that are not looked at."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.yaml", "a.yml", "deep/c.json", ".hidden/d.yaml"):
        path = tmp_path / "bank" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = STORY.format(path.stem)
        path.write_text(
            '{"protocol": "thanet", "given": {"enquiry.from": "journalist"}, "expect": {}}'
            if path.suffix == ".json"
            else text
        )
    (tmp_path / "bank" / "rules.yaml").write_text(LITTLETON.read_text())
    (tmp_path / "bank" / "compose.yml").write_text("services: {web: {image: nginx}}\n")
    (tmp_path / "bank" / "notes.txt").write_text("not YAML: [")
    return tmp_path / "bank"


@pytest.mark.usefixtures("folder")
def test_a_folder_is_gone_through_in_order():
    """Hidden folders and files of another kind are left out, and what is passed over is counted."""
    bank = read_bank(["bank"])

    assert [each.source.file for each in bank.files] == ["bank/a.yml", "bank/b.yaml", "bank/deep/c.json"]  # fmt: skip # noqa: E501
    assert bank.passed_over == 2
    assert [(each.entry.story.name, each.council) for each in bank.pairs] == [
        ("a", "thanet"), ("b", "thanet"), ("", "thanet"),
    ]  # fmt: skip


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_named_twice_is_read_once():
    """Whether by itself, by its folder or by another way to it."""
    listed = files_below(["bank/b.yaml", "bank", "bank/../bank/b.yaml"])

    assert [each.path for each in listed].count("bank/b.yaml") == 1
    assert sum("b.yaml" in each.path for each in listed) == 1


@pytest.mark.usefixtures("folder")
def test_a_rule_file_that_is_named_itself_is_refused():
    """Nobody names a file to have it passed over."""
    with pytest.raises(InvalidInput) as caught:
        read_bank(["bank/rules.yaml"])

    assert caught.value.diagnostics[0].code == "wrong-file"


def test_all_faults_of_all_files_come_at_once(folder):
    """A file that cannot be read does not keep the faults of the next one back."""
    (folder / "a.yml").write_text("name: [")
    (folder / "b.yaml").write_text("given: {enquiry.form: member, enquiry.too: member}\n")
    with pytest.raises(InvalidInput) as caught:
        read_bank(["bank"])

    told = [(each.code, each.span and each.span.file) for each in caught.value.diagnostics]
    assert told == [
        ("not-yaml", "bank/a.yml"),
        ("unknown-fact", "bank/b.yaml"),
        ("unknown-fact", "bank/b.yaml"),
    ]


def test_a_slip_in_a_key_makes_no_file_of_another_kind(folder):
    """`scenarois` is told, and not passed over."""
    (folder / "compose.yml").write_text("scenarois: []\n")
    with pytest.raises(InvalidInput) as caught:
        read_bank(["bank"])

    assert caught.value.diagnostics[0].span is not None
    assert caught.value.diagnostics[0].span.file == "bank/compose.yml"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("path", ["nowhere", "", "bank/nowhere.yaml"])
def test_a_path_that_is_not_there_is_told(path):
    """By its name."""
    with pytest.raises(InvalidInput) as caught:
        read_bank([path])

    assert caught.value.diagnostics[0].code == "no-such-file"


def test_no_scenario_at_all_is_a_fault(folder):
    """An empty bank would pass for ever."""
    (folder / "empty").mkdir()
    with pytest.raises(InvalidInput) as caught:
        read_bank(["bank/empty"])

    assert caught.value.diagnostics[0].code == "no-scenarios"


@pytest.mark.parametrize("where", ["tests/scenarios", "scenarios"])
def test_scenarios_are_looked_for_where_they_usually_lie(tmp_path, monkeypatch, where):
    """Below `tests/scenarios`, else below `scenarios`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / where).mkdir(parents=True)
    (tmp_path / where / "one.yaml").write_text(STORY.format("one"))

    assert len(read_bank().pairs) == 1


def test_nothing_named_and_nothing_there(tmp_path, monkeypatch):
    """It is said where scenarios were looked for."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput, match=r"no folder `tests/scenarios` or `scenarios`"):
        read_bank()


def test_a_protocol_that_cannot_be_loaded_is_told_where_it_is_named(folder):
    """Once for each scenario that names it."""
    (folder / "a.yml").write_text(STORY.format("a").replace("thanet", "thannet"))
    with pytest.raises(InvalidInput) as caught:
        read_bank(["bank"])

    (fault,) = caught.value.diagnostics
    assert (fault.code, str(fault.span), fault.hint) == (
        "unknown-protocol", "bank/a.yml:2:11", "did you mean `thanet`?",
    )  # fmt: skip


def test_the_words_of_a_file_are_those_of_its_protocols(folder):
    """The facts and roles of a rule file that is named by its path are known."""
    (folder / "a.yml").write_text(
        f"protocol: {LITTLETON}\ngiven: {{enquiry.from: member}}\nexpect: {{}}\n"
    )
    (pair,) = read_bank(["bank/a.yml"]).pairs

    assert pair.protocol.council == "littleton"


@pytest.mark.usefixtures("folder")
def test_a_protocol_may_stand_in_for_what_ships():
    """The bank then holds its scenarios against that one."""
    other = load("medway")
    bank = read_bank(["bank/b.yaml"], {"thanet": other})

    assert bank.pairs[0].protocol is other


def test_the_shipped_bank_is_read_whole():
    """Every scenario of this checkout expects something of one protocol at least."""
    bank = read_bank([ROOT / "tests" / "scenarios"])

    assert len(bank.pairs) >= len(bank.entries) > 900
    assert bank.passed_over == 0


@pytest.mark.usefixtures("folder")
def test_a_broken_rule_file_is_told_and_not_the_words_that_it_lacks():
    """Its own facts are unknown only because it cannot be read."""
    text = LITTLETON.read_text("utf-8").replace("should: open_parcel", "shuold: open_parcel")
    Path("littleton.yaml").write_text(text, "utf-8")
    Path("story.yaml").write_text(
        "protocol: ./littleton.yaml\ngiven: {parcel.from: member}\nexpect: {}\n", "utf-8"
    )

    with pytest.raises(InvalidInput) as refused:
        read_bank(["story.yaml"])
    (told,) = refused.value.diagnostics
    assert "shuold" in told.message
    assert told.span is not None
    assert told.span.file.endswith("littleton.yaml")


@pytest.mark.usefixtures("folder")
def test_a_rule_file_stands_in_for_itself():
    """A scenario that names it by its path gets the protocol that was given for its council."""
    littleton = load(LITTLETON)
    Path("story.yaml").write_text(
        f"protocol: {LITTLETON}\ngiven: {{parcel.from: member}}\nexpect: {{}}\n", "utf-8"
    )

    (pair,) = read_bank(["story.yaml"], {"littleton": littleton}).pairs
    assert pair.protocol is littleton


def test_one_path_may_stand_by_itself(folder):
    """A bare text is a path, and not its letters."""
    assert read_bank(str(folder / "b.yaml")).entries == read_bank(folder / "b.yaml").entries
