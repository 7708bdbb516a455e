"""The situations that matter to some norms: what their findings can depend on, value by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations, product
from typing import NamedTuple

from protocol_rules.analysis.cells import Asked, Liking, cells, counts
from protocol_rules.analysis.moments import Term, moments
from protocol_rules.engine import tests_behind
from protocol_rules.engine.program import program_of
from protocol_rules.engine.situation import Situation
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary import FactType, RoleHierarchy, Vocabulary, impossible_in
from protocol_rules.vocabulary.bearing import Bound, tests_bearing_on
from protocol_rules.vocabulary.conditions import (
    About,
    Breached,
    Compare,
    Condition,
    Has,
    HasRole,
    Only,
    atoms,
)
from protocol_rules.vocabulary.joined import joined
from protocol_rules.vocabulary.values import Given

__all__ = ["Frame", "Space", "liking_nothing", "own_tests", "space_of"]

Atom = Has | HasRole | Only | Compare | About | Breached


class Frame(NamedTuple):
    """What stays the same while facts are learnt: the circumstances that are there, and the day."""

    circumstances: frozenset[str]
    today: date | None


@dataclass(frozen=True)
class Space:
    """All the situations that some norms can tell apart, one of each kind.

    `circumstances` may be there or not; `values` gives for each fact, in the vocabulary's order,
    the values to try, the plainest first, `asked` the tests on it which they can turn, and
    `bounding` those of the constraints. A fact may also be left unknown. `is_complete` says that
    no situation outside makes a difference that none inside makes.
    """

    words: Vocabulary
    circumstances: tuple[str, ...]
    values: Mapping[str, tuple[Given, ...]]
    todays: tuple[date | None, ...]
    is_complete: bool
    asked: Mapping[str, tuple[Asked, ...]]
    bounding: Mapping[str, tuple[Asked, ...]] = field(
        default_factory=dict["str", "tuple[Asked, ...]"]
    )

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that can matter, in the vocabulary's order."""
        return tuple(self.values)

    def frames(self) -> Iterator[Frame]:
        """Give each set of circumstances with each day, the smallest first."""
        for size in range(len(self.circumstances) + 1):
            for each, today in product(combinations(self.circumstances, size), self.todays):
                yield Frame(frozenset(each), today)

    def facts_in(self, frame: Frame) -> tuple[str, ...]:
        """Give the facts that can be known in a frame."""
        outside = frozenset(self.circumstances) - frame.circumstances
        of = self.words.circumstance_of
        return tuple(fact for fact in self.values if of[fact] not in outside)

    def situation(self, frame: Frame, given: Mapping[str, Given]) -> Situation:
        """Give the situation as an engine takes it."""
        of = self.words.circumstance_of
        mentioned = frame.circumstances.union(of[fact] for fact in given)
        return Situation(given, mentioned | self.words.settings, mentioned, frame.today)

    def story(self, frame: Frame, given: Mapping[str, Given], name: str = "") -> Story:
        """Tell the situation as a story; `about` names only what no fact tells."""
        told = {self.words.circumstance_of[fact] for fact in given}
        ordered = {fact: given[fact] for fact in self.words.in_order(given)}
        about = frame.circumstances - told
        return Story.of(name, Occasion(about, ordered), {}, frame.today)

    def story_of(self, situation: Situation) -> Story:
        """Tell a situation as a story."""
        return self.story(Frame(situation.mentioned, situation.today), situation.given)

    def can_be_told(
        self, given: Mapping[str, Given], circumstances: frozenset[str] = frozenset()
    ) -> bool:
        """Whether no constraint is certainly broken; `circumstances` are there besides."""
        return impossible_in(self.words, given, circumstances) is None


def liking_nothing(fact: str, value: Given) -> int:
    """Like every value of a fact as much as any other."""
    return len((fact, value)) * 0


def space_of(
    norms: Iterable[tuple[Protocol, str]],
    *,
    performance: bool = False,
    liking: Liking = liking_nothing,
) -> Space:
    """Find what the statuses of some norms can depend on, and the values to try.

    The norms may be those of several versions of a protocol. With `performance` there is also what
    tells their due dates, how far they have been performed, and where a route goes next.
    """
    listed = list(norms)
    gathered = _Gathered()
    for protocol, address in listed:
        gathered.take(protocol, address, performance=performance)
    return gathered.space(joined(each.vocabulary for each, _ in listed), liking)


def own_tests(norm: Norm) -> Iterator[Condition]:
    """Give the conditions that tell how a norm is kept, and where its route goes."""
    yield from norm.limits
    if norm.breached_when is not None:
        yield norm.breached_when
    for step in norm.escalation:
        yield from (each for each in (step.when, step.done) if each is not None)


