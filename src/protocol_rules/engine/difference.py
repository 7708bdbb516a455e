"""What is different in another answer of the same council: what a change of facts changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.engine.changes import Change, FactChange, changes_of
from protocol_rules.engine.required import RequiredAction
from protocol_rules.engine.status import Status
from protocol_rules.engine.wording import day

if TYPE_CHECKING:
    from protocol_rules.engine.answer import Answer
    from protocol_rules.engine.finding import Finding

    _Findings = dict[tuple[str, str], Finding]

__all__ = ["AnswerChange", "DueChange", "StatusChange", "changes_between"]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A norm whose status is another one; `occasion` names the occasion that it is about."""

    address: str
    occasion: str
    before: Status
    after: Status

    def __str__(self) -> str:
        """Say it in a sentence."""
        return f"{_named(self)}: {self.before.words}, now {self.after.words}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return _with_occasion(self) | {"before": self.before.value, "after": self.after.value}


@dataclass(frozen=True, slots=True)
class DueChange:
    """A norm that applies before and after, with another due date; `None` where none is known."""

    address: str
    occasion: str
    before: date | None
    after: date | None

    def __str__(self) -> str:
        """Say it in a sentence."""
        before, after = (
            "on a day that is not known" if each is None else f"by {day(each)}"
            for each in (self.before, self.after)
        )
        return f"{_named(self)}: due {before}, now {after}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        dates = {"before": self.before, "after": self.after}
        return _with_occasion(self) | {
            key: None if each is None else each.isoformat() for key, each in dates.items()
        }


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """What another answer says otherwise.

    `facts` is what was told otherwise, `statuses` the norms with another status, `came` and
    `went` the required actions that one of the answers has alone, and `dues` the due dates that
    moved.
    """

    facts: tuple[Change, ...]
    statuses: tuple[StatusChange, ...]
    came: tuple[RequiredAction, ...]
    went: tuple[RequiredAction, ...]
    dues: tuple[DueChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the answers say the same, whatever was told."""
        return not (self.statuses or self.came or self.went or self.dues)

    def __str__(self) -> str:
        """Say everything that changed, a sentence each."""
        lines = [
            *map(str, self.facts),
            *map(str, self.statuses),
            *(f"now required: {each}" for each in self.came),
            *(f"no longer required: {each}" for each in self.went),
            *map(str, self.dues),
        ]
        return "\n".join(lines if not self.is_empty else [*lines, "the answer stays the same"])

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "facts": [each.as_data() for each in self.facts],
            "statuses": [each.as_data() for each in self.statuses],
            "came": [each.as_data() for each in self.came],
            "went": [each.as_data() for each in self.went],
            "dues": [each.as_data() for each in self.dues],
        }


def changes_between(before: Answer, after: Answer) -> AnswerChange:
    """Tell what changed from one answer to another of the same council.

    Raises `InvalidInput` where they are answers of two councils.
    """
    councils = before.protocol.council, after.protocol.council
    if councils[0] != councils[1]:
        message = f"the answers are those of two councils, `{councils[0]}` and `{councils[1]}`"
        hint = "evaluate both scenarios under one protocol"
        raise InvalidInput([Diagnostic("two-councils", message, hint=hint)])
    old, new = _by_norm(before), _by_norm(after)
    return AnswerChange(
        (*changes_of(before.scenario, after.scenario), *_of_today(before, after)),
        tuple(_statuses(old, new)),
        _only_in(after.required_actions, before.required_actions),
        _only_in(before.required_actions, after.required_actions),
        tuple(_dues(old, new)),
    )


def _of_today(before: Answer, after: Answer) -> Iterator[Change]:
    was, now = before.scenario.today, after.scenario.today
    if was != now:
        yield FactChange("today", was, now)


def _statuses(old: _Findings, new: _Findings) -> Iterator[StatusChange]:
    absent = Status.DOES_NOT_APPLY
    for key in dict.fromkeys((*old, *new)):
        was = old[key].status if key in old else absent
        now = new[key].status if key in new else absent
        if was is not now:
            yield StatusChange(*key, was, now)


def _dues(old: _Findings, new: _Findings) -> Iterator[DueChange]:
    for key, finding in old.items():
        later = new.get(key)
        if later is None or {finding.status, later.status} != {Status.APPLIES}:
            continue
        if finding.due != later.due:
            yield DueChange(*key, finding.due, later.due)


def _by_norm(answer: Answer) -> _Findings:
    """Give the findings of what is awake; whatever sleeps does not apply."""
    return {(each.address, each.occasion): each for each in answer.live()}


def _only_in(
    actions: tuple[RequiredAction, ...], others: tuple[RequiredAction, ...]
) -> tuple[RequiredAction, ...]:
    known = {_what(each) for each in others}
    return tuple(each for each in actions if _what(each) not in known)


def _what(action: RequiredAction) -> tuple[object, ...]:
    """Tell who must or should do what to whom: by when, and under which clauses, may change."""
    return (action.bearers, action.modality, action.action, action.counterparty, action.occasion)


def _named(change: StatusChange | DueChange) -> str:
    return change.address + (f" on the occasion {change.occasion}" if change.occasion else "")


def _with_occasion(change: StatusChange | DueChange) -> dict[str, object]:
    named: dict[str, object] = {"address": change.address}
    return named | ({"occasion": change.occasion} if change.occasion else {})
