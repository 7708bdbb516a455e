"""What holds of positions and of strictness, and of the statuses of clauses on which they rest."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from properties.protocols import BEARERS, WORDS, protocols
from properties.stories import facts_of, lessons, stories
from properties.test_properties import answered, known

from protocol_rules import Answer, Protocol, Status
from protocol_rules.analysis.position import Axes, Degree, Position, position_of, strictness
from protocol_rules.vocabulary import Modality

ROLES = tuple(sorted({*BEARERS, "chief_executive", "clerk", "director"}))
LOOKING_BACK = {"stricter": "looser", "looser": "stricter"}
AXES: SearchStrategy[Axes] = st.builds(Axes, *[st.sampled_from(Degree)] * 2, *[st.booleans()] * 7)


@st.composite
def norms_of_all_kinds(draw: DrawFn) -> Protocol:
    """Draw a protocol whose norms say of one action whatever may be said of it."""
    protocol = draw(protocols())
    clauses = {
        name: replace(
            clause,
            norms=tuple(
                replace(norm, modality=draw(st.sampled_from(Modality))) if norm.modality else norm
                for norm in clause.norms
            ),
        )
        for name, clause in protocol.clauses.items()
    }
    return replace(protocol, clauses=clauses)


@st.composite
def positions(draw: DrawFn) -> Position:
    """Draw a position of which some may be open."""
    one, other = draw(AXES), draw(AXES)
    bounds = [Axes(*map(choose, one, other)) for choose in (min, max)]
    return Position("officer", "answer", *bounds)


def place(answer: Answer) -> list[Position]:
    """Give the position of each role."""
    return [position_of(answer, role, "answer") for role in ROLES]


def counted(position: Position) -> tuple[tuple[int, ...], ...]:
    """Leave out claims, powers and presumptions, which make nothing stricter."""
    return position.lower[:4], position.upper[:4]


def is_at_most(one: Axes, other: Axes) -> bool:
    """Tell whether one says no more than another on every axis."""
    return all(a <= b for a, b in zip(one, other, strict=True))


@given(st.data())
def test_a_position_narrows_as_facts_are_learnt(data: st.DataObject) -> None:
    """What holds already goes on to hold, and nothing comes to be possible."""
    protocol = data.draw(norms_of_all_kinds())
    for _ in range(3):
        story = data.draw(stories(protocol))
        before = answered(protocol, story)
        after = answered(protocol, story.learning(data.draw(lessons(story, facts_of(protocol)))))
        if before is None or after is None:
            continue
        for old, new in zip(place(before), place(after), strict=True):
            assert is_at_most(old.lower, new.lower)
            assert is_at_most(new.lower, new.upper)
            assert is_at_most(new.upper, old.upper)
            assert new == old or not old.is_determined or new.words == old.words


@given(st.data())
def test_a_position_is_determined_in_a_complete_scenario(data: st.DataObject) -> None:
    """Where every fact is given nothing is left open, for any role."""
    protocol = data.draw(norms_of_all_kinds())
    answer = known(protocol, data.draw(stories(protocol, complete=True)))

    assert all(each.is_determined for each in place(answer))


@given(st.data())
def test_what_binds_a_role_binds_the_narrower_ones(data: st.DataObject) -> None:
    """Unless somebody has an exception that is for some of its bearers only."""
    protocol = data.draw(norms_of_all_kinds())
    if any(each.only_for for lifting in protocol.overrides.values() for each in lifting):
        return
    answer = known(protocol, data.draw(stories(protocol)))
    for role in ROLES:
        wide = position_of(answer, role, "answer")
        for narrow in WORDS.roles.below(role):
            position = position_of(answer, narrow, "answer")
            assert is_at_most(wide.lower, position.lower)
            assert is_at_most(wide.upper, position.upper)


@given(positions(), positions(), positions())
def test_strictness_is_a_partial_order(one: Position, other: Position, third: Position) -> None:
    """Reflexive, the other way round from the other side, and transitive."""

    def is_no_looser(left: Position, right: Position) -> bool:
        return strictness(left, right) in ("stricter", "equal")

    assert strictness(one, one) == "equal"
    forth, back = strictness(one, other), strictness(other, one)
    assert back == LOOKING_BACK.get(forth, forth)
    assert (forth == "equal") == (counted(one) == counted(other))
    if is_no_looser(one, other) and is_no_looser(other, third):
        assert is_no_looser(one, third)


@given(positions(), st.sampled_from(["required", "barred", "permitted", "exempt"]))
def test_more_of_a_duty_is_stricter_and_more_leave_is_looser(one: Position, axis: str) -> None:
    """On each axis by itself."""
    least: Axes = one.lower._replace(
        **{axis: Degree.NO if axis in ("required", "barred") else False}
    )
    most: Axes = least._replace(**{axis: Degree.MUST if axis in ("required", "barred") else True})
    without, with_it = (replace(one, lower=each, upper=each) for each in (least, most))
    expected = "stricter" if axis in ("required", "barred") else "looser"

    assert strictness(with_it, without) == expected


@given(st.data())
def test_the_status_of_a_clause_needs_no_findings(data: st.DataObject) -> None:
    """It is the same that the findings of its norms give together, on every occasion."""
    protocol = data.draw(norms_of_all_kinds())
    answer = known(protocol, data.draw(stories(protocol)))
    slowly = {
        name: each.status
        for name, each in answer.clauses.items()
        if each.status is not Status.DOES_NOT_APPLY
    }

    assert answer.clause_statuses == slowly
    for name, each in answer.clauses.items():
        assert answer.findings_of(name) == each.findings
