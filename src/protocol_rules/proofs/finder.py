"""The one way in which proofs look for a story: some story, or the smallest one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, fields, replace
from typing import Any

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.search import Found, Look, smallest
from protocol_rules.analysis.space import Frame, Space, space_of
from protocol_rules.analysis.versions import run_of
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import program_of
from protocol_rules.engine.situation import Situation
from protocol_rules.norms.protocol import Clause, Norm, NormKind, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.proofs.guided import somewhere
from protocol_rules.proofs.solved import Solved
from protocol_rules.truth import Truth
from protocol_rules.vocabulary.conditions import Condition
from protocol_rules.vocabulary.values import Given

__all__ = ["Finder", "Witness"]

MOST_TRIES = 4_000
"""How many situations are tried before a question is left to the solver."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A story in which something holds, whatever else is learnt.

    `is_smallest` says that there is no smaller one; else only no fact of it can be left out.
    """

    story: Story
    is_smallest: bool = True


class ToldWhole(Space):
    """A space of the stories that can be told to the end, in which every setting is mentioned.

    A setting is always there, so that in a complete scenario all its facts are known.
    """

    def frames(self) -> Iterator[Frame]:
        """Give each set of circumstances that has all settings among it, with each day."""
        settings = self.words.settings & frozenset(self.circumstances)
        return (each for each in super().frames() if settings <= each.circumstances)


class Finder:
    """Looks for stories in which a condition on some norms of one protocol holds.

    What is found is told in facts that no definition of the protocol makes, so that it can always
    be told to the end.
    """

    def __init__(
        self,
        protocol: Protocol,
        addresses: Iterable[str],
        beside: Condition | None = None,
        most_tries: int | None = None,
    ) -> None:
        """Take the protocol, every norm of which the conditions will speak, and tests `beside`."""
        whole, card = (protocol, ()) if beside is None else _with_card(protocol, beside)
        space = space_of([(whole, each) for each in (*addresses, *card)])
        derived = protocol.definitions.keys()
        values = {fact: each for fact, each in space.values.items() if fact not in derived}
        parts: dict[str, Any] = {each.name: getattr(space, each.name) for each in fields(space)}
        parts["values"] = values
        self.space: Space = ToldWhole(**parts)
        self._program = program_of(protocol)
        self._most_tries = MOST_TRIES if most_tries is None else most_tries
        self._solver: Solved | None = None

    def naming_one_each(self) -> Finder:
        """Give a finder of stories in which no fact names several roles or choices at once."""
        single = copy(self)
        values = {
            fact: tuple(v for v in several if not isinstance(v, frozenset) or len(v) == 1)
            for fact, several in self.space.values.items()
        }
        single.space = replace(self.space, values=values)
        single._solver = None  # noqa: SLF001 - one of its own kind
        return single

    def somewhere(self, term: Term) -> Found | None:
        """Give some situation where a term holds; `None` says that there is none.

        Raises `NotDecided` where the search was given up, or where other days than those that
        were tried might make a difference.
        """
        try:
            found = somewhere(self.space, self._program, term, self._most_tries)
        except NotDecided as error:
            found = self._solved(error).somewhere(term)
        if found is None and not self.space.is_complete:
            message = "dates depend on each other here in more ways than are tried"
            raise NotDecided(message)
        return found

    def smallest(self, term: Term) -> Witness | None:
        """Give the smallest story where a term holds; `None` says that there is none.

        Where that is not decided, it is some story of which no fact can be left out.
        """
        some = self.somewhere(term)
        if some is None:
            return None
        try:
            found, is_smallest = self._smallest(term), True
        except NotDecided:
            found, is_smallest = self._reduced(some, term), False
        return Witness(self.space.story(*self._plainly(found, term)), is_smallest)

    def _smallest(self, term: Term) -> Found:
        """Try situation by situation, and ask the solver where there are too many."""
        try:
            return next(smallest(self.space, self._looking_for(term), self._most_tries))
        except NotDecided as error:
            return self._solved(error).smallest(term)

    def _solved(self, error: NotDecided) -> Solved:
        """Give the solver; without it what was not decided stays so."""
        if self._solver is None:
            try:
                self._solver = Solved(self.space, self._program.protocol)
            except InvalidInput:
                hint = "the extra `analysis` brings a solver that may decide it"
                raise NotDecided(f"{error}; {hint}") from None
        return self._solver

    def holds(self, term: Term, frame: Frame, given: Mapping[str, Given]) -> bool:
        """Tell whether a term holds in a situation, whatever else is learnt."""
        return self._truth(term, self.space.situation(frame, given)) is Truth.YES

    def _truth(self, term: Term, situation: Situation) -> Truth:
        run = run_of(self._program, situation)
        return Truth.NO if run is None else run.truth(term)

    def _looking_for(self, term: Term) -> Callable[[Situation], Look]:
        looks = {Truth.YES: Look.FOUND, Truth.UNKNOWN: Look.OPEN, Truth.NO: Look.CLOSED}
        return lambda situation: looks[self._truth(term, situation)]

    def _reduced(self, found: Found, term: Term) -> Found:
        """Leave out, one by one, every fact without which the term holds too."""
        frame, given = found
        for fact in reversed([*given]):
            fewer = {name: value for name, value in given.items() if name != fact}
            if self.holds(term, frame, fewer):
                given = fewer
        return self._without(frame.circumstances, Found(frame, given), term)

    def _plainly(self, found: Found, term: Term) -> Found:
        """Mention no setting that need not be mentioned."""
        return self._without(self.space.words.settings, found, term)

    def _without(self, some: Iterable[str], found: Found, term: Term) -> Found:
        frame, given = found
        for name in sorted(some):
            smaller = Frame(frame.circumstances - {name}, frame.today)
            inside = self.space.facts_in(smaller)
            if all(fact in inside for fact in given) and self.holds(term, smaller, given):
                frame = smaller
        return Found(frame, given)


def _with_card(protocol: Protocol, condition: Condition) -> tuple[Protocol, tuple[str]]:
    """Put a condition beside the norms, as a caution, so that its tests are among theirs."""
    clause = "(asked)"
    norm = Norm(f"{protocol.council}/{clause}", clause, NormKind.CAUTION, when=condition)
    clauses = {**protocol.clauses, clause: Clause(clause, "What is asked", norms=(norm,))}
    return replace(protocol, clauses=clauses), (norm.address,)
