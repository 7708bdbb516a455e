"""Positions: what a protocol makes of a role and an action in a scenario, all its norms together.

The axes are those of Hohfeld, Fundamental Legal Conceptions (1913), with duties and bans by their
force and with permissions and exemptions that somebody granted, apart from mere silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import NamedTuple
from weakref import WeakKeyDictionary

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine import Answer, Finding, Status
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import Modality

__all__ = [
    "Axes",
    "Degree",
    "Part",
    "Position",
    "Strictness",
    "contribution",
    "parts_of",
    "position_of",
    "strictness",
]

SILENT, UNDETERMINED = "silent", "undetermined"


class Degree(IntEnum):
    """How strictly something is required or barred."""

    NO = 0
    SHOULD = 1
    MUST = 2


class Axes(NamedTuple):
    """A position by its axes, each the greatest of what the norms say."""

    required: Degree = Degree.NO
    barred: Degree = Degree.NO
    permitted: bool = False
    exempt: bool = False
    claim: bool = False
    no_claim: bool = False
    power: bool = False
    no_power: bool = False
    presumed: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The modal words that say as much, in the order of the axes; none where all is silent."""
        by_degree = (_DUTIES[self.required], _BANS[self.barred])
        granted = (word.value for held, word in zip(self[2:], _GRANTS, strict=True) if held)
        return (*(word.value for word in by_degree if word is not None), *granted)


