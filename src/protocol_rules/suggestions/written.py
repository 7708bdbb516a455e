"""Suggestions as a file of scenarios has them: one story, and a row for each variation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, cast

import yaml

from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.story import Story
from protocol_rules.norms.values import plain
from protocol_rules.suggestions.suggestion import Suggestion, Variation

__all__ = ["as_data", "as_yaml"]

_WIDTH = 100
_STATUSES = ("applies", "lifted", "undetermined", "not", "breached")
_BY_CLAUSE = ("lifted", "due")
"""What may be a mapping from a clause or norm."""


class _Quoted(str):
    """A text which is written in quotes, so that no reader takes it for a number."""

    __slots__ = ()


class _OnALine(list[Any]):
    """A list that is written on a line."""


class _Plainly(yaml.SafeDumper):
    """Writes what reviewers like to read: lists on a line, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - as yaml calls it
        """Write everything in full."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - as yaml calls it
        """Put the items of a list below their key."""
        return super().increase_indent(flow, indentless=False)


def _quoted(dumper: yaml.SafeDumper, text: _Quoted) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')  # pyright: ignore[reportUnknownMemberType]


def _on_a_line(dumper: yaml.SafeDumper, parts: _OnALine) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", parts, flow_style=True)


_Plainly.add_representer(_Quoted, _quoted)
_Plainly.add_representer(_OnALine, _on_a_line)


def as_data(suggestion: Suggestion) -> dict[str, Any]:
    """Give a suggestion as the data of a scenario: what all variations share stands once."""
    stories = [each.story for each in suggestion.variations]
    first, *others = stories
    shared = {
        fact: value
        for fact, value in first.given.items()
        if all(each.given.get(fact) == value for each in others)
    }
    about = first.about.intersection(*(each.about for each in others))
    today = first.today if all(each.today == first.today for each in others) else None
    common = Story.of("", Occasion(about, shared), {}, today)
    data: dict[str, Any] = {"name": suggestion.name, "protocol": suggestion.asked_as}
    rows = [_row(each, common) for each in suggestion.variations]
    if len(rows) == 1:
        (row,) = rows
        return data | {"name": f"{suggestion.name}, {row.pop('name')}"} | _told(first) | row
    return data | _told(common) | {"rows": rows}


def as_yaml(suggestions: Iterable[Suggestion]) -> str:
    """Write suggestions as a file of scenarios, each with what a person has to confirm."""
    parts = ["scenarios:\n"]
    for suggestion in suggestions:
        data = as_data(suggestion)
        parts.append("".join(f"  {line}\n" for line in _comments(suggestion)))
        parts.append(textwrap.indent(_dumped([_marked(data)]), "  "))
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


def _marked(value: Any, key: str = "", *, of_clauses: bool = False) -> Any:  # noqa: ANN401
    """Mark what stands in quotes (the ids of clauses), and what stands on a line."""
    is_id = of_clauses or key in _STATUSES
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        return {
            _Quoted(name) if key in _BY_CLAUSE else name: _marked(
                each, name, of_clauses=key in _BY_CLAUSE
            )
            for name, each in table.items()
        }
    if isinstance(value, list):
        parts = [_marked(each, key, of_clauses=of_clauses) for each in cast("list[Any]", value)]
        return parts if any(isinstance(each, dict) for each in parts) else _OnALine(parts)
    return _Quoted(value) if is_id and isinstance(value, str) else value


def _dumped(data: object) -> str:
    return yaml.dump(
        data, Dumper=_Plainly, sort_keys=False, allow_unicode=True, width=_WIDTH,
        default_flow_style=False,
    )  # fmt: skip
