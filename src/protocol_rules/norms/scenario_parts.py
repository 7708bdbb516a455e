"""The parts of a scenario as a file holds them, where they are plainly sound.

The models of `scenario_models` say what a scenario file may hold, and word what is wrong with one;
but they need pydantic. What is read here is what they would let pass, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, NoReturn, TypeVar, cast

__all__ = ["Expectation", "OccasionParts", "ScenarioParts", "parts_of"]

T = TypeVar("T")
_READINGS = ("as_given", "unless_shown")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an answer has to be: clause ids or norm addresses; `missing` names facts."""

    applies: tuple[str, ...]
    lifted: tuple[str, ...]
    undetermined: tuple[str, ...]
    missing: tuple[str, ...]
    due: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OccasionParts:
    """What differs on one occasion."""

    about: tuple[str, ...]
    given: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ScenarioParts:
    """One scenario, with what its check expects."""

    name: str
    protocol: str
    today: str | None
    reading: Literal["as_given", "unless_shown"]
    about: tuple[str, ...]
    given: Mapping[str, object]
    occasions: Mapping[str, OccasionParts]
    expect: Expectation | None
    expect_in: Mapping[str, Expectation]


class _Doubtful(Exception):
    """The models have to look at this."""


def parts_of(written: object) -> ScenarioParts | None:
    """Take a scenario apart; `None` where anything about it is not as it has to be."""
    try:
        return _scenario(written)
    except _Doubtful:
        return None


def _scenario(written: object) -> ScenarioParts:
    parts = _keys(written, {each.name for each in fields(ScenarioParts)})
    reading = parts.get("reading", "as_given")
    if reading not in _READINGS:
        raise _Doubtful
    return ScenarioParts(
        name=_text(parts.get("name", "")),
        protocol=_text(parts.get("protocol", "")),
        today=_text(parts["today"]) if "today" in parts else None,
        reading=reading,
        about=_some(parts["about"]) if "about" in parts else (),
        given=_table(parts.get("given", {}), _anything),
        occasions=_table(parts.get("occasions", {}), _occasion),
        expect=_expectation(parts["expect"]) if "expect" in parts else None,
        expect_in=_table(parts.get("expect_in", {}), _expectation),
    )


def _occasion(written: object) -> OccasionParts:
    parts = _keys(written, {each.name for each in fields(OccasionParts)})
    about = _some(parts["about"]) if "about" in parts else ()
    return OccasionParts(about, _table(parts.get("given", {}), _anything))


def _expectation(written: object) -> Expectation:
    parts = _keys(written, {each.name for each in fields(Expectation)})
    return Expectation(
        applies=_texts(parts.get("applies", ())),
        lifted=_texts(parts.get("lifted", ())),
        undetermined=_texts(parts.get("undetermined", ())),
        missing=_texts(parts.get("missing", ())),
        due=_table(parts.get("due", {}), _word),
    )


def _keys(written: object, known: set[str]) -> dict[str, Any]:
    """Give the parts of a mapping that has no other keys than those that are known."""
    table = _table(written, _anything)
    if not table.keys() <= known:
        raise _Doubtful
    return table


def _table(written: object, read: Callable[[object], T]) -> dict[str, T]:
    if not isinstance(written, dict):
        raise _Doubtful
    return {_text(key): read(value) for key, value in cast("dict[object, object]", written).items()}


def _some(written: object) -> tuple[str, ...]:
    """Read one text or a list of at least one."""
    return _texts(written) or _refuse()


def _texts(written: object) -> tuple[str, ...]:
    if isinstance(written, str):
        return (_word(written),)
    if not isinstance(written, (list, tuple)):
        raise _Doubtful
    return tuple(_word(each) for each in cast("list[object]", written))


def _word(written: object) -> str:
    return _text(written) or _refuse()


def _text(written: object) -> str:
    return written if isinstance(written, str) else _refuse()


def _anything(written: object) -> object:
    return written


def _refuse() -> NoReturn:
    raise _Doubtful
