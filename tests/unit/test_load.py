"""Loading a protocol: what ships, what lies elsewhere, and what cannot be loaded."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from protocol_rules import Scenario, evaluate, load
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.resolve import resolve, shipped
from protocol_rules.source import Limits, parse, read
from protocol_rules.vocabulary import RULES, read_vocabulary, shared_vocabulary

SIXTH = Path(__file__).parents[1] / "files" / "good" / "sixth.yaml"
HEAD = "council: test\nname: Test Council\ntitle: A protocol\n"


def refusal(path: str | Path) -> str:
    """Give the one message with which a protocol is refused."""
    with pytest.raises(InvalidInput) as caught:
        load(path)
    (fault,) = caught.value.diagnostics
    return str(fault)


@pytest.mark.parametrize("name", shipped())
def test_what_ships_loads_by_name_and_by_path(name: str) -> None:
    """The name and the path of a protocol that ships give the same protocol."""
    by_name, by_path = load(name), load(RULES / f"{name}.yaml")
    assert by_name.council == by_path.council == name
    assert by_name.norms == by_path.norms
    assert by_name.clauses == by_path.clauses


@pytest.mark.parametrize("name", shipped())
def test_what_ships_is_named_as_its_file(name: str) -> None:
    """Nothing is said against a rule file that ships, not even a warning."""
    _, faults = resolve(read(RULES / f"{name}.yaml"), shared_vocabulary())
    assert faults.diagnostics == []


def test_another_name_than_the_files_is_a_warning() -> None:
    """A rule file may be named otherwise than its council; whoever asks is told."""
    protocol, faults = resolve(parse(HEAD + "clauses: []", "a/other.yaml"), shared_vocabulary())
    (warning,) = faults.diagnostics
    assert protocol.council == "test"
    assert (warning.severity, warning.code) == ("warning", "name-differs")
    assert "name it test.yaml" in warning.hint


def test_a_sixth_council_is_one_file() -> None:
    """A new council is a rule file, and nothing else."""
    sixth = load(SIXTH)
    assert repr(sixth) == "<Protocol sixth: 7 clauses, 5 norms>"
    assert sixth.adopted == date(2024, 2, 29)
    assert sixth.calendar.name == "scotland"
    assert not sixth.calendar.is_working_day(date(2025, 12, 30))
    scenario = Scenario(
        {
            "mooring.kind": "yacht",
            "mooring.started_on": "2025-12-01",
            "mooring.ended_on": "not_yet",
        },
        today="2025-12-24",
        vocabulary=sixth.vocabulary,
    )
    answer = evaluate(sixth, scenario)
    assert answer.clauses["2"].status == "applies"


def test_a_protocol_brings_its_own_words() -> None:
    """Its roles, facts and actions join the shared words, which stay what they are."""
    words, shared = load(SIXTH).vocabulary, shared_vocabulary()
    assert words.roles.above("harbour_master") >= {"officer", "designated_officer"}
    assert "designated_officer" in words.roles.above("chief_executive")
    assert "cast_off" in words.actions
    assert "mooring.kind" in words.facts
    enquiry, before = words.circumstances["enquiry"], shared.circumstances["enquiry"]
    assert enquiry.facts == (*before.facts, "enquiry.about_the_harbour")
    assert enquiry.title == before.title
    assert "harbour_master" not in shared.roles.roles
    assert "mooring.kind" not in shared.facts


def test_conditions_of_a_card_hold_for_each_of_its_norms() -> None:
    """A `when` on the card is part of the `when` of its norms."""
    sixth = load(SIXTH)
    leave, pay = sixth.norms["sixth/2#leave"], sixth.norms["sixth/2#pay"]
    assert leave.when == pay.when is not None
    assert pay.reparation_for == leave.address
    assert sixth.norms["sixth/2.1"].lifts == (leave.address,)


def test_loading_twice_gives_the_same() -> None:
    """Loading depends on the file alone."""
    first, second = load(SIXTH), load(SIXTH)
    assert first.clauses == second.clauses
    assert first.overrides == second.overrides
    assert first.definitions == second.definitions


def test_a_name_that_does_not_ship_has_a_hint() -> None:
    """A misspelt council is told with the one that was meant, any other with the list."""
    assert "did you mean `thanet`?" in refusal("thanett")
    assert "or give a path" in refusal("atlantis")
    assert "or give a path" in refusal("")


def test_a_missing_file_has_a_hint() -> None:
    """A misspelt file is told with its neighbour's name."""
    assert "did you mean `sixth.yaml`?" in refusal(SIXTH.with_name("sixht.yaml"))


