"""Cubes: conditions that say of some facts which values they have, and nothing of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from protocol_rules.engine import day
from protocol_rules.vocabulary import Fact, FactType, Vocabulary
from protocol_rules.vocabulary.conditions import Compare, Has, HasRole, Only, Relation, Value
from protocol_rules.vocabulary.values import NOT_YET, Given

__all__ = ["Cube", "Literal", "said", "shortly_said"]


@dataclass(frozen=True, slots=True)
class Literal:
    """One part of a cube, on a fact, on a circumstance (`is_there`) or on the day.

    `tests` say it as the rules do: each holds, or (a false beside it) does not; or where `is_any`,
    some of them do. Where the rules' own tests cannot say it, `values` are those which stand for
    all that are meant. With `or_absent` it also holds where the circumstance is not there.
    """

    name: str
    tests: tuple[tuple[Has | HasRole | Only | Compare, bool], ...] = ()
    is_any: bool = False
    values: tuple[Given, ...] = ()
    or_absent: bool = False
    is_there: bool | None = None


@dataclass(frozen=True, slots=True)
class Cube:
    """A condition: every literal holds; without literals it holds in every story."""

    literals: tuple[Literal, ...]

    def as_data(self, words: Vocabulary) -> list[dict[str, object]]:
        """Give it as plain data, ready for JSON: a literal each, with its words."""
        return [{"of": each.name, "said": _said(each, words)} for each in self.literals]


_SHOWN = 2
"""Of values that stand for others no more than these are shown."""


def said(cubes: Sequence[Cube], words: Vocabulary) -> tuple[str, ...]:
    """Say each cube in plain English: the questions of its facts, with their answers."""
    return tuple("; ".join(_said(each, words) for each in cube.literals) for cube in cubes)


def shortly_said(cubes: Sequence[Cube], words: Vocabulary, most: int = 2) -> str:
    """Say a region in one sentence; of many cubes the first, and how many more there are."""
    if any(not cube.literals for cube in cubes):
        return "always"
    told = said(cubes, words)
    more = f" (and {len(told) - most} more ways)" if len(told) > most else ""
    return "; or: ".join(told[:most]) + more


def _said(literal: Literal, words: Vocabulary) -> str:
    if literal.is_there is not None:
        title = words.circumstances[literal.name].title
        title = title[0].lower() + title[1:]
        return f"it is about {title}" if literal.is_there else f"it is not about {title}"
    if literal.name not in words.facts:
        return f"today is a day such as {_spoken(literal.values[0])}"
    fact = words.facts[literal.name]
    answers = [_answer(test, fact, words, is_so=is_so) for test, is_so in literal.tests]
    if not answers:
        shown = literal.values[:_SHOWN]
        answers = ["such as " + " or ".join(_value(each, fact, words) for each in shown)]
    unless = " (where it comes up)" if literal.or_absent else ""
    joint = ", or " if literal.is_any else ", and "
    return f"{_question(fact)} {joint.join(answers)}{unless}"


def _question(fact: Fact) -> str:
    """Ask for a fact without telling whoever answers how to."""
    return f"{fact.question.partition('?')[0]}?"


def _answer(
    test: Has | HasRole | Only | Compare, fact: Fact, words: Vocabulary, *, is_so: bool
) -> str:
    match test:
        case Has(_, values) if fact.type is FactType.BOOLEAN:
            return "yes" if (True in values) is is_so else "no"
        case Has(_, values):
            return _one_of(values, fact, words) if is_so else f"not: {_one_of(values, fact, words)}"
        case HasRole(_, roles):
            told = _one_of(roles, fact, words)
            return told if is_so else f"nobody who is {told}"
        case Only(_, values, negated):
            return (
                f"{'only' if negated is not is_so else 'not only'} {_one_of(values, fact, words)}"
            )
        case Compare(_, relation, bound):
            told = bound if isinstance(bound, str) else _spoken(bound)
            return f"{'' if is_so else 'not '}{_RELATIONS[relation]} {told}"


_RELATIONS: Mapping[Relation, str] = {each: each.value.replace("_", " ") for each in Relation}


def _one_of(values: frozenset[Value] | frozenset[str], fact: Fact, words: Vocabulary) -> str:
    order = [*(fact.values or words.roles.roles)]
    is_listed = order.__contains__
    ordered = sorted(values, key=lambda each: order.index(str(each)) if is_listed(each) else each)
    return " or ".join(_value(value, fact, words) for value in ordered)


def _value(value: Given, fact: Fact, words: Vocabulary) -> str:
    if isinstance(value, frozenset):
        return " and ".join(_value(each, fact, words) for each in sorted(value))
    if isinstance(value, str) and fact.type is FactType.ROLE:
        return words.roles.roles[value].phrase
    if isinstance(value, str) and value in fact.values:
        told = fact.values[value] or value.replace("_", " ")
        return told[0].lower() + told[1:]
    return _spoken(value)


def _spoken(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    return "not yet" if value == NOT_YET else str(value)
