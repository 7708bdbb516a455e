"""The smallest change that would make a norm apply."""

from pathlib import Path

import pytest

from protocol_rules import Finding, Scenario, Status, evaluate, load
from protocol_rules.engine import flips

LITTLETON = load(Path(__file__).parents[1] / "cli" / "files" / "littleton.yaml")
THANET = load("thanet")
WORDS = LITTLETON.vocabulary


def parcels(address: str, given=None, occasion: str = "", **parts) -> Finding:
    """Give one finding of a story about parcels."""
    answer = evaluate(LITTLETON, Scenario(given, vocabulary=WORDS, **parts))
    return answer.finding(address, occasion)


def thanet(address: str, given=None, **parts) -> Finding:
    """Give one finding of a story in Thanet."""
    return evaluate(THANET, Scenario(given, **parts)).finding(address)


def said(finding: Finding) -> str:
    """Say the change in words."""
    assert finding.smallest_change is not None
    return str(finding.smallest_change)


def test_a_given_fact_is_told_otherwise():
    """One change of what was given comes before anything else."""
    finding = parcels("2#open", {"parcel.from": "officer", "parcel.is_heavy": False})

    assert finding.status is Status.DOES_NOT_APPLY
    assert said(finding) == "it would apply if parcel.from were member"


def test_what_lifts_a_norm_is_told_otherwise():
    """A lifted norm applies where its exception does not hold."""
    finding = parcels("2#open", {"parcel.from": "member", "parcel.is_heavy": True})

    assert finding.status is Status.LIFTED
    assert said(finding) == "it would apply if parcel.is_heavy were false"


def test_two_changes_where_one_is_not_enough():
    """Neither of the two would do alone."""
    finding = parcels("2#open", {"parcel.from": "officer", "parcel.is_heavy": True})

    assert said(finding) == (
        "it would apply if parcel.from were member and parcel.is_heavy were false"
    )


def test_an_unknown_fact_is_stated():
    """Who left the parcel changes, and what nobody said has to be known."""
    finding = parcels("2#open", {"parcel.from": "officer"})

    assert said(finding) == (
        "it would apply if parcel.from were member and parcel.is_heavy were false"
    )


def test_a_circumstance_comes_in_by_a_fact():
    """A story about something else needs one more fact to be about a parcel."""
    assert said(parcels("4(a)#take")) == "it would apply if parcel.marks were urgent"


def test_a_circumstance_comes_in_by_its_name():
    """Where a norm asks only whether something is there, no fact of it is needed."""
    finding = thanet("9.1.7", {"enquiry.from": "member"})

    assert said(finding) == "it would apply if it were about constituent_complaint"
    assert finding.smallest_change is not None
    assert finding.smallest_change.as_data() == {
        "changes": [{"circumstance": "constituent_complaint", "before": False, "after": True}],
        "text": "it would apply if it were about constituent_complaint",
    }


def test_a_circumstance_is_left_out_with_all_that_was_told_of_it():
    """An exception that asks whether something is there holds however much is told of it."""
    finding = thanet(
        "9.1.6",
        {"enquiry.from": "member", "enquiry.answerable_in_time": False},
        about="constituent_complaint",
    )

    assert finding.status is Status.LIFTED
    assert said(finding) == "it would apply if it were not about constituent_complaint"


def test_none_within_two_facts_is_said_as_such():
    """Every change of one or two facts was tried, and nothing was found."""
    finding = thanet("9.1.12#copy", {"enquiry.from": "member"})
    change = finding.smallest_change

    assert change is not None
    assert (change.changes, change.is_exhaustive) == ((), True)
    assert str(change) == "no change of one or two facts would make it apply"
    assert change.as_data()["is_exhaustive"] is True


def test_a_search_that_is_given_up_claims_nothing(monkeypatch):
    """It says how many situations were tried, and not that there is no change."""
    monkeypatch.setattr(flips, "MOST_TRIES", 10)
    change = thanet("9.1.12#copy", {"enquiry.from": "member"}).smallest_change

    assert change is not None
    assert not change.is_exhaustive
    assert str(change) == "no change that would make it apply was found within 10 tries"


@pytest.mark.parametrize("given", [{"parcel.from": "member", "parcel.is_heavy": False}, {}])
def test_what_applies_or_is_open_needs_no_change(given):
    """There is a change only for what does not apply or is lifted."""
    finding = parcels("2#open", given, about="parcel")

    assert finding.status in (Status.APPLIES, Status.UNDETERMINED)
    assert finding.smallest_change is None


def test_a_date_moves_no_further_than_it_has_to():
    """The explanation is owed if the parcel was left one day earlier, and opened a day late."""
    finding = parcels(
        "3#explain",
        {
            "parcel.from": "member",
            "parcel.is_heavy": False,
            "parcel.left_on": "2024-03-01",
            "parcel.opened_on": "2024-03-08",
        },
        today="2024-04-20",
    )

    assert said(finding) == "it would apply if parcel.left_on were 29 February 2024"


def test_a_change_is_told_for_the_occasion_of_its_finding():
    """What is given for the whole story is changed there, and the rest on the occasion."""
    finding = parcels(
        "2#open",
        {"parcel.from": "officer"},
        "monday",
        occasions={
            "monday": {"given": {"parcel.is_heavy": True}},
            "friday": {"given": {"parcel.is_heavy": False}},
        },
    )

    assert said(finding) == (
        "it would apply if parcel.from were member "
        "and parcel.is_heavy were false on the occasion monday"
    )


def test_roles_are_told_anew():
    """Somebody else may have asked, not only the same person named more closely."""
    finding = thanet("9.1.4#deal", {"enquiry.from": "director"})

    assert said(finding) == "it would apply if enquiry.from were member"


def test_the_reading_stays_the_same():
    """Where an exception has to be shown, nobody has to say that it does not hold."""
    told = Scenario({"parcel.from": "officer"}, vocabulary=WORDS)
    answer = evaluate(LITTLETON, told, reading="unless_shown")

    assert said(answer.finding("2#open")) == "it would apply if parcel.from were member"


def test_facts_of_other_protocols_are_passed_over():
    """A story may tell what this protocol has no word for."""
    given = {"parcel.from": "officer", "parcel.is_heavy": False, "enquiry.from": "member"}
    answer = evaluate(THANET, Scenario(given, vocabulary=WORDS))

    assert said(answer.finding("9.1.7")) == "it would apply if it were about constituent_complaint"
