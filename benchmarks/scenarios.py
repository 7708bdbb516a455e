"""Scenarios for the comparison: the checked ones, and the same with nothing left unknown."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario import Occasion, Scenario
from protocol_rules.norms.scenario_file import read_scenarios
from protocol_rules.vocabulary import Fact, FactType, RoleHierarchy
from protocol_rules.vocabulary.values import Given

__all__ = ["checked", "completed"]

FOLDER = Path(__file__).parents[1] / "tests" / "scenarios"


def checked(protocol: Protocol) -> list[Scenario]:
    """Give the checked scenarios of a council, those of several occasions left out."""
    return [
        entry.scenario
        for path in sorted(FOLDER.rglob("*.yaml"))
        for entry in read_scenarios(path)
        if protocol.council in entry.expectations and not entry.scenario.occasions
    ]


def completed(scenario: Scenario, protocol: Protocol, chance: random.Random) -> Scenario:
    """State every fact of the circumstances that are there, and every role in full.

    What was given is kept, but a role that has narrower ones becomes one of them; the rest is
    drawn by lot. What the protocol defines itself follows from the rest.
    """
    words = protocol.vocabulary
    mentioned = scenario.about | {fact.partition(".")[0] for fact in scenario.given}
    given: dict[str, Given] = {}
    for circumstance in words.circumstances.values():
        if circumstance.name not in mentioned and not circumstance.is_setting:
            continue
        for name in circumstance.facts:
            if name not in protocol.definitions:
                fact, known = words.facts[name], scenario.given.get(name)
                value = _drawn(fact, words.roles, chance) if known is None else known
                given[name] = _in_full(value, fact, words.roles, chance)
    return Scenario.of(scenario.name, Occasion(scenario.about, given), {}, scenario.today)


def _drawn(fact: Fact, roles: RoleHierarchy, chance: random.Random) -> Given:
    match fact.type:
        case FactType.BOOLEAN:
            return chance.choice([True, False])
        case FactType.CHOICE:
            return chance.choice([*fact.values])
        case FactType.CHOICES:
            return frozenset(chance.sample([*fact.values], min(2, len(fact.values))))
        case FactType.ROLE:
            return frozenset({chance.choice([*roles.roles])})
        case FactType.COUNT | FactType.DAYS:
            return chance.randrange(12)
        case FactType.DATE:
            return date(2024, 1, 1) + timedelta(chance.randrange(120))


def _in_full(value: Given, fact: Fact, roles: RoleHierarchy, chance: random.Random) -> Given:
    if fact.type is not FactType.ROLE or not isinstance(value, frozenset):
        return value
    return frozenset(chance.choice(_narrowest(role, roles)) for role in sorted(value))


def _narrowest(role: str, roles: RoleHierarchy) -> list[str]:
    return sorted(each for each in roles.below(role) if len(roles.below(each)) == 1)