class _Gathered:
    """The tests behind some norms, with the deadlines which they count."""

    def __init__(self) -> None:
        self._tests: dict[Atom, list[RoleHierarchy]] = {}
        self._taken: set[tuple[Protocol, Atom]] = set()
        self._terms: dict[Term, None] = {}
        self._facts: dict[str, None] = {}
        self._waking: set[str] = set()
        self._is_timed = False

    def take(self, protocol: Protocol, address: str, *, performance: bool) -> None:
        norm = protocol.norms.get(address)
        if norm is None:
            return
        behind = tests_behind(protocol, address)
        self._take(protocol, behind)
        self._wake(protocol, address)
        if performance:
            for condition in own_tests(norm):
                self._deeply(protocol, atoms(condition))
            self._time(protocol, norm, done=True)

    def _deeply(self, protocol: Protocol, tests: Iterable[Atom]) -> None:
        """Take tests with what lies beneath breaches and definitions."""
        for test in tests:
            if (protocol, test) in self._taken:
                continue
            self._take(protocol, [test])
            if isinstance(test, Breached):
                self._take(protocol, tests_behind(protocol, test.address))
                norm = protocol.norms[test.address]
                for condition in (
                    *norm.limits,
                    *([norm.breached_when] if norm.breached_when else []),
                ):
                    self._deeply(protocol, atoms(condition))
            for fact in _facts_of(test):
                definition = protocol.definitions.get(fact)
                if definition is not None:
                    self._deeply(protocol, atoms(definition))

    def _take(self, protocol: Protocol, tests: Iterable[Atom]) -> None:
        for test in tests:
            self._taken.add((protocol, test))
            hierarchies = self._tests.setdefault(test, [])
            if protocol.vocabulary.roles not in hierarchies:
                hierarchies.append(protocol.vocabulary.roles)
            self._facts |= dict.fromkeys(_facts_of(test))
            if isinstance(test, Breached):
                norm = protocol.norms[test.address]
                self._wake(protocol, test.address)
                self._time(protocol, norm, done=False)

    def _wake(self, protocol: Protocol, address: str) -> None:
        program = program_of(protocol)
        norm = protocol.norms[address]
        for each in (address, *norm.lifts, *norm.proviso_of):
            self._waking |= program.wakes(each) or frozenset()

    def _time(self, protocol: Protocol, norm: Norm, *, done: bool) -> None:
        """Take the dates of a norm; for a breach only where both of them can tell it."""
        anchor = norm.deadline.fact if norm.deadline is not None else ""
        if not done and not (anchor and norm.done_on):
            return
        if norm.deadline is not None and anchor:
            self._terms[protocol.calendar, norm.deadline] = None
        self._facts |= dict.fromkeys(each for each in (anchor, norm.done_on) if each)
        self._is_timed = self._is_timed or bool(norm.done_on)

    def space(self, words: Vocabulary, liking: Liking) -> Space:
        names = words.in_order(self._facts)
        kinds = {name: words.facts[name].type for name in names}
        numbers = [n for n in names if kinds[n] in (FactType.COUNT, FactType.DAYS)]
        dates = [name for name in names if kinds[name] is FactType.DATE]
        bounding = _bounding(words, names)
        tests = [test for test in self._tests if not isinstance(test, About | Breached)]
        # Values that a constraint tells apart are told apart, or what it bars would bar both.
        bounds = [test for test in bounding if not isinstance(test, About)]
        every = [*dict.fromkeys((*tests, *bounds))]
        of_dates = [t for t in every if isinstance(t, Compare | Has) and t.fact in dates]
        days = moments(dates, of_dates, self._terms, is_timed=self._is_timed)
        near = counts([test for test in every if test.fact in numbers], len(numbers))
        values: dict[str, tuple[Given, ...]] = {}
        asked = {
            name: tuple(
                Asked(test, own) for test in tests if test.fact == name for own in self._tests[test]
            )
            for name in names
        }
        bounded = {
            name: tuple(
                Asked(test, own) for test in bounds if test.fact == name for own in bounding[test]
            )
            for name in names
        }
        for name in names:
            if name in dates:
                values[name] = days.of[name]
            elif name in numbers:
                values[name] = near
            else:
                telling = (*asked[name], *bounded[name])
                values[name] = cells(words.facts[name], telling, words, liking)
        there = self._circumstances(words, names, bounding)
        return Space(words, there, values, days.todays, days.is_complete, asked, bounded)

    def _circumstances(
        self, words: Vocabulary, facts: Iterable[str], bounding: Iterable[Condition]
    ) -> tuple[str, ...]:
        """Name what may be there or not, and the settings which wake something when mentioned."""
        every = (*self._tests, *bounding)
        tested = {test.circumstance for test in every if isinstance(test, About)}
        found = tested | {words.circumstance_of[fact] for fact in facts} | self._waking
        return tuple(
            name
            for name, each in words.circumstances.items()
            if name in found and (not each.is_setting or name in self._waking)
        )


def _bounding(words: Vocabulary, facts: Iterable[str]) -> dict[Bound, list[RoleHierarchy]]:
    """Give the tests of the constraints that bear on some facts, with the roles of each."""
    found: dict[Bound, list[RoleHierarchy]] = {}
    names = frozenset(facts)
    for part in words.parts or (words,):
        for test in tests_bearing_on(part, names):
            hierarchies = found.setdefault(test, [])
            if part.roles not in hierarchies:
                hierarchies.append(part.roles)
    return found


def _facts_of(test: Atom) -> list[str]:
    match test:
        case About() | Breached():
            return []
        case Compare(fact, _, str(other)):
            return [fact, other]
        case _:
            return [test.fact]
