"""Norms that follow from others, and among them those which could be struck out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import Program, program_of
from protocol_rules.lint.search import every, none_of
from protocol_rules.norms.protocol import Counterparty, Norm, Protocol
from protocol_rules.proofs.acceptance import reason_for
from protocol_rules.proofs.finder import Finder
from protocol_rules.proofs.goals import applies, grants, is_lifted, some
from protocol_rules.proofs.open_question import OpenQuestion
from protocol_rules.proofs.role_classes import RoleClass, classes_bound_by
from protocol_rules.vocabulary import Modality, RoleHierarchy
from protocol_rules.vocabulary.conditions import Breached, atoms

__all__ = ["CHECK", "FOLLOWS", "ImpliedNorm", "implied_norms"]

CHECK = "same-norm-twice"
"""The lint check under whose name a rule file accepts what is said twice."""

FOLLOWS = "norm-follows-from-others"

_STRONGER = {
    Modality.SHOULD: (Modality.SHOULD, Modality.MUST),
    Modality.SHOULD_NOT: (Modality.SHOULD_NOT, Modality.MUST_NOT),
}
_FREES = {
    Modality.MUST: Modality.NEED_NOT,
    Modality.SHOULD: Modality.NEED_NOT,
    Modality.MUST_NOT: Modality.MAY,
    Modality.SHOULD_NOT: Modality.MAY,
}


@dataclass(frozen=True, slots=True)
class ImpliedNorm:
    """A norm that says nothing, wherever it applies, which others do not say to the same people.

    `by` are as few of them as will do. It `is_redundant` where no position would change in any
    story without it, and nothing else rests on it.
    """

    norm: Norm
    by: tuple[Norm, ...]
    is_redundant: bool
    accepted: str = ""


def implied_norms(protocol: Protocol) -> Iterator[ImpliedNorm | OpenQuestion]:
    """Give the norms that follow from others; one that can never apply follows from anything."""
    rested_on = _rested_on(protocol)
    for norm in protocol.norms.values():
        if norm.modality is None:
            continue
        try:
            found = _implied(protocol, norm, is_rested_on=norm.address in rested_on)
        except NotDecided as error:
            yield OpenQuestion(FOLLOWS, (norm.address,), (), str(error))
            continue
        if found is not None:
            yield found


def _implied(protocol: Protocol, norm: Norm, *, is_rested_on: bool) -> ImpliedNorm | None:
    others = [each for each in protocol.norms.values() if _says_as_much(each, norm, protocol)]
    if not others:
        return None
    classes = classes_bound_by(protocol, (norm,), others)
    question = _Question(protocol, norm, others)
    if not question.follows(classes, others):
        return None
    if not question.can_apply():
        return None
    same = [each for each in others if each.action == norm.action]
    is_redundant = (
        not is_rested_on and question.follows(classes, same) and not question.frees_alone(classes)
    )
    if is_redundant:
        others = same
    by = question.fewest(classes, others)
    clauses = (norm.clause, *(each.clause for each in by))
    return ImpliedNorm(norm, by, is_redundant, reason_for(protocol, CHECK, clauses))


class _Question:
    """What is asked of one norm and those which may say as much."""

    def __init__(self, protocol: Protocol, norm: Norm, others: Iterable[Norm]) -> None:
        self._protocol = protocol
        self._program: Program = program_of(protocol)
        self._norm = norm
        beside = [each.address for each in protocol.norms.values() if each.action == norm.action]
        names = dict.fromkeys((norm.address, *(each.address for each in others), *beside))
        self._finder = Finder(protocol, names)

    def can_apply(self) -> bool:
        return self._finder.somewhere(applies(self._program, self._norm.address)) is not None

    def follows(self, classes: Iterable[RoleClass], others: Iterable[Norm]) -> bool:
        """Tell whether for each class some of the others says as much wherever the norm applies."""
        told = tuple(others)
        return all(self._follows_for(each.role, told) for each in classes)

    def _follows_for(self, role: str, others: Iterable[Norm]) -> bool:
        saying = [
            applies(self._program, each.address, role) for each in self._binding(role, others)
        ]
        if not saying:
            return False
        return self._is_never(applies(self._program, self._norm.address, role), saying)

    def frees_alone(self, classes: Iterable[RoleClass]) -> bool:
        """Tell whether its being lifted frees somebody from it whom nothing else frees."""
        modality = self._norm.modality
        freed = None if modality is None else _FREES.get(modality)
        if freed is None or not self._program.ready[self._norm.address].exceptions:
            return False
        rest = [
            each
            for each in self._protocol.norms.values()
            if each.action == self._norm.action and each is not self._norm
        ]
        return not all(
            self._is_never(
                is_lifted(self._program, self._norm.address, each.role),
                [grants(self._program, each.role, self._binding(each.role, rest), freed)],
            )
            for each in classes
        )

    def fewest(self, classes: tuple[RoleClass, ...], others: list[Norm]) -> tuple[Norm, ...]:
        """Leave out of the others whatever is not needed; the first that does alone is enough."""
        for each in others:
            if self.follows(classes, [each]):
                return (each,)
        left = list(others)
        for each in others:
            fewer = [one for one in left if one is not each]
            if self.follows(classes, fewer):
                left = fewer
        return tuple(left)

    def _binding(self, role: str, norms: Iterable[Norm]) -> tuple[Norm, ...]:
        above = self._protocol.vocabulary.roles.above(role)
        return tuple(each for each in norms if not above.isdisjoint(each.bearers))

    def _is_never(self, term: Term, covered: Iterable[Term]) -> bool:
        return self._finder.somewhere(every(term, none_of(some(*covered)))) is None


def _rested_on(protocol: Protocol) -> frozenset[str]:
    """Name the norms that others rest on: which lift them, answer their breach or presume."""
    found: set[str] = {each.by for several in protocol.overrides.values() for each in several}
    for norm in protocol.norms.values():
        found |= {norm.reparation_for, *norm.proviso_of}
        found |= {norm.address} if norm.presumes else set()
        for condition in (norm.when, norm.provided, norm.breached_when, *norm.unless):
            for test in () if condition is None else atoms(condition):
                if isinstance(test, Breached):
                    found.add(test.address)
    return frozenset(found)


def _says_as_much(other: Norm, norm: Norm, protocol: Protocol) -> bool:
    """Tell whether another norm asks, bars or gives as much as a norm does, where it applies."""
    if other is norm or other.modality is None or norm.modality is None:
        return False
    if other.modality not in _STRONGER.get(norm.modality, (norm.modality,)):
        return False
    if not _is_deed_of(other, norm, protocol):
        return False
    roles = protocol.vocabulary.roles
    return (
        _reaches(other.counterparty, norm.counterparty, roles)
        and norm.deadline in (None, other.deadline)
        and norm.qualifier in ("", other.qualifier)
        and norm.limits in ((), other.limits)
        and norm.escalation in ((), other.escalation)
        and norm.breached_when in (None, other.breached_when)
    )


def _is_deed_of(other: Norm, norm: Norm, protocol: Protocol) -> bool:
    """Tell whether who keeps the other one keeps this one: by one deed, or by a narrower one."""
    if other.action == norm.action:
        return True
    actions = protocol.vocabulary.actions
    if norm.modality in (Modality.MUST, Modality.SHOULD):
        return norm.action in actions[other.action].wider
    if norm.modality in (Modality.MUST_NOT, Modality.SHOULD_NOT):
        return other.action in actions[norm.action].wider
    return False


def _reaches(other: Counterparty | None, own: Counterparty | None, roles: RoleHierarchy) -> bool:
    """Tell whether what is owed to the other counterparty is owed to the own one as well."""
    if other is None or other == own:
        return True
    if own is None or not other.every:
        return False
    return all(not roles.above(each).isdisjoint(other.roles) for each in own.roles)
