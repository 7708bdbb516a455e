"""Files of scenarios: the head for all of them, tables of rows, and where each thing is said."""

from __future__ import annotations

import pytest

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.scenario_file import ScenarioEntry, scenarios_in
from protocol_rules.resolve import shipped
from protocol_rules.source import parse

HEAD = """
defaults:
  protocol: [thanet, medway]
  today: 2024-03-01
  reading: unless_shown
  match: at_least
  tags: [enquiries, all]
  about: copying
  given: {enquiry.from: member, enquiry.medium: letter}
scenarios:
"""
TABLE = """
  - name: an enquiry
    description: It takes its time.
    tags: late
    given: {enquiry.to: director}
    occasions:
      monday: {given: {group_meeting.non_members_present: false}}
    expect: {applies: ["9.1.4"]}
    rows:
      - name: as it is
      - name: of another kind
        description: It is short.
        today: 2024-03-22
        reading: as_given
        tags: [letters, late]
        about: [absence]
        given: {enquiry.medium: email, enquiry.nature: policy}
        occasions:
          monday: {about: report}
          friday: {given: {group_meeting.non_members_present: true}}
        expect_in: {medway: {match: exact, applies: ["10"]}}
"""


def read(text: str) -> tuple[ScenarioEntry, ...]:
    """Read a file of scenarios."""
    return scenarios_in(parse(text, "stories.yaml"))


def codes(text: str) -> list[str]:
    """Tell what is wrong with a file."""
    with pytest.raises(InvalidInput) as caught:
        read(text)
    return [each.code for each in caught.value.diagnostics]


def test_the_head_holds_for_what_does_not_say_otherwise():
    """The protocols, the day, the reading, the match, and facts, circumstances and tags."""
    one, other = read(f"""{HEAD}
  - name: a
    expect: {{}}
  - name: b
    protocol: cumbria
    today: 2024-05-01
    reading: as_given
    tags: own
    about: absence
    given: {{enquiry.from: officer}}
    expect: {{match: exact}}
""")

    assert one.written.protocols == ("thanet", "medway")
    assert one.story.as_data() == {
        "name": "a",
        "today": "2024-03-01",
        "about": ["copying"],
        "given": {"enquiry.from": "member", "enquiry.medium": "letter"},
    }
    assert (one.written.reading, one.written.tags) == ("unless_shown", ("enquiries", "all"))
    assert [each.match for each in one.expectations.values()] == ["at_least", "at_least"]
    assert other.written.protocols == ("cumbria",)
    assert other.story.as_data() == {
        "name": "b",
        "today": "2024-05-01",
        "about": ["absence", "copying"],
        "given": {"enquiry.from": "officer", "enquiry.medium": "letter"},
    }
    assert (other.written.reading, other.written.tags) == ("as_given", ("enquiries", "all", "own"))
    assert [each.match for each in other.expectations.values()] == ["exact"]


def test_a_row_is_laid_over_its_story():
    """A story with rows is no scenario itself; each row is one, with what it says otherwise."""
    plain, varied = read(HEAD + TABLE)

    assert plain.story.name == plain.written.name == "an enquiry: as it is"
    assert plain.written.description == "It takes its time."
    assert plain.story.as_data()["given"] == {
        "enquiry.from": "member", "enquiry.medium": "letter", "enquiry.to": "director",
    }  # fmt: skip
    assert [*plain.story.occasions] == ["monday"]
    assert varied.story.as_data() == {
        "name": "an enquiry: of another kind",
        "today": "2024-03-22",
        "about": ["absence", "copying"],
        "given": {
            "enquiry.from": "member",
            "enquiry.medium": "email",
            "enquiry.to": "director",
            "enquiry.nature": "policy",
        },
        "occasions": {
            "monday": {"about": ["report"], "given": {"group_meeting.non_members_present": False}},
            "friday": {"given": {"group_meeting.non_members_present": True}},
        },
    }
    assert varied.written.description == "It is short."
    assert varied.written.tags == ("enquiries", "all", "late", "letters")
    assert varied.written.reading == "as_given"


def test_a_row_without_an_expectation_has_that_of_its_story():
    """One that expects anything says all that is expected of it."""
    plain, varied = read(HEAD + TABLE)

    assert {name: each.applies for name, each in plain.expectations.items()} == {
        "thanet": ("9.1.4",), "medway": ("9.1.4",),
    }  # fmt: skip
    assert {name: each.applies for name, each in varied.expectations.items()} == {"medway": ("10",)}


