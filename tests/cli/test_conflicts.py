"""`protocol-rules conflicts`."""

import json
from xml.etree import ElementTree as ET

import pytest

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.proofs import finder
from protocol_rules.report.observed import RULES

HEAD = """
council: wren
name: Wren Council
title: A protocol
actions:
  invite_reply: {phrase: invite a reply, towards: from, answered_by: give_reply}
  give_reply: {phrase: give a reply}
clauses:
"""


def card(clause, norm, more=""):
    """Write a card with one norm."""
    return f"""
  - id: "{clause}"
    title: Clause {clause}
    gist: What clause {clause} says.
    topics: ward_matters
    norms: {{n: {{{norm}}}}}
    {more}"""


MUST = card("1", "bearer: officer, must: copy_openly, when: {copying.to: member}")
BAN = card("2", "bearer: senior_officer, must_not: copy_openly, when: {copying.by: officer}")
QUIETLY = ("--only", "norm-never-applies", "--settling")
BAN_ON_BLIND = "bearer: officer, must_not: blind_copy"
OWED = card("1", "bearer: officer, must: copy_openly, counterparty: constituent")
GIVES_WAY = card(
    "2", "bearer: officer, must_not: copy_openly, when: {copying.is_blind: true}, overrides: '1'"
)


@pytest.fixture
def examined(run, write):
    """Examine some cards, and give what is found of them with the exit code."""

    def examine(*cards, options=()):
        path = write(HEAD + "".join(cards), "wren.yaml")
        codes = [each.code for each in RULES if each.code != "action-of-other-councils"]
        only = [word for code in codes for word in ("--only", code)]
        result = run("conflicts", path, "--json", *only, *options)
        (told,) = json.loads(result.stdout)["protocols"]
        return result.exit_code, told["found"]

    return examine


def test_the_protocols_that_ship_have_no_conflict_that_is_not_accepted(run):
    """And nothing is left undecided."""
    result = run("conflicts", "--json")
    told = json.loads(result.stdout)

    assert result.exit_code == 0
    assert len(told["protocols"]) == 5
    codes = {each["code"] for protocol in told["protocols"] for each in protocol["found"]}
    assert "not-decided" not in codes


def test_a_conflict_is_told_with_who_when_and_the_smallest_story(examined):
    """It fails."""
    code, (found,) = examined(MUST, BAN)

    assert code == 1
    assert found["code"] == "contradicting-norms"
    assert found["clash"] == "conflict"
    assert found["forces"] == ["must", "must"]
    assert found["roles"] == ["senior_officer"]
    assert found["when"] == "copying.by is officer and copying.to is member"
    assert found["witness"] == {"given": {"copying.by": "officer", "copying.to": "member"}}
    assert found["is_smallest"]


def test_a_norm_that_gives_way_is_in_no_conflict(examined):
    """The other one lifts it."""
    assert examined(MUST, GIVES_WAY) == (0, [])


def test_what_is_accepted_is_shown_with_its_reason_and_does_not_fail(run, write):
    """By the name of the lint check."""
    more = "accepts: {contradicting-norms: the text leaves it open}"
    path = write(HEAD + MUST + BAN + more, "wren.yaml")
    result = run("conflicts", path, "--only", "contradicting-norms")

    assert result.exit_code == 0
    assert "accepted  the text leaves it open" in result.stdout
    assert "0 to mend or accept" in result.stdout


def test_a_conflict_over_several_roles_at_once_is_rare_and_does_not_fail(examined):
    """One fact has to name both."""
    code, (found,) = examined(
        card("1", "bearer: officer, may: copy_openly, when: {copying.to: member}"),
        card("2", "bearer: officer, must_not: copy_openly, when: {copying.to: officer}"),
    )

    assert code == 0
    assert found["takes_several"] == ["copying.to"]
    assert found["grade"] == "warning"


def test_a_conflict_with_a_larger_story_of_single_names_is_not_rare(examined):
    """It fails, though its smallest story names two at once."""
    code, (found,) = examined(
        card(
            "1",
            "bearer: officer, may: copy_openly,"
            " when: {any: [{copying.to: member}, {copying.is_blind: true}]}",
        ),
        card("2", "bearer: officer, must_not: copy_openly, when: {copying.to: officer}"),
    )

    assert code == 1
    assert found["witness"] == {"given": {"copying.to": ["member", "officer"]}}
    assert found["takes_several"] == []


def test_an_exception_that_frees_nobody_is_told(examined):
    """Another norm binds to the same deed without it."""
    code, found = examined(
        card(
            "1",
            f"{BAN_ON_BLIND}, when: {{about: copying}}, unless: {{copying.author_agrees: true}}",
        ),
        card("2", f"{BAN_ON_BLIND}, when: {{copying.to: member}}"),
    )

    (told,) = [each for each in found if each["code"] == "contradicting-norms"]
    assert code == 0
    assert told["clash"] == "exception"
    assert told["norms"] == ["wren/1#n", "wren/2#n"]


def leave(when, unless=""):
    """Write a card that allows something, with an exception or without."""
    lifted = f", unless: {unless}" if unless else ""
    return card("1", f"bearer: officer, may: copy_openly, when: {when}{lifted}")


BLIND = "{copying.is_blind: true}"
NEVER = leave(f"{{copying.is_blind: true, not: {BLIND}}}")
LIFTED = leave(BLIND, "{about: copying}")
IDLE = leave(BLIND, "{copying.is_blind: false}")
COVERED = leave(
    "{about: copying}", f"{{any: [{BLIND}, {{copying.is_blind: true, copying.to: member}}]}}"
)


