"""A scenario as one protocol sees it: what is known, and which circumstances are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from protocol_rules.norms.scenario import Scenario
from protocol_rules.norms.values import Given
from protocol_rules.vocabulary import Vocabulary

__all__ = ["Situation", "situations"]


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known on one occasion.

    `present` are the circumstances that are there, settings always among them; `mentioned`
    are those of which the scenario says something, and which can wake a norm.
    """

    given: Mapping[str, Given]
    present: frozenset[str]
    mentioned: frozenset[str]
    today: date | None = None


def situations(
    scenario: Scenario, words: Vocabulary
) -> Iterator[tuple[str, Situation, frozenset[str]]]:
    """Give the common situation and one for each occasion, with the circumstances it is about.

    Facts of another council's own are no part of this protocol's situation.
    """
    common = {fact: value for fact, value in scenario.given.items() if fact in words.facts}
    about = scenario.about & words.circumstances.keys()
    yield "", _situation(common, about, scenario.today, words), frozenset()
    for name, part in scenario.occasions.items():
        own = {fact: value for fact, value in part.given.items() if fact in words.facts}
        touched = (part.about & words.circumstances.keys()) | {
            words.facts[fact].circumstance for fact in own
        }
        merged = _situation({**common, **own}, about | part.about, scenario.today, words)
        yield name, merged, frozenset(touched)


def _situation(
    given: Mapping[str, Given], about: frozenset[str], today: date | None, words: Vocabulary
) -> Situation:
    mentioned = about | {words.facts[fact].circumstance for fact in given}
    settings = {name for name, each in words.circumstances.items() if each.is_setting}
    return Situation(given, frozenset(mentioned | settings), frozenset(mentioned), today)
