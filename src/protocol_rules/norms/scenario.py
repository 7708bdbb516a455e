"""A scenario: what a situation is about, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, cast

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.occasion import (
    Frozen,
    Occasion,
    ReadOnly,
    Tell,
    check_dates,
    check_occasions,
    read_occasion,
    read_today,
)
from protocol_rules.norms.values import Given, Misfit
from protocol_rules.validation import shape_of
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = ["Occasion", "Scenario"]

_KEYS = ("given", "about", "occasions", "today", "name")


class Scenario(Frozen):
    """An immutable situation: circumstances that are there, facts that are known, and the day.

    `given` maps facts to values: booleans, counts, dates, names, or for a role or a set of
    choices one name or several. `about` names circumstances of which no fact is known.
    `occasions` holds, by name, what differs where a story has two of a kind. Deadlines are
    looked at as of the end of `today`. `vocabulary` brings the words of a protocol that has its
    own. Raises `InvalidInput` with a hint for each unknown fact, wrong type or impossible date.

    >>> Scenario({"enquiry.from": "member"}, today="2024-03-18").given["enquiry.from"]
    frozenset({'member'})
    """

    name: str = ""
    about: frozenset[str] = frozenset()
    given: ReadOnly[Any]
    occasions: ReadOnly[Occasion]
    today: date | None = None

    def __init__(  # noqa: PLR0913 - a scenario has that many parts
        self,
        given: Mapping[str, object] | None = None,
        *,
        name: str = "",
        about: str | Iterable[str] = (),
        occasions: Mapping[str, Mapping[str, object] | Occasion] | None = None,
        today: date | str | None = None,
        vocabulary: Vocabulary | None = None,
        **unknown: object,
    ) -> None:
        """Check everything against the vocabulary, and tell all faults at once."""
        words = shared_vocabulary() if vocabulary is None else vocabulary
        faults: list[Diagnostic] = []

        def tell(path: tuple[str | int, ...], misfit: Misfit, _: Literal["key", "value"]) -> None:
            where = f" (occasion {quote(path[1])})" if path[:1] == ("occasions",) else ""
            faults.append(Diagnostic(misfit.code, misfit.message + where, hint=misfit.hint))

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
        if faults:
            raise InvalidInput(faults)
        parts_of = {"about": common.about, "given": common.given, "occasions": parts}
        super().__init__(**parts_of, name=name, today=day)  # pyright: ignore[reportCallIssue]

    @classmethod
    def of(
        cls, name: str, common: Occasion, occasions: Mapping[str, Occasion], today: date | None
    ) -> Scenario:
        """Put together what has been read and checked already."""
        made = cls(name=name, today=today)
        return made.model_copy(
            update={
                "about": common.about,
                "given": common.given,
                "occasions": MappingProxyType(dict(occasions)),
            }
        )

    def __hash__(self) -> int:
        """Hash by content, so that equal scenarios are one key."""
        return hash((self.name, self.about, self.today, frozenset(self.given.items())))

    def with_given(self, facts: Mapping[str, Given]) -> Scenario:
        """The same scenario with more known, or with some facts changed; names are not checked."""
        return self.model_copy(update={"given": MappingProxyType({**self.given, **facts})})

    def as_data(self) -> dict[str, object]:
        """Give the scenario as plain data, ready for YAML or JSON."""
        data: dict[str, object] = {"name": self.name} if self.name else {}
        if self.today is not None:
            data["today"] = self.today.isoformat()
        data |= _plain(self.about, self.given)
        if self.occasions:
            data["occasions"] = {
                name: _plain(each.about, each.given) for name, each in self.occasions.items()
            }
        return data


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
    data["given"] = {name: _plain_value(value) for name, value in given.items()}
    return data


def _plain_value(value: Given) -> object:
    if isinstance(value, frozenset):
        names = sorted(value)
        return names[0] if len(names) == 1 else names
    return value.isoformat() if isinstance(value, date) else value
