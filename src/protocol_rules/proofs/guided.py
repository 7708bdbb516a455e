"""A search for some story, led by the tests that are still open: quick where few facts matter."""

from __future__ import annotations

from collections.abc import Mapping

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.search import Found
from protocol_rules.analysis.space import Frame, Space
from protocol_rules.analysis.versions import run_of
from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import Program
from protocol_rules.engine.residual import open_tests, own_open_facts
from protocol_rules.engine.run import Run
from protocol_rules.truth import Truth
from protocol_rules.vocabulary.values import Given

__all__ = ["somewhere"]


def somewhere(space: Space, program: Program, term: Term, most_tries: int) -> Found | None:
    """Give some situation of a space where a term holds, or `None` where there is none.

    Nothing that is not asked for is told in it. Raises `NotDecided` after `most_tries`.
    """
    tries = _Tries(space, program, term, most_tries)
    # What is absent wakes nothing, so that most of what is looked for lies where much is there.
    for frame in reversed([*space.frames()]):
        found = tries.explore(frame, {})
        if found is not None:
            return Found(frame, found)
    return None


class _Tries:
    def __init__(self, space: Space, program: Program, term: Term, most_tries: int) -> None:
        self._space = space
        self._program = program
        self._term = term
        self._most_tries = most_tries
        self._left = most_tries

    def explore(self, frame: Frame, given: Mapping[str, Given]) -> Mapping[str, Given] | None:
        """Give facts, with these, under which the term holds; `None` where there are none."""
        self._left -= 1
        if self._left < 0:
            message = f"it was not decided within {self._most_tries} situations"
            raise NotDecided(message)
        run = run_of(self._program, self._space.situation(frame, given))
        truth = Truth.NO if run is None else run.truth(self._term)
        if run is None or truth is not Truth.UNKNOWN:
            return given if truth is Truth.YES else None
        fact = self._next(run, frame)
        if fact is None:
            return None
        for value in self._space.values[fact]:
            more = {**given, fact: value}
            if self._space.can_be_told(more):
                found = self.explore(frame, more)
                if found is not None:
                    return found
        return None

    def _next(self, run: Run, frame: Frame) -> str | None:
        """Give a fact on which the term still turns; none where only the day could tell more."""
        known = frozenset(self._space.facts_in(frame))
        for test in open_tests(run, [self._term]):
            for fact in own_open_facts(run, test):
                if fact in known and fact not in run.given:
                    return fact
        return None
