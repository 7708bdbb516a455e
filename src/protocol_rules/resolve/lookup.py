"""Words of the vocabulary, looked up; what is not there becomes a fault with a hint."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.validation import Place
from protocol_rules.vocabulary import Fact, FactType, Vocabulary
from protocol_rules.vocabulary.conditions import Condition, Has, HasRole, Value
from protocol_rules.vocabulary.values import Misfit, read_value

__all__ = ["Lookup"]


class Lookup:
    """The words that one protocol may use."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the shared words together with those of the protocol."""
        self.vocabulary = vocabulary

    def topic(self, name: str, place: Place) -> None:
        """Tell a topic that there is not."""
        self._known(name, self.vocabulary.topics, "topic", place)

    def action(self, name: str, place: Place) -> None:
        """Tell an action that there is not."""
        self._known(name, self.vocabulary.actions, "action", place)

    def roles(self, names: Iterable[str], place: Place) -> None:
        """Tell each role that there is not."""
        for position, name in enumerate(names):
            self._known(name, self.vocabulary.roles.roles, "role", place / position)

    def fact(
        self, name: str, place: Place, wanted: FactType, *, at: Literal["key", "value"] = "value"
    ) -> None:
        """Tell a fact that there is not, or that is of another type."""
        fact = self._fact(name, place, at)
        if fact is not None and fact.type is not wanted:
            message = f"a {wanted} fact is wanted here, and `{name}` is a {fact.type}"
            place.fault("wrong-type", message, at=at)

    def step_taken(self, name: str, to: tuple[str, ...], place: Place) -> Condition | None:
        """Read the fact that shows a step of a route as taken.

        A boolean says so itself; a role fact does where it names one of those to turn to.
        """
        fact = self._fact(name, place, "value")
        if fact is None or fact.type is FactType.ROLE:
            return None if fact is None else HasRole(name, frozenset(to))
        if fact.type is FactType.BOOLEAN:
            return Has(name, frozenset({True}))
        message = f"a boolean or a role is wanted here, and `{name}` is a {fact.type}"
        place.fault("wrong-type", message)
        return None

    def values(self, written: Mapping[str, object], place: Place) -> dict[str, Value]:
        """Read facts with one value each."""
        values: dict[str, Value] = {}
        for name, value in written.items():
            fact = self._fact(name, place / name, "key")
            if fact is None:
                continue
            read = read_value(fact, value, self.vocabulary.roles)
            if isinstance(read, Misfit):
                (place / name).fault(read.code, read.message, read.hint)
            else:
                values[name] = read
        return values

    def _fact(self, name: str, place: Place, at: Literal["key", "value"]) -> Fact | None:
        self._known(name, self.vocabulary.facts, "fact", place, at)
        return self.vocabulary.facts.get(name)

    def _known(
        self,
        name: str,
        known: Collection[str],
        kind: str,
        place: Place,
        at: Literal["key", "value"] = "value",
    ) -> None:
        if name not in known:
            message = f"no {kind} {quote(name)} in the vocabulary"
            place.fault(f"unknown-{kind}", message, did_you_mean(name, known), at=at)
