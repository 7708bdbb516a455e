"""What a key of an expectation has to hold so that it says what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from protocol_rules.analysis.position import position_of
from protocol_rules.checks.compare import next_step_in_names
from protocol_rules.checks.difference import Difference
from protocol_rules.checks.judge import Judgement
from protocol_rules.checks.rewrite import Value
from protocol_rules.engine import Answer, RequiredAction, Status
from protocol_rules.norms.expectation import NO_QUESTION, Expectation
from protocol_rules.source import Source, Table

__all__ = ["values_found"]

_ORDER = (
    "applies", "lifted", "undetermined", "missing", "not", "due", "breached", "not_breached",
    "next_step", "required", "position", "next_question",
)  # fmt: skip
_KEYS = {"applies": Status.APPLIES, "lifted": Status.LIFTED, "undetermined": Status.UNDETERMINED}


def values_found(
    judgement: Judgement, expected: Expectation, source: Source, table: Table
) -> dict[str, Value]:
    """Give, for each key that differs, what is written there with every difference put right."""
    answer, differences = judgement.answer, judgement.differences
    values: dict[str, Value] = {}
    order = {clause: at for at, clause in enumerate(answer.protocol.clauses)}
    for each in differences:
        if each.key not in values:
            values[each.key] = _written(each.key, source, table)
        if each.key == "required":
            values[each.key] = _required(judgement, expected, _written(each.key, source, table))
        elif each.key == "next_question":
            asked = answer.next_question
            values[each.key] = NO_QUESTION if asked is None else asked.fact.name
        else:
            values[each.key] = _put_right(values[each.key], each, answer, order)
            _move(each, values, source, table)
    return {key: values[key] for key in _ORDER if key in values}


def _written(key: str, source: Source, table: Table) -> Value:
    entry = table.entries.get(key)
    plain: object = [] if entry is None else Source(source.file, source.text, entry.value).plain()
    return cast("Value", [plain] if isinstance(plain, str) and plain else plain or [])


def _put_right(
    value: Value, difference: Difference, answer: Answer, order: Mapping[str, int]
) -> Value:
    subject = difference.subject
    if difference.key == "position":
        return _with_position(value, subject, answer)
    if difference.key == "due":
        days = sorted(
            each.due.isoformat()
            for each in answer.findings_of(subject)
            if each.due is not None and each.status is not Status.DOES_NOT_APPLY
        )
        return _with_entry(value, subject, days[0] if days else None)
    if difference.key == "next_step":
        return _with_entry(value, subject, _next_step(subject, answer))
    if isinstance(value, Mapping):
        return _with_entry(value, subject, _lifting(difference, answer))
    items = [each for each in cast("Sequence[str]", value) if each != subject]
    return items if difference.expected else _inserted(items, subject, order)


def _move(difference: Difference, values: dict[str, Value], source: Source, table: Table) -> None:
    """Let a norm that is found to have another status be named under that one."""
    if "#" not in difference.subject or difference.key not in _KEYS:
        return
    for key, status in _KEYS.items():
        value = values.get(key) or _written(key, source, table)
        if status.words == difference.found and not isinstance(value, Mapping):
            values[key] = [*cast("Sequence[str]", value), difference.subject]


def _inserted(items: Sequence[str], subject: str, order: Mapping[str, int]) -> list[str]:
    """Let a clause come to stand where it is printed among the others."""
    end = len(items)
    if subject in order:
        later = (n for n, each in enumerate(items) if order.get(each, len(order)) > order[subject])
        end = next(later, end)
    return [*items[:end], subject, *items[end:]]


def _with_entry(value: Value, key: str, new: Value | None) -> Value:
    entries = dict(cast("Mapping[str, Value]", value or {}))
    if new is None:
        entries.pop(key, None)
    else:
        entries[key] = new
    return entries


def _lifting(difference: Difference, answer: Answer) -> Value | None:
    """Give what lifts a clause or norm; `None` where it is not lifted."""
    council = answer.protocol.council
    findings = answer.findings_of(difference.subject)
    lifted = (each for each in findings if each.status is Status.LIFTED)
    by = [name.removeprefix(f"{council}/") for each in lifted for name in each.lifted_by]
    names = list(dict.fromkeys(by))
    return names[0] if len(names) == 1 else names or None


def _next_step(subject: str, answer: Answer) -> Value | None:
    """Give whom to turn to next; `None` where there is no route."""
    steps = (each.next_step for each in answer.findings_of(subject))
    names = [*next(map(next_step_in_names, filter(None, steps)), ())]
    return names[0] if len(names) == 1 else names or None


def _with_position(value: Value, subject: str, answer: Answer) -> Value:
    role, _, action = subject.partition(", ")
    by_action = cast("Mapping[str, Value]", value)
    words = list(position_of(answer, role, action).words)
    roles = _with_entry(by_action[action], role, words[0] if len(words) == 1 else words)
    return _with_entry(value, action, roles)


def _required(judgement: Judgement, expected: Expectation, written: Value) -> Value:
    """Write every required action anew, or in a match `at_least` leave out what is not found."""
    if expected.is_exact:
        return [_action(action) for action in judgement.answer.required_actions]
    lacking = {each.expected for each in judgement.differences if each.key == "required"}
    named = zip(written, expected.required or (), strict=True)
    return [as_written for as_written, action in named if str(action) not in lacking]


def _action(action: RequiredAction) -> Value:
    written: dict[str, Value] = {
        "bearer": action.bearers[0] if len(action.bearers) == 1 else list(action.bearers),
        action.modality.value: action.action,
    }
    if action.counterparty is not None:
        roles = action.counterparty.roles
        written["counterparty"] = roles[0] if len(roles) == 1 else list(roles)
    if action.due is not None:
        written["by"] = action.due.isoformat()
    return written
