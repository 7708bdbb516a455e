"""`protocol-rules merge`: a draft of one protocol for councils that become one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from protocol_rules import load
from protocol_rules.merge import merge
from protocol_rules.merge.prove import prove

Write = Callable[[str, str], str]

NORTH = """
    council: north
    name: North Council
    title: On members and officers
    roles:
      director: {includes: [monitoring_officer]}
    facts:
      parcel:
        title: A parcel
        description: Somebody leaves a parcel
        facts:
          from: {type: role, question: "Who left the parcel?"}
          weight: {type: count, question: "How heavy is it?"}
          is_heavy: {type: boolean, question: "Is it heavy?"}
    actions: {open_parcel: {phrase: open the parcel}}
    clauses:
      - id: "1"
        title: Respect
        topics: [respect_and_courtesy]
        gist: All treat each other with respect.
        norms:
          respect: {bearer: [member, officer], must: treat_with_respect}
      - id: "2"
        title: Enquiries
        topics: [enquiries_and_response_times]
        gist: An officer answers members, and explains what is late.
        norms:
          answer:
            bearer: officer
            should: send_substantive_response
            when: {enquiry.from: member}
            deadline: 10 working days after enquiry.received_on
            done_on: enquiry.answered_on
          explain: {bearer: officer, must: explain_delay, reparation_for: "2#answer"}
      - id: "2(a)"
        part_of: "2"
        title: Political assistants are not asked
        overrides: "2#answer"
        when: {enquiry.to: political_assistant}
      - id: "3"
        title: Parcels
        topics: [respect_and_courtesy]
        gist: A director opens heavy parcels.
        norms:
          open:
            bearer: director
            must: open_parcel
            when: {parcel.from: member, parcel.is_heavy: true}
      - id: "3(a)"
        part_of: "3"
        title: What is heavy
        kind: definition
        gist: More than ten pounds is heavy.
        defines: {parcel.is_heavy: {parcel.weight: {more_than: 10}}}
"""

SOUTH = """
    council: south
    name: South Council
    title: Members and officers
    facts:
      parcel:
        title: A parcel
        description: Somebody leaves a parcel
        facts:
          from: {type: role, question: "Who left the parcel?"}
          weight: {type: count, question: "How heavy is it?"}
          is_heavy: {type: boolean, question: "Is it heavy?"}
    actions: {drop_parcel: {phrase: drop the parcel}}
    clauses:
      - id: "A"
        title: Courtesy
        topics: [respect_and_courtesy]
        gist: Members and officers respect each other.
        norms:
          members: {bearer: member, must: treat_with_respect}
          officers: {bearer: officer, must: treat_with_respect}
      - id: "B"
        title: Answers
        topics: [enquiries_and_response_times]
        gist: An officer has to answer.
        norms:
          answer:
            bearer: officer
            must: send_substantive_response
            when: {enquiry.from: member}
            deadline: 5 working days after enquiry.received_on
            done_on: enquiry.answered_on
      - id: "C"
        title: Care
        topics: [respect_and_courtesy]
        gist: A director does not drop what is heavy.
        norms:
          drop: {bearer: director, must_not: drop_parcel, when: {parcel.is_heavy: true}}
"""


@pytest.fixture
def councils(write: Write) -> tuple[str, str]:
    """Write the protocols of two councils."""
    return write(NORTH, "north.yaml"), write(SOUTH, "south.yaml")


@pytest.fixture
def draft(tmp_path: Path) -> str:
    """Give the path of a draft that is not there yet."""
    return str(tmp_path / "joint.yaml")


def in_force(run, councils, draft: str, *options: str) -> dict[str, tuple[str, str]]:
    """Merge, and give for each action whose norms are in force, and why."""
    result = run("merge", *councils, "-o", draft, "--json", "--jobs", "1", *options)
    assert result.exit_code == 0, result.output
    return {
        action: (each["in_force"], each["reason"])
        for each in json.loads(result.stdout)["decisions"]
        for action in each["actions"]
    }


def test_a_draft_loads_and_lints_without_errors(run, councils, draft):
    """It is a rule file like any other, of all that its parents have to say."""
    result = run("merge", *councils, "-o", draft, "--jobs", "1")

    assert result.exit_code == 0
    assert "proved: wherever all parents take the same stance" in result.stdout
    assert {norm.action for norm in load(draft).norms.values()} == {
        "treat_with_respect",
        "send_substantive_response",
        "explain_delay",
        "open_parcel",
        "drop_parcel",
    }
    assert "0 errors" in run("lint", draft).stdout


def test_what_all_agree_on_stands_there_once(run, councils, draft):
    """Norms that are divided otherwise are the same, and those of the first are taken."""
    found = in_force(run, councils, draft)

    assert found["treat_with_respect"] == ("north", "all who speak of it agree")
    assert [n.bearers for n in load(draft).norms.values() if n.action == "treat_with_respect"] == [
        ("member", "officer")
    ]


def test_actions_that_hang_together_stay_together(run, councils, draft):
    """The duty to explain wakes with the breach of the other one, and goes where that goes."""
    found = in_force(run, councils, draft)

    assert found["send_substantive_response"] == found["explain_delay"]
    assert found["send_substantive_response"][0] == "north"  # south has no duty to explain


@pytest.mark.parametrize(("prefer", "force"), [("south", "must"), ("north", "should")])
def test_a_council_can_be_preferred(run, councils, draft, prefer, force):
    """Its norms are in force wherever it has any, and the others' where it has none."""
    found = in_force(run, councils, draft, "--prefer", prefer)
    answers = [n for n in load(draft).norms.values() if n.action == "send_substantive_response"]

    assert [each.modality and each.modality.value for each in answers] == [force]
    assert found["open_parcel"][0] == "north"