def test_a_folder_is_no_rule_file(tmp_path: Path) -> None:
    """A folder is told as such."""
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_no_permission_is_told(tmp_path: Path) -> None:
    """A file that may not be read is told as such."""
    path = tmp_path / "secret.yaml"
    path.write_text(HEAD, encoding="utf-8")
    path.chmod(0)
    assert "no permission" in refusal(path)


def test_a_path_that_no_disk_has_is_told() -> None:
    """A path with a null character is a refusal, not an error of Python."""
    assert "cannot be read" in refusal("a\0b.yaml")


def test_limits_hold_for_a_protocol() -> None:
    """The caller may bound what a rule file holds."""
    with pytest.raises(InvalidInput) as caught:
        load(SIXTH, limits=Limits(bytes=100))
    assert caught.value.diagnostics[0].code == "too-large"


def test_many_terms_are_refused() -> None:
    """A chain of thousands of roles is refused before anything walks it."""
    terms = "".join(f"  r{n}: {{includes: [r{n + 1}]}}\n" for n in range(3000))
    with pytest.raises(InvalidInput) as caught:
        resolve(
            parse(f"{HEAD}roles:\n{terms}  r3000: {{is: [officer]}}\nclauses: []"),
            shared_vocabulary(),
        )
    assert caught.value.diagnostics[0].code == "too-many-roles"


@pytest.mark.parametrize("key", ["overrides", "proviso_of", "part_of"])
def test_long_chains_end_in_a_protocol_or_a_refusal(key: str) -> None:
    """Thousands of exceptions to exceptions do not exhaust Python."""
    cards = "".join(
        f'  - {{id: "{n}", title: t, {key}: "{n + 1}", when: {{enquiry.from: member}}}}\n'
        for n in range(2000)
    )
    last = '  - {id: "2000", title: t, when: {enquiry.from: member}}\n'
    source = parse(f"{HEAD}clauses:\n{cards}{last}")
    try:
        protocol, _ = resolve(source, shared_vocabulary())
    except InvalidInput as error:
        assert error.diagnostics[0].code == "too-deep"  # noqa: PT017 - either end will do
    else:
        evaluate(protocol, Scenario({"enquiry.from": "member"}))


def write_vocabulary(folder: Path, **files: str) -> Path:
    """Write a small vocabulary, with some files of one's own."""
    texts = {
        "roles": "roles: {member: {phrase: a member, description: A member}}",
        "facts": "circumstances: {}",
        "actions": "actions: {}",
        "topics": "topics: {}",
        **files,
    }
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def dates(fact: str) -> dict[str, str]:
    """Write facts of which one says that it follows another."""
    other = "c: {type: date, question: q}"
    return {
        "facts": f"circumstances: {{a: {{title: t, description: d, facts: {{{other}, {fact}}}}}}}"
    }


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"roles": "roles: {a: {phrase: a, description: b, is: [b]}}"}, "unknown-role"),
        ({"roles": "roles: {a: {phrase: a, description: b, is: [a]}}"}, "cycle"),
        ({"roles": "roles: {a: {phrase: a, description: b, told_by: c.d}}"}, "unknown-fact"),
        ({"facts": "circumstances: {a: {title: t}}"}, "missing-key"),
        ({"facts": "council: thanet\nclauses: []"}, "wrong-file"),
        (dates("b: {type: boolean, question: q, not_before: c}"), "wrong-type"),
        (dates("b: {type: date, question: q, not_before: d}"), "unknown-fact"),
        (dates("b: {type: date, question: q, not_before: b}"), "unknown-fact"),
        ({"topics": "topics: [advice]"}, "wrong-shape"),
        ({"actions": "actions: {act: {phrase: }}"}, "empty-value"),
    ],
)
def test_a_faulty_vocabulary_is_told(tmp_path: Path, files: dict[str, str], code: str) -> None:
    """The files of the vocabulary are held to their models as rule files are."""
    with pytest.raises(InvalidInput) as caught:
        read_vocabulary(write_vocabulary(tmp_path, **files))
    assert caught.value.diagnostics[0].code == code


def test_a_vocabulary_without_a_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the vocabulary that is not there is told by its name."""
    (write_vocabulary(tmp_path) / "topics.yaml").unlink()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput, match=r"no file `topics\.yaml`"):
        read_vocabulary(Path())
