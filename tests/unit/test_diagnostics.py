"""Messages: where, what, the line, the hint, the clause."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_rules.diagnostics import (
    Diagnostic,
    InvalidInput,
    Span,
    did_you_mean,
    nearest,
    quote,
)
from protocol_rules.errors import ProtocolRulesError

FACTS = ["approach.subject", "approach.by", "enquiry.answered_on", "enquiry.from", "letter.from"]
LINE = "    when: {approach.subjekt: day_to_day_service_issue}"


def place(line: int = 26, column: int = 12, end_column: int = 28, end_line: int = 0) -> Span:
    """Make a span on one line, unless an end line is given."""
    return Span("rules/medway.yaml", line, column, end_line or line, end_column)


def test_a_message_says_where_what_the_line_the_hint_and_the_clause() -> None:
    """The whole message looks as the design promises."""
    fault = Diagnostic(
        "unknown-fact",
        "no fact `approach.subjekt` in the vocabulary",
        place(),
        "did you mean `approach.subject`?",
        "Medway, 10 Members do not approach junior staff, 10(a)",
        LINE,
    )
    assert str(fault) == (
        "rules/medway.yaml:26:12: error[unknown-fact]: "
        "no fact `approach.subjekt` in the vocabulary\n"
        "   26 |     when: {approach.subjekt: day_to_day_service_issue}\n"
        "      |            ^^^^^^^^^^^^^^^^ did you mean `approach.subject`?\n"
        "      = Medway, 10 Members do not approach junior staff, 10(a)"
    )


def test_a_message_without_a_place() -> None:
    """A fault of no particular line has its hint on a line of its own."""
    fault = Diagnostic("no-such-file", "there is no file `a`", hint="did you mean `b`?")
    assert str(fault) == "error[no-such-file]: there is no file `a`\n      = did you mean `b`?"


def test_a_warning_says_so() -> None:
    """The severity is part of the message."""
    assert str(Diagnostic("late", "it is late", severity="warning")) == "warning[late]: it is late"


def test_carets_are_clipped_to_the_line() -> None:
    """A span over several lines is underlined to the end of its first line."""
    fault = Diagnostic("a", "b", place(1, 3, 9, end_line=5), excerpt="- {a: b   ")
    assert str(fault).splitlines()[1:] == ["    1 | - {a: b", "      |   ^^^^^"]


def test_a_place_beyond_the_end_of_the_line_has_one_caret() -> None:
    """What is missing at the end of a line is pointed at just behind it."""
    fault = Diagnostic("a", "b", place(1, 5, 5), excerpt="key:")
    assert str(fault).splitlines()[2] == "      |     ^"


def test_a_long_line_is_shown_around_its_fault() -> None:
    """Of a long line about 120 characters are shown, and the caret stands under the fault."""
    line = "x" * 5000 + "WRONG" + "y" * 5000
    shown, carets = str(Diagnostic("a", "b", place(1, 5001, 5006), excerpt=line)).splitlines()[1:]
    assert len(shown) < 140
    start = carets.index("^")
    assert shown[start : start + 5] == "WRONG"
    assert carets[start:] == "^^^^^"


def test_controls_are_shown_escaped_and_tabs_as_a_space() -> None:
    """Nothing that an author wrote can steer the reader's terminal."""
    fault = Diagnostic("a", "b\x1b[2J\nc", place(1, 6, 7), "h\x07", "d\x00", "\ta\x1b[0mX")
    text = str(fault)
    assert text.replace("\n", "").isprintable()
    shown, carets = text.splitlines()[1:3]
    assert shown.endswith(" a\\x1b[0mX")
    assert carets.index("^") == shown.index("m")


def test_carets_stand_right_after_wide_characters() -> None:
    """An emoji needs two columns of a terminal, an accent that combines needs none."""
    fault = Diagnostic("a", "b", place(1, 4, 5), excerpt="😀e\u0301x")
    assert str(fault).splitlines()[2] == "      |    ^"


def test_data_are_ready_for_json() -> None:
    """A message as data survives JSON, with its place as numbers."""
    data = json.loads(json.dumps(Diagnostic("a", "b", place(), excerpt="z" * 9999).as_data()))
    assert data["span"] == {
        "file": "rules/medway.yaml", "line": 26, "column": 12, "end_line": 26, "end_column": 28,
    }  # fmt: skip
    assert len(data["excerpt"]) < 140
    assert Diagnostic("a", "b").as_data()["span"] is None


def test_all_faults_come_at_once_and_in_order() -> None:
    """Faults are shown in file order, each once, with a blank line between them."""
    late, early = Diagnostic("late", "l", place(10)), Diagnostic("early", "e", place(9))
    error = InvalidInput([late, early, late])
    assert error.diagnostics == (early, late)
    assert str(error) == f"{early}\n\n{late}"
    assert isinstance(error, ProtocolRulesError)


def test_an_error_travels_between_processes() -> None:
    """Pickling an error keeps its faults."""
    error = InvalidInput([Diagnostic("a", "b", place())])
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("approach.subjekt", "approach.subject"),
        ("aproach.subjcet", "approach.subject"),
        ("subject.approach", "approach.subject"),
        ("subjekt.approach", "approach.subject"),
        ("Approach-Subject", "approach.subject"),
        ("answered_on", "enquiry.answered_on"),
        ("enquiry.form", "enquiry.from"),
        ("from", None),
        ("weather", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_the_nearest_name(word: str, meant: str | None) -> None:
    """A misspelt or turned name is recognised, and a strange one is not."""
    assert nearest(word, FACTS) == meant


def test_the_hint() -> None:
    """The hint asks, or says nothing."""
    assert did_you_mean("approach.subjekt", FACTS) == "did you mean `approach.subject`?"
    assert did_you_mean("weather", FACTS) == ""
    assert did_you_mean("weather", []) == ""


@given(st.text(), st.lists(st.text()))
def test_the_nearest_is_one_of_the_candidates(word: str, candidates: list[str]) -> None:
    """Whatever is asked, the answer is a candidate or nothing."""
    assert nearest(word, candidates) in {None, *candidates}


@given(st.text(alphabet="abc._", max_size=8), st.sets(st.text(alphabet="abc._", max_size=8)))
def test_the_order_of_the_candidates_is_irrelevant(word: str, candidates: set[str]) -> None:
    """The same names give the same hint in any order."""
    ordered = sorted(candidates)
    assert nearest(word, ordered) == nearest(word, reversed(ordered))


@given(st.text() | st.integers())
def test_a_quotation_is_short_and_on_one_line(text: object) -> None:
    """Whatever an author writes, its quotation is printable, closed and short."""
    quoted = quote(text)
    assert quoted.isprintable()
    assert quoted.count("`") == 2
    assert len(quoted) <= 62


def test_enormous_values_are_quoted_briefly() -> None:
    """Neither a long text nor a long number makes a long message."""
    assert quote("a" * 10_000_000).endswith("...`")
    assert quote(10**9999) == "`a number of too many digits`"


@given(st.text(), st.text(), st.integers(1, 300), st.integers(1, 300), st.booleans())
def test_any_message_can_be_shown(a: str, b: str, start: int, end: int, on: bool) -> None:  # noqa: FBT001
    """No text and no place, however odd, keeps a message from being shown."""
    span = Span(a, 1, start, 1 if on else 2, end)
    assert str(Diagnostic("a", a, span, b, a, b)).replace("\n", "").isprintable()
