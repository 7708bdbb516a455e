"""What the scenarios of a bank have shown of one norm or definition so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from protocol_rules.coverage.decisions import PROVIDED, Decision
from protocol_rules.coverage.goals import Kind
from protocol_rules.coverage.tree import path_to, turned
from protocol_rules.engine.compile import Term
from protocol_rules.engine.performance import PerformanceState, due_date, performance_of
from protocol_rules.engine.run import Run
from protocol_rules.norms.protocol import Norm
from protocol_rules.truth import Truth

__all__ = ["Key", "Tally"]

Key = tuple[Kind, str, str]
"""What is shown: the kind, the part or the number of the test, and what of it."""

_KEPT = (PerformanceState.MET, PerformanceState.KEPT)


class Tally:
    """What is shown of a decision: how often, and by which scenario first.

    Of tests that do not decide alone, `open` counts where the rest is unknown, and `beside` what
    else decides.
    """

    def __init__(self, decision: Decision) -> None:
        """Start with nothing shown."""
        self.decision = decision
        self.awake = 0
        self.times: Counter[Key] = Counter()
        self.first: dict[Key, str] = {}
        self.truths: Counter[tuple[int, Truth]] = Counter()
        self.open: Counter[tuple[int, Truth]] = Counter()
        self.beside: dict[tuple[int, Truth], Counter[tuple[Term, Truth]]] = {}
        self.outcomes: Counter[Truth] = Counter()

    def shown(self, key: Key, scenario: str) -> None:
        """Remember that a scenario shows something."""
        self.times[key] += 1
        self.first.setdefault(key, scenario)

    def watch(self, run: Run, scenario: str) -> None:
        """See what a run shows, in which the story mentions what wakes it."""
        self.awake += 1
        tests: dict[int, Truth] = {}
        outcome, turns = turned(self.decision.outcome, run, tests)
        self.outcomes[outcome] += 1
        for number, truth in tests.items():
            self.truths[number, truth] += 1
            becomes, key = turns.get(number), (Kind.MCDC, str(number), truth.value)
            if outcome is not Truth.UNKNOWN and becomes is ~outcome:
                self.shown(key, scenario)
            elif becomes is not None and key not in self.times:
                self._look_beside(run, number, truth, is_open=Truth.UNKNOWN in (outcome, becomes))
        for key in self._parts(run, outcome):
            self.shown(key, scenario)

    def _look_beside(self, run: Run, number: int, truth: Truth, *, is_open: bool) -> None:
        """Remember why a test does not decide: the rest is open, or something decides too."""
        if is_open:
            self.open[number, truth] += 1
            return
        found = self.beside.setdefault((number, truth), Counter())
        for term, wanted in path_to(self.decision.outcome, number) or ():
            if run.truth(term) is ~wanted:
                found[term, ~wanted] += 1

    def _parts(self, run: Run, outcome: Truth) -> Iterator[Key]:
        decision = self.decision
        truths = {part.name: part.test(run) for part in decision.parts}
        for name, truth in truths.items():
            kind = Kind.UNKNOWNS if truth is Truth.UNKNOWN else Kind.BRANCHES
            yield kind, name, truth.value
        if decision.ready is None:
            return
        if outcome is not Truth.UNKNOWN and not decision.ready.norm.is_standing:
            yield Kind.NORMS, "", outcome.value
        if decision.ready.speaks(run) is Truth.YES:
            for part in decision.parts:
                if part.lifts and truths[part.name] is Truth.YES:
                    yield Kind.EXCEPTIONS, part.name, Truth.YES.value
        if PROVIDED in truths and run.truth(decision.waking) is Truth.YES:
            yield Kind.PROVISOS, PROVIDED, truths[PROVIDED].value
        if outcome is Truth.YES:
            yield from _performance(run, decision.ready.norm, decision.performed_in)


def _performance(run: Run, norm: Norm, told_in: frozenset[str]) -> Iterator[Key]:
    if due_date(run, norm.deadline) is not None:
        yield Kind.DEADLINES, "", "due"
    performance, mentioned = performance_of(run, norm), run.situation.mentioned
    if performance is not None and performance.breached:
        yield Kind.BREACHES, "", "breached"
    # That nothing shows a breach says nothing where the story is not about what would show one.
    elif performance is not None and performance.state in _KEPT and told_in & mentioned:
        yield Kind.BREACHES, "", "kept"
