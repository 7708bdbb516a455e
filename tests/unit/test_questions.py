"""What an answer asks for next."""

from pathlib import Path

from protocol_rules import Scenario, evaluate, load
from protocol_rules.engine import questions_about

LITTLETON = load(Path(__file__).parents[1] / "cli" / "files" / "littleton.yaml")
THANET = load("thanet")


def answered(given=None, **parts):
    """Evaluate a story about parcels."""
    return evaluate(LITTLETON, Scenario(given, vocabulary=LITTLETON.vocabulary, **parts))


def test_the_fact_that_settles_most_norms_is_asked_for():
    """It is missing from more undetermined norms than any other, and they are named."""
    answer = answered(about="parcel")
    question = answer.next_question

    missing = [fact for each in answer.undetermined for fact in each.missing]
    assert question is not None
    assert question.fact.name == "parcel.from"
    assert missing.count("parcel.from") == max(map(missing.count, missing))
    assert question.addresses == tuple(
        each.address for each in answer.undetermined if "parcel.from" in each.missing
    )
    assert str(question) == "Who left the parcel?"


def test_a_tie_goes_to_the_fact_that_stands_first_in_the_vocabulary():
    """The question is the same whenever it is asked."""
    answer = answered({"parcel.from": "member", "parcel.is_heavy": False})

    assert answer.missing == ("parcel.left_on", "parcel.opened_on", "parcel.marks")
    assert answer.next_question is not None
    assert answer.next_question.fact.name == "parcel.left_on"


def test_a_settled_answer_asks_nothing():
    """There is no question where nothing is open."""
    answer = answered({"parcel.from": "officer", "parcel.marks": "fragile"})

    assert answer.undetermined == ()
    assert answer.next_question is None


def test_a_moot_norm_is_no_reason_to_ask():
    """What can no longer be effective is no open question."""
    answer = evaluate(
        THANET, Scenario({"copying.author_agrees": True, "copying.by": "officer"}, about="copying")
    )
    question = answer.next_question

    assert question is not None
    assert not {each.address for each in answer.moot} & set(question.addresses)


def test_the_occasion_is_named_for_its_own_fact():
    """What is asked about Monday's parcel is not asked about Friday's."""
    answer = answered(
        {},
        occasions={
            "monday": {"given": {"parcel.from": "member", "parcel.marks": "fragile"}},
            "friday": {"given": {"parcel.from": "officer", "parcel.marks": "fragile"}},
        },
    )
    question = answer.next_question

    assert question is not None
    assert question.occasion == "monday"
    assert str(question) == f"monday: {question.fact.question}"
    assert question.as_data()["occasion"] == "monday"


def test_a_fact_of_the_whole_story_belongs_to_no_occasion():
    """It is asked for once, and names a norm once that is open on two occasions."""
    told = Scenario(
        occasions={
            "first": {"given": {"copying.by": "officer", "copying.to": "officer"}},
            "second": {"given": {"copying.by": "officer", "copying.to": "member"}},
        }
    )
    answer = evaluate(THANET, told)
    asked = questions_about(answer.undetermined, told, THANET.vocabulary)

    (question,) = (each for each in asked if each.fact.name == "information.sensitivity")
    assert question.occasion == ""
    assert len(set(question.addresses)) == len(question.addresses)
    assert "occasion" not in question.as_data()