_DUTIES = {Degree.NO: None, Degree.SHOULD: Modality.SHOULD, Degree.MUST: Modality.MUST}
_BANS = {Degree.NO: None, Degree.SHOULD: Modality.SHOULD_NOT, Degree.MUST: Modality.MUST_NOT}
_GRANTS = (
    Modality.MAY,
    Modality.NEED_NOT,
    Modality.IS_ENTITLED_TO,
    Modality.IS_NOT_ENTITLED_TO,
    Modality.IS_EMPOWERED_TO,
    Modality.IS_NOT_EMPOWERED_TO,
    Modality.IS_PRESUMED_TO,
)
_NOTHING = Axes()
_APPLYING: Mapping[Modality, Axes] = {
    Modality.MUST: Axes(required=Degree.MUST),
    Modality.SHOULD: Axes(required=Degree.SHOULD),
    Modality.MUST_NOT: Axes(barred=Degree.MUST),
    Modality.SHOULD_NOT: Axes(barred=Degree.SHOULD),
    **{
        word: _NOTHING._replace(**{axis: True})
        for axis, word in zip(Axes._fields[2:], _GRANTS, strict=True)
    },
}
_PERMITTED, _EXEMPT = Axes(permitted=True), Axes(exempt=True)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a protocol puts somebody of a role towards an action, as far as the scenario tells.

    `lower` is what holds already and `upper` what may come to hold; they are equal where the
    position is determined. `addresses` names the norms on which it rests.
    """

    role: str
    action: str
    lower: Axes
    upper: Axes
    addresses: tuple[str, ...] = ()
    bearer: str = field(default="", repr=False)
    deed: str = field(default="", repr=False)

    @property
    def is_determined(self) -> bool:
        """Whether no fact that may be learnt can change it."""
        return self.lower == self.upper

    @property
    def is_conflict(self) -> bool:
        """Whether the action is required and barred at once, and neither lifts the other."""
        return bool(self.lower.required and self.lower.barred)

    @property
    def words(self) -> tuple[str, ...]:
        """The modal words, as a rule file has them; or `silent`; or `undetermined`."""
        if not self.is_determined:
            return (UNDETERMINED,)
        return self.lower.words or (SILENT,)

    def __str__(self) -> str:
        """Say it in a sentence."""
        held = " and ".join(map(_spoken, self.lower.words))
        if self.is_determined:
            conflict = ", which is a conflict" if self.is_conflict else ""
            if held:
                return f"{self.bearer} {held} {self.deed}{conflict}"
            return f"nothing is said of whether {self.bearer} is to {self.deed}"
        possible = " or ".join(
            _spoken(word) for word in self.upper.words if word not in self.lower.words
        )
        open_part = f"it is undetermined whether {self.bearer} {possible} {self.deed}"
        return f"{self.bearer} {held} {self.deed}; {open_part}" if held else open_part

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "role": self.role,
            "action": self.action,
            "words": list(self.words),
            "lower": list(self.lower.words),
            "upper": list(self.upper.words),
            "is_determined": self.is_determined,
            "is_conflict": self.is_conflict,
            "addresses": list(self.addresses),
            "text": str(self),
        }


class Part(NamedTuple):
    """What one norm adds to a position: what holds already, and what may come to hold."""

    finding: Finding
    least: Axes
    greatest: Axes

    @property
    def speaks(self) -> bool:
        """Whether the position rests on it."""
        return self.greatest != _NOTHING


class Strictness(StrEnum):
    """How one position stands to another."""

    STRICTER = "stricter"
    LOOSER = "looser"
    EQUAL = "equal"
    INCOMPARABLE = "incomparable"


def position_of(answer: Answer, role: str, action: str, occasion: str | None = None) -> Position:
    """Give the position of a protocol on a role and an action in the scenario of its answer.

    A norm counts where one of its bearers includes the role, standing norms among them: what
    binds an officer binds a chief executive, and nothing follows for officers from what binds a
    chief executive. A lifted duty exempts, and a lifted ban permits. With an `occasion` it is the
    position there; else each axis is the greatest over all of them. Raises `InvalidInput`, with a
    hint, for a role, an action or an occasion that is not there.
    """
    parts = parts_of(answer, role, action, occasion)
    words = answer.protocol.vocabulary
    return Position(
        role,
        action,
        _greatest(each.least for each in parts),
        _greatest(each.greatest for each in parts),
        tuple(dict.fromkeys(each.finding.address for each in parts if each.speaks)),
        words.roles.roles[role].phrase,
        words.actions[action].phrase,
    )


def parts_of(
    answer: Answer, role: str, action: str, occasion: str | None = None
) -> tuple[Part, ...]:
    """Give what each norm adds to the position that `position_of` gives, in printed order.

    Norms that add nothing are among them. Raises `InvalidInput` as `position_of` does.
    """
    words = answer.protocol.vocabulary
    _check("role", role, words.roles.roles)
    _check("action", action, words.actions)
    if occasion is not None:
        _check("occasion", occasion, answer.scenario.occasions)
    binding = words.roles.above(role)
    return tuple(
        _part(finding, role)
        for norm in _norms_on(answer.protocol).get(action, ())
        if not binding.isdisjoint(norm.bearers)
        for finding in answer.findings_of(norm.address)
        if occasion is None or finding.occasion in ("", occasion)
    )


def strictness(one: Position, other: Position) -> Strictness:
    """Tell whether one position is stricter: it requires and bars as much, and frees no more.

    Claims and powers do not count. Where something is undetermined, both what holds already and
    what may come to hold are compared.
    """
    own, others = _severity(one), _severity(other)
    at_least = all(a >= b for a, b in zip(own, others, strict=True))
    at_most = all(a <= b for a, b in zip(own, others, strict=True))
    if at_least and at_most:
        return Strictness.EQUAL
    if at_least:
        return Strictness.STRICTER
    return Strictness.LOOSER if at_most else Strictness.INCOMPARABLE


def _severity(position: Position) -> tuple[int, ...]:
    return tuple(
        value
        for axes in (position.lower, position.upper)
        for value in (axes.required, axes.barred, -axes.permitted, -axes.exempt)
    )


def _part(finding: Finding, role: str) -> Part:
    told = _contributions(finding, role)
    return Part(finding, _least(told), _greatest(told))


def _contributions(finding: Finding, role: str) -> list[Axes]:
    """Give what a norm may come to say, by each status to which it can still come."""
    modality = finding.norm.modality
    if modality is None:
        return [_NOTHING]
    return [contribution(modality, status) for status in finding.outcomes(role)]


def contribution(modality: Modality, status: Status) -> Axes:
    """Give what a norm says by its status: a lifted duty exempts, and a lifted ban permits."""
    if status is Status.APPLIES:
        return _APPLYING[modality]
    if status is Status.LIFTED and modality.requires:
        return _PERMITTED if modality.forbids else _EXEMPT
    return _NOTHING


def _greatest(several: Iterable[Axes]) -> Axes:
    return Axes(*map(max, zip(_NOTHING, *several, strict=True)))


def _least(several: Iterable[Axes]) -> Axes:
    return Axes(*map(min, zip(*several, strict=True)))


def _spoken(word: str) -> str:
    return word.replace("_", " ")


def _check(kind: str, name: str, known: Iterable[str]) -> None:
    if name not in known:
        message = f"no {kind} {quote(name)} is known here"
        hint = did_you_mean(name, known)
        raise InvalidInput([Diagnostic(f"unknown-{kind}", message, hint=hint)])


_NORMS_ON: WeakKeyDictionary[Protocol, Mapping[str, list[Norm]]] = WeakKeyDictionary()


def _norms_on(protocol: Protocol) -> Mapping[str, list[Norm]]:
    """Give the norms of a protocol by their action."""
    found = _NORMS_ON.get(protocol)
    if found is None:
        by_action: dict[str, list[Norm]] = {}
        for norm in protocol.norms.values():
            by_action.setdefault(norm.action, []).append(norm)
        found = _NORMS_ON[protocol] = by_action
    return found
