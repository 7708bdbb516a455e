"""What a scenario expects, in the words of a scenario file: what the rules answer today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from protocol_rules.engine import Answer, RequiredAction, Status
from protocol_rules.engine.status import rolled_up
from protocol_rules.norms.protocol import Norm
from protocol_rules.vocabulary import Modality, RoleHierarchy

__all__ = ["expectation_of", "position_in_words"]

_STATUSES = {
    "applies": Status.APPLIES,
    "lifted": Status.LIFTED,
    "undetermined": Status.UNDETERMINED,
}
_AXES = (
    {Modality.MUST: 2, Modality.SHOULD: 1},
    {Modality.MUST_NOT: 2, Modality.SHOULD_NOT: 1},
)
"""Duties and bans, each by its force: the greater one is what holds."""


def expectation_of(answer: Answer, norms: Iterable[Norm] = ()) -> dict[str, Any]:
    """Give the whole of an answer as an exact expectation, and what pins some norms in it.

    Of these it names the addresses where their clause says less, and the positions on their
    actions, for their bearers and for the next wider roles.
    """
    pinned = [*norms]
    expected: dict[str, Any] = {
        key: _named(answer, status, pinned) for key, status in _STATUSES.items()
    }
    lifted = {name: _lifted_by(answer, name) for name in expected["lifted"]}
    expected["lifted"] = lifted
    expected["missing"] = list(answer.missing)
    expected["not"] = [
        _short(norm)
        for norm in pinned
        if answer.finding(norm.address).status is Status.DOES_NOT_APPLY
    ]
    applying = [each for each in answer.applies if not each.occasion]
    expected["due"] = {
        each.address.partition("/")[2]: each.due for each in applying if each.due is not None
    }
    expected["breached"] = [
        each.address.partition("/")[2] for each in answer.breached if not each.is_standing
    ]
    if any(norm.modality is not None and norm.modality.requires for norm in pinned):
        expected["required"] = [_required(each) for each in answer.required_actions]
    expected["position"] = _positions(answer, pinned)
    return {key: value for key, value in expected.items() if value or key == "applies"}


def position_in_words(answer: Answer, role: str, action: str) -> list[str] | None:
    """Say where somebody of a role stands to an action; nothing where that is not settled yet."""
    binding = answer.protocol.vocabulary.roles.above(role)
    held: set[Modality] = set()
    for norm in answer.protocol.norms.values():
        if norm.action != action or norm.modality is None or binding.isdisjoint(norm.bearers):
            continue
        finding = answer.finding(norm.address)
        if finding.status is Status.UNDETERMINED:
            return None
        if finding.status is Status.APPLIES:
            held.add(norm.modality)
        elif finding.status is Status.LIFTED and norm.modality.requires:
            held.add(Modality.MAY if norm.modality.forbids else Modality.NEED_NOT)
    for axis in _AXES:
        greatest = max(held & axis.keys(), key=axis.__getitem__, default=None)
        held -= axis.keys() - {greatest}
    return [each.value for each in Modality if each in held] or ["silent"]


def _named(answer: Answer, status: Status, pinned: Iterable[Norm]) -> list[str]:
    """Name the clauses of a status, and those norms of which their clause does not tell it."""
    clauses = [name for name, each in _clause_statuses(answer).items() if each is status]
    for norm in pinned:
        finding = answer.finding(norm.address)
        others = [each for each in answer.protocol.clauses[norm.clause].norms if each is not norm]
        if finding.status is status and (others or finding.is_standing):
            clauses.append(_short(norm))
    return clauses


def _clause_statuses(answer: Answer) -> dict[str, Status]:
    """Give the statuses of the clauses of which a conditional norm is found, in printed order."""
    statuses: dict[str, set[Status]] = {}
    for each in (*answer.applies, *answer.undetermined, *answer.moot, *answer.lifted):
        statuses.setdefault(each.clause, set()).add(each.status)
    return {
        clause: rolled_up(statuses[clause])
        for clause in answer.protocol.clauses
        if clause in statuses
    }


def _lifted_by(answer: Answer, name: str) -> Any:  # noqa: ANN401 - one text, or a list of them
    """Name the clauses that lift a clause or a norm; its own exception is of its own clause."""
    full = f"{answer.protocol.council}/{name}"
    found = [
        by.partition("/")[2].partition("#")[0]
        for each in answer.lifted
        if full in (each.address, each.address.partition("#")[0])
        for by in each.lifted_by
    ]
    return _one_or_more(dict.fromkeys(found))


def _required(action: RequiredAction) -> dict[str, Any]:
    counterparty = () if action.counterparty is None else action.counterparty.roles
    told: dict[str, Any] = {
        "bearer": _one_or_more(action.bearers),
        action.modality.value: action.action,
    }
    if counterparty:
        told["counterparty"] = _one_or_more(counterparty)
    if action.due is not None:
        told["by"] = action.due
    return told


def _positions(answer: Answer, pinned: Iterable[Norm]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for norm in pinned:
        for role in _roles_beside(norm, answer.protocol.vocabulary.roles):
            words = position_in_words(answer, role, norm.action)
            if words is not None:
                found.setdefault(norm.action, {})[role] = _one_or_more(words)
    return {**found}


def _roles_beside(norm: Norm, roles: RoleHierarchy) -> list[str]:
    """Name the bearers of a norm with the next wider roles, which it does not bind."""
    wider = (each for bearer in norm.bearers for each in roles.roles[bearer].wider)
    return [*dict.fromkeys((*norm.bearers, *wider))]


def _one_or_more(names: Iterable[str]) -> Any:  # noqa: ANN401 - one text, or a list of them
    listed = [*names]
    return listed[0] if len(listed) == 1 else listed


def _short(norm: Norm) -> str:
    return norm.address.partition("/")[2]
