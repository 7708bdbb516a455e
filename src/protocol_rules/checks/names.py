"""The names in an expectation, looked up in the protocol of which it expects something."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.norms.expectation import NO_QUESTION, NOBODY, UNDETERMINED, Expectation
from protocol_rules.norms.protocol import Protocol
from protocol_rules.validation import Path, Place

__all__ = ["check_names"]


def check_names(expected: Expectation, protocol: Protocol, place: Place) -> None:
    """Tell each clause, norm, fact, action and role that there is not.

    A misspelt clause would otherwise pass for one of which nothing is found.
    """
    norms = protocol.norms
    for path, address in _addresses(expected):
        clause, _, norm = address.partition("#")
        if clause not in protocol.clauses or (
            norm and f"{protocol.council}/{address}" not in norms
        ):
            _tell_address(address, protocol, place.below(path))
    words = protocol.vocabulary
    for path, fact in _facts(expected):
        _check("fact", fact, words.facts, place.below(path))
    for position, action in enumerate(expected.required or ()):
        spot = place / "required" / position
        _check("action", action.action, words.actions, spot / action.modality.value)
        _check_roles(action.bearers, protocol, spot / "bearer")
        _check_roles(action.counterparty or (), protocol, spot / "counterparty")
    for address, roles in expected.next_step.items():
        if roles not in ((NOBODY,), (UNDETERMINED,)):
            _check_roles(roles, protocol, place / "next_step" / address)
    for action, by_role in expected.position.items():
        spot = place / "position" / action
        _check("action", action, words.actions, spot, at="key")
        for role in by_role:
            _check("role", role, words.roles.roles, spot / role, at="key")


def _addresses(expected: Expectation) -> Iterator[tuple[Path, str]]:
    lists = {
        "applies": expected.applies,
        "undetermined": expected.undetermined,
        "not": expected.does_not_apply,
        "breached": expected.breached,
        "not_breached": expected.not_breached,
    }
    for key, names in lists.items():
        yield from (((key, position), each) for position, each in enumerate(names))
    for position, each in enumerate(expected.lifted):
        yield ("lifted", each if each in expected.lifted_by else position), each
    for lifted, lifting in expected.lifted_by.items():
        yield from ((("lifted", lifted, n), each) for n, each in enumerate(lifting))
    for key, named in (("due", expected.due), ("next_step", expected.next_step)):
        yield from (((key, each), each) for each in named)
    for position, action in enumerate(expected.required or ()):
        for number, each in enumerate(action.clauses or ()):
            yield ("required", position, "clauses", number), each


def _facts(expected: Expectation) -> Iterator[tuple[Path, str]]:
    yield from ((("missing", n), each) for n, each in enumerate(expected.missing))
    if expected.next_question not in (None, NO_QUESTION):
        yield ("next_question",), expected.next_question


def _tell_address(address: str, protocol: Protocol, place: Place) -> None:
    clause, _, norm = address.partition("#")
    if clause not in protocol.clauses:
        message = f"no clause {quote(clause)} in `{protocol.council}`"
        place.fault("unknown-clause", message, did_you_mean(clause, protocol.clauses))
        return
    names = [each.address.partition("#")[2] for each in protocol.clauses[clause].norms]
    known = f"it has {', '.join(names)}" if any(names) else "it has none"
    message = f"clause {quote(clause)} has no norm {quote(norm)}"
    place.fault("unknown-norm", message, did_you_mean(norm, names) or known)


def _check_roles(names: Iterable[str], protocol: Protocol, place: Place) -> None:
    for position, name in enumerate(names):
        _check("role", name, protocol.vocabulary.roles.roles, place / position)


def _check(
    kind: str,
    name: str,
    known: Collection[str],
    place: Place,
    at: Literal["key", "value"] = "value",
) -> None:
    if name not in known:
        message = f"no {kind} {quote(name)} in the vocabulary"
        place.fault(f"unknown-{kind}", message, did_you_mean(name, known), at=at)
