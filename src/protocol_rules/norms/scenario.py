"""A scenario: what a situation is about, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.values import NOT_YET, Given, Misfit, read_given
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = ["Occasion", "Scenario", "Tell", "read_occasion", "read_today"]

Tell = Callable[[tuple[str | int, ...], str, str, str, bool], None]
"""Takes a fault: its path in the scenario, code, message, hint, and whether it is the key's."""


class Occasion(BaseModel):
    """One of several circumstances of a kind: the meeting on Monday, that on Thursday."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    about: frozenset[str] = frozenset()
    given: Mapping[str, Any] = {}


class Scenario(BaseModel):
    """An immutable situation: circumstances that are there, facts that are known, and the day.

    `given` maps facts to values: booleans, counts, dates, names, or for a role or a set of
    choices one name or several. `about` names circumstances of which no fact is known.
    `occasions` holds, by name, what differs where a story has two of a kind. Deadlines are
    looked at as of the end of `today`. `vocabulary` brings the words of a protocol that has its
    own. Raises `InvalidInput` with a hint for each unknown fact, wrong type or impossible date.

    >>> Scenario({"enquiry.from": "member"}, today="2024-03-18").given["enquiry.from"]
    frozenset({'member'})
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str = ""
    about: frozenset[str] = frozenset()
    given: Mapping[str, Any] = {}
    occasions: Mapping[str, Occasion] = {}
    today: date | None = None

    def __init__(  # noqa: PLR0913 - a scenario has that many parts
        self,
        given: Mapping[str, object] | None = None,
        /,
        *,
        name: str = "",
        about: str | Iterable[str] = (),
        occasions: Mapping[str, Mapping[str, object]] | None = None,
        today: date | str | None = None,
        vocabulary: Vocabulary | None = None,
        **more: Mapping[str, object],
    ) -> None:
        """Check everything against the vocabulary, and tell all faults at once."""
        words = shared_vocabulary() if vocabulary is None else vocabulary
        faults: list[Diagnostic] = []

        def tell(path: tuple[str | int, ...], code: str, message: str, hint: str, _: bool) -> None:  # noqa: FBT001
            where = f" (occasion {quote(path[1])})" if path[:1] == ("occasions",) else ""
            faults.append(Diagnostic(code, message + where, hint=hint))

        if unknown := set(more) - {"given"}:
            key = sorted(unknown)[0]
            known = ("given", "about", "occasions", "today", "name")
            tell((), "unknown-key", f"a scenario has no {quote(key)}", did_you_mean(key, known), True)  # noqa: FBT003
        facts = {**(given or {}), **(more.get("given") or {})}
        day = read_today(today, tell)
        common = read_occasion(facts, about, words, (), tell)
        parts = {
            each: read_occasion(
                _mapping(part.get("given")), _names(part.get("about")), words, ("occasions", each), tell
            )
            for each, part in (occasions or {}).items()
        }
        check_occasions(common, parts, day, tell)
        if faults:
            raise InvalidInput(faults)
        super().__init__(
            name=name, about=common.about, given=common.given, occasions=parts, today=day
        )

    def __hash__(self) -> int:
        """Hash by content, so that equal scenarios are one key."""
        return hash((self.name, self.about, self.today, frozenset(self.given.items())))

    def with_given(self, facts: Mapping[str, Given]) -> Scenario:
        """The same scenario with more known, or with some facts changed; names are not checked."""
        return self.model_copy(update={"given": {**self.given, **facts}})

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


def read_today(written: object, tell: Tell) -> date | None:
    """Read the day on which the situation is looked at."""
    if written is None or (isinstance(written, date) and not isinstance(written, datetime)):
        return written
    try:
        if not isinstance(written, str):
            raise ValueError  # noqa: TRY301 - the same message serves both
        return date.fromisoformat(written)
    except ValueError:
        message = f"`today` is a date, not {quote(written)}"
        tell(("today",), "not-a-date", message, "a date is written as 2025-04-28", False)  # noqa: FBT003
        return None


def read_occasion(
    given: Mapping[str, object],
    about: str | Iterable[str],
    words: Vocabulary,
    path: tuple[str | int, ...],
    tell: Tell,
) -> Occasion:
    """Read facts and circumstances; each fault is told with its path below `path`."""
    known: dict[str, Given] = {}
    for name, written in given.items():
        here = (*path, "given", name)
        fact = words.facts.get(name)
        if fact is None:
            hint = did_you_mean(str(name), words.facts)
            tell(here, "unknown-fact", f"no fact {quote(name)} in the vocabulary", hint, True)  # noqa: FBT003
            continue
        value = read_given(fact, written, words.roles)
        if isinstance(value, Misfit):
            tell(here, value.code, value.message, value.hint, False)  # noqa: FBT003
        else:
            known[name] = value
    names = [about] if isinstance(about, str) else list(about)
    for position, name in enumerate(names):
        if name not in words.circumstances:
            hint = did_you_mean(str(name), words.circumstances)
            message = f"no circumstance {quote(name)} in the vocabulary"
            tell((*path, "about", position), "unknown-circumstance", message, hint, False)  # noqa: FBT003
    return Occasion(about=frozenset(names), given=known)


def check_occasions(
    common: Occasion, parts: Mapping[str, Occasion], today: date | None, tell: Tell
) -> None:
    """Check what holds between the parts of a scenario: one instance of each fact, one today."""
    for name, part in parts.items():
        for fact in part.given:
            if fact in common.given:
                message = f"`{fact}` is given for the whole scenario and for an occasion"
                tell(("occasions", name, "given", fact), "given-twice", message, "give it once", True)  # noqa: FBT003
    if today is None:
        for path, each in (((), common), *((("occasions", name), part) for name, part in parts.items())):
            for fact, value in each.given.items():
                if value == NOT_YET and isinstance(value, str):
                    message = f"`{fact}: not_yet` holds as of a day, and `today` is not given"
                    tell((*path, "given", fact), "missing-today", message, "add `today`", False)  # noqa: FBT003


def _plain(about: frozenset[str], given: Mapping[str, Given]) -> dict[str, object]:
    data: dict[str, object] = {"about": sorted(about)} if about else {}
    data["given"] = {name: _plain_value(value) for name, value in given.items()}
    return data


def _plain_value(value: Given) -> object:
    if isinstance(value, frozenset):
        names = sorted(value)
        return names[0] if len(names) == 1 else names
    return value.isoformat() if isinstance(value, date) else value


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}  # pyright: ignore[reportUnknownVariableType]


def _names(value: object) -> Iterable[str]:
    return [value] if isinstance(value, str) else value if isinstance(value, Iterable) else ()  # pyright: ignore[reportUnknownVariableType]
