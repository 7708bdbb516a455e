"""Values to try for an unknown fact: one for each way in which it can turn the tests on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations, product

from protocol_rules.engine.performance import due_date
from protocol_rules.engine.residual import Again, OpenTest
from protocol_rules.engine.run import Run
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import Fact, FactType
from protocol_rules.vocabulary.conditions import Breached, Compare, Has, HasRole, Only, Value
from protocol_rules.vocabulary.values import NOT_YET, Given

__all__ = ["Candidates"]

_LARGEST_SET = 3
_A_YEAR = 400
_SOME_DAY = date(2024, 1, 10)


class Candidates:
    """The values that can make a difference to some open tests."""

    def __init__(self, run: Run, tests: Iterable[OpenTest]) -> None:
        """Gather the values that the tests mention."""
        self._run = run
        self._facts = run.program.words.facts
        self._mentioned: dict[str, set[Value]] = {}
        self._counts: set[int] = {value for value in run.given.values() if type(value) is int}
        self._days: set[date] = {value for value in run.given.values() if isinstance(value, date)}
        for test in tests:
            self._read(test)
        if run.situation.today is not None:
            self._days.add(run.situation.today)

    def of(self, name: str) -> list[Given]:
        """Give the values to try for one fact."""
        fact = self._facts[name]
        mentioned = self._mentioned.get(name, set())
        match fact.type:
            case FactType.BOOLEAN:
                return [True, False]
            case FactType.CHOICE:
                return [*_pool(fact, mentioned)]
            case FactType.CHOICES:
                return [*_sets(_pool(fact, mentioned))]
            case FactType.ROLE:
                return self._roles(name, [str(each) for each in mentioned])
            case FactType.COUNT | FactType.DAYS:
                near = {bound + step for bound in self._counts or {1} for step in (-1, 0, 1)}
                return [*sorted(each for each in near if each >= 0)]
            case FactType.DATE:
                return self._dates()

    def _read(self, test: OpenTest) -> None:
        match test:
            case Breached(address):
                due = due_date(self._run, self._run.program.protocol.norms[address].deadline)
                self._days |= set() if due is None else {due}
            case Has(fact, values) | HasRole(fact, values) | Only(fact, values):
                self._mentioned.setdefault(fact, set()).update(values)
                for value in values:
                    self._remember(value)
            case Compare(_, _, bound):
                self._remember(bound)
            case Again():
                pass

    def _remember(self, value: Value) -> None:
        if isinstance(value, date):
            self._days.add(value)
        elif type(value) is int:
            self._counts.add(value)

    def _roles(self, name: str, asked: list[str]) -> list[Given]:
        """Give sets of roles; what was given too widely is said more narrowly, role by role."""
        roles = self._run.program.words.roles
        given = self._run.given.get(name)
        if not isinstance(given, frozenset):
            allowed = roles.fitting(self._facts[name].among)
            return [*_sets(self._kinds(allowed, asked))]
        narrower = [_sets(self._kinds(roles.below(role), asked)) for role in sorted(given)]
        return [frozenset[str]().union(*each) for each in product(*narrower)]

    def _kinds(self, allowed: Iterable[str], asked: list[str]) -> list[str]:
        """Give one role of each kind that the tests tell apart, the undecided ones left out."""
        is_a = self._run.program.words.roles.is_a
        kinds: dict[tuple[Truth, ...], str] = {}
        for role in sorted(allowed):
            kinds.setdefault(tuple(is_a(role, each) for each in asked), role)
        return sorted(role for kind, role in kinds.items() if Truth.UNKNOWN not in kind)

    def _dates(self) -> list[Given]:
        found: set[Given] = {NOT_YET}
        for day in self._days or {_SOME_DAY}:
            for step in (-_A_YEAR, -1, 0, 1, _A_YEAR):
                try:
                    found.add(day + timedelta(step))
                except OverflowError:  # there is no day before the first or after the last
                    continue
        return sorted(found, key=str)


def _pool(fact: Fact, mentioned: set[Value]) -> list[str]:
    others = [value for value in fact.values if value not in mentioned]
    return [*sorted(map(str, mentioned)), *others[:1]]


def _sets(pool: list[str]) -> list[frozenset[str]]:
    sizes = range(1, min(_LARGEST_SET, len(pool)) + 1)
    return [frozenset(each) for size in sizes for each in combinations(pool, size)]
