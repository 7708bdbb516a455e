"""A scenario as one protocol sees it: what is known, and which circumstances are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from protocol_rules.norms.story import Story
from protocol_rules.norms.values import Given
from protocol_rules.vocabulary import Vocabulary

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


def situations(
    scenario: Story, words: Vocabulary
) -> Iterator[tuple[str, Situation, frozenset[str]]]:
    """Give the common situation and one for each occasion, with the circumstances it is about.

    Facts of another council's own are no part of this protocol's situation.
    """
    common = {fact: value for fact, value in scenario.given.items() if fact in words.facts}
    about = frozenset([name for name in scenario.about if name in words.circumstances])
    yield "", _situation(common, about, scenario.today, words), frozenset()
    for name, part in scenario.occasions.items():
        own = {fact: value for fact, value in part.given.items() if fact in words.facts}
        touched = (part.about & words.circumstances.keys()) | {
            words.circumstance_of[fact] for fact in own
        }
        merged = _situation({**common, **own}, about | part.about, scenario.today, words)
        yield name, merged, frozenset(touched)


def _situation(
    given: Mapping[str, Given], about: frozenset[str], today: date | None, words: Vocabulary
) -> Situation:
    circumstance_of = words.circumstance_of
    mentioned = about.union([circumstance_of[fact] for fact in given])
    return Situation(given, mentioned | words.settings, mentioned, today)
