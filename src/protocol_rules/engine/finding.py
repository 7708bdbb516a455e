"""What is found of one norm in a situation; everything but the status is worked out when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from protocol_rules.engine.missing import missing_facts
from protocol_rules.engine.outcomes import outcomes_of
from protocol_rules.engine.performance import Performance, due_date, performance_of
from protocol_rules.engine.program import Ready
from protocol_rules.engine.proof import Proof, prove
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.residual import open_tests, own_open_facts, relied_on
from protocol_rules.engine.run import Run
from protocol_rules.engine.status import Status
from protocol_rules.engine.wording import stated
from protocol_rules.norms.protocol import Norm
from protocol_rules.truth import Truth, any_of
from protocol_rules.vocabulary.values import Given

if TYPE_CHECKING:
    from protocol_rules.engine.flips import SmallestChange

__all__ = ["Finding", "NextStep"]


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where to turn next: the roles, or the facts on which that turns."""

    to: tuple[str, ...] = ()
    turns_on: tuple[str, ...] = ()

    def as_data(self) -> dict[str, list[str]]:
        """Give it as plain data, ready for JSON."""
        return {"to": list(self.to), "turns_on": list(self.turns_on)}


class Finding:
    """One norm, in one situation, with its status; `occasion` names the occasion it is about."""

    def __init__(  # noqa: PLR0913 - what a finding is made of
        self,
        run: Run,
        ready: Ready,
        status: Status,
        *,
        awake: bool,
        occasion: str,
        search: Callable[[Run, Ready, str], SmallestChange],
    ) -> None:
        """Keep the run, from which the rest follows; `search` finds what would make it apply."""
        self._run = run
        self._search = search
        self._ready = ready
        self._awake = awake
        self.status = status
        self.occasion = occasion

    @property
    def norm(self) -> Norm:
        """The norm that the finding is about."""
        return self._ready.norm

    @property
    def address(self) -> str:
        """The address of the norm, such as `thanet/9.1.6#explain`."""
        return self.norm.address

    @property
    def clause(self) -> str:
        """The printed id of its clause."""
        return self.norm.clause

    @property
    def in_words(self) -> str:
        """The norm in a sentence: an officer should send a substantive response to the member."""
        return self._ready.in_words

    @property
    def is_standing(self) -> bool:
        """Whether the norm applies as it does in every situation in which nothing lifts it."""
        return self.norm.is_standing and self.status is Status.APPLIES

    @cached_property
    def lifted_by(self) -> tuple[str, ...]:
        """The addresses of what lifts it; its own address stands for an exception of its own."""
        if self.status is not Status.LIFTED:
            return ()
        return tuple(
            dict.fromkeys(
                each.by or self.address
                for each in self._ready.exceptions
                if each.test(self._run) is Truth.YES
            )
        )

    @cached_property
    def is_moot(self) -> bool:
        """Whether it is undetermined and can no longer be effective."""
        if self.status is not Status.UNDETERMINED:
            return False
        return any_of(each.test(self._run) for each in self._ready.exceptions) is Truth.YES

    def outcomes(self, role: str = "") -> frozenset[Status]:
        """The statuses to which it can still come, for a role among those that its norm binds."""
        return outcomes_of(self._run, self._ready, self.status, role)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts that could still settle an undetermined norm, in the vocabulary's order."""
        if self.status is not Status.UNDETERMINED:
            return ()
        return missing_facts(self._run, self._ready)

    @cached_property
    def presumed(self) -> tuple[str, ...]:
        """In the reading `unless_shown`: the facts on whose absence the status rests."""
        if self._run.reading is not Reading.UNLESS_SHOWN or not self._awake:
            return ()
        plain = Run(self._run.program, self._run.situation)
        terms = [self._ready.speaks_term]
        if self.status is Status.LIFTED:
            lifting = [each for each in self._ready.exceptions if each.test(self._run) is Truth.YES]
            # One exception that is shown is enough, whatever the others rest on.
            if all(plain.truth(each.term) is Truth.UNKNOWN for each in lifting):
                terms += [each.term for each in lifting]
        elif self.status is not Status.DOES_NOT_APPLY:
            terms += [each.term for each in self._ready.exceptions]
        parts = relied_on(plain, self._run, terms)
        tests = open_tests(plain, parts, deep=True)
        return self._run.program.words.in_order(
            fact for test in tests for fact in own_open_facts(plain, test)
        )

    @cached_property
    def presumptions(self) -> Mapping[str, Given]:
        """What effective norms presume of its missing facts; only `unless_shown` concludes it."""
        shown = Run(self._run.program, self._run.situation, Reading.UNLESS_SHOWN)
        values = {
            fact: shown.presumed(fact) for fact in self.missing if fact in shown.program.presumed
        }
        return {fact: value for fact, value in values.items() if value is not None}

    @cached_property
    def smallest_change(self) -> SmallestChange | None:
        """What would have to be told otherwise for a norm to apply that is lifted or does not."""
        if self.status not in (Status.DOES_NOT_APPLY, Status.LIFTED):
            return None
        return self._search(self._run, self._ready, self.occasion)

    @cached_property
    def proof(self) -> Proof:
        """Why the status is what it is."""
        return prove(self._run, self._ready, self._awake)

    @cached_property
    def due(self) -> date | None:
        """The last day on which the duty is kept in time, where that can be said."""
        return due_date(self._run, self.norm.deadline)

    @cached_property
    def performance(self) -> Performance | None:
        """How far a norm that applies has been performed; `None` where no fact could tell."""
        return performance_of(self._run, self.norm) if self.status is Status.APPLIES else None

    @property
    def breached(self) -> bool:
        """Whether the norm applies and the facts show that it has been breached."""
        return self.performance is not None and self.performance.breached

    @cached_property
    def answers_breach_of(self) -> tuple[str, ...]:
        """The addresses of the norms that have been breached, and whose breach it waits for."""
        if self.status is not Status.APPLIES:
            return ()
        waits = self._ready.waits_for
        return tuple(each for each in waits if self._run.breached(each) is Truth.YES)

    @property
    def counted_from(self) -> date | None:
        """The day of the event from which the deadline counts: day zero."""
        deadline = self.norm.deadline
        anchor = self._run.known(deadline.fact) if deadline and deadline.fact else None
        return anchor if isinstance(anchor, date) else None

    @cached_property
    def next_step(self) -> NextStep | None:
        """Where to turn next: the first step whose turn it is and which is not done."""
        if not self.norm.escalation or self.status is not Status.APPLIES:
            return None
        for step in self.norm.escalation:
            turn = Truth.YES if step.when is None else self._run.truth(step.when)
            done = Truth.NO if step.done is None else self._run.truth(step.done)
            if turn is Truth.NO or done is Truth.YES:
                continue
            if turn is Truth.YES and done is Truth.NO:
                return NextStep(step.to)
            open_parts = [part for part in (step.when, step.done) if part is not None]
            tests = open_tests(self._run, open_parts)
            facts = [fact for test in tests for fact in own_open_facts(self._run, test)]
            return NextStep(turns_on=tuple(dict.fromkeys(facts)))
        return NextStep()

    @property
    def would_tell(self) -> tuple[str, ...]:
        """The facts that would tell how far it has been performed, and where to turn next."""
        kept = () if self.performance is None else self.performance.turns_on
        route = () if self.next_step is None else self.next_step.turns_on
        return tuple(dict.fromkeys((*kept, *route)))

    def as_data(self) -> dict[str, object]:
        """Give the finding as plain data, ready for JSON."""
        data: dict[str, object] = {
            "address": self.address,
            "clause": self.clause,
            "kind": self.norm.kind.value,
            "status": self.status.value,
            "standing": self.is_standing,
        }
        if self.norm.modality is not None:
            data |= {
                "bearer": list(self.norm.bearers),
                "modality": self.norm.modality.value,
                "action": self.norm.action,
            }
        if self.norm.counterparty is not None:
            data["counterparty"] = list(self.norm.counterparty.roles)
        presumptions = {fact: stated(value) for fact, value in self.presumptions.items()}
        optional = {
            "occasion": self.occasion,
            "qualifier": self.norm.qualifier,
            "lifted_by": list(self.lifted_by),
            "missing": list(self.missing),
            "moot": self.is_moot,
            "presumed": list(self.presumed),
            "presumptions": presumptions,
            "due": "" if self.due is None else self.due.isoformat(),
            "answers_breach_of": list(self.answers_breach_of),
            "performance": self.performance and self.performance.as_data(),
            "next_step": self.next_step and self.next_step.as_data(),
        }
        return data | {key: value for key, value in optional.items() if value}

    def __repr__(self) -> str:
        """Name the norm and its status."""
        return f"<Finding {self.address}: {self.status.words}>"
