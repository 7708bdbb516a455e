"""Suggestions as a file of scenarios has them: one story, and a row for each variation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from protocol_rules.checks.scenario_text import scenario_text
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.story import Story
from protocol_rules.suggestions.suggestion import Suggestion, Variation
from protocol_rules.vocabulary.values import plain

__all__ = ["Written", "as_data", "as_yaml", "shared_by", "text_of", "written"]

_WIDTH = 100


class Written(NamedTuple):
    """A suggestion as plain data, and the lines of comment above it."""

    data: Mapping[str, Any]
    comments: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the story."""
        return str(self.data["name"])

    def named(self, name: str) -> Written:
        """The same under another name."""
        return self._replace(data={**self.data, "name": name})


def as_data(suggestion: Suggestion) -> dict[str, Any]:
    """Give a suggestion as the data of a scenario: what all variations share stands once."""
    stories = [each.story for each in suggestion.variations]
    common = shared_by(stories)
    data: dict[str, Any] = {"name": suggestion.name, "protocol": suggestion.asked_as}
    rows = [_row(each, common) for each in suggestion.variations]
    if len(rows) == 1:
        (row,) = rows
        return data | {"name": f"{suggestion.name}, {row.pop('name')}"} | _told(stories[0]) | row
    return data | _told(common) | {"rows": rows}


def shared_by(stories: Sequence[Story]) -> Story:
    """Give what several stories have in common."""
    first, *others = stories
    shared = {
        fact: value
        for fact, value in first.given.items()
        if all(each.given.get(fact) == value for each in others)
    }
    about = first.about.intersection(*(each.about for each in others))
    today = first.today if all(each.today == first.today for each in others) else None
    return Story.of("", Occasion(about, shared), {}, today)


def as_yaml(suggestions: Iterable[Suggestion]) -> str:
    """Write suggestions as a file of scenarios, each with what a person has to confirm."""
    return text_of(map(written, suggestions))


def written(suggestion: Suggestion) -> Written:
    """Give a suggestion as it is written."""
    return Written(as_data(suggestion), tuple(_comments(suggestion)))


def text_of(suggestions: Iterable[Written]) -> str:
    """Give the text of a file of scenarios."""
    parts = ["scenarios:\n"]
    for each in suggestions:
        parts.append("".join(f"  {line}\n" for line in each.comments))
        parts.append(scenario_text(each.data, is_one_of_several=True))
        parts.append("\n")
    return "".join(parts).rstrip("\n") + "\n"


def _comments(suggestion: Suggestion) -> Iterator[str]:
    for each in suggestion.variations:
        for told in each.to_confirm:
            yield from _wrapped(f"to confirm: {told}")
    if suggestion.beside:
        yield from _wrapped(f"it differs in one thing from: {suggestion.beside}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent="# ", subsequent_indent="#   ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _row(variation: Variation, common: Story) -> dict[str, Any]:
    story = variation.story
    own = {fact: value for fact, value in story.given.items() if fact not in common.given}
    today = story.today if story.today != common.today else None
    told = _told(Story.of("", Occasion(story.about - common.about, own), {}, today))
    return {"name": variation.name, **told, "expect": variation.expected}


def _told(story: Story) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if story.today is not None:
        data["today"] = story.today
    if story.about:
        data["about"] = sorted(story.about)
    if story.given:
        given = story.given.items()
        data["given"] = {
            fact: value if isinstance(value, date) else plain(value) for fact, value in given
        }
    return data
