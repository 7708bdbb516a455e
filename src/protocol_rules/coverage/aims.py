"""The goals of one norm or definition, each with what the bank has shown of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from protocol_rules.coverage.decisions import PROVIDED, Part
from protocol_rules.coverage.goals import Goal, Kind, State
from protocol_rules.coverage.lacking import Lack, lack_of_outcome, lack_of_part, lack_of_test
from protocol_rules.coverage.limits import Limits
from protocol_rules.coverage.spots import Spots
from protocol_rules.coverage.tally import Key, Tally
from protocol_rules.diagnostics import Span
from protocol_rules.engine.program import Program
from protocol_rules.engine.wording import in_words
from protocol_rules.norms.protocol import Norm
from protocol_rules.truth import Truth

__all__ = ["aims_of"]

_BOTH = (Truth.YES, Truth.NO)
_UNNAMED = Lack("no expectation names it", "it stands, and no expectation names it")
_NOT_DUE = Lack("no due date", "it never applies with the day known from which it is counted")


def aims_of(program: Program, tally: Tally, spots: Spots) -> Iterator[Goal]:
    """Give the goals of a decision, in the order in which a report lists them."""
    aims = _Aims(program, tally, spots)
    norm = tally.decision.norm
    if norm is not None:
        yield from aims.of_norm(norm)
        yield from aims.of_performance(norm)
    for part in tally.decision.parts:
        yield from aims.of_part(part)
    for test in tally.decision.tests:
        yield from aims.of_test(test.number)


def _nothing() -> str:
    return ""


class _Aims:
    """Makes the goals of one decision."""

    def __init__(self, program: Program, tally: Tally, spots: Spots) -> None:
        self._program = program
        self._tally = tally
        self._decision = tally.decision
        self._spots = spots
        self._limits = Limits(program, tally.decision)

    def of_norm(self, norm: Norm) -> Iterator[Goal]:
        """Whether it applies, and does not apply where it is awake."""
        span = self._spots.of(self._decision)
        for truth, wanted in zip(_BOTH, ("applies", "is awake and does not apply"), strict=True):
            key = (Kind.NORMS, "", truth.value)
            if not norm.is_standing:
                why = partial(lack_of_outcome, self._tally, truth)
                yield self._goal(key, wanted, span, why, partial(self._limits.of_outcome, truth))
            elif truth is Truth.YES:
                yield self._goal(key, "is expected by its name", span, lambda: _UNNAMED)

    def of_performance(self, norm: Norm) -> Iterator[Goal]:
        """The day on which it is due, and whether it is kept."""
        if norm.deadline is not None and norm.deadline.fact:
            span = self._spots.deadline(self._decision)
            yield self._goal((Kind.DEADLINES, "", "due"), "is due on a day", span, lambda: _NOT_DUE)
        if self._program.can_be_breached(norm.address):
            for way in ("breached", "kept"):
                why = Lack(f"never {way}", f"no scenario in which it applies shows it {way}")
                span, key = self._spots.of(self._decision), (Kind.BREACHES, "", way)
                yield self._goal(key, f"is {way}", span, partial(Lack, *why))

    def of_part(self, part: Part) -> Iterator[Goal]:
        """Each truth of a condition; what lifts a norm, and what has to be shown for one."""
        ready, cannot = self._decision.ready, partial(self._limits.of_part, part.term)
        lack = partial(lack_of_part, self._tally)
        span = self._spots.part(self._decision, part.name)
        if part.lifts and ready is not None:
            key, speaks = (Kind.EXCEPTIONS, part.name, "yes"), (ready.speaks_term, Truth.YES)
            why = partial(lack, Truth.YES, speaking=True)
            is_barred = partial(cannot, Truth.YES, speaks)
            yield self._goal(key, "lifts the norm", span, why, is_barred)
        for truth in Truth:
            kind = Kind.UNKNOWNS if truth is Truth.UNKNOWN else Kind.BRANCHES
            key, wanted = (kind, part.name, truth.value), f"is {truth.value}"
            yield self._goal(key, wanted, span, partial(lack, truth), partial(cannot, truth))
            if part.name == PROVIDED and truth in _BOTH:
                key, waking = (Kind.PROVISOS, part.name, truth.value), self._decision.waking
                why = partial(lack, truth, speaking=True)
                is_barred = partial(cannot, truth, (waking, Truth.YES))
                yield self._goal(key, f"{wanted} where it is wanted", span, why, is_barred)

    def of_test(self, number: int) -> Iterator[Goal]:
        """Each truth of a test, where it decides alone."""
        span, test = self._spots.test(self._decision, number), self._decision.tests[number]
        for truth in _BOTH:
            why = partial(lack_of_test, self._tally, number, truth)
            cannot = partial(self._limits.of_test, test, truth)
            key, wanted = (
                (Kind.MCDC, str(number), truth.value),
                f"is {truth.value}, and decides alone",
            )
            yield self._goal(key, wanted, span, why, cannot, test.part)

    def _goal(  # noqa: PLR0913 - a goal is made of that
        self,
        key: Key,
        wanted: str,
        span: Span,
        why: Callable[[], Lack],
        cannot: Callable[[], str] = _nothing,
        part: str = "",
    ) -> Goal:
        """Make a goal; why it is not met, and whether it can be, is asked only where it is not."""
        kind, what, way = key
        number = int(what) if kind is Kind.MCDC else -1
        test = in_words(self._decision.tests[number].test) if kind is Kind.MCDC else ""
        times, decision = self._tally.times[key], self._decision
        state, reason, lacking = State.MET, "", ""
        if not times:
            barred = cannot()
            state = State.CANNOT_BE_MET if barred else State.UNMET
            reason, lacking = ("", barred) if barred else why()
        return Goal(
            kind=kind,
            clause=decision.clause,
            address=decision.address,
            way=way,
            wanted=wanted,
            span=span,
            part=part or what,
            test=test,
            number=number,
            times=times,
            first=self._tally.first.get(key, ""),
            state=state,
            reason=reason,
            lacking=lacking,
        )
