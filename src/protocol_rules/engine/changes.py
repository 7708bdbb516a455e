"""What is told of a situation otherwise: facts that change, circumstances that come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocol_rules.engine.wording import stated
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.story import Story, read_story
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.values import Given, plain

__all__ = [
    "Change",
    "CircumstanceChange",
    "FactChange",
    "changes_of",
    "checked",
    "told_otherwise",
]


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of which something else is told; `None` stands for what is not known.

    `occasion` names the occasion for which it is told, where it is not the whole story.
    """

    fact: str
    before: Given | None
    after: Given | None
    occasion: str = ""

    @property
    def circumstance(self) -> str:
        """The circumstance of the fact."""
        return self.fact.partition(".")[0]

    @property
    def supposed(self) -> str:
        """The change as it stands behind an *if*: `enquiry.from were member`."""
        value = "not known" if self.after is None else stated(self.after)
        return f"{self.fact} were {value}{_on(self.occasion)}"

    def __str__(self) -> str:
        """Say what was told, and what is told now."""
        before, after = (
            "not known" if value is None else stated(value) for value in (self.before, self.after)
        )
        return f"{self.fact}{_on(self.occasion)}: {before}, now {after}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        named = {"occasion": self.occasion} if self.occasion else {}
        return {
            "fact": self.fact,
            "before": None if self.before is None else plain(self.before),
            "after": None if self.after is None else plain(self.after),
            **named,
        }


@dataclass(frozen=True, slots=True)
class CircumstanceChange:
    """A circumstance that comes in by its name, or is left out with all that was told of it."""

    circumstance: str
    comes_in: bool
    occasion: str = ""

    @property
    def supposed(self) -> str:
        """The change as it stands behind an *if*: `it were about election`."""
        negated = "" if self.comes_in else "not "
        return f"it were {negated}about {self.circumstance}{_on(self.occasion)}"

    def __str__(self) -> str:
        """Say whether the story is about it now."""
        negated = "" if self.comes_in else "not "
        return f"now {negated}about {self.circumstance}{_on(self.occasion)}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        named = {"occasion": self.occasion} if self.occasion else {}
        return {
            "circumstance": self.circumstance,
            "before": not self.comes_in,
            "after": self.comes_in,
            **named,
        }


Change = FactChange | CircumstanceChange


def told_otherwise(scenario: Story, changes: Iterable[Change]) -> Story:
    """Give the scenario with the changes made; names and values are not checked."""
    parts = dict(_parts(scenario))
    for change in changes:
        match change:
            case FactChange(fact, _, after, occasion):
                given = {**parts[occasion].given}
                given.pop(fact, None)
                given |= {} if after is None else {fact: after}
                parts[occasion] = Occasion(about=parts[occasion].about, given=given)
            case CircumstanceChange(circumstance, comes_in, occasion) if comes_in:
                part = parts[occasion]
                parts[occasion] = Occasion(about=part.about | {circumstance}, given=part.given)
            case CircumstanceChange(circumstance, _, occasion):
                parts |= {name: _without(circumstance, parts[name]) for name in {"", occasion}}
    return Story.of(scenario.name, parts.pop(""), parts, scenario.today)


def checked(scenario: Story, words: Vocabulary) -> Story:
    """Give what the words know of a scenario; raises `InvalidInput` where nobody could tell that.

    An answer, for example, is never dated before its question.
    """
    common, *occasions = ((name, _known(part, words)) for name, part in _parts(scenario))
    return read_story(
        common[1].given,
        about=common[1].about,
        occasions=dict(occasions),
        name=scenario.name,
        today=scenario.today,
        vocabulary=words,
    )


def changes_of(before: Story, after: Story) -> tuple[Change, ...]:
    """Name what is told otherwise in the second scenario, the whole story before its occasions."""
    old, new = dict(_parts(before)), dict(_parts(after))
    nothing = Occasion(given={})
    found: list[Change] = []
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name, nothing), new.get(name, nothing)
        found += [
            CircumstanceChange(each, comes_in=each in now.about, occasion=name)
            for each in sorted(was.about ^ now.about)
        ]
        found += [
            FactChange(fact, was.given.get(fact), now.given.get(fact), name)
            for fact in dict.fromkeys((*was.given, *now.given))
            if was.given.get(fact) != now.given.get(fact)
        ]
    return tuple(found)


def _parts(scenario: Story) -> Iterator[tuple[str, Occasion]]:
    yield "", Occasion(about=scenario.about, given=scenario.given)
    yield from scenario.occasions.items()


def _known(part: Occasion, words: Vocabulary) -> Occasion:
    given = {fact: value for fact, value in part.given.items() if fact in words.facts}
    return Occasion(about=part.about & words.circumstances.keys(), given=given)


def _without(circumstance: str, part: Occasion) -> Occasion:
    given = {
        fact: value for fact, value in part.given.items() if fact.partition(".")[0] != circumstance
    }
    return Occasion(about=part.about - {circumstance}, given=given)


def _on(occasion: str) -> str:
    return f" on the occasion {occasion}" if occasion else ""
