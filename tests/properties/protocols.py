"""Random protocols over a small vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any as Anything

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from protocol_rules.calendar import Calendar
from protocol_rules.norms import (
    About,
    All,
    Any,
    Breached,
    Clause,
    Compare,
    Condition,
    Deadline,
    DeadlineRelation,
    Has,
    HasRole,
    Norm,
    NormKind,
    Not,
    Only,
    Protocol,
    Relation,
    Value,
)
from protocol_rules.resolve.graph import circles, dependencies
from protocol_rules.resolve.precedence import overrides_among, with_provisos, with_scope
from protocol_rules.vocabulary import FactType, Modality, read_vocabulary

WORDS = read_vocabulary(Path(__file__).parents[1] / "conformance" / "vocabulary")
PROPER = tuple(name for name, each in WORDS.circumstances.items() if not each.is_setting)
SETTINGS = tuple(name for name, each in WORDS.circumstances.items() if each.is_setting)
DERIVED = ("enquiry.is_simple", "meeting.is_formal", "matter.is_secret")
PRESUMED: tuple[tuple[str, Value], ...] = (
    ("enquiry.is_urgent", True), ("enquiry.is_urgent", False), ("letter.is_sealed", True),
    ("enquiry.kind", "policy"), ("meeting.attended_by", "member"), ("matter.is_secret", True),
)  # fmt: skip
BEARERS = ("officer", "officer", "senior_officer", "political_assistant")
A_DAY = date(2024, 3, 10)
NARROWEST = tuple(name for name in WORDS.roles.roles if len(WORDS.roles.below(name)) == 1)


class RandomProtocol(Protocol):
    """A protocol that a failing test shows by its norms, without the vocabulary."""

    def _repr_pretty_(self, printer: Anything, _: bool) -> None:  # noqa: FBT001
        for norm in self.norms.values():
            shown = {each.name: getattr(norm, each.name) for each in fields(norm)}
            printer.text(
                f"\n{norm.address}: { {key: value for key, value in shown.items() if value} }"
            )
        printer.text(f"\noverrides: {self.overrides}\ndefinitions: {self.definitions}")


def tests() -> list[Condition]:
    """Give a test for each fact and each way of testing it."""
    found: list[Condition] = [*map(About, PROPER)]
    for name, fact in WORDS.facts.items():
        match fact.type:
            case FactType.BOOLEAN:
                found += [Has(name, frozenset({value})) for value in (True, False)]
            case FactType.CHOICE:
                found += [
                    Has(name, frozenset({"policy"})),
                    Has(name, frozenset({"policy", "staff"})),
                ]
            case FactType.CHOICES:
                found += [Has(name, frozenset({"advice"})),
                          Only(name, frozenset({"advice", "papers"})),
                          Only(name, frozenset({"advice"}), negated=True)]  # fmt: skip
            case FactType.ROLE:
                found += [HasRole(name, frozenset(each)) for each in
                          (["member"], ["senior_officer"], ["chief_executive", "chair"])
                          ]  # fmt: skip
                found += [
                    Only(name, frozenset({"member"}), negated=True),
                    Only(name, frozenset({"officer"})),
                ]
            case FactType.DATE:
                found += [
                    Compare(name, Relation.BEFORE, A_DAY),
                    Compare(name, Relation.AT_LEAST, A_DAY),
                ]
            case FactType.COUNT | FactType.DAYS:
                found += [Compare(name, Relation.AT_LEAST, 2), Compare(name, Relation.LESS_THAN, 3),
                          Has(name, frozenset({2}))]  # fmt: skip
    return [
        *found,
        Compare("enquiry.pages", Relation.MORE_THAN, "enquiry.copies"),
        Compare("enquiry.pages", Relation.AT_MOST, "meeting.guests"),
        Compare("enquiry.answered_on", Relation.BEFORE, "enquiry.received_on"),
        Compare("letter.sent_on", Relation.AFTER, "enquiry.received_on"),
    ]


TESTS = tuple(tests())
PLAIN = tuple(each for each in TESTS if getattr(each, "fact", "") not in DERIVED)
LIMITS = tuple(
    Compare(fact, relation, 2)
    for fact in ("meeting.guests", "enquiry.pages")
    for relation in (Relation.AT_MOST, Relation.AT_LEAST)
)
DATES = tuple(name for name, fact in WORDS.facts.items() if fact.type is FactType.DATE)


@st.composite
def conditions(draw: DrawFn, leaves: tuple[Condition, ...], depth: int = 2) -> Condition:
    """Draw a condition: a test, or a connective over smaller ones."""
    shape = draw(st.integers(0, 9)) if depth else 0
    if shape < 5:
        return draw(st.sampled_from(leaves))
    if shape == 5:
        return Not(draw(conditions(leaves, depth - 1)))
    parts = tuple(draw(st.lists(conditions(leaves, depth - 1), min_size=2, max_size=3)))
    return All(parts) if shape < 7 else Any(parts)


@st.composite
def protocols(
    draw: DrawFn, *, most: int = 5, timeless: bool = False, council: str = "test"
) -> Protocol:
    """Draw a protocol without circles: a norm rests only on those before it.

    In a `timeless` one no norm rests on the breach of another.
    """
    count = draw(st.integers(2, most))
    addresses = [f"{council}/{number}" for number in range(count)]
    definitions = draw(_definitions())
    # A few tests, so that norms meet in their facts.
    few = tuple(draw(st.lists(st.sampled_from(TESTS), min_size=4, max_size=9)))
    few += tuple(Has(fact, frozenset({True})) for fact in definitions)
    norms = [draw(_norms(addresses, number, few, timeless=timeless)) for number in range(count)]
    scope = draw(st.none() | conditions(PLAIN, 1))
    if scope is not None:
        inside = draw(st.sets(st.integers(0, count - 1)))
        norms = [
            with_scope(norm, scope, None) if at in inside else norm for at, norm in enumerate(norms)
        ]
    return assembled(norms, definitions, council)


def assembled(
    norms: Iterable[Norm], definitions: Mapping[str, Condition], council: str = "test"
) -> Protocol:
    """Make a protocol of norms as they are written, with a card that tells each breach."""
    norms = list(norms)
    whole = with_provisos(norms)
    if any(circles(dependencies(whole.values(), overrides_among(whole, WORDS.roles), definitions))):
        norms = [replace(norm, presumes={}) for norm in norms]
    told = [
        Norm(f"{norm.address}b", f"{norm.clause}b", NormKind.CAUTION, when=Breached(norm.address))
        for norm in norms
        if norm.kind is NormKind.NORM
    ]
    by_address = with_provisos([*norms, *told])
    return RandomProtocol(
        council=council,
        name=f"{council.title()} Council",
        title="A random protocol",
        calendar=Calendar("england"),
        clauses={
            each.clause: Clause(each.clause, "A clause", norms=(each,))
            for each in by_address.values()
        },
        vocabulary=WORDS,
        overrides=overrides_among(by_address, WORDS.roles),
        definitions=definitions,
    )


@st.composite
def _definitions(draw: DrawFn) -> dict[str, Condition]:
    leaves = PLAIN
    found: dict[str, Condition] = {}
    for fact in DERIVED:
        if draw(st.booleans()):
            found[fact] = draw(conditions(leaves, 1))
            leaves = (*leaves, Has(fact, frozenset({True})), Has(fact, frozenset({False})))
    return found


@st.composite
def _norms(
    draw: DrawFn, addresses: list[str], at: int, few: tuple[Condition, ...], *, timeless: bool
) -> Norm:
    before, after = addresses[:at], addresses[at + 1 :]
    breaches: tuple[Condition, ...] = () if timeless else tuple(map(Breached, before))
    leaves = (*few, *breaches)
    kinds = [NormKind.NORM] * 3 + [NormKind.CAUTION]
    if after:
        kinds += [NormKind.EXCEPTION, NormKind.EXCEPTION, NormKind.PROVISO]
    kind = draw(st.sampled_from(kinds))
    some = st.none() | conditions(leaves)
    lifts = draw(st.sets(st.sampled_from(after), max_size=2)) if after else set[str]()
    if kind is NormKind.EXCEPTION and not lifts:
        lifts = {after[0]}
    norm = Norm(
        addresses[at],
        str(at),
        kind,
        when=draw(conditions(leaves) if kind is NormKind.CAUTION else some),
        provided=draw(conditions(few, 1)) if draw(st.integers(0, 4)) == 0 else None,
        unless=tuple(draw(st.lists(conditions(leaves, 1), max_size=1))),
        lifts=tuple(sorted(lifts)) if kind in (NormKind.NORM, NormKind.EXCEPTION) else (),
        proviso_of=(after[0],) if kind is NormKind.PROVISO else (),
        presumes=dict([draw(st.sampled_from(PRESUMED))]) if draw(st.integers(0, 3)) == 0 else {},
    )
    if kind is not NormKind.NORM:
        return norm
    answers = before and not timeless and draw(st.integers(0, 3)) == 0
    answered = draw(st.sampled_from(before)) if answers else ""
    return draw(_kept(replace(
        norm,
        bearers=(draw(st.sampled_from(BEARERS)),),
        modality=Modality.MUST,
        action="answer",
        reparation_for=answered,
    ), leaves))  # fmt: skip


@st.composite
def _kept(draw: DrawFn, norm: Norm, leaves: tuple[Condition, ...]) -> Norm:
    """Say how a norm is kept, or breached."""
    ways = draw(st.sets(st.sampled_from(["by a day", "condition", "limit"]), max_size=2))
    if "by a day" in ways:
        anchor, done_on = draw(st.sampled_from(DATES)), draw(st.sampled_from(DATES))
        deadline = Deadline("10 days after", DeadlineRelation.AFTER, fact=anchor, amount=10)
        norm = replace(norm, deadline=deadline, done_on=done_on)
    if "condition" in ways:
        norm = replace(norm, breached_when=draw(conditions(leaves, 1)))
    if "limit" in ways:
        norm = replace(norm, limits=(draw(st.sampled_from(LIMITS)),))
    return norm
