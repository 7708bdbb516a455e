"""A story told otherwise in one thing, or in a few: what lies nearest comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import NamedTuple

from protocol_rules.analysis.space import Frame, Space
from protocol_rules.engine.situation import Situation
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary.values import Given

__all__ = ["Retold", "retold"]

_TOLD, _WITHDRAWN, _STATED, _COMES_IN, _LEFT_OUT = range(5)


class Retold(NamedTuple):
    """A story told otherwise, and in how many things."""

    changes: int
    story: Story
    situation: Situation


class _Otherwise(NamedTuple):
    """One thing told otherwise: a fact (unknown: no value), or whether a circumstance is there."""

    rank: int
    name: str
    value: Given | None = None


def retold(
    space: Space, near: Story, most_changes: int, *, withdrawn_first: bool
) -> Iterator[Retold]:
    """Tell a story otherwise in one thing, then in two, up to `most_changes`.

    A fact with another value comes before one that is left open, that before one which is stated
    besides, and circumstances that come in or are left out stand last. With `withdrawn_first` what
    is left open comes first.
    """
    single = sorted(_single(space, near), key=lambda each: each.rank)
    if withdrawn_first:
        single.sort(key=lambda each: each.rank != _WITHDRAWN)
    names = dict.fromkeys(each.name for each in single)
    for count in range(1, most_changes + 1):
        if count == 1:
            groups = [(each,) for each in single]
        else:
            ways = {name: [each for each in single if each.name == name] for name in names}
            groups = [
                group
                for some in combinations(names, count)
                for group in product(*(ways[name] for name in some))
            ]
            groups.sort(key=lambda group: max(each.rank for each in group))
        for group in groups:
            frame, given = _with(space, near, group)
            if space.can_be_told(given, frame.circumstances):
                story = space.story(frame, given, near.name)
                yield Retold(count, story, space.situation(frame, given))


def _single(space: Space, near: Story) -> Iterator[_Otherwise]:
    there = _circumstances(space, near.about, near.given)
    for fact, values in space.values.items():
        before = near.given.get(fact)
        is_there = space.words.circumstance_of[fact] in there | space.words.settings
        rank = _TOLD if before is not None else _STATED if is_there else _COMES_IN
        for value in values:
            if value != before:
                yield _Otherwise(rank, fact, value)
        if before is not None:
            yield _Otherwise(_WITHDRAWN, fact)
    for name in space.circumstances:
        yield _Otherwise(_LEFT_OUT if name in there else _COMES_IN, name)


def _circumstances(
    space: Space, about: frozenset[str], given: Mapping[str, Given]
) -> frozenset[str]:
    return about.union(space.words.circumstance_of[fact] for fact in given)


def _with(
    space: Space, near: Story, group: tuple[_Otherwise, ...]
) -> tuple[Frame, Mapping[str, Given]]:
    """Make the changes; what is withdrawn leaves its circumstance there."""
    given = dict(near.given)
    there = _circumstances(space, near.about, given)
    for each in group:
        match each.rank:
            case rank if rank == _LEFT_OUT:
                there -= {each.name}
                given = {
                    fact: value
                    for fact, value in given.items()
                    if space.words.circumstance_of[fact] != each.name
                }
            case rank if each.name in space.circumstances and rank == _COMES_IN:
                there |= {each.name}
            case _ if each.value is None:
                given.pop(each.name, None)
            case _:
                given[each.name] = each.value
                there |= {space.words.circumstance_of[each.name]}
    return Frame(there, near.today), given