@pytest.mark.parametrize(
    ("text", "code", "key", "value"),
    [
        (NEVER, "norm-never-applies", "is_always_lifted", False),
        (LIFTED, "norm-never-applies", "is_always_lifted", True),
        (IDLE, "exception-never-holds", "is_covered", False),
    ],
)
def test_what_can_never_matter_fails(examined, text, code, key, value):
    """A norm that never applies, an exception that never bites."""
    exit_code, found = examined(text)

    assert exit_code == 1
    assert [(each["code"], each[key]) for each in found] == [(code, value)]


def test_one_exception_with_two_ways_bites(examined):
    """It is asked as a whole."""
    assert examined(COVERED) == (0, [])


def test_a_norm_that_others_imply_is_told(examined):
    """Two that say the same imply each other."""
    code, found = examined(
        card(
            "1",
            "bearer: officer, should: copy_openly,"
            " when: {copying.to: member, copying.is_blind: true}",
        ),
        card("2", "bearer: officer, must: copy_openly, when: {copying.to: member}"),
    )

    assert code == 0
    assert [(each["norm"], each["follows_from"], each["is_redundant"]) for each in found] == [
        ("wren/1#n", ["wren/2#n"], True)
    ]


def test_what_is_asked_of_nobody_is_told(examined):
    """A duty to ask wants somebody who has to answer, in a story in which it is asked."""
    asks = "bearer: officer, must: invite_reply, counterparty: member"
    ask = card("1", f"{asks}, when: {{copying.to: member}}")
    answers = {
        "member, must: give_reply, when: {about: copying}": 0,
        "member, may: give_reply, when: {about: copying}": 1,
        "officer, must: give_reply, when: {about: copying}": 1,
        "member, must: give_reply, when: {not: {about: copying}, about: advice}": 1,
    }
    for norm, count in answers.items():
        _, found = examined(ask, card("2", f"bearer: {norm}"))
        assert sum(each["code"] == "nobody-has-to-answer" for each in found) == count, norm


def test_what_is_owed_to_somebody_without_a_norm_is_told(examined):
    """The role is no bearer, and neither is a wider or a narrower one."""
    _, found = examined(OWED)

    assert [(each["code"], each["roles"]) for each in found] == [
        ("counterparty-without-norm", ["constituent"])
    ]


def test_what_others_regulate_is_named_where_most_of_them_do(run, write):
    """The rest is counted on the page, and told as data."""
    path = write(HEAD + MUST, "wren.yaml")
    arguments = ("conflicts", path, "--only", "action-of-other-councils")
    result = run(*arguments)
    data = json.loads(run(*arguments, "--json").stdout)["protocols"][0]["found"]

    assert "treat_with_respect" in result.stdout
    assert "give_impartial_advice" in {each["action"] for each in data}
    assert "that half of the others or fewer regulate: see --format json" in result.stdout


def test_strictly_everything_fails(examined):
    """What is only to be known of as well."""
    assert examined(OWED)[0] == 0
    assert examined(OWED, options=["--strict"])[0] == 1


def test_what_is_not_decided_has_a_place_of_its_own(examined, monkeypatch):
    """Nothing is claimed either way."""

    def refuse(*_):
        message = "it took too long"
        raise NotDecided(message)

    monkeypatch.setattr(finder, "MOST_TRIES", 0)
    monkeypatch.setattr(finder.Solved, "somewhere", refuse)
    _, found = examined(MUST, BAN)

    about = {each["about"] for each in found if each["code"] == "not-decided"}
    assert {each["code"] for each in found} == {"not-decided"}
    assert "contradicting-norms" in about
    assert all(each["why"] == "it took too long" for each in found)


def test_what_settles_a_norm_is_told(run):
    """The sets of facts, with a story for each."""
    result = run("conflicts", "thanet", *QUIETLY, "thanet/9.1.6#explain", "--json")
    (settled,) = json.loads(result.stdout)["settled"]

    assert settled["bounded"] == ""
    assert {
        "status": "does_not_apply",
        "facts": ["enquiry.from"],
        "story": {"given": {"enquiry.from": "officer"}},
    } in settled["sets"]


def test_a_bound_that_was_met_is_told(run):
    """The search is cut off, and says so."""
    result = run("conflicts", "medway", *QUIETLY, "medway/10#approach")

    assert "it was cut off after 30000 situations" in result.stdout


def test_a_norm_that_there_is_not_is_refused(run):
    """With a hint."""
    result = run("conflicts", "thanet", "--settling", "thanet/9.1.6#explian")

    assert result.exit_code == 2
    assert "did you mean `thanet/9.1.6#explain`?" in result.stderr


def test_the_reports_know_the_place_of_a_norm(run, write):
    """A failure for each conflict."""
    path = write(HEAD + MUST + BAN, "wren.yaml")
    arguments = ("conflicts", path, "--only", "contradicting-norms", "--format")
    root = ET.fromstring(run(*arguments, "junit").stdout)  # noqa: S314
    sarif = json.loads(run(*arguments, "sarif").stdout)

    assert root.get("failures") == "1"
    (found,) = sarif["runs"][0]["results"]
    assert found["ruleId"] == "contradicting-norms"
    assert found["locations"][0]["physicalLocation"]["region"]["startLine"] > 1
