"""How a story could be told otherwise, as far as the status of one norm can depend on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from protocol_rules.engine.candidates import Candidates
from protocol_rules.engine.changes import Change, CircumstanceChange, FactChange
from protocol_rules.engine.footing import Atom, facts_behind, tests_behind
from protocol_rules.engine.run import Run
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.bearing import tests_bearing_on
from protocol_rules.vocabulary.conditions import About, HasRole, Only
from protocol_rules.vocabulary.values import Given

__all__ = ["Alternative", "alternatives"]

_TOLD, _NOT_KNOWN, _LEFT_OUT, _WITHDRAWN, _NEW, _NEW_BY_NAME = range(6)


@dataclass(frozen=True, slots=True)
class Alternative:
    """The ways in which one thing may be told otherwise; the lower the `rank`, the nearer it is.

    `opened` tells nothing of it: what cannot apply then cannot apply with any of the ways.
    """

    rank: int
    opened: tuple[Change, ...]
    ways: tuple[Change, ...]

    def fits(self, other: Alternative) -> bool:
        """Whether both may be told: not of one fact, nor of a circumstance and a fact of it."""
        mine, its = self.ways[0], other.ways[0]
        if isinstance(mine, FactChange) and isinstance(its, FactChange):
            return mine.fact != its.fact
        return mine.circumstance != its.circumstance


def alternatives(run: Run, address: str, scenario: Story, occasion: str) -> tuple[Alternative, ...]:
    """Give the alternatives for the norm at an address, the nearest first.

    A given fact told otherwise comes before an unknown one that is stated, that before a
    circumstance that is left out, and a circumstance that comes in is last; among these, what the
    norm's own tests ask comes first.
    """
    found = _Alternatives(run, address, scenario, occasion)
    return tuple(sorted((*found.of_facts(), *found.of_circumstances()), key=lambda a: a.rank))


class _Alternatives:
    def __init__(self, run: Run, address: str, scenario: Story, occasion: str) -> None:
        self._run = run
        self._words = run.program.words
        self._scenario = scenario
        self._occasion = occasion
        self._tests = tests_behind(run.program.protocol, address)
        self._facts = facts_behind(run.program.protocol, address)
        # A value that a constraint bars is no way out, where another one may be.
        self._bearing = tuple(tests_bearing_on(self._words, {*self._facts, *run.given}))

    def of_facts(self) -> Iterator[Alternative]:
        """Give the facts that may have another value, or none."""
        candidates = self._candidates()
        for fact in self._facts:
            before = self._run.given.get(fact)
            occasion = "" if fact in self._scenario.given else self._occasion
            values = dict.fromkeys(
                (*_named_roles(self._tests, fact, self._run), *candidates.of(fact))
            )
            ways = tuple(
                FactChange(fact, before, value, occasion)
                for value in sorted(values, key=lambda each: self._distance(each, before))
                if value != before
            )
            withdrawn = FactChange(fact, before, None, occasion)
            circumstance = CircumstanceChange(
                withdrawn.circumstance, comes_in=True, occasion=occasion
            )
            if ways:
                yield Alternative(self._rank(fact), (circumstance, withdrawn), ways)
            if before is not None:
                yield Alternative(_WITHDRAWN, (withdrawn,), (withdrawn,))

    def of_circumstances(self) -> Iterator[Alternative]:
        """Give the circumstances that may come in by their name, or be left out."""
        tested = (each.circumstance for each in self._tests if isinstance(each, About))
        names = (fact.partition(".")[0] for fact in self._facts)
        mending = (each.circumstance for each in self._bearing if isinstance(each, About))
        for name in dict.fromkeys((*tested, *names, *mending)):
            if not self._words.circumstances[name].is_setting:
                is_there = name in self._run.present
                change = CircumstanceChange(name, comes_in=not is_there, occasion=self._occasion)
                yield Alternative(_LEFT_OUT if is_there else _NEW_BY_NAME, (change,), (change,))

    def _candidates(self) -> Candidates:
        # Roles are told anew, not only said more narrowly than they are given.
        facts = self._words.facts
        others = {
            fact: value
            for fact, value in self._run.given.items()
            if facts[fact].type is not FactType.ROLE
        }
        tests = (*self._tests, *self._bearing)
        plain = Run(self._run.program, self._run.situation._replace(given=others))
        return Candidates(plain, [each for each in tests if not isinstance(each, About)])

    def _rank(self, fact: str) -> int:
        if fact in self._run.given:
            return _TOLD
        return _NOT_KNOWN if fact.partition(".")[0] in self._run.present else _NEW

    def _distance(self, value: Given, before: Given | None) -> int:
        """Put amounts and dates near what was told, or to today, first; the rest as they come."""
        if isinstance(value, date):
            start = before if isinstance(before, date) else self._run.situation.today
            return 1 if start is None else 1 + abs((value - start).days)
        if isinstance(value, int) and not isinstance(value, bool):
            return abs(value - before) if isinstance(before, int) else value
        return 0


def _named_roles(tests: tuple[Atom, ...], fact: str, run: Run) -> list[frozenset[str]]:
    """Give the roles which the tests name, the widest first: they are the plainest to read."""
    if run.program.words.facts[fact].type is not FactType.ROLE:
        return []
    named: set[str] = set()
    for test in tests:
        match test:
            case HasRole(name, roles) | Only(name, roles) if name == fact:
                named |= roles
            case _:
                pass
    above = run.program.words.roles.above
    return [frozenset({role}) for role in sorted(named, key=lambda each: (len(above(each)), each))]
