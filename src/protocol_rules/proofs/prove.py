"""Proving a claim: it holds in all stories, or there is one in which it does not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.position import Position, position_of
from protocol_rules.engine import Answer, Finding, evaluate
from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import program_of
from protocol_rules.lint.search import every, none_of
from protocol_rules.proofs.claim import Claim
from protocol_rules.proofs.finder import Finder, Witness
from protocol_rules.proofs.goals import ALWAYS, binding
from protocol_rules.smt.replay import replayed
from protocol_rules.truth import Truth

__all__ = ["Conclusion", "Proved", "prove"]


class Conclusion(StrEnum):
    """What became of a claim; only the first one means that it holds."""

    PROVED = "proved"
    REFUTED = "refuted"
    SAYS_NOTHING = "says nothing"
    NOT_DECIDED = "not decided"


@dataclass(frozen=True)
class Proved:
    """A claim and its conclusion: the smallest story that refutes it, or why it is not decided.

    A claim says nothing where no story at all meets its `when`.
    """

    claim: Claim
    conclusion: Conclusion
    witness: Witness | None = None
    why: str = ""

    @cached_property
    def answer(self) -> Answer | None:
        """What the protocol makes of the witness."""
        if self.witness is None:
            return None
        return evaluate(self.claim.protocol, self.witness.story)

    @property
    def position(self) -> Position | None:
        """The position in the witness, which is not as claimed."""
        if self.answer is None:
            return None
        return position_of(self.answer, self.claim.role, self.claim.action)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is found there of each norm on the action that binds the role."""
        if self.answer is None:
            return ()
        norms = binding(self.claim.protocol, self.claim.role, self.claim.action)
        return tuple(self.answer.finding(norm.address) for norm in norms)


def prove(claim: Claim) -> Proved:
    """Prove or refute a claim over all stories; the engine is asked of what refutes it."""
    program = program_of(claim.protocol)
    norms = binding(claim.protocol, claim.role, claim.action)
    when = ALWAYS if claim.when is None else claim.when
    otherwise = none_of(claim.wanted.term(program, claim.role, norms))
    addresses = [norm.address for norm in norms]
    try:
        finder = Finder(claim.protocol, addresses, beside=when)
        witness = None
        # What holds in every story needs no look at the dates and roles of the `when`.
        if not _is_never(Finder(claim.protocol, addresses, beside=ALWAYS), otherwise):
            witness = finder.smallest(every(when, otherwise))
        if witness is None and finder.somewhere(when) is None:
            return Proved(claim, Conclusion.SAYS_NOTHING)
    except NotDecided as error:
        return Proved(claim, Conclusion.NOT_DECIDED, why=str(error))
    if witness is None:
        return Proved(claim, Conclusion.PROVED)
    replayed(witness.story, claim.protocol, lambda answer: _is_refuted(claim, answer))
    return Proved(claim, Conclusion.REFUTED, witness)


def _is_never(finder: Finder, term: Term) -> bool:
    """Tell whether it is decided that a term holds in no story."""
    try:
        return finder.somewhere(term) is None
    except NotDecided:
        return False


def _is_refuted(claim: Claim, answer: Answer) -> bool:
    """Tell whether the position is not as claimed, and cannot become so."""
    return claim.wanted.truth(position_of(answer, claim.role, claim.action)) is Truth.NO
