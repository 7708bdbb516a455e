"""Norms that can never apply, and exceptions that never bite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import Program, program_of
from protocol_rules.lint.search import every, none_of
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.proofs.acceptance import reason_for
from protocol_rules.proofs.finder import Finder
from protocol_rules.proofs.goals import applies, exceptions_for, speaks
from protocol_rules.proofs.open_question import OpenQuestion

__all__ = [
    "NEVER_APPLIES",
    "NEVER_BITES",
    "IdleException",
    "IdleNorm",
    "idle_exceptions",
    "idle_norms",
]

NEVER_APPLIES = "norm-never-applies"
NEVER_BITES = "exception-never-holds"


@dataclass(frozen=True, slots=True)
class IdleNorm:
    """A norm that applies in no story; `is_lifted` where it speaks, and is always lifted."""

    norm: Norm
    is_lifted: bool
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class IdleException:
    """An exception of some norms, by another norm or (`by` is empty) by its own `unless`.

    It never holds where one of them speaks, or (`is_covered`) others then lift it in any case.
    """

    by: str
    norms: tuple[Norm, ...]
    is_covered: bool
    accepted: str = ""

    @property
    def at(self) -> str:
        """The address of the norm on whose card it stands."""
        return self.by or self.norms[0].address


def idle_norms(protocol: Protocol) -> Iterator[IdleNorm | OpenQuestion]:
    """Give the norms that apply in no story whatever, to nobody whom they bind."""
    program = program_of(protocol)
    for address, ready in program.ready.items():
        if ready.is_unconditional:
            continue
        try:
            finder = Finder(protocol, [address])
            if finder.somewhere(applies(program, address)) is not None:
                continue
            is_lifted = finder.somewhere(speaks(program, address)) is not None
        except NotDecided as error:
            yield OpenQuestion(NEVER_APPLIES, (address,), (), str(error))
            continue
        reason = reason_for(protocol, NEVER_APPLIES, (ready.norm.clause,))
        yield IdleNorm(ready.norm, is_lifted, reason)


def idle_exceptions(protocol: Protocol) -> Iterator[IdleException | OpenQuestion]:
    """Give the exceptions that lift nothing in any story, or only what others lift with them.

    What a card or a scope lends to several norms need not concern each of them: it is given only
    where it bites on none.
    """
    program = program_of(protocol)
    for (by, _), lifting in _exceptions(program).items():
        norms = tuple(norm for norm, _ in lifting)
        try:
            if any(_bites(program, norm, at, alone=True) for norm, at in lifting):
                continue
            is_covered = any(_bites(program, norm, at, alone=False) for norm, at in lifting)
        except NotDecided as error:
            addresses = tuple(dict.fromkeys((by or norms[0].address, norms[0].address)))
            yield OpenQuestion(NEVER_BITES, addresses, (), str(error))
            continue
        at = protocol.norms[by] if by else norms[0]
        reason = reason_for(protocol, NEVER_BITES, (at.clause,))
        yield IdleException(by, norms, is_covered, reason)


def _exceptions(program: Program) -> dict[tuple[str, Term | None], list[tuple[Norm, int]]]:
    """Give each exception with the norms that it lifts, and which of their exceptions it is."""
    found: dict[tuple[str, Term | None], list[tuple[Norm, int]]] = {}
    for ready in program.ready.values():
        for position, each in enumerate(ready.exceptions):
            key = (each.by, None if each.by else each.term)
            found.setdefault(key, []).append((ready.norm, position))
    return found


def _bites(program: Program, norm: Norm, position: int, *, alone: bool) -> bool:
    """Tell whether an exception can hold where the norm speaks, with `alone` as the only one."""
    lifting = exceptions_for(program, norm.address)
    others = [each for at, each in enumerate(lifting) if at != position] if alone else []
    term = every(speaks(program, norm.address), lifting[position], none_of(*others))
    return Finder(program.protocol, [norm.address]).somewhere(term) is not None
