"""What is wrong with an expectation by itself, whatever any protocol says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from protocol_rules.diagnostics import quote
from protocol_rules.norms.expectation import (
    NO_QUESTION,
    SILENT,
    UNDETERMINED,
    Expectation,
)
from protocol_rules.validation import Place
from protocol_rules.vocabulary.values import Misfit, read_day

__all__ = ["check_expectation"]

_STATUSES = {
    "applies": "applies",
    "lifted": "lifted",
    "undetermined": "undetermined",
    "not": "does_not_apply",
}


def check_expectation(expected: Expectation, place: Place, *, has_occasions: bool) -> None:
    """Tell what no answer could meet: two statuses of one clause, a fact missing twice, no date.

    On two occasions one norm may have two statuses, so that its address may stand twice.
    """
    for key, names in _lists(expected):
        for position, name in _repeated(names):
            (place / key / position).fault("named-twice", f"{quote(name)} stands here twice")
    for one, other in combinations(_STATUSES, 2):
        _check_statuses(expected, one, other, place, has_occasions=has_occasions)
    for position, name in enumerate(expected.not_breached):
        if name in expected.breached:
            message = f"{quote(name)} cannot be under `breached` and under `not_breached`"
            (place / "not_breached" / position).fault("cannot-be-met", message)
    _check_question(expected, place)
    _check_days(expected, place)
    for action, by_role in expected.position.items():
        for role, words in by_role.items():
            alone = [word for word in (SILENT, UNDETERMINED) if word in words]
            if alone and len(words) > 1:
                message = f"a position is {quote(alone[0])} or has modal words, not both"
                (place / "position" / action / role).fault("cannot-be-met", message)


def _lists(expected: Expectation) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, attribute in _STATUSES.items():
        yield key, getattr(expected, attribute)
    yield "missing", expected.missing
    yield "breached", expected.breached
    yield "not_breached", expected.not_breached


def _repeated(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name in seen:
            yield position, name
        seen.add(name)


def _check_statuses(
    expected: Expectation, one: str, other: str, place: Place, *, has_occasions: bool
) -> None:
    first: tuple[str, ...] = getattr(expected, _STATUSES[one])
    second: tuple[str, ...] = getattr(expected, _STATUSES[other])
    for position, name in enumerate(second):
        clash = name in first and ("#" not in name or not has_occasions)
        # Where nothing of a clause applies, no norm of it does.
        if other == "not" and one != "lifted" and "#" not in name:
            clash = clash or any(each.partition("#")[0] == name for each in first)
        if clash:
            message = f"{quote(name)} cannot be under `{one}` and under `{other}`"
            spot = place / other / (name if other == "lifted" and expected.lifted_by else position)
            spot.fault("cannot-be-met", message, "one clause has one status")


def _check_question(expected: Expectation, place: Place) -> None:
    question, spot = expected.next_question, place / "next_question"
    if question == NO_QUESTION and expected.missing:
        message = "something is missing, so that there is a question to ask next"
        spot.fault("cannot-be-met", message, "it is the fact that settles most")
    elif question not in (None, NO_QUESTION, *expected.missing) and expected.is_exact:
        message = f"{quote(question)} is asked next, and is not among the facts that are missing"
        spot.fault("cannot-be-met", message, "`missing` names every one, or say `at_least`")


def _check_days(expected: Expectation, place: Place) -> None:
    for address, written in expected.due.items():
        _check_day(written, "due", place / "due" / address)
    for position, action in enumerate(expected.required or ()):
        if action.by is not None:
            _check_day(action.by, "by", place / "required" / position / "by")


def _check_day(written: str, name: str, spot: Place) -> None:
    day = read_day(written, name)
    if isinstance(day, Misfit):
        spot.fault(day.code, day.message, day.hint)
