"""The story that tells two protocols apart at a norm, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from itertools import combinations

from protocol_rules.engine import Finding, Status, evaluate
from protocol_rules.engine.footing import facts_behind, tests_behind
from protocol_rules.engine.program import Program, program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import Situation
from protocol_rules.engine.statuses import status_in
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.mutation.cells import Atom, cells
from protocol_rules.norms.conditions import About, Breached, Compare, atoms
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.norms.values import NOT_YET, Given
from protocol_rules.vocabulary import FactType

__all__ = ["MOST_TRIES", "NotDecided", "distinguish"]

MOST_TRIES = 1500
"""How many situations are tried before it is left open whether two norms are the same."""

_LATE = date(2030, 1, 1)
_SAID = ("bearers", "modality", "action", "counterparty", "qualifier")
_KEPT = ("deadline", "done_on", "limits", "breached_when", "escalation")


class NotDecided(ProtocolRulesError):
    """Nothing was found that tells two norms apart, and not everything could be tried."""


def distinguish(before: Protocol, after: Protocol, address: str) -> Story | None:
    """Give a small story in which the finding of a norm differs; `None` where there is none.

    The finding is its status, and where it applies what it requires. Raises `NotDecided` where the
    bound on tries is reached, or where days are counted, of which there is no end.
    """
    return _Search(before, after, address).found()


class _Search:
    """A way through what may be known of the facts behind a norm, from knowing nothing on."""

    def __init__(self, before: Protocol, after: Protocol, address: str) -> None:
        self._address = address
        self._protocols = (before, after)
        self._programs = (program_of(before), program_of(after))
        self._words = before.vocabulary
        was, now = before.norms[address], after.norms[address]
        self._says_other = _differs(was, now, _SAID)
        self._keeps_other = _differs(was, now, _KEPT)
        kept = [*_kept_by(was), *_kept_by(now)] if self._keeps_other else []
        behind = [test for each in self._protocols for test in tests_behind(each, address)]
        self._tests: list[Atom] = [*dict.fromkeys((*behind, *kept))]
        self._facts = self._facts_in_order(kept, (was, now))
        self._cells = {
            fact: cells(self._words.facts[fact], self._tests, self._words) for fact in self._facts
        }
        self._left = MOST_TRIES

    def found(self) -> Story | None:
        """Search; stories in which little is there come first."""
        groups = self._groups()
        for size in range(len(groups) + 1):
            for mentioned in combinations(groups, size):
                story = self._below(frozenset(mentioned), self._there(mentioned), 0, {})
                if story is not None:
                    return story
        if self._is_endless():
            raise NotDecided(f"days are counted behind {self._address}")
        return None

    def _below(
        self, mentioned: frozenset[str], facts: list[str], start: int, given: dict[str, Given]
    ) -> Story | None:
        """Try what is given and everything that may be learnt beyond it."""
        self._left -= 1
        if self._left < 0:
            raise NotDecided(f"more than {MOST_TRIES} situations behind {self._address}")
        statuses = self._statuses(mentioned, given)
        if statuses is None:
            return None
        was, now = statuses
        applies = was is now is Status.APPLIES
        if was is not now or (applies and (self._says_other or self._keeps_other)):
            story = self._confirmed(mentioned, given)
            if story is not None:
                return story
        # INVARIANT: what is determined stays so, whatever else is learnt.
        if was is now is not Status.UNDETERMINED and not (applies and self._keeps_other):
            return None
        for position in range(start, len(facts)):
            fact = facts[position]
            for value in self._cells[fact]:
                story = self._below(mentioned, facts, position + 1, {**given, fact: value})
                if story is not None:
                    return story
        return None

    def _statuses(
        self, mentioned: frozenset[str], given: Mapping[str, Given]
    ) -> tuple[Status, Status] | None:
        """Give both statuses; `None` where nobody could say all that at once."""
        today = _LATE if NOT_YET in given.values() else None
        situation = Situation(given, mentioned | self._words.settings, mentioned, today)
        try:
            was, now = (self._status(each, situation) for each in self._programs)
        except ProtocolRulesError:
            return None
        return was, now

    def _status(self, program: Program, situation: Situation) -> Status:
        run = Run(program, situation)
        if not run.is_triggered(self._address):
            return Status.DOES_NOT_APPLY
        return status_in(run, program.ready[self._address])

    def _confirmed(self, mentioned: frozenset[str], given: dict[str, Given]) -> Story | None:
        """Give the story, with nothing in it that could be left out, where it really differs."""
        about = mentioned - self._words.settings
        if not self._differs_in(self._story(about, given)):
            return None
        for fact in list(given):
            less = {name: value for name, value in given.items() if name != fact}
            if self._differs_in(self._story(about, less)):
                given = less
        for name in sorted(about):
            kept = {fact: value for fact, value in given.items() if not fact.startswith(f"{name}.")}
            if self._differs_in(self._story(about - {name}, kept)):
                about, given = about - {name}, kept
        return self._story(about, given)

    def _story(self, about: frozenset[str], given: Mapping[str, Given]) -> Story | None:
        words = self._words
        for fact, value in given.items():
            is_role = words.facts[fact].type is FactType.ROLE
            if is_role and isinstance(value, frozenset) and words.roles.narrowest(value) != value:
                return None
        today = _LATE if NOT_YET in given.values() else None
        return Story.of("", Occasion(about, dict(given)), {}, today)

    def _differs_in(self, story: Story | None) -> bool:
        if story is None:
            return False
        try:
            was, now = (evaluate(each, story).finding(self._address) for each in self._protocols)
        except ProtocolRulesError:
            return False
        if was.status is not now.status:
            return True
        if was.status is not Status.APPLIES:
            return False
        return self._says_other or _kept(was) != _kept(now)

    def _facts_in_order(self, kept: list[Atom], norms: Iterable[Norm]) -> list[str]:
        found = [fact for each in self._protocols for fact in facts_behind(each, self._address)]
        if self._keeps_other:
            for norm in norms:
                found += [norm.deadline.fact, norm.done_on] if norm.deadline else [norm.done_on]
            for test in kept:
                found += _facts_of(test)
        return [fact for fact in dict.fromkeys(found) if fact]

    def _groups(self) -> list[str]:
        """Give the circumstances that may be there or not, and the settings that wake the norm."""
        circumstances = [self._words.circumstance_of[fact] for fact in self._facts]
        circumstances += [each.circumstance for each in self._tests if isinstance(each, About)]
        waking = frozenset[str]().union(
            *(program.wakes(self._address) or () for program in self._programs)
        )
        return [
            name
            for name in dict.fromkeys((*circumstances, *sorted(waking)))
            if name in waking or name not in self._words.settings
        ]

    def _there(self, mentioned: Iterable[str]) -> list[str]:
        there = {*mentioned, *self._words.settings}
        return [fact for fact in self._facts if self._words.circumstance_of[fact] in there]

    def _is_endless(self) -> bool:
        return self._keeps_other or any(
            isinstance(each, Breached)
            or (isinstance(each, Compare) and isinstance(each.bound, str))
            for each in self._tests
        )


def _kept(finding: Finding) -> tuple[object, ...]:
    return (finding.due, finding.performance, finding.next_step)


def _differs(was: Norm, now: Norm, keys: Iterable[str]) -> bool:
    assert {*keys} <= {each.name for each in fields(Norm)}  # noqa: S101 - a name is a slip of ours
    return any(getattr(was, key) != getattr(now, key) for key in keys)


def _kept_by(norm: Norm) -> Iterator[Atom]:
    """Give the tests that tell whether a norm was kept, and whose turn it is."""
    yield from norm.limits
    steps = (part for step in norm.escalation for part in (step.when, step.done))
    for condition in (norm.breached_when, *steps):
        if condition is not None:
            yield from atoms(condition)


def _facts_of(test: Atom) -> list[str]:
    match test:
        case About() | Breached():
            return []
        case Compare(fact, _, str(other)):
            return [fact, other]
        case _:
            return [test.fact]
