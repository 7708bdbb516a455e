"""What a scenario knows as a dictionary of plain values, the same for every peer.

Truths and texts stand as they are, a day as its number, a set of choices as a list. Of roles the
list has every wider one besides, since not every peer knows that a director is an officer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from tree import ABOUT, Fact, Facts, Includes

from protocol_rules.norms.scenario import Scenario
from protocol_rules.vocabulary import FactType, Vocabulary
from protocol_rules.vocabulary.conditions import Value
from protocol_rules.vocabulary.values import NOT_YET

__all__ = ["facts_of", "itself", "mentioned", "number", "plain"]


def plain(fact: str) -> str:
    """Name a fact in letters that every peer takes for a name."""
    return fact.replace(".", "__")


def itself(fact: str) -> str:
    """Name the list of the roles that were given, without the wider ones."""
    return f"{plain(fact)}__itself"


def mentioned(circumstances: Iterable[str]) -> Includes:
    """Give the test that the scenario mentions one of some circumstances."""
    return Includes(ABOUT, tuple(sorted(circumstances)))


def number(value: Value) -> int:
    """Give a count, or a date as the number of its day."""
    return value.toordinal() if isinstance(value, date) else int(value)


def facts_of(scenario: Scenario, words: Vocabulary, asked: Collection[str]) -> Facts:
    """Say what a scenario knows; what has not happened yet has no day.

    The roles without the wider ones are told where they are among the names `asked` for.
    """
    given = {fact: value for fact, value in scenario.given.items() if fact in words.facts}
    about = scenario.about & words.circumstances.keys()
    about |= {fact.partition(".")[0] for fact in given}
    facts: dict[str, Fact] = {ABOUT: sorted(about)}
    for fact, value in given.items():
        if not isinstance(value, frozenset):
            if value != NOT_YET:
                is_plain = isinstance(value, bool | str)
                facts[plain(fact)] = value if is_plain else number(value)
            continue
        is_role = words.facts[fact].type is FactType.ROLE
        wider = frozenset[str]().union(*map(words.roles.above, value)) if is_role else value
        facts[plain(fact)] = sorted(wider)
        if itself(fact) in asked:
            facts[itself(fact)] = sorted(value)
    return facts
