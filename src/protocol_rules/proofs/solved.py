"""The same questions as the search answers, put to the solver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.search import Found
from protocol_rules.analysis.space import Frame, Space
from protocol_rules.analysis.versions import run_of
from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import program_of
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story
from protocol_rules.smt import DoesNotReplay, Encoding, Solver
from protocol_rules.truth import Truth

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["Solved"]


class Solved:
    """A space as the solver has it; the engine is asked of every story that it gives.

    Raises `InvalidInput` where the extra `analysis` is not installed.
    """

    def __init__(self, space: Space, protocol: Protocol) -> None:
        """Encode the space; a condition is encoded when it is asked for."""
        self._space = space
        self._protocol = protocol
        self._encoding = Encoding(space)
        self._solver = Solver(self._encoding)

    def somewhere(self, term: Term) -> Found | None:
        """Give some situation where a term holds; `None`: it is proved that there is none."""
        story = self._solver.find(*self._goals(term))
        return None if story is None else self._replayed(story, term)

    def smallest(self, term: Term) -> Found:
        """Give the smallest situation where a term holds; there has to be one."""
        story = self._solver.smallest(*self._goals(term))
        if story is None:
            message = "the solver finds no story where the search finds one"
            raise NotDecided(message)
        return self._replayed(story, term)

    def _goals(self, term: Term) -> Iterator[Formula]:
        """Have a term hold where every setting is mentioned."""
        yield self._encoding.truth(self._protocol, term).yes
        for name, is_there in self._encoding.variables.there.items():
            if name in self._space.words.settings:
                yield is_there

    def _replayed(self, story: Story, term: Term) -> Found:
        words = self._space.words
        told = {words.circumstance_of[fact] for fact in story.given}
        frame = Frame(story.about | told, story.today)
        situation = self._space.situation(frame, story.given)
        run = run_of(program_of(self._protocol), situation)
        if run is None or run.truth(term) is not Truth.YES:
            message = f"the engine finds otherwise in `{self._protocol.council}`: {story.as_data()}"
            raise DoesNotReplay(message)
        return Found(frame, story.given)
