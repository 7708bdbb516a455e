"""From an answer to the expectation that it meets exactly, as plain data for a scenario file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from protocol_rules.analysis.position import position_of
from protocol_rules.engine import Answer, ClauseFinding, Finding, RequiredAction, Status
from protocol_rules.norms.expectation import NO_QUESTION
from protocol_rules.norms.protocol import Norm, Protocol

__all__ = ["TO_BE_CONFIRMED", "Part", "expectation_of", "positions_beside"]

Part = Literal["breached", "required", "next_question"]

TO_BE_CONFIRMED = "to_be_confirmed"
"""The tag of a scenario whose expectation says what the rules give, and nobody has read it yet."""

_KEYS = {
    Status.APPLIES: "applies",
    Status.LIFTED: "lifted",
    Status.UNDETERMINED: "undetermined",
}


def expectation_of(
    answer: Answer,
    *,
    also: Collection[Part] = (),
    positions: Iterable[tuple[str, str]] = (),
    norms: Iterable[Norm] = (),
) -> dict[str, object]:
    """Give what has to be expected for this answer, and no other, to be met.

    It names every clause of each status, with what lifts it, every missing fact and every due
    date; where the norms of a clause have several statuses, those norms as well. `also` adds what
    has been breached, every required action or the next question, and `positions` those of some
    roles towards some actions. Of some `norms` it says by their own address what their clause does
    not say of them. Nothing is there for a key of which there is nothing to say.
    """
    clauses, singled_out = answer.clauses, [*norms]
    found: dict[str, object] = {}
    for status, key in _KEYS.items():
        named = [name for each in clauses.values() for name in _named(each, status)]
        own = (_own(each.address) for each in singled_out if _is_hidden(answer, each, status))
        names = [*dict.fromkeys((*named, *own))]
        found[key] = {name: _lifting(answer, name) for name in names} if key == "lifted" else names
    found["missing"] = [*answer.missing]
    found["not"] = [
        _own(each.address)
        for each in singled_out
        if answer.finding(each.address).status is Status.DOES_NOT_APPLY
    ]
    found["due"] = dict(_due(clauses.values()))
    if "breached" in also:
        found["breached"] = [*dict.fromkeys(_own(each.address) for each in answer.breached)]
    found["position"] = _positions(answer, positions)
    said = {key: each for key, each in found.items() if each}
    if "required" in also:
        said["required"] = [_required(each) for each in answer.required_actions]
    if "next_question" in also:
        asked = answer.next_question
        said["next_question"] = NO_QUESTION if asked is None else asked.fact.name
    return said


def positions_beside(norms: Iterable[Norm], protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """Give the roles on whose positions some norms show: those bound, and the next wider ones."""
    roles = protocol.vocabulary.roles.roles
    return tuple(
        dict.fromkeys(
            (role, norm.action)
            for norm in norms
            for role in (
                *norm.bearers,
                *(wide for each in norm.bearers for wide in roles[each].wider),
            )
        )
    )


def _is_hidden(answer: Answer, norm: Norm, status: Status) -> bool:
    """Whether a norm has a status of which the status of its clause says nothing."""
    is_alone = len(answer.protocol.clauses[norm.clause].norms) == 1 and not norm.is_standing
    return not is_alone and answer.finding(norm.address).status is status


def _named(clause: ClauseFinding, status: Status) -> Iterator[str]:
    """Name a clause of a status, and the norms of that status where another one has another."""
    conditional = [each for each in clause.findings if not each.is_standing]
    if clause.status is status:
        yield clause.clause.id
    if len({each.status for each in conditional}) > 1:
        own = (_own(each.address) for each in conditional if each.status is status)
        yield from (name for name in dict.fromkeys(own) if name != clause.clause.id)


def _lifting(answer: Answer, name: str) -> str | list[str]:
    """Name what lifts a clause or a norm: by the clause alone where that has one norm."""
    lifted = (each for each in answer.findings_of(name) if each.status is Status.LIFTED)
    addresses = dict.fromkeys(by for each in lifted for by in each.lifted_by)
    found = [_shortest(answer, each) for each in addresses]
    return found[0] if len(found) == 1 else found


def _shortest(answer: Answer, address: str) -> str:
    clause = _own(address).partition("#")[0]
    return clause if len(answer.protocol.clauses[clause].norms) == 1 else _own(address)


def _due(clauses: Iterable[ClauseFinding]) -> Iterator[tuple[str, str]]:
    """Give the due dates, by the clause where only one norm of it has any."""
    for clause in clauses:
        dated = [each for each in clause.findings if each.due is not None and _is_open(each)]
        norms = {each.address for each in dated}
        for each in dated:
            name = clause.clause.id if len(norms) == 1 else _own(each.address)
            if each.due is not None:
                yield name, each.due.isoformat()


def _is_open(finding: Finding) -> bool:
    return finding.status in (Status.APPLIES, Status.UNDETERMINED)


def _required(action: RequiredAction) -> dict[str, object]:
    said: dict[str, object] = {
        "bearer": _one_or_all(action.bearers),
        action.modality.value: action.action,
    }
    if action.counterparty is not None:
        said["counterparty"] = _one_or_all(action.counterparty.roles)
    if action.due is not None:
        said["by"] = action.due.isoformat()
    return {**said, "clauses": [*action.clauses]}


def _positions(answer: Answer, wanted: Iterable[tuple[str, str]]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for role, action in wanted:
        words = position_of(answer, role, action).words
        found.setdefault(action, {})[role] = _one_or_all(words)
    return found


def _one_or_all(names: tuple[str, ...]) -> object:
    return names[0] if len(names) == 1 else [*names]


def _own(address: str) -> str:
    """Leave the council out of an address."""
    return address.partition("/")[2]
