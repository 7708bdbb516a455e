"""Random scenarios for random protocols, and what may be learnt in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from properties.protocols import A_DAY, NARROWEST, PROPER, SETTINGS, WORDS

from protocol_rules.norms import (
    Condition,
    Norm,
    Protocol,
    atoms,
)
from protocol_rules.norms.scenario import Scenario
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.values import NOT_YET, Given


def values_of(name: str) -> list[Given]:
    """Give the values of a fact that complete scenarios use: roles are the narrowest ones."""
    fact = WORDS.facts[name]
    match fact.type:
        case FactType.BOOLEAN:
            return [True, False]
        case FactType.CHOICE:
            return [*fact.values]
        case FactType.CHOICES:
            return [frozenset(each) for each in
                    (["advice"], ["papers"], ["action"], ["advice", "papers"], ["advice", "action"])
                    ]  # fmt: skip
        case FactType.ROLE:
            pairs = (["chair", "director"], ["backbencher", "outsider"],
                     ["chief_executive", "clerk"], ["chair", "backbencher"])  # fmt: skip
            return [*(frozenset({role}) for role in NARROWEST), *map(frozenset, pairs)]
        case FactType.COUNT | FactType.DAYS:
            return [0, 1, 2, 3, 4]
        case FactType.DATE:
            days = [A_DAY + timedelta(days=step) for step in (-60, -1, 0, 1, 12, 60)]
            return [*days, NOT_YET]


def all_values_of(name: str) -> list[Given]:
    """Give the values of a fact with some beyond all those that a scenario gives."""
    match WORDS.facts[name].type:
        case FactType.COUNT | FactType.DAYS:
            return [*values_of(name), 5]
        case FactType.DATE:
            return [*values_of(name), *(A_DAY + timedelta(days=step) for step in (-200, 200))]
        case _:
            return values_of(name)


@dataclass(frozen=True)
class Story:
    """A scenario as plain parts: what it mentions stays the same while facts are learnt."""

    given: Mapping[str, Given]
    about: frozenset[str]
    today: date | None

    @property
    def scenario(self) -> Scenario:
        """The scenario that a user would write."""
        return Scenario(self.given, about=self.about, today=self.today, vocabulary=WORDS)

    def learning(self, facts: Mapping[str, Given]) -> Story:
        """The same story with more known."""
        return replace(self, given={**self.given, **facts})

    def could_learn(self, facts: Iterable[str]) -> Iterator[str]:
        """Give those facts that are not known and belong to what the story mentions."""
        for fact in facts:
            if fact not in self.given and WORDS.facts[fact].circumstance in self.about:
                yield fact


def facts_of(protocol: Protocol) -> list[str]:
    """Name every fact that a protocol tests, in the vocabulary's order."""
    found = all_tested(protocol.norms, protocol.definitions.values()) | protocol.definitions.keys()
    for overrides in protocol.overrides.values():
        for each in overrides:
            found |= set() if each.only_for is None else _tested(each.only_for)
    return [fact for fact in WORDS.facts if fact in found]


def all_tested(norms: Mapping[str, Norm], definitions: Iterable[Condition]) -> set[str]:
    """Name every fact that some norms and definitions test."""
    found: set[str] = set()
    for norm in norms.values():
        for condition in (
            norm.when, norm.provided, *norm.unless, *norm.limits, norm.breached_when,
        ):  # fmt: skip
            found |= set() if condition is None else _tested(condition)
        found |= {norm.done_on, norm.deadline.fact if norm.deadline else ""} | set(norm.presumes)
    for condition in definitions:
        found |= _tested(condition)
    return found


def _tested(condition: Condition) -> set[str]:
    found: set[str] = set()
    for atom in atoms(condition):
        found |= {getattr(atom, "fact", "")}
        bound = getattr(atom, "bound", None)
        found |= {bound} if isinstance(bound, str) else set()
    return found


@st.composite
def stories(
    draw: DrawFn,
    protocol: Protocol,
    *,
    complete: bool = False,
    settings: bool = False,
    whole: bool = False,
) -> Story:
    """Draw a story for a protocol; `complete` gives every fact of what is there.

    In one that is `whole` every circumstance is there.
    """
    today = draw(
        st.sampled_from([None, A_DAY, A_DAY + timedelta(days=20), A_DAY + timedelta(days=90)])
    )
    absent = draw(st.sets(st.sampled_from(PROPER), max_size=0 if whole else 2))
    if not whole and not complete and not settings:
        absent |= draw(st.sets(st.sampled_from(SETTINGS)))
    groups = {*PROPER, *SETTINGS} - absent
    given: dict[str, Given] = {}
    for fact in facts_of(protocol):
        if WORDS.facts[fact].circumstance not in groups:
            continue
        if complete and fact in protocol.definitions:
            continue
        if complete or draw(st.booleans()):
            given[fact] = draw(_value(fact, complete))
    return Story(given, frozenset(groups), today)


def _value(fact: str, complete: bool) -> SearchStrategy[Given]:  # noqa: FBT001
    values = values_of(fact)
    if not complete and WORDS.facts[fact].type is FactType.ROLE:
        values += [
            frozenset({"officer"}),
            frozenset({"senior_officer"}),
            frozenset({"member", "clerk"}),
        ]
    return st.sampled_from(values)


def narrower(value: Given) -> SearchStrategy[Given]:
    """Draw what a set of roles turns out to be: each of them one that is no wider."""
    roles = sorted(value) if isinstance(value, frozenset) else []
    return st.tuples(*(st.sampled_from(sorted(WORDS.roles.below(each))) for each in roles)).map(
        frozenset[str]
    )


def told(fact: str, story: Story) -> SearchStrategy[Given]:
    """Draw the whole truth about a fact: a value, or the narrowest roles of what was said."""
    values = st.sampled_from(values_of(fact))
    if fact not in story.given:
        return values
    return narrower(story.given[fact]).filter(lambda found: found <= {*NARROWEST})  # type: ignore[operator]


@st.composite
def lessons(draw: DrawFn, story: Story, facts: Iterable[str]) -> Mapping[str, Given]:
    """Draw what is learnt of some facts of a story: a value each, or what is said more narrowly."""
    learnt: dict[str, Given] = {}
    for fact in story.could_learn(facts):
        if draw(st.booleans()):
            learnt[fact] = draw(st.sampled_from(values_of(fact)))
    for fact, value in story.given.items():
        if WORDS.facts[fact].type is FactType.ROLE and fact in facts and draw(st.booleans()):
            learnt[fact] = draw(narrower(value))
    return learnt
