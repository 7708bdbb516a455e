"""What a new edition of a protocol makes of a role and an action otherwise than the old one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from protocol_rules.amendments.facets import Aspect
from protocol_rules.analysis.position import Axes, Strictness
from protocol_rules.comparison.cubes import shortly_said
from protocol_rules.comparison.result import Region, Relation, Row
from protocol_rules.comparison.stance import Stance, held_against
from protocol_rules.diagnostics import Span
from protocol_rules.vocabulary import Vocabulary

__all__ = ["AmendedProtocol", "Amendment", "Amendments", "Turn", "row_turns", "turns_of"]


class Turn(StrEnum):
    """Which way something turned; `otherwise` is neither stricter nor looser."""

    STRICTER = "stricter"
    LOOSER = "looser"
    OTHERWISE = "otherwise"
    NOT_DECIDED = "not_decided"

    @property
    def spoken(self) -> str:
        """The turn as a sentence says it."""
        return self.value.replace("_", " ")


@dataclass(frozen=True)
class Amendment:
    """One thing that was amended, for whom, and in which stories.

    `roles` are bound alike, the widest first; there is none where nobody is bound. `row` holds the
    regions, the older edition first. `said` is what is said besides the stance, in the respect of
    `aspect`. `span` is the place of a norm of the newer edition, where it has one.
    """

    council: str
    roles: tuple[str, ...]
    action: str
    aspect: Aspect
    said: str
    row: Row
    turns: frozenset[Turn]
    words: Vocabulary
    span: Span | None = None

    @property
    def is_decided(self) -> bool:
        """Whether it was found out; what was not may be no amendment at all."""
        return Turn.NOT_DECIDED not in self.turns

    @property
    def turned(self) -> str:
        """Say which way it turned, as a heading."""
        return " and ".join(each.spoken for each in Turn if each in self.turns)

    @property
    def subject(self) -> str:
        """Say whom and what it is about: `an officer: answer the enquiry`."""
        who = ", ".join(self.words.roles.roles[each].phrase for each in self.roles)
        deed = self.words.actions[self.action].phrase if self.action else self.said
        return f"{who}: {deed}" if who else deed

    def sentences(self) -> tuple[str, ...]:
        """Say each region: what is said now, what was said before, and where."""
        told = tuple(self.sentence(each) for each in self.row.regions)
        return told if self.is_decided else (*told, f"not decided: {self._why}")

    @property
    def _why(self) -> str:
        return self.row.undecided or self.row.bounded

    def sentence(self, region: Region) -> str:
        """Say one region."""
        where = shortly_said(region.where, self.words)
        if self.aspect is Aspect.STANCE:
            was, now = (
                each.said(self.row.role, self.action, self.words) for each in region.stances
            )
            return f"now {now}; before: {was}; where: {where}"
        was, now = region.stances
        turned = "now" if was.is_silent else "no longer" if now.is_silent else "otherwise"
        return f"{turned}: {self.said}; where: {where}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "protocol": self.council,
            "roles": list(self.roles),
            "action": self.action,
            "aspect": self.aspect.value,
            "turns": [each.value for each in Turn if each in self.turns],
            "text": self.subject,
            "norms": {"before": list(self.row.norms[0]), "after": list(self.row.norms[1])},
            "regions": [self._region(each) for each in self.row.regions],
            **({"said": self.said} if self.said else {}),
            **({} if self.is_decided else {"undecided": self._why}),
        }

    def _region(self, region: Region) -> dict[str, object]:
        was, now = region.stances
        return {
            "turns": [each.value for each in Turn if each in turns_of(region, self.aspect)],
            "before": was.as_data(),
            "after": now.as_data(),
            "where": [each.as_data(self.words) for each in region.where],
            "text": self.sentence(region),
            "witness": region.witness.as_data(),
        }


@dataclass(frozen=True)
class AmendedProtocol:
    """All that was amended in one protocol; of how many questions, and how many had to be asked."""

    council: str
    amendments: tuple[Amendment, ...]
    questions: int
    asked: int


@dataclass(frozen=True)
class Amendments:
    """What a new edition amends: protocol by protocol, and the protocols that came or went."""

    before: str
    after: str
    protocols: tuple[AmendedProtocol, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]

    @property
    def all(self) -> tuple[Amendment, ...]:
        """All amendments, protocol by protocol."""
        return tuple(each for protocol in self.protocols for each in protocol.amendments)

    @property
    def turns(self) -> frozenset[Turn]:
        """Each way in which anything turned; a protocol that came is stricter than none."""
        found = frozenset[Turn]().union(*(each.turns for each in self.all))
        came = {Turn.STRICTER} if self.came else set[Turn]()
        return found | came | ({Turn.LOOSER} if self.went else set[Turn]())

    def counts(self) -> Mapping[Turn, int]:
        """Count the amendments by the ways in which they turned."""
        return {turn: sum(turn in each.turns for each in self.all) for turn in Turn}

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "before": self.before,
            "after": self.after,
            "came": list(self.came),
            "went": list(self.went),
            "counts": {turn.value: count for turn, count in self.counts().items()},
            "questions": sum(each.questions for each in self.protocols),
            "asked": sum(each.asked for each in self.protocols),
            "amendments": [each.as_data() for each in self.all],
        }


def turns_of(region: Region, aspect: Aspect) -> frozenset[Turn]:
    """Tell which way a region turned, from the first of its stances to the second."""
    was, now = map(_duties, region.stances)
    if aspect is Aspect.BREACH:
        # Where less counts as a breach, more is left to whoever is bound.
        return frozenset({Turn.STRICTER if region.stances[0].is_silent else Turn.LOOSER})
    if aspect is not Aspect.STANCE:
        return frozenset({Turn.OTHERWISE})
    match held_against(now, was):
        case Strictness.EQUAL:
            return frozenset({Turn.OTHERWISE})
        case Strictness.STRICTER:
            return frozenset({Turn.STRICTER})
        case Strictness.LOOSER:
            return frozenset({Turn.LOOSER})
        case Strictness.INCOMPARABLE:
            return frozenset({Turn.STRICTER, Turn.LOOSER})


def row_turns(row: Row, aspect: Aspect) -> frozenset[Turn]:
    """Tell which ways a row turned; of what was bounded nobody knows whether that is all."""
    is_open = row.relation is Relation.NOT_DECIDED or row.bounded
    found = frozenset[Turn]().union(*(turns_of(each, aspect) for each in row.regions))
    return found | {Turn.NOT_DECIDED} if is_open else found


def _duties(stance: Stance) -> Stance:
    """Leave out rights and powers, which make nothing stricter."""
    axes = stance.axes
    kept = Axes(axes.required, axes.barred, axes.permitted, axes.exempt)
    return Stance(kept, stance.deadlines)
