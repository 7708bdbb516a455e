"""What to ask next: the fact that settles most open norms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from protocol_rules.engine.finding import Finding
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary import Fact, Vocabulary

__all__ = ["Question", "questions_about"]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for, and the addresses of the norms for which it matters.

    `occasion` names the occasion whose fact it is, where it is not one of the whole story.
    """

    fact: Fact
    addresses: tuple[str, ...]
    occasion: str = ""

    def __str__(self) -> str:
        """Ask in plain English."""
        return f"{self.occasion}: {self.fact.question}" if self.occasion else self.fact.question

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        data: dict[str, object] = {
            "fact": self.fact.name,
            "question": self.fact.question,
            "addresses": list(self.addresses),
        }
        return data | ({"occasion": self.occasion} if self.occasion else {})


def questions_about(
    findings: Iterable[Finding], scenario: Story, words: Vocabulary
) -> tuple[Question, ...]:
    """Ask for each fact on which findings turn, the one on which most of them turn first.

    An undetermined norm turns on its missing facts, and one that applies on those that tell how
    far it has been performed and where its route goes next. A norm counts once for each occasion.
    Ties stand in the vocabulary's order.
    """
    waiting: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        for fact in dict.fromkeys((*finding.missing, *finding.would_tell)):
            occasion = _home(words.facts[fact], finding.occasion, scenario)
            waiting.setdefault((fact, occasion), []).append(finding.address)
    order = {fact: position for position, fact in enumerate(words.facts)}
    ranked = sorted(waiting, key=lambda each: (-len(waiting[each]), order[each[0]]))
    return tuple(
        Question(words.facts[fact], tuple(dict.fromkeys(waiting[fact, occasion])), occasion)
        for fact, occasion in ranked
    )


def _home(fact: Fact, occasion: str, scenario: Story) -> str:
    """Name the occasion for which a fact is to be told; "" where it is one of the whole story."""
    if not occasion or fact.name in scenario.given:
        return ""
    part = scenario.occasions[occasion]
    is_about = part.about | {name.partition(".")[0] for name in part.given}
    elsewhere = any(fact.name in each.given for each in scenario.occasions.values())
    return occasion if elsewhere or fact.circumstance in is_about else ""
