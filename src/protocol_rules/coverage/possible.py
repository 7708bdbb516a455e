"""Whether conditions can ever hold together, found by going through the value cells of their facts.

Every story in which they do is among those that are looked at, and some that cannot be told are
as well: a breach and a comparison of two facts are taken to come out either way. So what is not
found is impossible, and what is found is perhaps still impossible. It is looked at in the reading
`as_given`, where what has to be yes or no stays so as more facts are learnt; so only stories in
which everything is known need to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from protocol_rules.coverage.cells import Cell, FactTest, NotDecided, cells_of
from protocol_rules.coverage.tree import Path
from protocol_rules.engine.compile import Effective, Shown, Term, Woken, literal
from protocol_rules.engine.program import Program
from protocol_rules.truth import Truth, all_of, any_of
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Has,
    HasRole,
    Not,
    Only,
)

__all__ = ["MOST_TRIES", "Possible"]

MOST_TRIES = 2000
"""How many stories, whole or in part, are looked at for one question."""

_Unknown = tuple[str, object]
"""Something that is chosen freely: whether a circumstance is there, the cell of a fact, a truth."""


class Possible:
    """What can hold together of some conditions of a protocol."""

    def __init__(self, program: Program, terms: Iterable[Term]) -> None:
        """Gather the tests under the conditions, and the cells of their facts.

        Raises `NotDecided` where a fact has too many.
        """
        self._program = program
        self._words = program.words
        tests: dict[str, dict[FactTest, None]] = {}
        seen: set[Term] = set()
        for term in terms:
            self._gather(term, tests, seen)
        self._cells: dict[str, tuple[Cell, ...]] = {
            fact: cells_of(self._words.facts[fact], tuple(each), self._words)
            for fact, each in tests.items()
        }
        self._chosen: dict[_Unknown, object] = {}
        self._found: dict[str, Truth] = {}
        self._tries = 0

    def together(self, wanted: Path) -> bool:
        """Tell whether each condition can have its truth in one story.

        Raises `NotDecided` where that would take too long.
        """
        self._chosen, self._tries = {}, 0
        return self._search(wanted)

    def _search(self, wanted: Path) -> bool:
        self._tries += 1
        if self._tries > MOST_TRIES:
            raise NotDecided
        self._found.clear()
        open_terms: list[Term] = []
        for term, truth in wanted:
            found = self._truth(term)
            if found is Truth.UNKNOWN:
                open_terms.append(term)
            elif found is not truth:
                return False
        if not open_terms:
            return True
        unknown = self._first_open(open_terms[0], set())
        if unknown is None:  # a role too wide to tell settles nothing
            return False
        for choice in self._choices(unknown):
            self._chosen[unknown] = choice
            if self._search(wanted):
                return True
        del self._chosen[unknown]
        return False

    def _choices(self, unknown: _Unknown) -> Sequence[object]:
        kind, what = unknown
        return self._cells[cast("str", what)] if kind == "cell" else (True, False)

    def _truth(self, term: Term) -> Truth:  # noqa: C901, PLR0911 - all kinds
        match term:
            case About(circumstance):
                return self._is_there([circumstance])
            case Has() | HasRole() | Only():
                return self._of_fact(term)
            case Compare(_, _, str()) | Breached():
                return self._either_way(term)
            case Compare():
                return self._of_fact(term)
            case Effective(address):
                return self._once(address, self._program.effective(address))
            case Woken(circumstances):
                return self._woken(term, circumstances)
            case All(parts):
                return all_of(map(self._truth, parts))
            case Any(parts):
                return any_of(map(self._truth, parts))
            case Not(part):
                return ~self._truth(part)
            case Shown(part):
                return self._truth(part)

    def _once(self, name: str, term: Term) -> Truth:
        """Evaluate what many rest on, an override or a definition, once for each choice."""
        if name not in self._found:
            self._found[name] = self._truth(term)
        return self._found[name]

    def _of_fact(self, test: FactTest) -> Truth:
        there = self._is_there(self._circumstances(test.fact))
        if there is not Truth.YES:
            return there
        definition = self._program.protocol.definitions.get(test.fact)
        if definition is None:
            cell = self._chosen.get(("cell", test.fact))
            return Truth.UNKNOWN if cell is None else cast("Cell", cell)[test]
        holds = self._once(test.fact, definition)
        if holds is Truth.UNKNOWN:
            # Where its definition stays open, the fact itself may be given.
            given = self._chosen.get(("given", test.fact))
            if given is None:
                return Truth.UNKNOWN
            holds = Truth.of(cast("bool", given))
        return literal(cast("Has", test), self._words).of(holds is Truth.YES)

    def _either_way(self, test: Compare | Breached) -> Truth:
        if isinstance(test, Compare):
            names = (test.fact, cast("str", test.bound))
            there = all_of(self._is_there(self._circumstances(name)) for name in names)
            if there is not Truth.YES:
                return there
        return self._free(test)

    def _woken(self, term: Term, circumstances: frozenset[str]) -> Truth:
        settings = self._words.settings
        proper = self._is_there(circumstances - settings)
        # A setting is mentioned or not, as one likes.
        return self._free(term) if proper is Truth.NO and circumstances & settings else proper

    def _free(self, term: Term) -> Truth:
        choice = self._chosen.get(("free", term))
        return Truth.UNKNOWN if choice is None else Truth.of(cast("bool", choice))

    def _is_there(self, circumstances: Iterable[str]) -> Truth:
        return any_of(map(self._one_is_there, circumstances))

    def _one_is_there(self, circumstance: str) -> Truth:
        if circumstance in self._words.settings:
            return Truth.YES
        choice = self._chosen.get(("there", circumstance))
        return Truth.UNKNOWN if choice is None else Truth.of(cast("bool", choice))

    def _circumstances(self, fact: str) -> Iterable[str]:
        if fact in self._program.protocol.definitions:
            return sorted(self._program.circumstances_of(fact))
        return [self._words.circumstance_of[fact]]

    def _first_open(  # noqa: C901, PLR0911 - all kinds
        self, term: Term, seen: set[Term]
    ) -> _Unknown | None:
        """Find what has to be chosen next for a condition that is open; nothing is seen twice."""
        if term in seen or self._truth(term) is not Truth.UNKNOWN:
            return None
        seen.add(term)
        match term:
            case About(circumstance):
                return ("there", circumstance)
            case Has() | HasRole() | Only():
                return self._first_of_fact(term, seen)
            case Compare(fact, _, str(other)):
                return self._first_absent([fact, other]) or ("free", term)
            case Compare():
                return self._first_of_fact(term, seen)
            case Breached():
                return ("free", term)
            case Effective(address):
                return self._first_open(self._program.effective(address), seen)
            case Woken(circumstances):
                return self._unsaid(circumstances) or ("free", term)
            case All(parts) | Any(parts):
                found = (self._first_open(part, seen) for part in parts)
                return next((each for each in found if each is not None), None)
            case Not(part) | Shown(part):
                return self._first_open(part, seen)

    def _first_of_fact(self, test: FactTest, seen: set[Term]) -> _Unknown | None:
        if (absent := self._first_absent([test.fact])) is not None:
            return absent
        definition = self._program.protocol.definitions.get(test.fact)
        if definition is None:
            cell = ("cell", test.fact)
            return None if cell in self._chosen else cell
        return self._first_open(definition, seen) or ("given", test.fact)

    def _first_absent(self, facts: Iterable[str]) -> _Unknown | None:
        for fact in facts:
            circumstances = self._circumstances(fact)
            if self._is_there(circumstances) is Truth.UNKNOWN:
                return self._unsaid(circumstances)
        return None

    def _unsaid(self, circumstances: Iterable[str]) -> _Unknown | None:
        """Find a circumstance of which it has not been chosen whether it is there."""
        return next(
            (
                ("there", each)
                for each in sorted(circumstances)
                if each not in self._words.settings and ("there", each) not in self._chosen
            ),
            None,
        )

    def _gather(self, term: Term, tests: dict[str, dict[FactTest, None]], seen: set[Term]) -> None:
        if term in seen:
            return
        seen.add(term)
        match term:
            case Compare(_, _, str()) | Breached() | About() | Woken():
                pass
            case Has() | HasRole() | Only() | Compare():
                definition = self._program.protocol.definitions.get(term.fact)
                if definition is None:
                    tests.setdefault(term.fact, {})[term] = None
                else:
                    self._gather(definition, tests, seen)
            case Effective(address):
                self._gather(self._program.effective(address), tests, seen)
            case All(parts) | Any(parts):
                for part in parts:
                    self._gather(part, tests, seen)
            case Not(part) | Shown(part):
                self._gather(part, tests, seen)
