"""What one council says to one role of an action in one story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from protocol_rules.analysis.position import Axes, Part, Position, parts_of, position_of
from protocol_rules.engine import Answer, Finding, NextStep, Status
from protocol_rules.engine.required import deadline_in_words
from protocol_rules.norms.protocol import Counterparty
from protocol_rules.vocabulary import Vocabulary

__all__ = ["Saying", "Strand", "saying_of"]

_NOTHING = Axes()


@dataclass(frozen=True, slots=True)
class Strand:
    """The part of a position that is about one counterparty, or about none that is named.

    `lower` holds already and `upper` may come to; `deadlines` are days, or words where the day is
    not known; `next_steps` tell where to turn.
    """

    counterparty: Counterparty | None
    lower: Axes
    upper: Axes
    deadlines: frozenset[date | str]
    next_steps: frozenset[NextStep]

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        party = self.counterparty
        optional = {
            "counterparty": [] if party is None else list(party.roles),
            "counterparty_is": "" if party is None else "all of them" if party.every else "any",
            "due": sorted(each.isoformat() for each in self.deadlines if isinstance(each, date)),
            "deadlines": sorted(each for each in self.deadlines if isinstance(each, str)),
            "next_steps": [each.as_data() for each in _in_order(self.next_steps)],
        }
        told: dict[str, object] = {"lower": list(self.lower.words), "upper": list(self.upper.words)}
        return told | {key: each for key, each in optional.items() if each}


@dataclass(frozen=True, slots=True)
class Saying:
    """A position in a story, strand by strand.

    Two are equal where their strands are: what `turns_on` names, the facts which would settle what
    is undetermined in the position or in where to turn next, is each council's own.
    """

    strands: frozenset[Strand]
    position: Position = field(compare=False, repr=False)
    turns_on: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_silent(self) -> bool:
        """Whether nothing is said, and nothing may come to be."""
        return not self.strands

    @property
    def is_determined(self) -> bool:
        """Whether no fact that may be learnt can change what is said."""
        return all(each.lower == each.upper for each in self.strands)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        strands = sorted(self.strands, key=lambda each: str(each.counterparty))
        data = self.position.as_data() | {"strands": [each.as_data() for each in strands]}
        return data | ({"turns_on": list(self.turns_on)} if self.turns_on else {})


def saying_of(answer: Answer, role: str, action: str, occasion: str | None) -> Saying:
    """Work out what a protocol says to a role of an action, standing norms among them.

    A role or an action that the protocol has no word for is not spoken of. Raises `InvalidInput`
    for an occasion that is not there.
    """
    words = answer.protocol.vocabulary
    if action not in words.actions or role not in words.roles.roles:
        return Saying(frozenset(), Position(role, action, _NOTHING, _NOTHING))
    speaking = [each for each in parts_of(answer, role, action, occasion) if each.speaks]
    by_party: dict[Counterparty | None, list[Part]] = {}
    for each in speaking:
        by_party.setdefault(_party(each.finding), []).append(each)
    strands = {_strand(party, parts, role, words): parts for party, parts in by_party.items()}
    open_facts = {
        fact
        for strand, parts in strands.items()
        for each in parts
        if any(most > now for most, now in zip(each.greatest, strand.lower, strict=True))
        for fact in each.finding.missing
    }
    steps = (step for each in strands for step in each.next_steps)
    open_facts |= {fact for each in steps for fact in each.turns_on}
    return Saying(
        frozenset(strands),
        position_of(answer, role, action, occasion),
        words.in_order(open_facts),
    )


def _strand(
    party: Counterparty | None, parts: Sequence[Part], role: str, words: Vocabulary
) -> Strand:
    live = [each.finding for each in parts if Status.APPLIES in each.finding.outcomes(role)]
    return Strand(
        party,
        Axes(*map(max, zip(*(each.least for each in parts), strict=True))),
        Axes(*map(max, zip(*(each.greatest for each in parts), strict=True))),
        frozenset(when for each in live if (when := _deadline(each, words))),
        frozenset(each.next_step for each in live if each.next_step is not None),
    )


def _deadline(finding: Finding, words: Vocabulary) -> date | str:
    """Give the last day, or the words of a deadline whose day is not known; or nothing."""
    return finding.due or deadline_in_words(finding.norm.deadline, words)


def _party(finding: Finding) -> Counterparty | None:
    """Give whom it is done to or for, in an order of its own, so that equal ones are equal."""
    party = finding.norm.counterparty
    if party is None:
        return None
    return Counterparty(tuple(sorted(party.roles)), every=party.every or len(party.roles) == 1)


def _in_order(steps: Iterable[NextStep]) -> list[NextStep]:
    return sorted(steps, key=lambda each: (each.to, each.turns_on))
