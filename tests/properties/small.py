"""Random protocols so small that all their complete scenarios can be gone through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.protocols import WORDS, RandomProtocol, conditions

from protocol_rules import Answer, Protocol, Status, evaluate
from protocol_rules.analysis.position import Axes, position_of
from protocol_rules.calendar import Calendar
from protocol_rules.norms import About, Clause, Condition, Has, HasRole, Norm, NormKind, Only
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.story import Story
from protocol_rules.resolve.graph import circles, dependencies
from protocol_rules.resolve.precedence import overrides_among
from protocol_rules.vocabulary import Modality
from protocol_rules.vocabulary.values import Given

ACTIONS = ("answer", "copy", "decide")
SMALL = replace(
    WORDS,
    actions={
        **WORDS.actions,
        "copy": replace(WORDS.actions["copy"], wider=("answer",)),
        "decide": replace(WORDS.actions["decide"], opposes=("answer",)),
    },
)
BEARERS = ("officer", "senior_officer", "political_assistant")
ROLES = tuple(role for role in SMALL.roles.roles if not SMALL.roles.above(role).isdisjoint(BEARERS))
TESTS: tuple[Condition, ...] = (
    Has("enquiry.is_urgent", frozenset({True})),
    Has("enquiry.is_urgent", frozenset({False})),
    Has("enquiry.kind", frozenset({"policy"})),
    Has("enquiry.kind", frozenset({"policy", "staff"})),
    HasRole("letter.copied_to", frozenset({"member"})),
    HasRole("letter.copied_to", frozenset({"senior_officer"})),
    Only("letter.copied_to", frozenset({"officer"})),
    Has("matter.is_secret", frozenset({True})),
    About("letter"),
    About("enquiry"),
)
PLAIN = tuple(each for each in TESTS if each != Has("matter.is_secret", frozenset({True})))
_KINDS = ("chair", "director", "clerk")
VALUES: Mapping[str, tuple[Given, ...]] = {
    "enquiry.is_urgent": (True, False),
    "enquiry.kind": ("policy", "service", "staff"),
    "letter.copied_to": tuple(
        frozenset(name for name, is_in in zip(_KINDS, chosen, strict=True) if is_in)
        for chosen in product((True, False), repeat=3)
        if any(chosen)
    ),
    "matter.is_secret": (True, False),
    "officer.role": tuple(map(frozenset, (["director"], ["clerk"], ["political_assistant"]))),
}
SETTINGS = ("matter", "officer")
FRAMES = ((), ("enquiry",), ("letter",), ("enquiry", "letter"))


@st.composite
def small_protocols(draw: DrawFn) -> Protocol:
    """Draw two to four norms over a few tests; a norm lifts only those after it."""
    count = draw(st.integers(2, 4))
    few = tuple(draw(st.lists(st.sampled_from(TESTS), min_size=2, max_size=5)))
    norms = [draw(_norms(at, count, few)) for at in range(count)]
    definition = draw(st.none() | conditions(PLAIN, 1))
    definitions = {} if definition is None else {"matter.is_secret": definition}
    return of_norms(norms, definitions)


@st.composite
def _norms(draw: DrawFn, at: int, count: int, few: tuple[Condition, ...]) -> Norm:
    lifted = st.sets(st.integers(at + 1, count - 1), max_size=1) if at + 1 < count else st.just(())
    return Norm(
        f"test/{at}",
        str(at),
        NormKind.NORM,
        bearers=(draw(st.sampled_from(BEARERS)),),
        modality=draw(st.sampled_from([*Modality][:6])),
        action=draw(st.sampled_from(ACTIONS)),
        when=draw(st.none() | conditions(few, 1)),
        unless=tuple(draw(st.lists(conditions(few, 1), max_size=2))),
        lifts=tuple(f"test/{each}" for each in draw(lifted)) if draw(st.booleans()) else (),
    )


def of_norms(norms: list[Norm], definitions: Mapping[str, Condition]) -> Protocol:
    """Make a protocol of some norms."""
    by_address = {norm.address: norm for norm in norms}
    overrides = overrides_among(by_address, SMALL.roles)
    assert not any(circles(dependencies(norms, overrides, definitions)))
    return RandomProtocol(
        council="test",
        name="Test Council",
        title="A small protocol",
        calendar=Calendar("england"),
        clauses={norm.clause: Clause(norm.clause, "A clause", norms=(norm,)) for norm in norms},
        vocabulary=SMALL,
        overrides=overrides,
        definitions=definitions,
    )


def without(protocol: Protocol, address: str) -> Protocol:
    """Strike a norm out."""
    norms = [
        replace(norm, lifts=tuple(each for each in norm.lifts if each != address))
        for norm in protocol.norms.values()
        if norm.address != address
    ]
    return of_norms(norms, protocol.definitions)


def complete_stories(protocol: Protocol) -> Iterator[Story]:
    """Give every complete scenario; what the protocol defines is told by nobody."""
    facts = [each for each in VALUES if each not in protocol.definitions]
    for there in FRAMES:
        inside = [each for each in facts if each.partition(".")[0] in (*there, *SETTINGS)]
        for chosen in product(*(VALUES[each] for each in inside)):
            given = dict(zip(inside, chosen, strict=True))
            yield Story.of("", Occasion(frozenset(there), given), {}, None)


@dataclass(frozen=True)
class Seen:
    """What a protocol makes of one complete scenario: statuses by norm and role."""

    story: Story
    statuses: Mapping[tuple[str, str], Status]
    answer: Answer

    def position(self, role: str, action: str) -> Axes:
        """Give a position, which is determined."""
        found = position_of(self.answer, role, action)
        assert found.is_determined
        return found.lower


def all_seen(protocol: Protocol) -> list[Seen]:
    """Look at every complete scenario."""
    found: list[Seen] = []
    for story in complete_stories(protocol):
        answer = evaluate(protocol, story)
        statuses: dict[tuple[str, str], Status] = {}
        for address in protocol.norms:
            finding = answer.finding(address)
            for role in ("", *ROLES):
                (statuses[address, role],) = finding.outcomes(role)
        found.append(Seen(story, statuses, answer))
    return found


def partial_stories(protocol: Protocol, most: int) -> Iterator[Story]:
    """Give every story, complete or not, with fewer facts than `most`, the smallest first."""
    names = [each for each in VALUES if each not in protocol.definitions]
    for size in range(most):
        for there in FRAMES:
            inside = [each for each in names if each.partition(".")[0] in (*there, *SETTINGS)]
            for told in product((None, True), repeat=len(inside)):
                if sum(each is not None for each in told) != size:
                    continue
                chosen = [name for name, each in zip(inside, told, strict=True) if each]
                for values in product(*(VALUES[each] for each in chosen)):
                    given = dict(zip(chosen, values, strict=True))
                    yield Story.of("", Occasion(frozenset(there), given), {}, None)
