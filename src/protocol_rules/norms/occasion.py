"""What somebody stated of a situation, read by the words of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.vocabulary import Constraint, Vocabulary
from protocol_rules.vocabulary.constraints import facts_of, misfit_of
from protocol_rules.vocabulary.values import NOT_YET, Given, Misfit, read_day, read_given

__all__ = [
    "Occasion",
    "Tell",
    "check_dates",
    "check_occasions",
    "check_possible",
    "read_occasion",
    "read_today",
]

Tell = Callable[[tuple[str | int, ...], Misfit, Literal["key", "value"]], None]
"""Takes a fault: its path in the scenario, what is wrong, and whether with the key."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One of several circumstances of a kind: the meeting on Monday, that on Thursday."""

    about: frozenset[str] = frozenset()
    given: Mapping[str, Given] = field(default_factory=dict[str, Given])

    def __post_init__(self) -> None:
        """Keep the facts from being changed."""
        object.__setattr__(self, "given", MappingProxyType(dict(self.given)))

    def __reduce__(self) -> tuple[type[Occasion], tuple[frozenset[str], dict[str, Given]]]:
        return Occasion, (self.about, dict(self.given))


def read_today(written: object, tell: Tell) -> date | None:
    """Read the day on which the situation is looked at."""
    if written is None:
        return None
    day = read_day(written, "today")
    if isinstance(day, Misfit):
        tell(("today",), day, "value")
        return None
    return day


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
            tell(here, _no_fact(name, words), "key")
            continue
        value = read_given(fact, written, words.roles)
        if not isinstance(value, list):
            known[name] = value
            continue
        for misfit in value:
            spot = here if misfit.position is None else (*here, misfit.position)
            tell(spot, misfit, "value")
    names = [about] if isinstance(about, str) else list(about)
    for position, name in enumerate(names):
        if name not in words.circumstances:
            hint = did_you_mean(str(name), words.circumstances)
            message = f"no circumstance {quote(name)} in the vocabulary"
            misfit = Misfit("unknown-circumstance", message, hint)
            tell((*path, "about", position), misfit, "value")
    return Occasion(about=frozenset(names), given=known)


def check_occasions(common: Occasion, parts: Mapping[str, Occasion], tell: Tell) -> None:
    """Check that a fact is given once: for the whole scenario, or for an occasion."""
    for name, part in parts.items():
        for fact in part.given.keys() & common.given.keys():
            message = f"`{fact}` is given for the whole scenario and for an occasion"
            misfit = Misfit("given-twice", message, "give it once")
            tell(("occasions", name, "given", fact), misfit, "key")


def check_dates(
    common: Occasion, parts: Mapping[str, Occasion], words: Vocabulary, tell: Tell
) -> None:
    """Check that nothing is dated before what it follows: an answer before its question."""
    _check_dates(common.given, {}, words, (), tell)
    for name, part in parts.items():
        _check_dates(part.given, common.given, words, ("occasions", name), tell)


def _check_dates(
    own: Mapping[str, Given],
    common: Mapping[str, Given],
    words: Vocabulary,
    path: tuple[str | int, ...],
    tell: Tell,
) -> None:
    given = {**common, **own}
    for name, day in given.items():
        first = words.facts[name].not_before
        earlier = given.get(first)
        told = next((each for each in (name, first) if each in own), None)
        if told is None or not isinstance(day, date):
            continue
        if earlier == NOT_YET or (isinstance(earlier, date) and day < earlier):
            stands = "has not happened yet" if earlier == NOT_YET else f"is {earlier}"
            message = f"`{name}` is {day}, before `{first}`, which {stands}"
            tell(
                (*path, "given", told),
                Misfit("wrong-order", message, "one of them is wrong"),
                "value",
            )


def check_possible(
    common: Occasion, parts: Mapping[str, Occasion], words: Vocabulary, tell: Tell
) -> None:
    """Check that nothing is told which the vocabulary says is impossible.

    What an occasion makes so is told there; the order of dates, and who can stand where, are told
    where they are read.
    """
    told = frozenset[Constraint]()
    for name, own in {"": common, **parts}.items():
        given, about = {**common.given, **own.given}, common.about | own.about
        broken = frozenset(words.bars.broken(given, about))
        for each in (each for each in words.impossible if each in broken - told):
            tested = facts_of(each.when)
            facts = [fact for fact in own.given if fact in tested]
            below = ("given", facts[-1]) if facts else ("about",)
            spot = ("occasions", name, *below) if name else below
            tell(spot, misfit_of(each, given, about), "value")
        if not name:
            told = broken


def _no_fact(name: object, words: Vocabulary) -> Misfit:
    if isinstance(name, str) and name in words.circumstances:
        message = f"{quote(name)} is a circumstance, and a fact is wanted here"
        return Misfit("unknown-fact", message, f"write {name}.FACT, or `about: {name}`")
    hint = did_you_mean(str(name), words.facts)
    return Misfit("unknown-fact", f"no fact {quote(name)} in the vocabulary", hint)
