"""From conditions as written to conditions as meant; every name is looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any as Anything
from typing import cast

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.validation import Place, shape_of
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Condition,
    Has,
    HasRole,
    Not,
    Only,
    Relation,
    Value,
)
from protocol_rules.vocabulary.facts import Fact, FactType
from protocol_rules.vocabulary.values import NOT_YET, Misfit, read_value
from protocol_rules.vocabulary.words import Vocabulary

__all__ = ["ConditionReader"]

_WORDS = ("all", "any", "not", "about", "breached")
_SETS = (FactType.CHOICES, FactType.ROLE)
_ORDERED = (FactType.COUNT, FactType.DAYS, FactType.DATE)
_OF_DATES = (Relation.BEFORE, Relation.AFTER)
_FACT_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_COMPARISONS = ("only", "not_only", *(relation.value for relation in Relation))


class ConditionReader:
    """Reads the conditions of one protocol; what it cannot read becomes a fault of the file.

    `norm_at` gives the address of the norm that a reference names, or tells the fault itself.
    `breaches` gathers the norms whose breach some condition asks for, and where it does. With
    `of_today` a condition may say of a date that it has not come yet.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        norm_at: Callable[[str, Place], str | None],
        *,
        of_today: bool = False,
    ) -> None:
        """Take the words, and the way to look up a norm."""
        self._vocabulary = vocabulary
        self._of_today = of_today
        self._norm_at = norm_at
        self.breaches: list[tuple[str, Place]] = []

    def read(self, written: Mapping[str, Anything] | None, place: Place) -> Condition | None:
        """Read a condition; `None` where nothing is written or where it has a fault."""
        if written is None:
            return None
        if not written:
            place.fault("empty-condition", "a condition is wanted here, and nothing is written")
            return None
        parts = [self._entry(key, value, place / key) for key, value in written.items()]
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        return known[0] if len(known) == 1 else All(known)

    def _entry(self, key: str, value: object, place: Place) -> Condition | None:
        match key:
            case "all" | "any":
                return self._several(key, value, place)
            case "not":
                part = self._nested(value, place)
                return None if part is None else Not(part)
            case "about":
                return self._about(value, place)
            case "breached":
                return self._breached(value, place)
            case _:
                return self._test(key, value, place)

    def _nested(self, value: object, place: Place) -> Condition | None:
        if isinstance(value, dict):
            return self.read(cast("dict[str, Anything]", value), place)
        shape = shape_of(value)
        hint = "write {all: [...]} or {any: [...]}" if shape == "a list" else ""
        place.fault("wrong-shape", f"a condition is a mapping, not {shape}", hint)
        return None

    def _several(self, key: str, value: object, place: Place) -> Condition | None:
        if not isinstance(value, list):
            message = f"`{key}` takes a list of conditions, not {shape_of(value)}"
            place.fault("wrong-shape", message, f"write {key}: [{{...}}, {{...}}]")
            return None
        if not value:
            place.fault("empty-condition", f"`{key}` takes a list of conditions, and it is empty")
            return None
        items = cast("list[object]", value)
        parts = [self._nested(item, place / position) for position, item in enumerate(items)]
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        return All(known) if key == "all" else Any(known)

    def _about(self, value: object, place: Place) -> Condition | None:
        tests: list[Condition] = []
        names = self._names(value, "circumstance", place)
        for name, spot in names:
            circumstance = self._vocabulary.circumstances.get(name)
            if circumstance is None:
                message = f"no circumstance {quote(name)} in the vocabulary"
                hint = did_you_mean(name, self._vocabulary.circumstances)
                spot.fault("unknown-circumstance", message, hint)
            elif circumstance.is_setting:
                spot.fault(
                    "about-a-setting", f"`{name}` is a setting: it is always there", "leave it out"
                )
            else:
                tests.append(About(name))
        return _any_of(tests) if len(tests) == len(names) else None

    def _breached(self, value: object, place: Place) -> Condition | None:
        tests: list[Condition] = []
        names = self._names(value, "norm", place)
        for name, spot in names:
            if (address := self._norm_at(name, spot)) is not None:
                self.breaches.append((address, spot))
                tests.append(Breached(address))
        return _any_of(tests) if len(tests) == len(names) else None

    def _names(self, value: object, kind: str, place: Place) -> list[tuple[str, Place]]:
        several = isinstance(value, list)
        written = cast("list[object]", value) if isinstance(value, list) else [value]
        if not written:
            place.fault("empty-condition", f"at least one {kind} is wanted here")
        names: list[tuple[str, Place]] = []
        for position, name in enumerate(written):
            spot = place / position if several else place
            if isinstance(name, str) and name:
                names.append((name, spot))
            else:
                message = f"the name of a {kind} is wanted here, not {shape_of(name)}"
                spot.fault("wrong-shape", message)
        return names

    def _test(self, key: str, value: object, place: Place) -> Condition | None:
        fact = self._vocabulary.facts.get(key)
        if fact is None:
            self._no_fact(key, place)
            return None
        if isinstance(value, dict):
            return self._comparison(fact, cast("dict[str, object]", value), place)
        return self._has(fact, value, place)

    def _no_fact(self, key: str, place: Place) -> None:
        if key in self._vocabulary.circumstances:
            message = f"{quote(key)} is a circumstance, and a fact is wanted here"
            place.fault("unknown-fact", message, f"write {key}.FACT, or `about: {key}`", at="key")
            return
        hint = did_you_mean(key, [*self._vocabulary.facts, *_WORDS])
        if key in _COMPARISONS:
            hint = f"write {{FACT: {{{key}: ...}}}}"
        message = f"no fact {quote(key)} in the vocabulary"
        place.fault("unknown-fact", message, hint, at="key")

    def _has(self, fact: Fact, value: object, place: Place) -> HasRole | Has | None:
        written = cast("list[object]", value) if isinstance(value, list) else [value]
        values: list[Value] = []
        for position, each in enumerate(written):
            spot = place / position if isinstance(value, list) else place
            if self._of_today and fact.type is FactType.DATE and each == NOT_YET:
                values.append(NOT_YET)
            elif (read := self._value(fact, each, spot)) is not None:
                values.append(read)
        if not written:
            place.fault("empty-condition", "at least one value is wanted here")
        if not values or len(values) < len(written):
            return None
        if fact.type is FactType.ROLE:
            return HasRole(fact.name, frozenset(str(each) for each in values))
        return Has(fact.name, frozenset(values))

    def _value(self, fact: Fact, written: object, place: Place) -> Value | None:
        value = read_value(fact, written, self._vocabulary.roles)
        if isinstance(value, Misfit):
            place.fault(value.code, value.message, value.hint)
            return None
        return value

    def _comparison(
        self, fact: Fact, written: Mapping[str, object], place: Place
    ) -> Condition | None:
        tests = [self._compared(fact, word, bound, place / word) for word, bound in written.items()]
        if not tests:
            place.fault("empty-condition", "a comparison is wanted here, and nothing is written")
        known = tuple(test for test in tests if test is not None)
        if not known or len(known) < len(tests):
            return None
        return known[0] if len(known) == 1 else All(known)

    def _compared(self, fact: Fact, word: str, bound: object, place: Place) -> Condition | None:
        allowed = _comparisons(fact.type)
        if word not in allowed:
            hint = did_you_mean(word, allowed) or (
                f"a {fact.type} takes {', '.join(allowed)}" if allowed else "state the value itself"
            )
            message = f"{quote(word)} does not compare the {fact.type} `{fact.name}`"
            place.fault("unknown-comparison", message, hint, at="key")
            return None
        if word in ("only", "not_only"):
            return self._only(fact, word, bound, place)
        relation = Relation(word)
        other = self._vocabulary.facts.get(bound) if isinstance(bound, str) else None
        if other is not None:
            if other.type is not fact.type:
                place.fault("wrong-type", f"`{bound}` is a {other.type}, not a {fact.type}")
                return None
            return Compare(fact.name, relation, other.name)
        if isinstance(bound, str) and _FACT_NAME.fullmatch(bound):
            same = [name for name, each in self._vocabulary.facts.items() if each.type is fact.type]
            message = f"no fact {quote(bound)} in the vocabulary"
            place.fault("unknown-fact", message, did_you_mean(bound, same))
            return None
        value = self._value(fact, bound, place)
        return None if value is None else Compare(fact.name, relation, cast("int | date", value))

    def _only(self, fact: Fact, word: str, bound: object, place: Place) -> Condition | None:
        if isinstance(bound, dict):
            message = f"`{word}` takes a value or a list of values, not a mapping"
            place.fault("wrong-shape", message)
            return None
        match self._has(fact, bound, place):
            case HasRole(name, roles):
                return Only(name, roles, negated=word == "not_only")
            case Has(name, values):
                return Only(name, frozenset(map(str, values)), negated=word == "not_only")
            case None:
                return None


def _any_of(tests: list[Condition]) -> Condition | None:
    if len(tests) > 1:
        return Any(tuple(tests))
    return tests[0] if tests else None


def _comparisons(kind: FactType) -> tuple[str, ...]:
    if kind in _SETS:
        return ("only", "not_only")
    if kind is FactType.DATE:
        return (*(relation.value for relation in _OF_DATES), "at_least", "at_most")
    if kind in _ORDERED:
        return tuple(relation.value for relation in Relation if relation not in _OF_DATES)
    return ()
