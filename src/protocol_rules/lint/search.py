"""Whether conditions can hold together: a search through the values that make a difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from protocol_rules.engine.candidates import Candidates
from protocol_rules.engine.compile import Term
from protocol_rules.engine.footing import Atom, tests_behind
from protocol_rules.engine.program import Program, program_of
from protocol_rules.engine.residual import open_tests, own_open_facts
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import Situation
from protocol_rules.norms.protocol import Protocol
from protocol_rules.truth import Truth
from protocol_rules.vocabulary.conditions import About, All, Any, Breached, Condition, Not, atoms
from protocol_rules.vocabulary.values import Given

__all__ = ["Search", "Undecided", "every", "none_of"]

MOST_TRIES = 3000
"""How many situations are tried before a question is left to a solver."""

_MOST_CIRCUMSTANCES = 6


class Undecided(Exception):
    """The search is too large, or turns on a breach: a solver may settle it."""


@dataclass(frozen=True, slots=True)
class Search:
    """Looks for a situation in which a condition on norms of one protocol holds.

    With `one_each` a fact that holds a set of roles or choices names one of them alone.
    """

    protocol: Protocol
    addresses: tuple[str, ...]
    one_each: bool = False

    def where(self, term: Term, *more: Condition) -> Mapping[str, Given] | None:
        """Give the facts of some situation where a term holds; `None` where there is none.

        The first of the norms is awake in it. `more` are the tests of the term that stand in none
        of the norms. Raises `Undecided`.
        """
        program = program_of(self.protocol)
        tests = dict.fromkeys(
            test for address in self.addresses for test in tests_behind(self.protocol, address)
        )
        for condition in more:
            tests |= dict.fromkeys(atoms(condition))
        if any(isinstance(test, Breached) for test in tests):
            raise Undecided
        tries = _Tries(program, term, list(tests), one_each=self.one_each)
        wakes = program.wakes(self.addresses[0]) if self.addresses else None
        settings = self.protocol.vocabulary.settings
        proper = tries.circumstances - settings
        if len(proper) > _MOST_CIRCUMSTANCES:
            raise Undecided
        for size in range(len(proper), -1, -1):
            for there in combinations(sorted(proper), size):
                present = settings.union(there)
                if wakes is not None and wakes.isdisjoint(present):
                    continue
                given = tries.explore(present, {})
                if given is not None:
                    return given
        return None


class _Tries:
    def __init__(self, program: Program, term: Term, tests: list[Atom], *, one_each: bool) -> None:
        self._program = program
        self._term = term
        self._left = MOST_TRIES
        self._one_each = one_each
        empty = Situation({}, frozenset(), frozenset())
        self._candidates = Candidates(
            Run(program, empty), (test for test in tests if not isinstance(test, About))
        )
        self.circumstances: frozenset[str] = frozenset[str]().union(
            *(
                {test.circumstance}
                if isinstance(test, About)
                else program.circumstances_of(test.fact)
                for test in tests
                if not isinstance(test, Breached)
            )
        )

    def explore(
        self, present: frozenset[str], given: Mapping[str, Given]
    ) -> Mapping[str, Given] | None:
        """Give facts, with these, under which the term holds; `None` where there are none."""
        self._left -= 1
        if self._left < 0:
            raise Undecided
        run = Run(self._program, Situation(given, present, present))
        truth = run.truth(self._term)
        if truth is not Truth.UNKNOWN:
            return given if truth is Truth.YES else None
        fact = self._next(run)
        for value in self._candidates.of(fact):
            if self._one_each and isinstance(value, frozenset) and len(value) > 1:
                continue
            found = self.explore(present, {**given, fact: value})
            if found is not None:
                return found
        return None

    def _next(self, run: Run) -> str:
        for test in open_tests(run, [self._term]):
            for fact in own_open_facts(run, test):
                if fact not in self._program.definitions and fact not in run.given:
                    return fact
        raise Undecided


def every(*terms: Term) -> Term:
    """Join terms: all of them hold."""
    return All(terms)  # type: ignore[arg-type]


def none_of(*terms: Term) -> Term:
    """Join terms: not one of them holds."""
    return Not(Any(terms))  # type: ignore[arg-type]
