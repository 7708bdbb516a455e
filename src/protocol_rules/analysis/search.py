"""The search through a space of situations, the smallest ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.space import Frame, Space
from protocol_rules.engine.situation import Situation
from protocol_rules.vocabulary.values import Given

__all__ = ["MOST_TRIES", "Found", "Look", "smallest"]

MOST_TRIES = 200_000
"""How many situations are tried before a search is given up."""


class Look(Enum):
    """What is seen of a situation."""

    FOUND = "it is one that was looked for"
    OPEN = "one that was looked for may lie where more is known"
    CLOSED = "none that was looked for lies where more is known"


class Found(NamedTuple):
    """A situation that was looked for."""

    frame: Frame
    given: Mapping[str, Given]


class _Node(NamedTuple):
    """What is known, and how many of the facts have had their turn."""

    given: Mapping[str, Given]
    turn: int


def smallest(
    space: Space, look: Callable[[Situation], Look], most_tries: int = MOST_TRIES
) -> Iterator[Found]:
    """Give the situations that are looked for and have no smaller one within, the smallest first.

    Those with the fewest facts come first (`today` counts as one), among them those with the
    fewest circumstances, and then in the vocabulary's order. Where a situation is closed, what lies
    beyond it is left out. Raises `NotDecided` where as many as `most_tries` have been tried.
    """
    return _Search(space, look, most_tries).found()


class _Search:
    """A search that keeps, for each frame, the situations of one size that are still open."""

    def __init__(self, space: Space, look: Callable[[Situation], Look], most_tries: int) -> None:
        self._space = space
        self._look = look
        self._most_tries = most_tries
        self._tried = 0

    def found(self) -> Iterator[Found]:
        """Give what is found, size by size."""
        frames = [
            each for each in self._space.frames() if self._space.can_be_told({}, each.circumstances)
        ]
        # A day is one thing more to be told, so that its turn comes a round later.
        waiting = {each: [_Node({}, 0)] for each in frames if each.today is not None}
        fronts = {each: [_Node({}, 0)] for each in frames if each.today is None}
        while fronts or waiting:
            grown: dict[Frame, list[_Node]] = waiting
            waiting = {}
            for frame in frames:
                still_open: list[_Node] = []
                for node in fronts.get(frame, ()):
                    look = self._looked(frame, node)
                    if look is Look.FOUND:
                        yield Found(frame, node.given)
                    elif look is Look.OPEN:
                        still_open.append(node)
                if following := [*self._beyond(still_open, frame)]:
                    grown[frame] = following
            fronts = grown

    def _looked(self, frame: Frame, node: _Node) -> Look:
        self._tried += 1
        if self._tried > self._most_tries:
            message = f"it was not decided within {self._most_tries} situations"
            raise NotDecided(message)
        return self._look(self._space.situation(frame, node.given))

    def _beyond(self, nodes: list[_Node], frame: Frame) -> Iterator[_Node]:
        """Give the situations in which one fact more is known, each once."""
        facts = self._space.facts_in(frame)
        for node in nodes:
            for position in range(node.turn, len(facts)):
                for value in self._space.values[facts[position]]:
                    given = {**node.given, facts[position]: value}
                    if self._space.can_be_told(given, frame.circumstances):
                        yield _Node(given, position + 1)
