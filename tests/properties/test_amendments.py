"""What holds of amendments: ways of writing are none, and nothing else is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.protocols import WORDS, protocols
from properties.stories import stories
from properties.test_positions import norms_of_all_kinds

from protocol_rules import Protocol, evaluate
from protocol_rules.amendments import Aspect, Turn, amendments_of
from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.position import position_of
from protocol_rules.compare.question import Question
from protocol_rules.compare.table import Table
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.mutation import Mutant, mutants_of, mutated
from protocol_rules.norms import All, Any, Breached, Condition, Norm, Not, Override
from protocol_rules.resolve.precedence import overrides_among

SMALL = 3
MOST_STORIES = 1_000


@pytest.fixture(autouse=True, scope="module")
def quickly() -> Iterator[None]:
    """Give up early what is large: it is told as not decided, which is no amendment passed over."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("protocol_rules.compare.pairs.oracle_for", of_what_is_small)
        yield


def of_what_is_small(question: Question) -> Table:
    """Look at every story where there are few."""
    if question.size > MOST_STORIES:
        message = "there are many stories"
        raise NotDecided(message)
    return Table(question)


def rewritten(protocol: Protocol, norms: Iterable[Norm], **definitions: Condition) -> Protocol:
    """Give a protocol whose norms, and some definitions, are written otherwise."""
    by_address = {norm.address: norm for norm in norms}
    clauses = {
        norm.clause: replace(protocol.clauses[norm.clause], norms=(norm,))
        for norm in by_address.values()
    }
    return replace(
        protocol,
        clauses=clauses,
        overrides=overrides_among(by_address, WORDS.roles),
        definitions={**protocol.definitions, **definitions},
    )


def with_conditions(protocol: Protocol, change: Callable[[Condition], Condition]) -> Protocol:
    """Write every condition otherwise."""
    norms = [
        replace(
            norm,
            when=None if norm.when is None else change(norm.when),
            provided=None if norm.provided is None else change(norm.provided),
            unless=tuple(map(change, norm.unless)),
            breached_when=None if norm.breached_when is None else change(norm.breached_when),
        )
        for norm in protocol.norms.values()
    ]
    definitions = {fact: change(each) for fact, each in protocol.definitions.items()}
    return rewritten(protocol, norms, **definitions)


@st.composite
def edited(draw: DrawFn) -> tuple[Protocol, Protocol]:
    """Draw a small protocol, and the same with one thing said otherwise."""
    protocol = draw(protocols(most=SMALL, timeless=True))
    mutants: tuple[Mutant, ...] = mutants_of(protocol)
    assume(mutants)
    return protocol, mutated(protocol, draw(st.sampled_from(mutants)))


@st.composite
def ways_of_writing(draw: DrawFn) -> Callable[[Condition], Condition]:
    """Draw a way of writing conditions that says the same of every story."""

    def doubled(condition: Condition) -> Condition:
        return Any((condition, condition))

    def turned(condition: Condition) -> Condition:
        match condition:
            case All(parts):
                return Not(Any(tuple(Not(turned(each)) for each in reversed(parts))))
            case Any(parts):
                return Not(All(tuple(Not(turned(each)) for each in reversed(parts))))
            case _:
                return condition

    def split(condition: Condition) -> Condition:
        """Tell two cases apart, in both of which the same holds."""
        match condition:
            case Any((first, *others)) if others:
                rest = Any(tuple(others))
                return Any((first, All((Not(first), rest)), All((first, rest))))
            case _:
                return condition

    return draw(st.sampled_from([doubled, turned, split]))


def renamed(protocol: Protocol, council: str = "test") -> Protocol:
    """Give every norm another address, and put the last one first."""

    def to(address: str) -> str:
        return f"{council}/x{address.partition('/')[2]}"

    def told(condition: Condition | None) -> Condition | None:
        match condition:
            case All(parts) | Any(parts):
                return type(condition)(tuple(map(told, parts)))  # type: ignore[arg-type]
            case Not(part):
                return Not(told(part))  # type: ignore[arg-type]
            case Breached(address):
                return Breached(to(address))
            case _:
                return condition

    clauses = {
        f"x{name}": replace(
            clause,
            id=f"x{name}",
            title="Called otherwise",
            norms=tuple(
                replace(
                    norm,
                    address=to(norm.address),
                    clause=f"x{name}",
                    when=told(norm.when),
                    provided=told(norm.provided),
                    unless=tuple(map(told, norm.unless)),  # type: ignore[arg-type]
                    lifts=tuple(map(to, norm.lifts)),
                    proviso_of=tuple(map(to, norm.proviso_of)),
                    breached_when=told(norm.breached_when),
                    reparation_for=norm.reparation_for and to(norm.reparation_for),
                )
                for norm in clause.norms
            ),
        )
        for name, clause in reversed(protocol.clauses.items())
    }
    overrides = {
        to(target): tuple(Override(to(each.by), told(each.only_for)) for each in several)
        for target, several in protocol.overrides.items()
    }
    definitions = {fact: told(each) for fact, each in protocol.definitions.items()}
    return replace(
        protocol,
        council=council,
        clauses=clauses,
        overrides=overrides,
        definitions=definitions,  # type: ignore[arg-type]
    )


@given(norms_of_all_kinds())
def test_other_names_and_another_order_are_no_amendment(protocol: Protocol) -> None:
    """Nothing is told, and nothing even has to be asked."""
    found = amendments_of(protocol, renamed(protocol))

    assert not found.amendments
    assert not found.asked


@settings(max_examples=25)
@given(protocols(most=SMALL, timeless=True), ways_of_writing())
def test_another_way_of_writing_a_condition_is_no_amendment(
    protocol: Protocol, write: Callable[[Condition], Condition]
) -> None:
    """De Morgan, a part said twice, cases told apart: nothing is told that was decided."""
    found = amendments_of(protocol, with_conditions(protocol, write))

    assert all(each.turns == {Turn.NOT_DECIDED} for each in found.amendments)


@settings(max_examples=25)
@given(edited(), st.data())
def test_what_changes_a_position_is_told(
    editions: tuple[Protocol, Protocol], data: st.DataObject
) -> None:
    """Where a story is found in which a mutant makes another position, there is an amendment."""
    found = amendments_of(*editions).amendments
    roles = {role for each in found if each.aspect is Aspect.STANCE for role in each.roles}
    for _ in range(5):
        story = data.draw(stories(editions[0], complete=True))
        for role in ("officer", "senior_officer", "political_assistant"):
            try:
                answers = [evaluate(each, story.scenario) for each in editions]
            except ProtocolRulesError:
                continue
            one, two = (position_of(each, role, "answer") for each in answers)
            if one.is_determined and two.is_determined and one.lower != two.lower:
                assert roles & WORDS.roles.above(role)


@settings(max_examples=25)
@given(edited())
def test_an_amendment_turns_round_with_the_editions(editions: tuple[Protocol, Protocol]) -> None:
    """What is stricter one way is looser the other way."""
    one, two = editions
    there, back = amendments_of(one, two), amendments_of(two, one)
    turned = {Turn.STRICTER: Turn.LOOSER, Turn.LOOSER: Turn.STRICTER}

    assert {
        (each.aspect, each.roles, frozenset(turned.get(turn, turn) for turn in each.turns))
        for each in there.amendments
    } == {(each.aspect, each.roles, each.turns) for each in back.amendments}
