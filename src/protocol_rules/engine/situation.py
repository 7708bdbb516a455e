"""A scenario as one protocol sees it: what is known, and which circumstances are there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from protocol_rules.norms.story import Story
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.values import Given

__all__ = ["Situation", "situations"]


class Situation(NamedTuple):
    """What is known on one occasion.

    `present` are the circumstances that are there, settings always among them; `mentioned`
    are those of which the scenario says something, and which can wake a norm.
    """

    given: Mapping[str, Given]
    present: frozenset[str]
    mentioned: frozenset[str]
    today: date | None = None


def situations(scenario: Story, words: Vocabulary) -> list[tuple[str, Situation, frozenset[str]]]:
    """Give the common situation and one for each occasion, with the circumstances it is about.

    Facts of another council's own are no part of this protocol's situation.
    """
    common = _known(scenario.given, words)
    about = scenario.about and frozenset(scenario.about & words.circumstances.keys())
    found = [("", _situation(common, about, scenario.today, words), frozenset[str]())]
    for name, part in scenario.occasions.items():
        own = _known(part.given, words)
        touched = (part.about & words.circumstances.keys()) | {
            words.circumstance_of[fact] for fact in own
        }
        merged = _situation({**common, **own}, about | part.about, scenario.today, words)
        found.append((name, merged, frozenset(touched)))
    return found


def _known(given: Mapping[str, Given], words: Vocabulary) -> Mapping[str, Given]:
    if given.keys() <= words.facts.keys():
        return given
    return {fact: value for fact, value in given.items() if fact in words.facts}


def _situation(
    given: Mapping[str, Given], about: frozenset[str], today: date | None, words: Vocabulary
) -> Situation:
    mentioned = about.union(map(words.circumstance_of.__getitem__, given))
    return Situation(given, mentioned | words.settings, mentioned, today)
