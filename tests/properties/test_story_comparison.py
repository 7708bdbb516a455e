"""What holds wherever councils are laid side by side: nothing missed, and nothing invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.protocols import BEARERS, protocols
from properties.stories import stories

from protocol_rules import Answer, Protocol, Status, load
from protocol_rules.analysis.position import position_of
from protocol_rules.compare import ActionComparison, Agreement, Aspect, StoryComparison
from protocol_rules.compare import compare_story as compared
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.protocol import Counterparty, Norm, Step
from protocol_rules.norms.scenario_file import read_scenarios
from protocol_rules.norms.story import Story
from protocol_rules.norms.words import words_of
from protocol_rules.resolve import shipped
from protocol_rules.vocabulary import Modality

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "scenarios" / "stories").glob("*.yaml"))
COUNCILS = ("one", "two", "three")
ROLES = tuple(sorted({*BEARERS, "chief_executive", "clerk", "director", "member"}))
PARTIES = (
    None,
    Counterparty(("member",)),
    Counterparty(("member", "director"), every=False),
    Counterparty(("director", "member"), every=False),
)
ROUTES = ((), (Step(("director",)), Step(("chief_executive",))), (Step(("chief_executive",)),))


@st.composite
def spoken(draw: DrawFn, council: str) -> Protocol:
    """Draw a protocol whose norms say of two actions whatever may be said of them."""
    protocol = draw(protocols(council=council, most=4))

    def drawn(norm: Norm) -> Norm:
        if norm.modality is None:
            return norm
        return replace(
            norm,
            modality=draw(st.sampled_from(Modality)),
            action=draw(st.sampled_from(["answer", "attend"])),
            counterparty=draw(st.sampled_from(PARTIES)),
            escalation=draw(st.sampled_from(ROUTES)),
        )

    clauses = {
        name: replace(clause, norms=tuple(map(drawn, clause.norms)))
        for name, clause in protocol.clauses.items()
    }
    return replace(protocol, clauses=clauses)


@st.composite
def comparisons(draw: DrawFn) -> StoryComparison:
    """Draw a story, and two or three protocols that are compared in it."""
    drawn = [draw(spoken(each)) for each in COUNCILS[: draw(st.integers(2, 3))]]
    story = draw(stories(drawn[0])).scenario
    try:
        return compared(story, *drawn)
    except InvalidInput:  # a given fact contradicts a definition
        assume(condition=False)
        raise


def said(answer: Answer, role: str, action: str, occasion: str | None) -> dict[str, object]:
    """Tell what a protocol says to a role, from its position and from its findings one by one."""
    vocabulary = answer.protocol.vocabulary
    if action not in vocabulary.actions:
        return dict.fromkeys(["position", "parties", "deadlines", "routes"], ())
    position = position_of(answer, role, action, occasion)
    above = vocabulary.roles.above(role)
    parties: set[object] = set()
    deadlines: set[object] = set()
    routes: set[object] = set()
    for finding in answer.findings:
        norm = finding.norm
        if norm.action != action or above.isdisjoint(norm.bearers):
            continue
        if occasion is not None and finding.occasion not in ("", occasion):
            continue
        party = norm.counterparty and (frozenset(norm.counterparty.roles), norm.counterparty.every)
        if norm.address in position.addresses:
            parties.add(party)
            if Status.APPLIES in finding.outcomes(role):
                due = finding.due or (norm.deadline and norm.deadline.text)
                deadlines |= {(party, due)} if due else set()
                routes |= {(party, finding.next_step)} if finding.next_step else set()
    return {
        "position": (position.lower, position.upper),
        "parties": frozenset(parties),
        "deadlines": frozenset(deadlines),
        "routes": frozenset(routes),
    }


def told_by(comparison: StoryComparison, each: ActionComparison) -> Iterator[dict[str, object]]:
    """Give for each occasion and role what each council says, by its name."""
    hierarchy = comparison.protocols[0].vocabulary.roles
    roles = [role for role in ROLES if role in hierarchy.roles] + [*each.sides[0].sayings]
    for occasion in each.occasions or (None,):
        for role in dict.fromkeys(roles):
            yield {
                answer.protocol.council: said(answer, role, each.action, occasion)
                for answer in comparison.answers
            }


def check_what_is_said_once(comparison: StoryComparison) -> None:
    """Where councils stand together no role hears from one what it does not hear from another."""
    for each in comparison.actions:
        groups = [[side.council for side in sides] for sides in each.together]
        groups.append([side.council for side in each.silent])
        for told in told_by(comparison, each):
            for councils in groups:
                assert all(told[one] == told[other] for one, other in combinations(councils, 2))


def check_what_differs(comparison: StoryComparison) -> None:
    """What is named as a difference is one for some role, and what is not named is none."""
    for each in comparison.actions:
        speaking = [side.council for side in each.speaking]
        apart = {
            Aspect.COUNTERPARTY: "parties",
            Aspect.DEADLINE: "deadlines",
            Aspect.ROUTE: "routes",
        }
        roles = list(told_by(comparison, each))
        for aspect, what in apart.items():
            differs = any(
                told[one][what] != told[other][what]  # type: ignore[index]
                for told in roles
                for one, other in combinations(speaking, 2)
            )
            assert differs or aspect not in each.differs_in
        positions = any(
            told[one]["position"] != told[other]["position"]  # type: ignore[index]
            for told in roles
            for one, other in combinations(speaking, 2)
        )
        if positions:
            assert {Aspect.BEARER, Aspect.POSITION, Aspect.FORCE}.intersection(each.differs_in)
        assert bool(each.differs_in) == (each.agreement is Agreement.DIFFERENT)


def check_no_action_is_left_out(comparison: StoryComparison) -> None:
    """Every norm that does more than stand, and that the story turns on, is under its action."""
    told = {each.action for each in comparison.actions}
    for answer in comparison.answers:
        for finding in (*answer.applies, *answer.lifted, *answer.undetermined):
            assert finding.norm.action in {"", *told}
        assert not told.intersection(comparison.standing[answer.protocol.council])


def check_sentences(comparison: StoryComparison) -> None:
    """Each council is spoken of once, and what differs is not put in the same words."""
    for each in comparison.actions:
        texts = [tuple(line.in_words() for line in sides[0].lines) for sides in each.together]
        assert len(set(texts)) == len(texts)
        assert all(texts)
        for sides in each.together:
            for side in sides[1:]:
                assert (
                    tuple(line.in_words() for line in side.lines)
                    == texts[each.together.index(sides)]
                )
        if each.speaking and (each.silent or len(each.together) > 1):
            for side in each.speaking:
                assert (
                    f"{each} ".replace(",", " ")
                    .replace(";", " ")
                    .replace(".", " ")
                    .count(f" {side.name} ")
                    == 1
                )


def check_order(comparison: StoryComparison) -> None:
    """Who is named first is told first, and nothing else changes."""
    again = compared(comparison.scenario, *reversed(comparison.protocols))
    assert len(again.actions) == len(comparison.actions)
    for one, other in zip(comparison.actions, again.actions, strict=True):
        assert one.action == other.action
        assert one.agreement is other.agreement
        assert one.differs_in == other.differs_in
        assert _groups(one) == _groups(other)


def _groups(each: ActionComparison) -> set[frozenset[str]]:
    return {frozenset(side.council for side in sides) for sides in each.together}


CHECKS = (
    check_what_is_said_once,
    check_what_differs,
    check_no_action_is_left_out,
    check_sentences,
    check_order,
)


@given(comparison=comparisons())
def test_of_random_protocols(comparison: StoryComparison) -> None:
    """Of any two or three protocols, in any story."""
    for check in CHECKS:
        check(comparison)


@pytest.fixture(scope="module")
def told_under_all() -> list[StoryComparison]:
    """Compare the five councils in every fifth of the stories that are told for all of them."""
    councils = [load(name) for name in shipped()]
    words = words_of(councils)
    told: list[Story] = [each.story for file in FILES for each in read_scenarios(file, words)]
    return [compared(story, *councils) for story in told[::5]]


@pytest.mark.parametrize("check", CHECKS, ids=[each.__name__ for each in CHECKS])
def test_of_the_councils_that_ship(check, told_under_all: list[StoryComparison]) -> None:
    """Of the five protocols, in stories of all kinds."""
    assert len(told_under_all) > 15
    for each in told_under_all:
        check(each)
