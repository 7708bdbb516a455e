"""The minimal sets of facts that settle a norm: known together, they can tell its status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import program_of
from protocol_rules.engine.status import Status
from protocol_rules.lint.search import none_of
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story
from protocol_rules.proofs.finder import Finder
from protocol_rules.proofs.goals import applies, is_lifted, speaks
from protocol_rules.vocabulary.values import Given

__all__ = ["MOST_SETS", "TODAY", "Settled", "SettlingSet", "settling_sets"]

TODAY = "today"

MOST_SETS = 40
"""How many sets are given for one status of a norm."""

_MOST_TRIES = 30_000


@dataclass(frozen=True, slots=True)
class SettlingSet:
    """Facts (`today` may be one) with values that settle a status; no fewer of them do."""

    status: Status
    facts: tuple[str, ...]
    story: Story


@dataclass(frozen=True, slots=True)
class Settled:
    """All minimal sets for a norm, over every set of circumstances that leaves it open by itself.

    `bounded` says where the search was cut off, and is empty where these are all there are.
    """

    address: str
    sets: tuple[SettlingSet, ...]
    bounded: str = ""


def settling_sets(protocol: Protocol, address: str) -> Settled:
    """Give the minimal sets of facts which settle a norm for some of their values."""
    search = _Search(protocol, address)
    goals: dict[Status, Term] = {
        Status.APPLIES: applies(search.program, address),
        Status.LIFTED: is_lifted(search.program, address),
        Status.DOES_NOT_APPLY: none_of(speaks(search.program, address)),
    }
    found: list[SettlingSet] = []
    bounds: dict[str, None] = {}
    for status, goal in goals.items():
        found += search.minimal(status, goal)
        bounds |= dict.fromkeys(search.bounds)
    return Settled(address, tuple(found), "; ".join(bounds))


class _Search:
    """Tries sets of facts, the smallest first, in each frame that leaves the norm open."""

    def __init__(self, protocol: Protocol, address: str) -> None:
        self.program = program_of(protocol)
        self.bounds: list[str] = []
        self._finder = Finder(protocol, [address])
        self._space = self._finder.space
        known = [applies(self.program, address), none_of(speaks(self.program, address))]
        self._frames = [
            each
            for each in self._space.frames()
            if not any(self._finder.holds(goal, each, {}) for goal in known)
        ]

    def minimal(self, status: Status, goal: Term) -> Iterator[SettlingSet]:
        """Give the minimal sets that settle a status."""
        self.bounds = [] if self._space.is_complete else ["only some days were tried for its dates"]
        is_timed = any(each is not None for each in self._space.todays)
        names = [*self._space.facts, *([TODAY] if is_timed else [])]
        found: list[frozenset[str]] = []
        tries = 0
        for size in range(len(names) + 1):
            for chosen in combinations(names, size):
                if any(each <= set(chosen) for each in found):
                    continue
                told, used = self._told(chosen, goal, _MOST_TRIES - tries)
                tries += used
                if tries >= _MOST_TRIES:
                    self.bounds.append(f"it was cut off after {_MOST_TRIES} situations")
                    return
                if told is not None:
                    found.append(frozenset(chosen))
                    yield SettlingSet(status, chosen, told)
                if len(found) >= MOST_SETS:
                    self.bounds.append(f"only the first {MOST_SETS} sets of a status are given")
                    return

    def _told(self, chosen: tuple[str, ...], goal: Term, most: int) -> tuple[Story | None, int]:
        """Give a story with values of some facts that settle the goal, and how many were tried."""
        facts = [each for each in chosen if each != TODAY]
        tries = 0
        for frame in self._frames:
            inside = self._space.facts_in(frame)
            if (frame.today is None) == (TODAY in chosen) or any(f not in inside for f in facts):
                continue
            for values in product(*(self._space.values[each] for each in facts)):
                tries += 1
                given: Mapping[str, Given] = dict(zip(facts, values, strict=True))
                if self._space.can_be_told(given) and self._finder.holds(goal, frame, given):
                    return self._space.story(frame, given), tries
                if tries >= most:
                    return None, tries
        return None, tries
