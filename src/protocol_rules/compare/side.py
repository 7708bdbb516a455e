"""One council's side of a comparison: all that it says of one action in one story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from protocol_rules.analysis.position import parts_of
from protocol_rules.compare.line import Line, lines_of
from protocol_rules.compare.names import short_name
from protocol_rules.compare.saying import Saying, saying_of
from protocol_rules.engine import Answer, Finding, Status, in_words
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import RoleHierarchy

__all__ = ["Side", "is_concerned", "side_of"]


@dataclass(frozen=True, slots=True)
class Side:
    """What one council says of an action, to each of the roles that are compared.

    `sayings` is what counts: two councils say the same where these are equal. `findings` are those
    of the norms on which they rest, with those that are lifted and say nothing more.
    """

    protocol: Protocol = field(repr=False)
    sayings: Mapping[str, Saying]
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]

    @property
    def council(self) -> str:
        """The name of the protocol, as the command line takes it."""
        return self.protocol.council

    @property
    def name(self) -> str:
        """What a sentence calls the council."""
        return short_name(self.protocol)

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing to any of the roles, and nothing may come to be said."""
        return all(each.is_silent for each in self.sayings.values())

    @property
    def is_determined(self) -> bool:
        """Whether no fact that may be learnt can change what it says."""
        return all(each.is_determined for each in self.sayings.values())

    @property
    def is_conflict(self) -> bool:
        """Whether it requires and bars the action of one role, and neither lifts the other."""
        return any(each.position.is_conflict for each in self.sayings.values())

    @property
    def spoken_to(self) -> frozenset[str]:
        """The roles to which it says something."""
        return frozenset(role for role, each in self.sayings.items() if not each.is_silent)

    @property
    def turns_on(self) -> tuple[str, ...]:
        """The facts which would settle what is undetermined."""
        facts = (fact for each in self.sayings.values() for fact in each.turns_on)
        return self.protocol.vocabulary.in_order(facts)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "protocol": self.council,
            "is_silent": self.is_silent,
            "is_determined": self.is_determined,
            "is_conflict": self.is_conflict,
            "turns_on": list(self.turns_on),
            "positions": [each.as_data() for each in self.sayings.values()],
            "norms": [{**each.as_data(), **_written(each.norm)} for each in self.findings],
        }


def is_concerned(finding: Finding) -> bool:
    """Tell whether a story concerns a norm: it applies, is lifted, or turns on what is not known.

    A standing norm that applies, as it does in every story, is not enough; nor is one that is moot.
    """
    if finding.is_standing or finding.status is Status.DOES_NOT_APPLY:
        return False
    return bool(finding.norm.action) and not finding.is_moot


def side_of(
    answer: Answer,
    roles: Iterable[str],
    action: str,
    occasion: str | None,
    hierarchy: RoleHierarchy,
) -> Side:
    """Work out what a protocol says of an action to each of some roles.

    The `hierarchy` holds the roles of all protocols: of a role that one of them brings along, the
    others say what they say of a wider one.
    """
    words = answer.protocol.vocabulary
    own = words.roles
    known = {role: _known(role, own, hierarchy) for role in roles}
    sayings = {role: saying_of(answer, each, action, occasion) for role, each in known.items()}
    findings: dict[Finding, None] = {}
    for role in known.values() if action in words.actions else ():
        parts = parts_of(answer, role, action, occasion) if role in own.roles else ()
        speaking = (each for each in parts if each.speaks or each.finding.status is Status.LIFTED)
        findings |= dict.fromkeys(each.finding for each in speaking)
    order = {address: position for position, address in enumerate(answer.protocol.norms)}
    told = sorted(findings, key=lambda each: order[each.address])
    lines = lines_of(sayings, action, words, hierarchy)
    return Side(answer.protocol, MappingProxyType(sayings), lines, tuple(told))


def _known(role: str, own: RoleHierarchy, hierarchy: RoleHierarchy) -> str:
    """Give the role, or of one that a protocol does not know the narrowest wider one it knows."""
    if role in own.roles:
        return role
    wider = sorted(hierarchy.above(role), key=lambda each: (-len(hierarchy.above(each)), each))
    return next((each for each in wider if each in own.roles), role)


def _written(norm: Norm) -> dict[str, object]:
    """Give the conditions and the deadline of a norm as its rule file has them."""
    told = {
        "when": "" if norm.when is None else in_words(norm.when),
        "provided": "" if norm.provided is None else in_words(norm.provided),
        "unless": [in_words(each) for each in norm.unless],
        "deadline": "" if norm.deadline is None else norm.deadline.text,
    }
    return {key: each for key, each in told.items() if each}
