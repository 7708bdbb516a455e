"""Scenarios: what is read, what is refused, and that nothing changes afterwards."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from protocol_rules import ProtocolRulesError, Scenario, evaluate, load
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.scenario_file import read_scenarios, scenarios_in
from protocol_rules.source import parse

GIVEN = {
    "enquiry.from": ["member", "group_leader"],
    "enquiry.received_on": date(2024, 3, 1),
    "enquiry.answered_on": "not_yet",
    "enquiry.answerable_in_time": True,
    "absence.working_days": 3,
}
WHOLE = {
    "name": "a story",
    "today": "2024-03-18",
    "about": ["complaint"],
    "given": {**GIVEN, "enquiry.received_on": "2024-03-01"},
    "occasions": {"monday": {"about": ["group_meeting"], "given": {"advice.to": "member"}}},
}


def codes(*args: object, **more: object) -> list[str]:
    """Give the code of each fault of a scenario."""
    with pytest.raises(InvalidInput) as caught:
        Scenario(*args, **more)  # type: ignore[arg-type]
    return [each.code for each in caught.value.diagnostics]


def test_a_scenario_is_the_same_from_everywhere(tmp_path: Path) -> None:
    """Keywords, a mapping, YAML and JSON give equal scenarios."""
    (tmp_path / "a.json").write_text(json.dumps(WHOLE), encoding="utf-8")
    (from_json,) = read_scenarios(tmp_path / "a.json")
    (from_yaml,) = scenarios_in(parse(f"scenarios:\n  - {json.dumps(WHOLE)}"))
    built = Scenario(GIVEN, **{key: value for key, value in WHOLE.items() if key != "given"})
    made = [
        built,
        Scenario(**WHOLE),
        Scenario.model_validate(WHOLE),
        from_json.scenario,
        from_yaml.scenario,
    ]
    assert all(each == built for each in made)
    assert len({hash(each) for each in made}) == 1


def test_a_scenario_survives_as_data() -> None:
    """What `as_data` gives makes the same scenario again, also by way of JSON."""
    scenario = Scenario(**WHOLE)
    assert Scenario(**json.loads(json.dumps(scenario.as_data()))) == scenario
    assert Scenario(**scenario.model_dump()) == scenario
    assert scenario.as_data()["given"]["absence.working_days"] == 3  # type: ignore[index]


def test_a_scenario_survives_copies_and_pickles() -> None:
    """A copy is equal, and as immutable as the first."""
    scenario = Scenario(**WHOLE)
    for other in (
        copy.deepcopy(scenario),
        copy.copy(scenario),
        pickle.loads(pickle.dumps(scenario)),
    ):
        assert other == scenario
        with pytest.raises(TypeError):
            other.given["enquiry.from"] = "officer"


def test_a_scenario_cannot_be_changed() -> None:
    """Neither its parts nor what they hold can be set."""
    scenario = Scenario(**WHOLE)
    with pytest.raises(ValidationError):
        scenario.today = None
    for mapping in (scenario.given, scenario.occasions, scenario.occasions["monday"].given):
        with pytest.raises(TypeError):
            mapping["x"] = "y"  # type: ignore[index]


def test_a_scenario_does_not_follow_its_source() -> None:
    """Changing the mapping from which a scenario was made changes nothing."""
    given = {"enquiry.from": "member"}
    scenario = Scenario(given)
    given["enquiry.to"] = "officer"
    assert list(scenario.given) == ["enquiry.from"]


def test_more_given_is_another_scenario() -> None:
    """`with_given` leaves the first as it was, and gives one as immutable."""
    scenario = Scenario({"enquiry.from": "member"})
    more = scenario.with_given({"absence.working_days": 3})
    assert "absence.working_days" not in scenario.given
    assert more != scenario
    with pytest.raises(TypeError):
        more.given["x"] = 1  # type: ignore[index]


def test_scenarios_are_keys() -> None:
    """Equal scenarios are one key of a mapping, others are others."""
    first, second = (
        Scenario({"enquiry.from": "member"}),
        Scenario(given={"enquiry.from": ["member"]}),
    )
    assert len({first: 1, second: 2, Scenario({"enquiry.from": "officer"}): 3}) == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"enquiry.form": "member"}, "unknown-fact"),
        ({"enquiry": True}, "unknown-fact"),
        ({5: True}, "unknown-fact"),
        ({"enquiry.from": "membre"}, "unknown-role"),
        ({"enquiry.from": []}, "empty-value"),
        ({"enquiry.from": None}, "empty-value"),
        ({"enquiry.from": 5}, "wrong-type"),
        ({"enquiry.from": {"member": 1}}, "wrong-type"),
        ({"enquiry.seeks": "advise"}, "unknown-value"),
        ({"enquiry.answerable_in_time": "yes"}, "wrong-type"),
        ({"enquiry.answerable_in_time": 1}, "wrong-type"),
        ({"enquiry.answerable_in_time": [True]}, "wrong-type"),
        ({"absence.working_days": True}, "wrong-type"),
        ({"absence.working_days": -1}, "wrong-type"),
        ({"absence.working_days": 2.5}, "wrong-type"),
        ({"absence.working_days": float("nan")}, "wrong-type"),
        ({"absence.working_days": "\u0663"}, "wrong-type"),
        ({"absence.working_days": 10**5000}, "wrong-type"),
        ({"enquiry.received_on": "2024-02-30"}, "no-such-date"),
        ({"enquiry.received_on": "20240301"}, "wrong-type"),
        ({"enquiry.received_on": "2024-W09-5"}, "wrong-type"),
        ({"enquiry.received_on": datetime(2024, 3, 1, tzinfo=UTC)}, "wrong-type"),
        ({"enquiry.received_on": date(1, 1, 1)}, "date-out-of-range"),
        ({"enquiry.received_on": date(9999, 12, 31)}, "date-out-of-range"),
    ],
)
def test_a_wrong_fact_is_told(given: dict[str, object], code: str) -> None:
    """Each wrong fact is one fault, whatever Python type it has."""
    assert codes(given) == [code]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"about": "enquirry"}, "unknown-circumstance"),
        ({"about": 5}, "wrong-shape"),
        ({"about": {"enquiry": True}}, "wrong-shape"),
        ({"today": "yesterday"}, "wrong-type"),
        ({"today": "2024-02-30"}, "no-such-date"),
        ({"today": datetime(2024, 3, 1, tzinfo=UTC)}, "wrong-type"),
        ({"name": 5}, "wrong-type"),
        ({"given": ["enquiry.from"]}, "wrong-shape"),
        ({"given": "enquiry"}, "wrong-shape"),
        ({"givn": {}}, "unknown-key"),
        ({"occasions": ["monday"]}, "wrong-shape"),
        ({"occasions": {"monday": ["x"]}}, "wrong-shape"),
        ({"occasions": {"monday": {"givn": {"enquiry.from": "member"}}}}, "unknown-key"),
        ({"occasions": {"monday": {"given": ["enquiry.from"]}}}, "wrong-shape"),
        ({"occasions": {"monday": {"given": {"enquiry.form": "member"}}}}, "unknown-fact"),
    ],
)
def test_a_wrong_part_is_told(more: dict[str, object], code: str) -> None:
    """Each wrong part of a scenario is one fault; nothing is left aside in silence."""
    assert codes(**more) == [code]


def test_all_faults_are_told_at_once() -> None:
    """A scenario with several faults tells every one, with its occasion."""
    with pytest.raises(InvalidInput) as caught:
        Scenario({"enquiry.form": "member"}, occasions={"monday": {"about": "x"}}, today="soon")
    assert "did you mean `enquiry.from`?" in str(caught.value)
    assert "(occasion `monday`)" in str(caught.value)
    assert len(caught.value.diagnostics) == 3


def test_a_fact_is_given_once() -> None:
    """A fact of the whole scenario cannot differ on an occasion."""
    occasions = {"monday": {"given": {"enquiry.from": "officer"}}}
    assert codes({"enquiry.from": "member"}, occasions=occasions) == ["given-twice"]


@pytest.mark.parametrize("day", ["1900-01-01", "2099-12-31"])
@pytest.mark.parametrize("reading", ["as_given", "unless_shown"])
def test_dates_at_the_edge_are_evaluated(day: str, reading: str) -> None:
    """The first and the last day that a scenario may name end in an answer or a clear refusal."""
    given = {"enquiry.from": "member", "enquiry.received_on": day, "enquiry.answered_on": "not_yet"}
    try:
        answer = evaluate(load("thanet"), Scenario(given, today=day), reading=reading)  # type: ignore[arg-type]
        assert [str(action) for action in answer.required_actions]
    except ProtocolRulesError as error:
        assert str(error)  # noqa: PT017 - either end will do


def test_a_missing_scenario_file_has_a_hint(tmp_path: Path) -> None:
    """A misspelt file is told with its neighbour's name; a folder is told as such."""
    (tmp_path / "enquiries.yaml").write_text("given: {}", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"did you mean `enquiries\.yaml`"):
        read_scenarios(tmp_path / "enquires.yaml")
    with pytest.raises(InvalidInput, match="is a folder"):
        read_scenarios(tmp_path)


