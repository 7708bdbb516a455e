"""`same-norm-twice`: two norms of one protocol that say the same in every respect."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.norms.protocol import Deadline, Norm, NormKind, Protocol

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        first: dict[Hashable, Norm] = {}
        for norm in linted.protocol.norms.values():
            if norm.kind is not NormKind.NORM:
                continue
            other = first.setdefault(_said(linted.protocol, norm), norm)
            if other is not norm:
                message = f"`{norm.address}` says over again what `{other.address}` says"
                hint = "take one out, or accept it with a reason where both are printed"
                yield found(
                    "same-norm-twice", linted, norm, message, hint,
                    severity="warning", beside=[other.clause],
                )  # fmt: skip


def _said(protocol: Protocol, norm: Norm) -> Hashable:
    """Everything that makes a difference to what is asked of whom, and when."""
    party = norm.counterparty
    return (
        frozenset(norm.bearers),
        norm.modality,
        norm.action,
        None if party is None else (frozenset(party.roles), party.every or len(party.roles) == 1),
        norm.when,
        norm.provided,
        frozenset(norm.unless),
        frozenset((each.by, each.only_for) for each in protocol.overrides.get(norm.address, ())),
        frozenset(norm.limits),
        _due(norm.deadline),
        norm.done_on,
        norm.breached_when,
        norm.reparation_for,
    )


def _due(deadline: Deadline | None) -> Hashable:
    if deadline is None:
        return None
    return (deadline.relation, deadline.fact, deadline.action, deadline.amount, deadline.unit)


CHECK = Check(
    "same-norm-twice", "two norms of one protocol that say the same in every respect", _find
)
