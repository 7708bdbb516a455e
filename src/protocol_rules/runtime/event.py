"""What happened in a case: facts learnt, facts corrected, acts done, on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from protocol_rules.vocabulary.values import Given, plain

__all__ = ["Event"]

# Most events lack most parts, and a hundred thousand cases share the empty one.
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


def _frozen(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(facts)) if facts else _NOTHING


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a case's log.

    `on` is the day on which it happened, `recorded` the moment on which it was written down, and
    `number` counts the entries from 1. `learnt` has facts that came to be known, those that an
    act shows among them, and `corrected` facts that were, or from `on` on are, other than was
    recorded (`None`: not known after all). `done` and `undone` name acts, `about` circumstances
    that came in, and `closed` days of which it was announced on `on` that they are no working
    days: of the calendar `calendar`, or of all. `occasion` tells for which occasion all this is.
    `closing` and `reopening` close the case, and open it again. `rules` are the digests of rule
    files that were others when it was recorded than those noted before, by council.
    """

    number: int
    on: date
    recorded: datetime
    learnt: Mapping[str, Given] = field(default_factory=_nothing)
    corrected: Mapping[str, Given | None] = field(default_factory=_nothing)
    about: frozenset[str] = frozenset()
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    closed: frozenset[date] = frozenset()
    calendar: str = ""
    occasion: str = ""
    note: str = ""
    closing: bool = False
    reopening: bool = False
    rules: Mapping[str, str] = field(default_factory=_nothing)

    def __post_init__(self) -> None:
        """Keep the facts from being changed."""
        object.__setattr__(self, "learnt", _frozen(self.learnt))
        object.__setattr__(self, "corrected", _frozen(self.corrected))
        object.__setattr__(self, "rules", _frozen(self.rules))

    @property
    def recorded_on(self) -> date:
        """The day on which it was recorded, as it was where somebody recorded it."""
        return self.recorded.date()

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in it."""
        parts = (self.learnt, self.corrected, self.about, self.done, self.undone, self.closed)
        return not any(parts) and not self.closing and not self.reopening

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        data: dict[str, object] = {
            "number": self.number,
            "on": self.on.isoformat(),
            "recorded": self.recorded.isoformat(),
        }
        optional: dict[str, object] = {
            "learnt": {fact: plain(value) for fact, value in self.learnt.items()},
            "corrected": {
                fact: None if value is None else plain(value)
                for fact, value in self.corrected.items()
            },
            "about": sorted(self.about),
            "done": list(self.done),
            "undone": list(self.undone),
            "closed": [day.isoformat() for day in sorted(self.closed)],
            "calendar": self.calendar,
            "occasion": self.occasion,
            "note": self.note,
            "closing": self.closing,
            "reopening": self.reopening,
            "rules": dict(self.rules),
        }
        return data | {key: value for key, value in optional.items() if value}

    def __reduce__(self) -> tuple[type[Event], tuple[object, ...]]:
        """Let it be pickled, which a read-only mapping does not allow."""
        parts: list[object] = []
        for each in fields(self):
            part: Any = getattr(self, each.name)
            parts.append(dict(part) if isinstance(part, MappingProxyType) else part)  # pyright: ignore[reportUnknownArgumentType]
        return Event, tuple(parts)
