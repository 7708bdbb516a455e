"""One action in one story, with what each council says of it side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from protocol_rules.analysis.position import Axes
from protocol_rules.compare.saying import Saying
from protocol_rules.compare.sentence import sentence_of
from protocol_rules.compare.side import Side
from protocol_rules.engine.wording import joined

__all__ = ["ActionComparison", "Agreement", "Aspect"]


class Agreement(StrEnum):
    """How many councils speak of an action in a story, and whether they say the same."""

    DIFFERENT = "different"
    THE_SAME = "the_same"
    ONE_SPEAKS = "one_speaks"
    NONE_SPEAKS = "none_speaks"


class Aspect(StrEnum):
    """In what councils that speak of an action differ."""

    BEARER = "bearer"
    POSITION = "position"
    FORCE = "force"
    COUNTERPARTY = "counterparty"
    DEADLINE = "deadline"
    ROUTE = "route"


@dataclass(frozen=True)
class ActionComparison:
    """An action, and each council's side of it, in the order in which the councils were named.

    `occasions` names those on which all of this is so; there is none where the story has none, or
    where no norm on the action is about one.
    """

    action: str
    phrase: str
    topics: tuple[str, ...]
    occasions: tuple[str, ...]
    sides: tuple[Side, ...]

    @cached_property
    def speaking(self) -> tuple[Side, ...]:
        """The sides of the councils that say something, or may come to."""
        return tuple(each for each in self.sides if not each.is_silent)

    @cached_property
    def silent(self) -> tuple[Side, ...]:
        """The sides of the councils that say nothing."""
        return tuple(each for each in self.sides if each.is_silent)

    @cached_property
    def together(self) -> tuple[tuple[Side, ...], ...]:
        """The sides that speak, those together that say the same to every role."""
        found: list[list[Side]] = []
        for side in self.speaking:
            same = next((each for each in found if each[0].sayings == side.sayings), None)
            if same is None:
                found.append([side])
            else:
                same.append(side)
        return tuple(map(tuple, found))

    @cached_property
    def is_determined(self) -> bool:
        """Whether no fact that may be learnt can change what any council says."""
        return all(each.is_determined for each in self.sides)

    @cached_property
    def agreement(self) -> Agreement:
        """How the councils stand to each other, those that are silent left aside."""
        if len(self.together) > 1:
            return Agreement.DIFFERENT
        if len(self.speaking) > 1:
            return Agreement.THE_SAME
        return Agreement.ONE_SPEAKS if self.speaking else Agreement.NONE_SPEAKS

    @cached_property
    def differs_in(self) -> tuple[Aspect, ...]:
        """In what those that speak differ; nothing where they say the same."""
        pairs = combinations((each[0] for each in self.together), 2)
        found = {aspect for one, other in pairs for aspect in _differing(one, other)}
        return tuple(each for each in Aspect if each in found)

    @cached_property
    def said(self) -> str:
        """What is the same once, and what differs, in a sentence."""
        return sentence_of(self.together, self.silent, self.phrase)

    @property
    def on(self) -> str:
        """Say on which occasions, as a sentence begins: on the occasion monday, or nothing."""
        if not self.occasions:
            return ""
        kind = "occasion" if len(self.occasions) == 1 else "occasions"
        return f"on the {kind} {joined(self.occasions, 'and')}, "

    def __str__(self) -> str:
        """Say it as a sentence of its own, with the occasions."""
        text = f"{self.on}{self.said}"
        return f"{text[:1].upper()}{text[1:]}."

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "action": self.action,
            "phrase": self.phrase,
            "topics": list(self.topics),
            "occasions": list(self.occasions),
            "agreement": self.agreement.value,
            "differs_in": [each.value for each in self.differs_in],
            "together": [[each.council for each in sides] for sides in self.together],
            "silent": [each.council for each in self.silent],
            "text": str(self),
            "sides": [each.as_data() for each in self.sides],
        }


def _differing(one: Side, other: Side) -> Iterable[Aspect]:
    """Tell in what two sides that speak differ, bearer first and then role by role."""
    if one.spoken_to != other.spoken_to:
        yield Aspect.BEARER
    for role in one.spoken_to & other.spoken_to:
        yield from _between(one.sayings[role], other.sayings[role])


def _between(one: Saying, other: Saying) -> Iterable[Aspect]:
    """Tell in what two councils differ that both say something to a role."""
    own = {each.counterparty: each for each in one.strands}
    others = {each.counterparty: each for each in other.strands}
    if own.keys() != others.keys():
        yield Aspect.COUNTERPARTY
    places = (one.position.lower, one.position.upper, other.position.lower, other.position.upper)
    yield from _between_axes(*places)
    for party in own.keys() & others.keys():
        mine, theirs = own[party], others[party]
        yield from _between_axes(mine.lower, mine.upper, theirs.lower, theirs.upper)
        if mine.deadlines != theirs.deadlines:
            yield Aspect.DEADLINE
        if mine.next_steps != theirs.next_steps:
            yield Aspect.ROUTE


def _between_axes(
    lower: Axes, upper: Axes, other_lower: Axes, other_upper: Axes
) -> Iterable[Aspect]:
    """Tell a difference of must and should from one of what is held at all."""
    own, others = (lower, upper), (other_lower, other_upper)
    if own != others:
        same = [tuple(map(bool, axes)) for axes in own] == [tuple(map(bool, a)) for a in others]
        yield Aspect.FORCE if same else Aspect.POSITION
