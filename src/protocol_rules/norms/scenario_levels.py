"""The levels of a file of scenarios: its head, a story, a row; what holds at the lowest of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from protocol_rules.norms.expectation import Expectation
from protocol_rules.norms.occasion import (
    Occasion,
    check_dates,
    check_occasions,
    check_possible,
    read_occasion,
    read_today,
)
from protocol_rules.norms.scenario_parts import ReadingWord, ScenarioParts
from protocol_rules.norms.story import Story
from protocol_rules.validation import Path, Place
from protocol_rules.vocabulary import Vocabulary, shipped
from protocol_rules.vocabulary.values import Given, Misfit

__all__ = [
    "EVERY_PROTOCOL",
    "Level",
    "Written",
    "place_below",
    "read_level",
    "story_of",
    "written_in",
]

EVERY_PROTOCOL = "all"
"""What `protocol` says where a scenario is for all that ship."""

L = TypeVar("L")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Level:
    """What is said at one level, read by the words of the vocabulary, and where it stands."""

    parts: ScenarioParts
    place: Place
    common: Occasion
    occasions: Mapping[str, Occasion]
    today: date | None


@dataclass(frozen=True, slots=True)
class Written:
    """What a file says of one scenario besides its story, all its levels taken together.

    `expect` holds for each of `protocols` but those that `expect_in` names.
    """

    name: str
    description: str
    protocols: tuple[str, ...]
    tags: tuple[str, ...]
    reading: ReadingWord
    expect: Expectation | None
    expect_in: Mapping[str, Expectation]


def read_level(parts: ScenarioParts, place: Place, words: Vocabulary) -> Level:
    """Read the facts and the day of one level; each fault is told where it stands."""

    def _tell(path: Path, misfit: Misfit, at: Literal["key", "value"]) -> None:
        place.below(path).fault(misfit.code, misfit.message, misfit.hint, at=at)

    today = read_today(parts.today, _tell)
    common = read_occasion(parts.given, parts.about, words, (), _tell)
    occasions = {
        name: read_occasion(part.given, part.about, words, ("occasions", name), _tell)
        for name, part in parts.occasions.items()
    }
    return Level(parts, place, common, occasions, today)


def written_in(levels: Sequence[Level]) -> Written:
    """Take together what levels say, the widest first: a lower one goes before a wider one.

    Tags are added up. A level that expects anything says all that is expected.
    """
    parts = [each.parts for each in levels]
    expecting = _lowest(parts, lambda each: each if each.expects else None)
    reading: ReadingWord | None = _lowest(parts, lambda each: each.reading)
    named = _lowest(parts, lambda each: each.protocols or None) or ()
    protocols = (
        each for name in named for each in (shipped() if name == EVERY_PROTOCOL else (name,))
    )
    return Written(
        name=": ".join(each.name for each in parts if each.name),
        description=_lowest(parts, lambda each: each.description or None) or "",
        protocols=tuple(dict.fromkeys(protocols)),
        tags=tuple(dict.fromkeys(tag for each in parts for tag in each.tags)),
        reading=reading or "as_given",
        expect=None if expecting is None else expecting.expect,
        expect_in={} if expecting is None else expecting.expect_in,
    )


def story_of(name: str, levels: Sequence[Level], words: Vocabulary) -> Story:
    """Lay the facts of each level over those of the wider ones, and check what that makes."""

    def _tell(path: Path, misfit: Misfit, at: Literal["key", "value"]) -> None:
        spot = place_below(levels, path)
        spot.fault(misfit.code, misfit.message, misfit.hint, at=at)

    common = _laid_over([each.common for each in levels])
    names = dict.fromkeys(name for each in levels for name in each.occasions)
    occasions = {
        name: _laid_over([each.occasions[name] for each in levels if name in each.occasions])
        for name in names
    }
    check_occasions(common, occasions, _tell)
    check_dates(common, occasions, words, _tell)
    check_possible(common, occasions, words, _tell)
    today = _lowest(levels, lambda each: each.today)
    return Story.of(name, common, occasions, today)


def place_below(levels: Sequence[Level], path: Path) -> Place:
    """Find the lowest level at which something is written, and give its place there."""
    spots = [each.place.below(path) for each in reversed(levels)]
    return next((each for each in spots if each.is_there), spots[0])


def _laid_over(parts: Sequence[Occasion]) -> Occasion:
    if len(parts) == 1:
        return parts[0]
    given: dict[str, Given] = {}
    for each in parts:
        given.update(each.given)
    return Occasion(frozenset[str]().union(*(each.about for each in parts)), given)


def _lowest(levels: Sequence[L], said: Callable[[L], T | None]) -> T | None:
    """Give what the lowest of the levels says that says anything of it."""
    return next((each for each in map(said, reversed(levels)) if each is not None), None)
