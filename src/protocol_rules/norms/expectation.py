"""What an answer has to be, as a file of scenarios says it, where that is plainly sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from protocol_rules.norms.sound import doubt, keys, one_of, some, table, texts, word
from protocol_rules.vocabulary import Modality

__all__ = [
    "NOBODY",
    "NO_QUESTION",
    "POSITION_WORDS",
    "SILENT",
    "UNDETERMINED",
    "Expectation",
    "ExpectedAction",
    "Match",
    "read_expectation",
]

Match = Literal["exact", "at_least"]

NO_QUESTION = "none"
"""What `next_question` says where nothing is left to ask."""

NOBODY = "nobody"
"""What `next_step` says where there is nobody left to turn to."""

SILENT, UNDETERMINED = "silent", "undetermined"
POSITION_WORDS = (*(each.value for each in Modality), SILENT, UNDETERMINED)
"""What may be said of a position: the modal words, and that there is none, or none yet."""

_MATCHES: tuple[Match, ...] = ("exact", "at_least")
_REQUIRING = tuple(each.value for each in Modality if each.requires)
_ACTION_KEYS = ("bearer", *_REQUIRING, "counterparty", "by", "clauses")
_KEYS = (
    "match", "applies", "lifted", "undetermined", "missing", "not", "due", "breached",
    "not_breached", "next_step", "required", "position", "next_question",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExpectedAction:
    """One required action that is expected; what it leaves open is not looked at."""

    bearers: tuple[str, ...]
    modality: Modality
    action: str
    counterparty: tuple[str, ...] | None = None
    by: str | None = None
    clauses: tuple[str, ...] | None = None

    def __str__(self) -> str:
        """Say it in the words of the file."""
        towards = "" if self.counterparty is None else f" to {' and '.join(self.counterparty)}"
        said = f"{' and '.join(self.bearers)} {self.modality.words} {self.action}{towards}"
        by = "" if self.by is None else f" by {self.by}"
        clauses = "" if self.clauses is None else f" ({', '.join(self.clauses)})"
        return f"{said}{by}{clauses}"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an answer has to be: clause ids or norm addresses; `missing` names facts.

    `does_not_apply` is the key `not`; `lifted_by` says of some of `lifted` by what; `not_breached`
    names norms that apply and were not breached, and `next_step` whom to turn to next. `required`
    and `next_question` are `None` where nothing is expected of them.
    """

    applies: tuple[str, ...] = ()
    lifted: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    due: Mapping[str, str] = field(default_factory=dict[str, str])
    match: Match = "exact"
    lifted_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    does_not_apply: tuple[str, ...] = ()
    breached: tuple[str, ...] = ()
    required: tuple[ExpectedAction, ...] | None = None
    position: Mapping[str, Mapping[str, tuple[str, ...]]] = field(
        default_factory=dict[str, Mapping[str, tuple[str, ...]]]
    )
    next_question: str | None = None
    not_breached: tuple[str, ...] = ()
    next_step: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def is_exact(self) -> bool:
        """Whether what is not named is expected not to be there."""
        return self.match == "exact"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every clause and norm that it names, in the order of the keys."""
        lifting = (each for by in self.lifted_by.values() for each in by)
        required = (each for action in self.required or () for each in action.clauses or ())
        named = (
            *self.applies, *self.lifted, *lifting, *self.undetermined, *self.does_not_apply,
            *self.due, *self.breached, *self.not_breached, *self.next_step, *required,
        )  # fmt: skip
        return tuple(dict.fromkeys(named))


def read_expectation(written: object, match: Match = "exact") -> Expectation:
    """Read an expectation; `match` is what holds where it does not say. May raise `Doubtful`."""
    parts = keys(written, _KEYS)
    lifted, is_mapping = parts.get("lifted", ()), isinstance(parts.get("lifted"), dict)
    lifted_by = table(lifted, some) if is_mapping else {}
    return Expectation(
        applies=texts(parts.get("applies", ())),
        lifted=tuple(lifted_by) if is_mapping else texts(lifted),
        undetermined=texts(parts.get("undetermined", ())),
        missing=texts(parts.get("missing", ())),
        due=table(parts.get("due", {}), word),
        match=one_of(_MATCHES, parts["match"]) if "match" in parts else match,
        lifted_by=lifted_by,
        does_not_apply=texts(parts.get("not", ())),
        breached=texts(parts.get("breached", ())),
        required=_actions(parts["required"]) if "required" in parts else None,
        position=table(parts.get("position", {}), _by_role),
        next_question=word(parts["next_question"]) if "next_question" in parts else None,
        not_breached=texts(parts.get("not_breached", ())),
        next_step=table(parts.get("next_step", {}), some),
    )


def _actions(written: object) -> tuple[ExpectedAction, ...]:
    if not isinstance(written, (list, tuple)):
        doubt()
    return tuple(_action(each) for each in cast("list[object]", written))


def _action(written: object) -> ExpectedAction:
    parts = keys(written, _ACTION_KEYS)
    modal = [each for each in _REQUIRING if each in parts]
    if len(modal) != 1 or "bearer" not in parts:
        doubt()
    return ExpectedAction(
        some(parts["bearer"]),
        Modality(modal[0]),
        word(parts[modal[0]]),
        some(parts["counterparty"]) if "counterparty" in parts else None,
        word(parts["by"]) if "by" in parts else None,
        some(parts["clauses"]) if "clauses" in parts else None,
    )


def _by_role(written: object) -> dict[str, tuple[str, ...]]:
    return table(written, _position)


def _position(written: object) -> tuple[str, ...]:
    return tuple(one_of(POSITION_WORDS, each) for each in some(written))
