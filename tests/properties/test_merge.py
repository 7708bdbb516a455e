"""What holds of every draft: it loads, and it implies whatever its parents agree on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.protocols import WORDS, protocols
from properties.stories import stories
from properties.test_amendments import of_what_is_small, renamed

from protocol_rules import Protocol, evaluate
from protocol_rules.analysis.position import Axes, position_of
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.merge import LOOSEST, STRICTEST, merge
from protocol_rules.norms import Norm
from protocol_rules.vocabulary import Modality

ROLES = ("officer", "senior_officer", "political_assistant", "chief_executive")


@pytest.fixture(autouse=True, scope="module")
def quickly() -> Iterator[None]:
    """Give up early what is large: it is told as not decided, and never as proved."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("protocol_rules.compare.pairs.oracle_for", of_what_is_small)
        yield


@st.composite
def councils(draw: DrawFn) -> Protocol:
    """Draw a small protocol that says of one action whatever may be said of it."""
    protocol = draw(protocols(most=3, timeless=True))
    clauses = {
        name: replace(
            clause,
            norms=tuple(
                as_written(replace(norm, modality=draw(st.sampled_from(Modality))))
                if norm.modality
                else norm
                for norm in clause.norms
            ),
        )
        for name, clause in protocol.clauses.items()
    }
    return replace(protocol, clauses=clauses)


def as_written(norm: Norm) -> Norm:
    """Give the deadline the words that a rule file would have."""
    if norm.deadline is None:
        return norm
    text = f"{norm.deadline.amount} days after {norm.deadline.fact}"
    return replace(norm, deadline=replace(norm.deadline, text=text))


def parents() -> st.SearchStrategy[tuple[Protocol, Protocol]]:
    """Draw two councils' protocols, in the same words."""
    return st.tuples(councils(), councils().map(lambda each: renamed(each, council="other")))


def is_as_strict(one: Axes, other: Axes) -> bool:
    """Tell whether one requires and bars as much as another, and frees no more."""
    return (
        one.required >= other.required
        and one.barred >= other.barred
        and one.permitted <= other.permitted
        and one.exempt <= other.exempt
    )


@settings(max_examples=15)
@given(parents(), st.sampled_from([STRICTEST, LOOSEST, "other"]), st.data())
def test_a_draft_implies_what_its_parents_agree_on(
    two: tuple[Protocol, Protocol], prefer: str, data: st.DataObject
) -> None:
    """It loads, nothing of the claim is refuted, and no story that is drawn speaks against it."""
    assume(any(norm.modality for each in two for norm in each.norms.values()))
    merged = merge(two, "joint", prefer=prefer, words=WORDS)

    assert not merged.proof.refuted
    for _ in range(3):
        story = data.draw(stories(two[0], complete=True))
        try:
            answers = [evaluate(each, story.scenario) for each in (*two, merged.protocol)]
        except ProtocolRulesError:
            continue
        for role in ROLES:
            places = [position_of(each, role, "answer") for each in answers]
            one, other, draft = (each.lower for each in places)
            if all(each.is_determined for each in places) and one == other:
                assert is_as_strict(draft, one)


@settings(max_examples=8)
@given(councils())
def test_a_draft_of_two_that_say_the_same_says_the_same(protocol: Protocol) -> None:
    """All is agreed on; the exceptions stand with the norms that they lift."""
    assume(any(norm.modality for norm in protocol.norms.values()))
    twin = replace(renamed(protocol, council="other"), name="Another")
    merged = merge([protocol, twin], "joint", words=WORDS)

    assert all(each.is_agreed for each in merged.decisions)
    assert not merged.proof.refuted