def test_the_strictest_or_the_loosest_is_taken_where_there_is_one(run, write, draft):
    """Two duties of different force: one of them is stricter in every story."""
    stricter = NORTH.replace("north", "strict").replace("should: send", "must: send")
    councils = write(NORTH, "north.yaml"), write(stricter, "strict.yaml")
    action = "send_substantive_response"

    assert in_force(run, councils, draft)[action][0] == "strict"
    assert in_force(run, councils, draft, "--prefer", "loosest")[action][0] == "north"


def test_beside_a_card_stands_what_a_council_would_gain_or_lose(run, councils, draft):
    """A person who chooses sees whose it is, what the other has, and who is silent."""
    run("merge", *councils, "-o", draft, "--prefer", "south", "--jobs", "1")
    text = " ".join(Path(draft).read_text("utf-8").replace("#", " ").split())

    assert "answer: in force since it is the one that was preferred" in text
    assert "otherwise: north 2 answer" in text
    assert "than north is now: an officer must send a substantive response" in text
    assert "open: nothing of it in south" in text


def test_the_exceptions_of_a_norm_come_with_it(run, councils, draft):
    """What a card lifts stands with the norm now, and the card is named in a comment."""
    run("merge", *councils, "-o", draft, "--prefer", "north", "--jobs", "1")

    assert "unless: {enquiry.to: political_assistant}" in Path(draft).read_text("utf-8")
    assert "its exceptions hold what lifts it in 2(a)" in Path(draft).read_text("utf-8")


def test_terms_that_parents_understand_differently_are_told(run, councils, draft):
    """A director of the one is not one of the other, and a parcel is heavy in another way."""
    result = run("merge", *councils, "-o", draft, "--jobs", "1")
    opening = next(n for n in load(draft).norms.values() if n.action == "open_parcel")

    assert "term: north means by `director`" in result.stdout
    assert set(opening.bearers) == {"director", "monitoring_officer"}
    assert "term: north derives `parcel.is_heavy`, which south takes otherwise" in result.stdout
    assert "parcel.north_is_heavy" in load(draft).definitions


def test_a_draft_that_is_looser_than_its_parents_is_refuted(councils):
    """The proof looks at what stands in the file: a duty that was made a permission fails it."""
    parents = [load(each) for each in councils]
    merged = merge(parents, "joint")
    edited = merged.text.replace("must: treat_with_respect", "may: treat_with_respect")
    path = Path(councils[0]).parent / "joint.yaml"
    path.write_text(edited, "utf-8")
    proof = prove(load(path), parents, merged.decisions)

    assert merged.proof.holds
    assert not proof.holds
    assert {each.action for each in proof.refuted} == {"treat_with_respect"}


def test_two_real_councils_become_one(run, draft):
    """The draft loads, lints, and is proved of every role and action."""
    result = run("merge", "cumbria", "town_council", "-o", draft, "--json", "--jobs", "1")
    proof = json.loads(result.stdout)["proof"]

    assert result.exit_code == 0
    assert proof["holds"]
    assert proof["questions"] > 200
    assert "0 errors" in run("lint", draft).stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["cumbria"], "too-few-parents"),
        (["cumbria", "cumbria"], "same-parent-twice"),
        (["cumbria", "medway", "--prefer", "medwy"], "unknown-preference"),
        (["cumbria", "nowhere"], "unknown-protocol"),
    ],
)
def test_what_cannot_be_merged_is_refused(run, draft, arguments, code):
    """One clear message each, and no file."""
    result = run("merge", *arguments, "-o", draft)

    assert result.exit_code == 2
    assert code in result.stderr
    assert not Path(draft).exists()


@pytest.mark.parametrize("name", ["Joint.yaml", "joint.txt", "cumbria.yaml", "no/such/joint.yaml"])
def test_a_draft_needs_a_name_and_a_place_of_its_own(run, tmp_path, name):
    """The file is called like the new council, which is none of the old ones."""
    result = run("merge", "cumbria", "medway", "-o", str(tmp_path / name))

    assert result.exit_code == 2
    assert "error[" in result.stderr


def test_a_fact_of_two_types_is_refused(run, write, draft):
    """Councils that mean different things by a fact cannot be put together."""
    weighed = SOUTH.replace('weight: {type: count, question: "How heavy is it?"}',
                            'weight: {type: boolean, question: "Was it weighed?"}')  # fmt: skip
    result = run("merge", write(NORTH, "north.yaml"), write(weighed, "south.yaml"), "-o", draft)

    assert result.exit_code == 2
    assert "fact-differs" in result.stderr
