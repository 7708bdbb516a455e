"""The variations of a story about one norm: it applies, nearly does, is lifted, stays open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from protocol_rules.analysis.cells import Liking
from protocol_rules.analysis.near import Retold
from protocol_rules.analysis.witness import NotDecided, smallest_story, stories_near, stories_with
from protocol_rules.checks.exercise import Kind
from protocol_rules.engine import Answer, Status, evaluate
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.suggestions.absurd import is_absurd
from protocol_rules.vocabulary import FactType

__all__ = ["Teller"]

_WANTED = {
    Kind.APPLIES: Status.APPLIES,
    Kind.NEAR_MISS: Status.DOES_NOT_APPLY,
    Kind.LIFTED: Status.LIFTED,
    Kind.UNDETERMINED: Status.UNDETERMINED,
}
_MOST_CHANGES = {Kind.NEAR_MISS: 1, Kind.UNDETERMINED: 1, Kind.LIFTED: 3}
_STORIES_TRIED = 20


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells stories about the norms of one protocol, in the words that are usual."""

    protocol: Protocol
    liking: Liking

    def told(
        self, norm: Norm, kinds: Iterable[Kind], known: Iterable[Story]
    ) -> tuple[Story | None, Mapping[Kind, Story]]:
        """Tell a story in which a norm applies, and variations of it of some kinds.

        It is one of those that are `known` where one of them has the variations, else a new one.
        The first story is where the norm applies, whether or not that was wanted.
        """
        wanted = [kind for kind in kinds if kind is not Kind.APPLIES]
        best: tuple[Story | None, Mapping[Kind, Story]] = (None, {})
        for base in self._bases(norm, known):
            found = {kind: story for kind in wanted if (story := self._near(norm, kind, base))}
            if best[0] is None or len(found) > len(best[1]):
                best = (base, found)
            if len(found) == len(wanted):
                break
        base, found = best
        apart = {kind: self._alone(norm, kind) for kind in wanted if kind not in found}
        told = {kind: story for kind, story in apart.items() if story is not None}
        return base, {**found, **told}

    def _bases(self, norm: Norm, known: Iterable[Story]) -> Iterator[Story]:
        yield from known
        try:
            stories = stories_with(self.protocol, norm.address, Status.APPLIES, liking=self.liking)
            for _, story in zip(range(_STORIES_TRIED), stories, strict=False):
                yield story
        except NotDecided:
            return

    def _near(self, norm: Norm, kind: Kind, base: Story) -> Story | None:
        """Tell a base otherwise in as few things as may be, and so that little else changes."""
        near = stories_near(
            self.protocol,
            norm.address,
            _WANTED[kind],
            base,
            awake=True,
            liking=self.liking,
            most_changes=_MOST_CHANGES[kind],
        )
        before = evaluate(self.protocol, base)
        ranked: list[tuple[tuple[bool, int, bool, int], Story]] = []
        least = 0
        for position, each in enumerate(near):
            least = least or each.changes
            if each.changes > least:
                break
            stir = self._stir(before, each)
            if stir is not None:
                swaps = self._swaps_roles(base, each.story)
                is_odd = is_absurd(self.protocol, each.story)
                ranked.append(((is_odd, stir, swaps, position), each.story))
        return min(ranked, key=lambda each: each[0])[1] if ranked else None

    def _swaps_roles(self, base: Story, story: Story) -> bool:
        """Whether somebody else does it: another deed makes a plainer story."""
        facts = self.protocol.vocabulary.facts
        return any(
            facts[fact].type is FactType.ROLE and base.given.get(fact) != value
            for fact, value in story.given.items()
        )

    def _stir(self, before: Answer, retold: Retold) -> int | None:
        """Count the norms of which something else is found; nothing where nobody could tell it."""
        try:
            after = evaluate(self.protocol, retold.story)
        except ProtocolRulesError:
            return None
        return len(_statuses(before) ^ _statuses(after))

    def _alone(self, norm: Norm, kind: Kind) -> Story | None:
        try:
            return smallest_story(
                self.protocol, norm.address, _WANTED[kind], awake=True, liking=self.liking
            )
        except NotDecided:
            return None


def _statuses(answer: Answer) -> set[tuple[str, Status]]:
    found = (*answer.applies, *answer.lifted, *answer.undetermined, *answer.moot)
    return {(each.address, each.status) for each in found}
