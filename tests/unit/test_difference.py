"""What a change of facts changed in the answer."""

from pathlib import Path

import pytest

from protocol_rules import Answer, Scenario, evaluate, load
from protocol_rules.diagnostics import InvalidInput

LITTLETON = load(Path(__file__).parents[1] / "cli" / "files" / "littleton.yaml")
WORDS = LITTLETON.vocabulary
TOLD = {"parcel.from": "member", "parcel.is_heavy": False, "parcel.left_on": "2024-03-01"}


def answered(given, **parts) -> Answer:
    """Evaluate a story about parcels."""
    return evaluate(LITTLETON, Scenario(given, vocabulary=WORDS, **parts))


def test_every_change_is_said_in_a_sentence():
    """First what was told otherwise, then what became of it."""
    change = answered(TOLD).compare_with(answered({**TOLD, "parcel.is_heavy": True}))

    assert str(change).splitlines() == [
        "parcel.is_heavy: false, now true",
        "littleton/2#open: applies, now lifted",
        "littleton/2(a): does not apply, now applies",
        "littleton/3#explain: undetermined, now does not apply",
        f"no longer required: {answered(TOLD).required_actions[0]}",
    ]
    assert not change.is_empty


def test_what_came_and_what_went_change_places_the_other_way_round():
    """The change from the second answer to the first is the reverse."""
    light, heavy = answered(TOLD), answered({**TOLD, "parcel.is_heavy": True})
    there, back = light.compare_with(heavy), heavy.compare_with(light)

    assert (there.came, there.went) == (back.went, back.came)
    assert [(e.before, e.after) for e in there.statuses] == [
        (e.after, e.before) for e in back.statuses
    ]


def test_a_due_date_that_moves_is_no_other_action():
    """The same is required, by another day."""
    change = answered(TOLD).compare_with(answered({**TOLD, "parcel.left_on": "2024-03-04"}))

    assert str(change).splitlines() == [
        "parcel.left_on: 1 March 2024, now 4 March 2024",
        "littleton/2#open: due by 8 March 2024, now by 11 March 2024",
    ]
    assert change.as_data()["dues"] == [
        {"address": "littleton/2#open", "before": "2024-03-08", "after": "2024-03-11"}
    ]


def test_a_due_date_may_become_known():
    """Until then it is one that nobody knows."""
    unknown = {fact: value for fact, value in TOLD.items() if fact != "parcel.left_on"}
    change = answered(unknown).compare_with(answered(TOLD))

    assert [str(each) for each in change.dues] == [
        "littleton/2#open: due on a day that is not known, now by 8 March 2024"
    ]
    assert [str(each) for each in change.facts] == ["parcel.left_on: not known, now 1 March 2024"]


def test_equal_answers_differ_in_nothing():
    """An answer changes nothing compared with itself."""
    change = answered(TOLD).compare_with(answered(TOLD))

    assert change.is_empty
    assert change.facts == ()
    assert str(change) == "the answer stays the same"


def test_what_is_told_may_change_nothing():
    """The facts are named all the same."""
    change = answered(TOLD).compare_with(answered(TOLD, about="copying", today="2024-04-20"))

    assert change.is_empty
    assert str(change).splitlines() == [
        "now about copying",
        "today: not known, now 20 April 2024",
        "the answer stays the same",
    ]


def test_an_occasion_is_named():
    """What changed on one occasion is told of that one."""
    before = answered(TOLD, occasions={"monday": {"given": {"parcel.marks": "fragile"}}})
    after = answered(TOLD, occasions={"monday": {"given": {"parcel.marks": "urgent"}}})
    change = before.compare_with(after)

    assert str(change).splitlines() == [
        "parcel.marks on the occasion monday: fragile, now urgent",
        "littleton/4(a)#take on the occasion monday: does not apply, now applies",
    ]
    assert change.as_data()["statuses"] == [
        {
            "address": "littleton/4(a)#take",
            "occasion": "monday",
            "before": "does_not_apply",
            "after": "applies",
        }
    ]


def test_two_councils_cannot_be_compared():
    """Their norms have nothing in common."""
    other = evaluate(load("thanet"), Scenario({"enquiry.from": "member"}))

    with pytest.raises(InvalidInput, match="answers are those of two councils"):
        answered(TOLD).compare_with(other)
