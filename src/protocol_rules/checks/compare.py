"""An expectation held against an answer, key by key; what is not expected is not worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.checks.difference import Difference
from protocol_rules.engine import Answer, Finding, NextStep, RequiredAction, Status
from protocol_rules.norms.expectation import (
    NO_QUESTION,
    NOBODY,
    UNDETERMINED,
    Expectation,
    ExpectedAction,
)
from protocol_rules.validation import Place

__all__ = ["differences", "next_step_in_names"]

_KEYS = {
    Status.APPLIES: "applies",
    Status.LIFTED: "lifted",
    Status.UNDETERMINED: "undetermined",
}
_OPEN = (Status.APPLIES, Status.UNDETERMINED)


def differences(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    """Give each way in which an answer is not as expected; `place` is that of the expectation."""
    yield from _statuses(expected, answer, place)
    yield from _lifting(expected, answer, place)
    yield from _not(expected, answer, place)
    yield from _missing(expected, answer, place)
    yield from _due(expected, answer, place)
    yield from _breached(expected, answer, place)
    yield from _not_breached(expected, answer, place)
    yield from _next_steps(expected, answer, place)
    if expected.required is not None:
        yield from _required(expected.required, expected, answer, place)
    yield from _positions(expected, answer, place)
    if expected.next_question is not None:
        yield from _question(expected.next_question, answer, place)


def _statuses(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    found = answer.clause_statuses
    surplus = dict(found) if expected.is_exact else {}
    told: list[Difference] = []
    for status, key in _KEYS.items():
        names: tuple[str, ...] = getattr(expected, key)
        for position, name in enumerate(names):
            clause, _, norm = name.partition("#")
            if surplus.get(clause) is status:
                del surplus[clause]
            statuses = (
                {each.status for each in answer.findings_of(name)}
                if norm
                else {found.get(name, Status.DOES_NOT_APPLY)}
            )
            if status not in statuses:
                surplus.pop(name, None)
                spot = place / key / (name if name in expected.lifted_by else position)
                words = _listed(each.words for each in statuses) or "no finding"
                told.append(Difference(key, name, status.words, words, spot))
    yield from told
    for clause in answer.protocol.clauses if surplus else ():
        if clause in surplus:
            status = surplus[clause]
            key = _KEYS[status]
            yield Difference(key, clause, "", status.words, place / key)


def _lifting(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    council = answer.protocol.council
    for name, wanted in expected.lifted_by.items():
        lifted = [each for each in answer.findings_of(name) if each.status is Status.LIFTED]
        found = dict.fromkeys(
            by.removeprefix(f"{council}/") for each in lifted for by in each.lifted_by
        )
        names = {each: {each, each.partition("#")[0]} for each in found}
        lacking = [each for each in wanted if not any(each in names[by] for by in found)]
        beyond = [each for each in found if names[each].isdisjoint(wanted)]
        if lifted and (lacking or (beyond and expected.is_exact)):
            yield Difference(
                "lifted", name, f"lifted by {_listed(wanted)}", f"lifted by {_listed(found)}",
                place / "lifted" / name,
            )  # fmt: skip


def _not(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    for position, name in enumerate(expected.does_not_apply):
        if "#" in name:
            statuses = {each.status for each in answer.findings_of(name)}
        else:
            statuses = {answer.clause_statuses.get(name, Status.DOES_NOT_APPLY)}
        if not statuses.isdisjoint(_OPEN):
            found = _listed(each.words for each in statuses)
            wanted = "neither applies nor undetermined"
            yield Difference("not", name, wanted, found, place / "not" / position)


def _missing(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    if not expected.missing and not (expected.is_exact and answer.undetermined):
        return
    found = answer.missing
    for position, fact in enumerate(expected.missing):
        if fact not in found:
            yield Difference(
                "missing", fact, "missing", "not missing", place / "missing" / position
            )
    if expected.is_exact:
        for fact in found:
            if fact not in expected.missing:
                yield Difference("missing", fact, "", "missing", place / "missing")


def _due(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    for name, day in expected.due.items():
        days = {
            each.due.isoformat()
            for each in answer.findings_of(name)
            if each.status is not Status.DOES_NOT_APPLY and each.due is not None
        }
        if day not in days:
            found = f"due on {_listed(sorted(days))}" if days else "no due date"
            yield Difference("due", name, f"due on {day}", found, place / "due" / name)


def _breached(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    for position, name in enumerate(expected.breached):
        findings = answer.findings_of(name)
        if not any(each.breached for each in findings):
            found = _listed(map(_standing, findings)) or "no finding"
            yield Difference("breached", name, "breached", found, place / "breached" / position)


def _not_breached(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    for position, name in enumerate(expected.not_breached):
        applying = [each for each in answer.findings_of(name) if each.status is Status.APPLIES]
        if not applying or any(each.breached for each in applying):
            found = "breached" if applying else "does not apply"
            spot = place / "not_breached" / position
            yield Difference("not_breached", name, "applies and is not breached", found, spot)


def _next_steps(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    for name, wanted in expected.next_step.items():
        steps = [each.next_step for each in answer.findings_of(name)]
        found = [next_step_in_names(each) for each in steps if each is not None]
        if not any(set(wanted) == set(each) for each in found):
            instead = " or ".join(_listed(each) for each in found) or "no route"
            spot = place / "next_step" / name
            yield Difference("next_step", name, _listed(wanted), instead, spot)


def next_step_in_names(step: NextStep) -> tuple[str, ...]:
    """Say whom to turn to next, as an expectation says it."""
    return step.to or ((UNDETERMINED,) if step.turns_on else (NOBODY,))


def _standing(finding: Finding) -> str:
    if finding.status is not Status.APPLIES:
        return finding.status.words
    performance = finding.performance
    return "nothing that could show a breach" if performance is None else performance.state.words


def _required(
    wanted: Iterable[ExpectedAction], expected: Expectation, answer: Answer, place: Place
) -> Iterator[Difference]:
    found = answer.required_actions
    unexpected = [*found]
    for position, action in enumerate(wanted):
        fitting = [each for each in found if _is_as_expected(each, action)]
        unexpected = [each for each in unexpected if each not in fitting]
        if not fitting:
            near = [each for each in found if _is_the_same_duty(each, action)]
            unexpected = [each for each in unexpected if each not in near]
            instead = "; ".join(map(str, near)) or "not required"
            spot = place / "required" / position
            yield Difference("required", action.action, str(action), instead, spot)
    if expected.is_exact:
        for each in unexpected:
            yield Difference("required", each.action, "", str(each), place / "required")


def _is_the_same_duty(found: RequiredAction, wanted: ExpectedAction) -> bool:
    return (
        found.action == wanted.action
        and found.modality is wanted.modality
        and set(found.bearers) == set(wanted.bearers)
    )


def _is_as_expected(found: RequiredAction, wanted: ExpectedAction) -> bool:
    others = () if found.counterparty is None else found.counterparty.roles
    due = None if found.due is None else found.due.isoformat()
    return (
        _is_the_same_duty(found, wanted)
        and (wanted.counterparty is None or set(wanted.counterparty) == set(others))
        and (wanted.by is None or wanted.by == due)
        and (wanted.clauses is None or set(wanted.clauses) == set(found.clauses))
    )


def _positions(expected: Expectation, answer: Answer, place: Place) -> Iterator[Difference]:
    if not expected.position:
        return
    # Imported here because few scenarios expect one, and none of `evaluate` without a file does.
    from protocol_rules.analysis.position import position_of  # noqa: PLC0415

    for action, by_role in expected.position.items():
        for role, wanted in by_role.items():
            found = position_of(answer, role, action).words
            if set(wanted) != set(found):
                spot = place / "position" / action / role
                subject = f"{role}, {action}"
                yield Difference("position", subject, _listed(wanted), _listed(found), spot)


def _question(wanted: str, answer: Answer, place: Place) -> Iterator[Difference]:
    asked = answer.next_question
    found = NO_QUESTION if asked is None else asked.fact.name
    if found != wanted:
        spot = place / "next_question"
        yield Difference("next_question", "next question", wanted, found, spot)


def _listed(names: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(names))
