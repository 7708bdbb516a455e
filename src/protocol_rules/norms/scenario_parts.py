"""The parts of a scenario as a file holds them, where they are plainly sound.

The models of `scenario_models` say what a scenario file may hold, and word what is wrong with one;
but they need pydantic. What is read here is what they would let pass, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from protocol_rules.norms.expectation import Expectation, Match, read_expectation
from protocol_rules.norms.sound import (
    Doubtful,
    anything,
    doubt,
    keys,
    one_of,
    some,
    table,
    text,
    word,
)

__all__ = ["Expectation", "OccasionParts", "ScenarioParts", "defaults_of", "parts_of", "row_of"]

ReadingWord = Literal["as_given", "unless_shown"]

_READINGS: tuple[ReadingWord, ...] = ("as_given", "unless_shown")
_MATCHES: tuple[Match, ...] = ("exact", "at_least")
_STORY = ("today", "reading", "about", "given", "tags")
_DEFAULTS = (*_STORY, "protocol", "match")
_ROW = (*_STORY, "name", "description", "occasions", "expect", "expect_in")
_SCENARIO = (*_ROW, "protocol", "rows")


@dataclass(frozen=True, slots=True)
class OccasionParts:
    """What differs on one occasion."""

    about: tuple[str, ...] = ()
    given: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class ScenarioParts:
    """What a scenario says, or a row of one, or the head of a file for all of them.

    `today`, `reading` and `match` are `None`, and `protocols` is empty, where nothing is said.
    `match` is a part of the head alone; elsewhere it is one of each expectation.
    """

    name: str = ""
    description: str = ""
    protocols: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    today: str | None = None
    reading: ReadingWord | None = None
    about: tuple[str, ...] = ()
    given: Mapping[str, object] = field(default_factory=dict[str, object])
    occasions: Mapping[str, OccasionParts] = field(default_factory=dict[str, OccasionParts])
    expect: Expectation | None = None
    expect_in: Mapping[str, Expectation] = field(default_factory=dict[str, Expectation])
    rows: tuple[ScenarioParts, ...] = ()
    match: Match | None = None

    @property
    def expects(self) -> bool:
        """Whether it says what an answer has to be."""
        return self.expect is not None or bool(self.expect_in)


def parts_of(written: object, match: Match = "exact") -> ScenarioParts | None:
    """Take a scenario apart; `None` where anything about it is not as it has to be.

    `match` is how its expectations are held against an answer where they do not say.
    """
    return _sound(written, _SCENARIO, match)


def row_of(written: object, match: Match = "exact") -> ScenarioParts | None:
    """Take a row apart; `None` where anything about it is not as it has to be."""
    return _sound(written, _ROW, match)


def defaults_of(written: object) -> ScenarioParts | None:
    """Take the head of a file apart; `None` where anything about it is not as it has to be."""
    return _sound(written, _DEFAULTS, "exact")


def _sound(written: object, known: Collection[str], match: Match) -> ScenarioParts | None:
    try:
        return _parts(written, known, match)
    except Doubtful:
        return None


def _parts(written: object, known: Collection[str], match: Match) -> ScenarioParts:
    parts = keys(written, known)

    def expectation(each: object) -> Expectation:
        return read_expectation(each, match)

    return ScenarioParts(
        name=word(parts.get("name")) if known is _ROW else text(parts.get("name", "")),
        description=text(parts.get("description", "")),
        protocols=some(parts["protocol"]) if "protocol" in parts else (),
        tags=some(parts["tags"]) if "tags" in parts else (),
        today=text(parts["today"]) if "today" in parts else None,
        reading=one_of(_READINGS, parts["reading"]) if "reading" in parts else None,
        about=some(parts["about"]) if "about" in parts else (),
        given=table(parts.get("given", {}), anything),
        occasions=table(parts.get("occasions", {}), _occasion),
        expect=expectation(parts["expect"]) if "expect" in parts else None,
        expect_in=table(parts.get("expect_in", {}), expectation),
        rows=_rows(parts["rows"], match) if "rows" in parts else (),
        match=one_of(_MATCHES, parts["match"]) if "match" in parts else None,
    )


def _rows(written: object, match: Match) -> tuple[ScenarioParts, ...]:
    if not isinstance(written, (list, tuple)) or not written:
        doubt()
    return tuple(_parts(each, _ROW, match) for each in cast("list[object]", written))


def _occasion(written: object) -> OccasionParts:
    parts = keys(written, ("about", "given"))
    about = some(parts["about"]) if "about" in parts else ()
    return OccasionParts(about, table(parts.get("given", {}), anything))
