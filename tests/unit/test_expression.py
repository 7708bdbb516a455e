"""Expressions that choose scenarios: what they mean, and what is said of a wrong one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_rules.checks.expression import read_expression
from protocol_rules.diagnostics import InvalidInput

NAMES = ("thanet/enquiries.yaml", "A late answer", "thanet", "slow")


@pytest.mark.parametrize(
    ("expression", "meant"),
    [
        ("late", True),
        ("LATE", True),
        ("early", False),
        ("not early", True),
        ("late and thanet", True),
        ("late and medway", False),
        ("medway or slow", True),
        ("medway or early or late", True),
        ("not (late or early)", False),
        ("not not late", True),
        ("not early and late", True),
        ("early and late or slow", True),
        ("early and (late or slow)", False),
        ('"late answer"', True),
        ("'late question'", False),
        ('"and"', False),
        ("enquiries.yaml", True),
        ("notlate", False),
    ],
)
def test_an_expression_means_what_pytest_takes_it_to_mean(expression, meant):
    """`not` binds closest, then `and`; a word is met by any name that contains it."""
    assert read_expression(expression)(NAMES) is meant


@pytest.mark.parametrize(
    ("expression", "column", "message"),
    [
        ("late and", 9, "a word, `not` or `(` is wanted"),
        ("and late", 1, "a word, `not` or `(` is wanted"),
        ("late early", 6, "expected `and` or `or`"),
        ("(late", 6, "a `)` is wanted"),
        ("late)", 5, "a `)` that closes nothing"),
        ("()", 2, "a word, `not` or `(` is wanted"),
        ('late and "ear', 10, 'the " is not closed'),
        ('""', 1, "there is nothing between the quotation marks"),
        ("not", 4, "a word, `not` or `(` is wanted"),
        ("(" * 200, 101, "more than 100 parts stand in one another"),
    ],
)
def test_a_wrong_expression_is_told_with_its_place(expression, column, message):
    """The message points to the character that is wrong, or to the end."""
    with pytest.raises(InvalidInput) as caught:
        read_expression(expression)

    (fault,) = caught.value.diagnostics
    assert fault.span is not None
    assert (fault.code, fault.span.column, fault.message) == ("wrong-expression", column, message)


@given(st.text(alphabet="ab() \"'not&r", max_size=30))
def test_any_text_is_read_or_refused(text):
    """Whatever somebody types, there is a meaning or a message, and no traceback."""
    try:
        told = read_expression(text)(NAMES)
    except InvalidInput as error:
        told = error.diagnostics[0].code

    assert told in (True, False, "wrong-expression")


def logic(depth: int = 3) -> st.SearchStrategy[tuple[str, bool]]:
    """Give expressions over names that are there (`late`) and are not, with what they mean."""
    words = st.sampled_from([("late", True), ("medway", False)])
    if depth == 0:
        return words
    inner = logic(depth - 1)
    return st.one_of(
        words,
        inner.map(lambda one: (f"not ({one[0]})", not one[1])),
        st.tuples(inner, inner).map(_both),
        st.tuples(inner, inner).map(_either),
    )


def _both(parts: tuple[tuple[str, bool], tuple[str, bool]]) -> tuple[str, bool]:
    (left, is_left), (right, is_right) = parts
    return f"({left}) and ({right})", is_left and is_right


def _either(parts: tuple[tuple[str, bool], tuple[str, bool]]) -> tuple[str, bool]:
    (left, is_left), (right, is_right) = parts
    return f"({left}) or ({right})", is_left or is_right


@given(logic())
def test_the_connectives_are_those_of_logic(case):
    """However deep they stand in one another."""
    expression, meant = case
    assert read_expression(expression)(NAMES) is meant
