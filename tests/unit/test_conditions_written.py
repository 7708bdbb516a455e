"""From conditions as written to conditions as meant."""

from __future__ import annotations

from datetime import date

import pytest

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Condition,
    Deadline,
    DeadlineRelation,
    Has,
    HasRole,
    Not,
    Only,
    Relation,
)
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary

RULE = """\
council: test
name: Test Council
title: A protocol
clauses:
  - id: "1"
    title: A duty
    norms:
      answer:
        bearer: officer
        must: respond_to_enquiry
        breached_when: {{enquiry.answerable_in_time: false}}
        {key}: {value}
  - id: "2"
    title: Another
    when: {when}
"""


def condition(written: str) -> Condition | None:
    """Read one condition."""
    text = RULE.format(key="qualifier", value="promptly", when=written)
    return resolve(parse(text), shared_vocabulary())[0].norms["test/2"].when


MEMBER = HasRole("enquiry.from", frozenset({"member"}))
LATE = Has("enquiry.answerable_in_time", frozenset({False}))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{enquiry.from: member}", MEMBER),
        (
            "{enquiry.from: [member, officer]}",
            HasRole("enquiry.from", frozenset({"member", "officer"})),
        ),
        ("{enquiry.answerable_in_time: false}", LATE),
        ("{enquiry.seeks: advice}", Has("enquiry.seeks", frozenset({"advice"}))),
        ("{enquiry.seeks: {only: advice}}", Only("enquiry.seeks", frozenset({"advice"}))),
        (
            "{enquiry.from: {not_only: member}}",
            Only("enquiry.from", frozenset({"member"}), negated=True),
        ),
        ("{absence.working_days: 3}", Has("absence.working_days", frozenset({3}))),
        (
            "{absence.working_days: {more_than: 1}}",
            Compare("absence.working_days", Relation.MORE_THAN, 1),
        ),
        (
            "{enquiry.received_on: {before: 2024-03-01}}",
            Compare("enquiry.received_on", Relation.BEFORE, date(2024, 3, 1)),
        ),
        (
            "{enquiry.answered_on: {after: enquiry.received_on}}",
            Compare("enquiry.answered_on", Relation.AFTER, "enquiry.received_on"),
        ),
        (
            "{absence.working_days: {at_least: 1, at_most: 3}}",
            All(
                (
                    Compare("absence.working_days", Relation.AT_LEAST, 1),
                    Compare("absence.working_days", Relation.AT_MOST, 3),
                )
            ),
        ),
        ("{about: enquiry}", About("enquiry")),
        ("{about: [enquiry, complaint]}", Any((About("enquiry"), About("complaint")))),
        ('{breached: "1"}', Breached("test/1#answer")),
        ('{breached: ["test/1#answer"]}', Breached("test/1#answer")),
        ("{not: {enquiry.from: member}}", Not(MEMBER)),
        ("{any: [{enquiry.from: member}]}", Any((MEMBER,))),
        ("{enquiry.from: member, enquiry.answerable_in_time: false}", All((MEMBER, LATE))),
        (
            "{all: [{enquiry.from: member}, {any: [{enquiry.answerable_in_time: false}]}]}",
            All((MEMBER, Any((LATE,)))),
        ),
    ],
)
def test_a_condition_means(written: str, meant: Condition) -> None:
    """Each way to write a condition has its meaning."""
    assert condition(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "before respond_to_enquiry",
            Deadline("", DeadlineRelation.BEFORE, action="respond_to_enquiry"),
        ),
        (
            "before enquiry.received_on",
            Deadline("", DeadlineRelation.BEFORE, "enquiry.received_on"),
        ),
        ("by enquiry.received_on", Deadline("", DeadlineRelation.BY, "enquiry.received_on")),
        (
            "0 days after enquiry.received_on",
            Deadline("", DeadlineRelation.AFTER, "enquiry.received_on"),
        ),
    ],
)
def test_a_deadline_means(written: str, meant: Deadline) -> None:
    """Each form of a deadline has its meaning."""
    text = RULE.format(key="deadline", value=written, when="{about: enquiry}")
    found = resolve(parse(text), shared_vocabulary())[0].norms["test/1#answer"].deadline
    assert found is not None
    assert (found.relation, found.fact, found.action, found.amount) == (
        meant.relation,
        meant.fact,
        meant.action,
        meant.amount,
    )


@pytest.mark.parametrize(
    "written",
    [
        "member", "[]", "{}", "~", "''", "0", "[member]", "{any: []}", "{all: x}", "{not: []}",
        "{not: {}}", "{about: []}", "{about: {a: b}}", "{breached: []}", "{breached: {a: b}}",
        "{breached: [[]]}", "{enquiry.from: {}}", "{enquiry.from: {only: {}}}",
        "{enquiry.from: {only: []}}", "{enquiry.from: [[member]]}",
        "{enquiry.seeks: [{only: advice}]}",
        "{absence.working_days: {at_most: [1]}}", "{absence.working_days: {at_most: {}}}",
        "{absence.working_days: {at_most: enquiry.received_on}}", "{any: [~]}", "{'': x}",
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused(written: str) -> None:
    """Nothing that is no condition passes in silence."""
    with pytest.raises(InvalidInput) as caught:
        condition(written)
    assert len(caught.value.diagnostics) == 1
    assert caught.value.diagnostics[0].clause == "Test Council, 2 Another"
