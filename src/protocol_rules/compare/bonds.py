"""What does not hold of each axis of a question alone: circumstances are whole, and constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from protocol_rules.compare.question import ABSENT, Axis, Cell, Question
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import Constraint, Vocabulary
from protocol_rules.vocabulary.constraints import circumstances_of, facts_of

__all__ = ["Bond", "bonds_of"]


@dataclass(frozen=True, slots=True)
class Bond:
    """Some axes, in their order, whose cells do not go together in every way."""

    axes: tuple[Axis, ...]
    is_kept: Callable[[Mapping[str, Cell]], bool]

    @property
    def table(self) -> list[bool]:
        """Tell for each choice of cells, in their order, whether they go together."""
        names = [axis.name for axis in self.axes]
        every = product(*(axis.cells for axis in self.axes))
        return [self.is_kept(dict(zip(names, cells, strict=True))) for cells in every]


def bonds_of(question: Question) -> Iterator[Bond]:
    """Give what rules out stories: every complete one that is left can be told."""
    space, of = question.space, question.space.words.circumstance_of
    facts = [axis for axis in question.axes if axis.is_fact]
    for pair in combinations(facts, 2):
        if of[pair[0].name] == of[pair[1].name]:
            yield Bond(pair, question.stands_or_falls_together)
    for part in space.words.parts or (space.words,):
        bonds = (_bond(question, each, part) for each in part.bars.on(space.values))
        yield from (bond for bond in bonds if bond.axes)


def _bond(question: Question, constraint: Constraint, words: Vocabulary) -> Bond:
    of = question.space.words.circumstance_of
    facts = {*facts_of(constraint.when)}
    about = {*circumstances_of(constraint.when)}.union(words.circumstance_of[f] for f in facts)
    told = {of[axis.name] for axis in question.axes if axis.name in facts}
    axes: list[Axis] = []
    for axis in question.axes:
        circumstance = of.get(axis.name, axis.name)
        # Where no fact of a circumstance counts, one axis says whether it is there.
        if axis.name in facts or (circumstance in about and circumstance not in told):
            axes.append(axis)
            told.add(circumstance)

    def is_kept(chosen: Mapping[str, Cell]) -> bool:
        there = {of.get(name, name): True for name, cell in chosen.items() if cell is not ABSENT}
        story = question.situation({**there, **chosen})
        return words.bars.truth(constraint.when, story.given, story.mentioned) is not Truth.YES

    return Bond(tuple(axes), is_kept)
