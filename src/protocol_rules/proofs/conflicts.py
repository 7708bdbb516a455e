"""Conflicts: somebody has to do something and is barred from it, and neither norm gives way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protocol_rules.analysis.against import Against, Clash, norms_against, norms_alike
from protocol_rules.analysis.errors import NotDecided
from protocol_rules.engine import Answer, Status
from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import program_of
from protocol_rules.lint.search import every
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.proofs.acceptance import reason_for
from protocol_rules.proofs.finder import Finder, Witness
from protocol_rules.proofs.goals import applies, is_lifted
from protocol_rules.proofs.open_question import OpenQuestion
from protocol_rules.proofs.role_classes import classes_bound_by
from protocol_rules.proofs.widened import widened
from protocol_rules.smt.replay import replayed
from protocol_rules.vocabulary import Force
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["CHECK", "Conflict", "conflicts_of"]

CHECK = "contradicting-norms"
"""The lint check under whose name a rule file accepts a conflict."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two norms that both apply to somebody, though nobody can keep, or use, both.

    Or an exception lifts the first, and the second binds to the same deed all the same.

    `roles` are the widest roles of those to whom it happens in the same way; `condition` says in
    which stories around the witness it does; `takes_several` names facts of the witness that name
    several roles or choices at once, where no story without such a fact would do; `accepted` says
    why the rule file leaves it so.
    """

    clash: Clash
    norms: tuple[Norm, Norm]
    roles: tuple[str, ...]
    condition: Condition
    witness: Witness
    takes_several: tuple[str, ...] = ()
    accepted: str = ""

    @property
    def forces(self) -> tuple[Force | None, Force | None]:
        """The force of either norm."""
        one, other = (None if each.modality is None else each.modality.force for each in self.norms)
        return one, other


def conflicts_of(protocol: Protocol) -> Iterator[Conflict | OpenQuestion]:
    """Give every conflict of a protocol, one for each class of roles; each witness is replayed."""
    for pair in (*norms_against(protocol), *norms_alike(protocol)):
        yield from _between(protocol, pair)


def _between(protocol: Protocol, pair: Against) -> Iterator[Conflict | OpenQuestion]:
    program = program_of(protocol)
    addresses = (pair.one.address, pair.other.address)
    finder: Finder | None = None
    for each in classes_bound_by(protocol, (pair.one, pair.other)):
        both = every(
            (is_lifted if pair.clash is Clash.EXCEPTION else applies)(
                program, pair.one.address, each.role
            ),
            applies(program, pair.other.address, each.role),
        )
        try:
            finder = finder or Finder(protocol, addresses)
            witness = finder.smallest(both)
        except NotDecided as error:
            yield OpenQuestion(CHECK, addresses, each.widest, str(error))
            continue
        if witness is None:
            continue
        replayed(
            witness.story, protocol, lambda answer, role=each.role: _is_met(answer, pair, role)
        )
        yield Conflict(
            pair.clash,
            (pair.one, pair.other),
            each.widest,
            widened(finder, witness.story, both),
            witness,
            _several(finder, witness, both),
            reason_for(protocol, CHECK, (pair.other.clause, pair.one.clause)),
        )


def _several(finder: Finder, witness: Witness, term: Term) -> tuple[str, ...]:
    """Name the facts that have to name several at once; none where other stories would do."""
    given = witness.story.given.items()
    found = tuple(fact for fact, value in given if isinstance(value, frozenset) and len(value) > 1)
    try:
        is_rare = bool(found) and finder.naming_one_each().somewhere(term) is None
    except NotDecided:
        return ()
    return found if is_rare else ()


def _is_met(answer: Answer, pair: Against, role: str) -> bool:
    """Tell whether both norms are as they have to be for a role, whatever else is learnt."""
    first = Status.LIFTED if pair.clash is Clash.EXCEPTION else Status.APPLIES
    return answer.finding(pair.one.address).outcomes(role) == frozenset({first}) and answer.finding(
        pair.other.address
    ).outcomes(role) == frozenset({Status.APPLIES})