def test_a_scenario_may_use_the_words_of_a_protocol() -> None:
    """Local facts are known where the protocol's vocabulary is given, and nowhere else."""
    sixth = load(Path(__file__).parents[1] / "files" / "good" / "sixth.yaml")
    given = {"mooring.kind": "yacht", "enquiry.from": "harbour_master"}
    assert Scenario(given, vocabulary=sixth.vocabulary).given["mooring.kind"] == "yacht"
    assert codes(given) == ["unknown-fact", "unknown-role"]


@pytest.mark.parametrize("received", ["2024-03-02", "not_yet"])
def test_an_answer_cannot_be_dated_before_its_question(received: str) -> None:
    """Two dates of which one follows the other have to stand in that order."""
    with pytest.raises(InvalidInput) as caught:
        Scenario({"enquiry.received_on": received, "enquiry.answered_on": "2024-03-01"})

    assert [each.code for each in caught.value.diagnostics] == ["wrong-order"]


def test_an_answer_on_the_day_of_its_question_is_in_order() -> None:
    """The same day is no contradiction, nor is an answer that is still to come."""
    for answered in ("2024-03-01", "not_yet"):
        given = {"enquiry.received_on": "2024-03-01", "enquiry.answered_on": answered}
        assert Scenario(given).given.keys() == given.keys()
