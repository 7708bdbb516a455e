"""What is usually said of a fact, as the scenarios that there are say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from protocol_rules.analysis.cells import Liking
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.vocabulary.values import Given

__all__ = ["usual_in"]


def usual_in(bank: Iterable[ScenarioEntry]) -> Liking:
    """Like a value the better, the more scenarios say it; a member of a set counts by itself."""
    said: Counter[tuple[str, Given]] = Counter()
    for entry in bank:
        for part in (entry.story, *entry.story.occasions.values()):
            for fact, value in part.given.items():
                alone = value if isinstance(value, frozenset) else frozenset[str]()
                said.update((fact, each) for each in {value, *(frozenset({a}) for a in alone)})
    return lambda fact, value: -said[fact, value]
