"""Which facts could still settle a status.

A fact is missing if, after some further givens, the status is still undetermined and some value of
the fact settles it. Where each fact of the residual condition occurs once, these are its facts;
where one occurs twice, all combinations of values that make a difference are tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from protocol_rules.engine.candidates import Candidates
from protocol_rules.engine.program import Ready
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.residual import Again, OpenTest, open_tests, own_open_facts
from protocol_rules.engine.run import Run
from protocol_rules.engine.status import Status
from protocol_rules.engine.statuses import status_in
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.truth import Truth, any_of
from protocol_rules.vocabulary.conditions import Breached, Compare
from protocol_rules.vocabulary.values import Given

__all__ = ["missing_facts"]

MOST_SITUATIONS = 4000
"""How many situations are tried before every open fact is called missing."""


def missing_facts(run: Run, ready: Ready) -> tuple[str, ...]:
    """Name the missing facts of an undetermined norm, in the vocabulary's order."""
    terms = [ready.speaks_term]
    excepted = any_of(each.test(run) for each in ready.exceptions)
    if excepted is not Truth.YES or run.reading is Reading.UNLESS_SHOWN:
        terms += [each.term for each in ready.exceptions]
    asked, tests = run, [*open_tests(run, terms)]
    is_tangled = _is_tangled(run, tests)
    if run.reading is Reading.UNLESS_SHOWN:
        # What was taken for a no may be shown after all, and what is presumed may be rebutted.
        plain = Run(run.program, run.situation)
        everything = [*open_tests(plain, terms, deep=True)]
        if is_tangled or _rests_on_silence(plain, everything):
            asked, tests, is_tangled = plain, everything, True
    facts = run.program.words.in_order(
        fact for test in tests for fact in own_open_facts(asked, test)
    )
    if not is_tangled:
        return facts
    found = _Search(run, ready, facts, Candidates(run, [*tests, *_bounds(run)])).settling()
    return tuple(fact for fact in facts if fact in found)


def _is_tangled(run: Run, tests: list[OpenTest]) -> bool:
    """Tell whether what one fact says may depend on another one, or on itself elsewhere."""
    if any(isinstance(test, Breached | Compare | Again) for test in tests):
        return True
    uses = [fact for test in tests for fact in own_open_facts(run, test)]
    return len(set(uses)) < len(uses) or bool(_defined(run))


def _rests_on_silence(plain: Run, tests: list[OpenTest]) -> bool:
    """Tell whether showing something may open what silence had settled."""
    presumed = plain.program.presumed.keys()
    return any(
        isinstance(test, Breached) or not presumed.isdisjoint(own_open_facts(plain, test))
        for test in tests
    )


def _bounds(run: Run) -> Iterator[OpenTest]:
    """Give the open tests under derived facts that are given: their other facts have to fit."""
    plain = Run(run.program, run.situation)
    return open_tests(plain, [run.program.protocol.definitions[fact] for fact in _defined(run)])


def _defined(run: Run) -> list[str]:
    """The derived facts that are given although their definition is still open."""
    stated = (fact for fact in run.program.definitions if fact in run.given)
    return [fact for fact in stated if run.derived(fact) is Truth.UNKNOWN]


class _Search:
    """Tries combinations of values for the one that a fact would settle."""

    def __init__(
        self, run: Run, ready: Ready, facts: tuple[str, ...], candidates: Candidates
    ) -> None:
        self._run = run
        self._ready = ready
        self._facts = facts
        self._values = {fact: candidates.of(fact) for fact in facts}
        self._found: set[str] = set()
        self._left = MOST_SITUATIONS

    def settling(self) -> set[str]:
        """Give the facts that settle the status somewhere; all of them if that takes too long."""
        self._explore(0, {})
        return self._found if self._left > 0 else set(self._facts)

    def _explore(self, position: int, given: dict[str, Given]) -> None:
        if len(self._found) == len(self._facts) or self._left <= 0:
            return
        status = self._status_with(given)
        if status is Status.UNDETERMINED:
            self._settle(given)
        elif status is None or self._run.reading is Reading.AS_GIVEN:
            # INVARIANT: as given, what is determined stays so, whatever else is learnt.
            return
        for later in range(position, len(self._facts)):
            fact = self._facts[later]
            for value in self._values[fact]:
                self._explore(later + 1, {**given, fact: value})

    def _settle(self, given: Mapping[str, Given]) -> None:
        for fact in self._facts:
            if fact not in given and fact not in self._found:
                settled = (self._status_with({**given, fact: each}) for each in self._values[fact])
                if any(each not in (None, Status.UNDETERMINED) for each in settled):
                    self._found.add(fact)

    def _status_with(self, given: Mapping[str, Given]) -> Status | None:
        """The status with more given; `None` where nobody could say all that at once."""
        self._left -= 1
        situation = self._run.situation
        more = situation._replace(given={**situation.given, **given})
        try:
            return status_in(Run(self._run.program, more, self._run.reading), self._ready)
        except ProtocolRulesError:
            return None
