"""Suggestions against versions of a protocol that no scenario tells from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.witness import distinguish
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.suggestions.naming import story_named, told_in_words
from protocol_rules.suggestions.replay import replayed
from protocol_rules.suggestions.suggest import variation_of
from protocol_rules.suggestions.suggestion import Suggestion
from protocol_rules.suggestions.usual import usual_in
from protocol_rules.suggestions.words import unique

__all__ = ["Versions", "suggestions_against"]


class Versions(NamedTuple):
    """A protocol, another version of it, the norm that it says otherwise, and in words how."""

    before: Protocol
    after: Protocol
    address: str
    words: str


def suggestions_against(
    versions: Iterable[Versions], bank: Sequence[ScenarioEntry]
) -> Iterator[tuple[Versions, Suggestion | None]]:
    """Suggest for each pair of versions the smallest scenario that tells them apart.

    It is `None` where there is none, or where none was found in time. One scenario may tell
    several apart: it is then suggested for each of them, as the same suggestion.
    """
    liking = usual_in(bank)
    names = {entry.story.name for entry in bank}
    made: dict[tuple[str, object], Suggestion] = {}
    for each in versions:
        try:
            story = distinguish(each.before, each.after, each.address, liking=liking)
        except NotDecided:
            story = None
        if story is None:
            yield each, None
            continue
        norm = each.before.norms[each.address]
        told = (frozenset(story.given.items()), story.about, story.today)
        key = (each.address, told)
        if key not in made:
            said = told_in_words(norm, each.before, story)
            besides = f"; otherwise {each.words}"
            variation = variation_of(said, (norm,), story, each.before, besides=besides)
            name = unique(story_named([norm], each.before.clauses[norm.clause], each.before), names)
            names.add(name)
            made[key] = Suggestion(each.before, name, (variation,))
            replayed(made[key])
        yield each, made[key]