def test_each_thing_is_found_where_it_is_said():
    """On the row, in the story, or in the head."""
    text = HEAD + TABLE
    lines = text.splitlines()
    plain, varied = read(text)

    def line(entry: ScenarioEntry, *path: str) -> str:
        return lines[entry.place_of(*path).span.line - 1].strip()

    assert line(plain, "today") == "today: 2024-03-01"
    assert line(varied, "today") == "today: 2024-03-22"
    assert line(varied, "given", "enquiry.to") == "given: {enquiry.to: director}"
    assert line(varied, "given", "enquiry.from").startswith("given: {enquiry.from: member")
    assert line(plain, "expect") == 'expect: {applies: ["9.1.4"]}'
    assert plain.place.path == ("scenarios", 0, "rows", 0)
    assert plain.place_of_expectation("thanet").path == ("scenarios", 0, "expect")
    assert varied.place_of_expectation("medway").path[-3:] == (1, "expect_in", "medway")
    assert plain.place_of_protocol("medway").path == ("defaults", "protocol", 1)
    assert plain.place_of_protocol("medway").span.column == 22


def test_a_scenario_may_be_for_all_that_ship():
    """`expect` holds for each of them, but for those of which `expect_in` says something else."""
    (entry,) = read("""
protocol: all
given: {enquiry.from: member}
expect: {match: at_least}
expect_in: {medway: {applies: ["10"]}, rules/own.yaml: {}}
""")

    assert entry.written.protocols == shipped()
    assert [*entry.expectations] == [*shipped(), "rules/own.yaml"]
    told = {name: each.applies for name, each in entry.expectations.items() if each.applies}
    assert told == {"medway": ("10",)}
    assert entry.place_of_protocol("medway").path == ("protocol",)


def test_all_may_stand_beside_others():
    """A rule file may be asked together with those that ship, and nobody is asked twice."""
    (entry,) = read("protocol: [rules/own.yaml, all, medway]\ngiven: {}")

    assert entry.written.protocols == ("rules/own.yaml", *shipped())


def test_a_file_of_one_scenario_may_have_rows():
    """The head is for a file of several."""
    entries = read("name: a\nrows: [{name: b}, {name: c}]")

    assert [each.story.name for each in entries] == ["a: b", "a: c"]


def test_rows_of_a_story_without_a_name_have_their_own():
    """Nothing stands before the colon, so there is none."""
    assert [each.story.name for each in read("rows: [{name: b}, {name: c}]")] == ["b", "c"]


def test_what_a_row_makes_of_its_story_is_checked():
    """Dates in the wrong order, and a fact given for the whole and for an occasion."""
    story = """
name: a
given: {enquiry.from: member, enquiry.received_on: 2024-03-01}
occasions: {monday: {given: {enquiry.medium: email}}}
rows:
"""
    early = "  - {name: b, given: {enquiry.answered_on: 2024-02-01}}"
    twice = "  - {name: c, given: {enquiry.medium: letter}}"

    assert codes(f"{story}{early}\n{twice}") == ["given-twice", "wrong-order"]


def test_a_story_that_rows_share_is_told_once():
    """Its fault is one fault, however many rows there are."""
    rows = "rows: [{name: b}, {name: c}]"

    assert codes(f"given: {{enquiry.form: member}}\n{rows}") == ["unknown-fact"]
    assert codes(f"given: {{}}\nexpect: {{}}\n{rows}") == ["missing-key"]


def test_nobody_may_say_for_nothing_that_something_is_expected():
    """A row has its expectation from its story, and its protocol from the head."""
    assert codes("rows: [{name: b, expect: {}}]") == ["missing-key"]
    assert read("defaults: {protocol: thanet}\nscenarios: [{rows: [{name: b, expect: {}}]}]")


@pytest.mark.parametrize(
    ("key", "kept"),
    [("not", "does_not_apply"), ("breached", "breached"), ("applies", "applies")],
)
def test_one_name_may_stand_for_a_list_of_one(key, kept):
    """As it may wherever a list is wanted."""
    (entry,) = read(f'protocol: thanet\ngiven: {{}}\nexpect: {{{key}: "9.1.4"}}')

    assert getattr(entry.expectations["thanet"], kept) == ("9.1.4",)


def test_what_is_not_said_is_told_apart_from_what_is_empty():
    """No required action at all may be expected, and no next question."""
    (silent,) = read("protocol: thanet\ngiven: {}\nexpect: {}")
    (none,) = read("protocol: thanet\ngiven: {}\nexpect: {required: [], next_question: none}")

    assert silent.expectations["thanet"].required is None
    assert silent.expectations["thanet"].next_question is None
    assert none.expectations["thanet"].required == ()
    assert none.expectations["thanet"].next_question == "none"
