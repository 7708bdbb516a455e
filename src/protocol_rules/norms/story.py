"""What is told of a situation: circumstances that are there, facts that are known, and the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, cast

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.occasion import (
    Occasion,
    Tell,
    check_dates,
    check_occasions,
    check_possible,
    read_occasion,
    read_today,
)
from protocol_rules.validation import shape_of
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary
from protocol_rules.vocabulary.values import Given, Misfit, plain

__all__ = ["Story", "read_story"]

_KEYS = ("given", "about", "occasions", "today", "name")


class Story:
    """What is known of one situation, read and checked; this is what an engine needs.

    `Scenario` is the story that people make in Python, as a pydantic object. Those of files and of
    the command line do without pydantic, which takes longer to import than they take to answer.
    """

    __slots__ = ()

    name: str
    about: frozenset[str]
    given: Mapping[str, Given]
    occasions: Mapping[str, Occasion]
    today: date | None

    @classmethod
    def of(
        cls, name: str, common: Occasion, occasions: Mapping[str, Occasion], today: date | None
    ) -> Story:
        """Put together what has been read and checked already."""
        parts = MappingProxyType(dict(occasions))
        return _PlainStory(name, common.about, common.given, parts, today)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for YAML or JSON."""
        data: dict[str, object] = {"name": self.name} if self.name else {}
        if self.today is not None:
            data["today"] = self.today.isoformat()
        data |= _plain(self.about, self.given)
        if self.occasions:
            data["occasions"] = {
                name: _plain(each.about, each.given) for name, each in self.occasions.items()
            }
        return data


@dataclass(frozen=True, slots=True)
class _PlainStory(Story):
    name: str
    about: frozenset[str]
    given: Mapping[str, Given]
    occasions: Mapping[str, Occasion]
    today: date | None

    def __reduce__(self) -> tuple[object, ...]:
        """Take it apart for another process: a view of a mapping cannot go there."""
        common = Occasion(self.about, dict(self.given))
        return Story.of, (self.name, common, dict(self.occasions), self.today)


def read_story(  # noqa: PLR0913 - a story has that many parts
    given: Mapping[str, object] | None = None,
    *,
    name: str = "",
    about: str | Iterable[str] = (),
    occasions: Mapping[str, Mapping[str, object] | Occasion] | None = None,
    today: date | str | None = None,
    vocabulary: Vocabulary | None = None,
    **unknown: object,
) -> Story:
    """Check every part against the vocabulary; raises `InvalidInput` with all faults at once."""
    words = shared_vocabulary() if vocabulary is None else vocabulary
    faults: list[Diagnostic] = []
    tell = _telling(faults)
    _check_keys(unknown, _KEYS, (), tell)
    if not isinstance(cast("object", name), str):
        tell((), Misfit("wrong-type", f"`name` is a text, not {shape_of(name)}"), "value")
    day = read_today(today, tell)
    common = _occasion({"given": given or {}, "about": about}, words, (), tell)
    parts = {
        each: _occasion(part, words, ("occasions", each), tell)
        for each, part in _mapping(occasions or {}, "occasions", (), tell).items()
    }
    check_occasions(common, parts, tell)
    check_dates(common, parts, words, tell)
    check_possible(common, parts, words, tell)
    if faults:
        raise InvalidInput(faults)
    return Story.of(name, common, parts, day)


def _telling(faults: list[Diagnostic]) -> Tell:
    """Collect faults as diagnostics that name the occasion, since there is no file to point to."""

    def tell(path: tuple[str | int, ...], misfit: Misfit, _: Literal["key", "value"]) -> None:
        where = f" (occasion {quote(path[1])})" if path[:1] == ("occasions",) else ""
        faults.append(Diagnostic(misfit.code, misfit.message + where, hint=misfit.hint))

    return tell


def _occasion(part: object, words: Vocabulary, path: tuple[str | int, ...], tell: Tell) -> Occasion:
    if isinstance(part, Occasion):
        part = {"about": part.about, "given": part.given}
    entries = _mapping(part, "an occasion", path, tell)
    _check_keys(entries, ("given", "about"), path, tell)
    given = _mapping(entries.get("given") or {}, "`given`", path, tell)
    about = entries.get("about") or ()
    if not isinstance(about, Iterable) or isinstance(about, Mapping):
        message = (
            f"`about` is a circumstance or a list of them, not {shape_of(cast('object', about))}"
        )
        tell((*path, "about"), Misfit("wrong-shape", message), "value")
        about = ()
    names = (
        about if isinstance(about, str) else [str(each) for each in cast("Iterable[object]", about)]
    )
    return read_occasion(given, names, words, path, tell)


def _mapping(
    value: object, what: str, path: tuple[str | int, ...], tell: Tell
) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value)
    tell(path, Misfit("wrong-shape", f"{what} is a mapping, not {shape_of(value)}"), "value")
    return {}


def _check_keys(
    keys: Iterable[str], known: Iterable[str], path: tuple[str | int, ...], tell: Tell
) -> None:
    part = "an occasion" if path else "a scenario"
    for key in keys:
        if key not in known:
            misfit = Misfit(
                "unknown-key", f"{part} has no {quote(key)}", did_you_mean(str(key), known)
            )
            tell((*path, key), misfit, "key")


def _plain(about: frozenset[str], given: Mapping[str, Given]) -> dict[str, object]:
    data: dict[str, object] = {"about": sorted(about)} if about else {}
    data["given"] = {name: plain(value) for name, value in given.items()}
    return data
