"""Why a finding is what it is: each condition, its truth, and the facts that made it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from protocol_rules.engine.compile import Effective, Shown, Term, Woken
from protocol_rules.engine.program import Lift, Ready
from protocol_rules.engine.run import Run
from protocol_rules.engine.wording import in_words, stated
from protocol_rules.truth import Truth, all_of, any_of
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Has,
    HasRole,
    Not,
    Only,
)
from protocol_rules.vocabulary.values import Given

__all__ = ["Proof", "prove"]

_TAKEN = "to be shown, and nobody did: taken as a no"


@dataclass(frozen=True, slots=True)
class Proof:
    """One step of a proof: a statement, its truth, the facts used, and the steps beneath it.

    `facts` gives for each fact its value, or `None` where nobody stated it; `note` says what a
    reader has to know besides, such as that a circumstance is absent.
    """

    statement: str
    truth: Truth
    facts: Mapping[str, Given | None] = field(default_factory=dict[str, Given | None])
    note: str = ""
    steps: tuple[Proof, ...] = ()

    def __str__(self) -> str:
        """Draw the proof as a tree of lines."""
        return "\n".join(self._lines("", ""))

    def as_data(self) -> dict[str, object]:
        """Give the proof as plain data, ready for JSON."""
        data: dict[str, object] = {"statement": self.statement, "truth": self.truth.value}
        if self.facts:
            data["facts"] = {
                name: None if value is None else stated(value) for name, value in self.facts.items()
            }
        if self.note:
            data["note"] = self.note
        if self.steps:
            data["steps"] = [step.as_data() for step in self.steps]
        return data

    @property
    def line(self) -> str:
        """The step in one line."""
        because = [
            f"{name} is not known" if value is None else f"{name}: {stated(value)}"
            for name, value in self.facts.items()
        ]
        told = "; ".join([*because, *([self.note] if self.note else [])])
        return f"{self.truth.value}: {self.statement}" + (f"  [{told}]" if told else "")

    def _lines(self, first: str, rest: str) -> Iterator[str]:
        yield first + self.line
        for position, step in enumerate(self.steps):
            last = position == len(self.steps) - 1
            yield from step._lines(  # noqa: SLF001 - its own kind
                rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  ")
            )


def prove(run: Run, ready: Ready, awake: bool) -> Proof:  # noqa: FBT001
    """Show why a norm has its status in a run."""
    norm = ready.norm
    if not awake:
        told = "nothing in the scenario is about " + " or ".join(sorted(ready.wakes or ()))
        return Proof(f"{norm.address} speaks", Truth.NO, note=told)
    prover = _Prover(run)
    spoken = run.truth(ready.speaks_term)
    steps = [Proof("it stands without a condition", Truth.YES)]
    if not norm.is_standing:
        steps = [Proof("it speaks", spoken, steps=prover.steps(ready.speaks_term))]
    for exception in ready.exceptions:
        named = f"{exception.by} lifts it" if exception.by else "an exception holds"
        steps.append(prover.exception(named, exception))
    excepted = any_of(each.test(run) for each in ready.exceptions)
    truth = all_of((spoken, ~excepted))
    return Proof(f"{norm.address} is effective", truth, steps=tuple(steps))


class _Prover:
    """Shows conditions step by step; what several of them rest on is shown once."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._shown: set[str] = set()

    def exception(self, named: str, exception: Lift) -> Proof:
        truth = exception.test(self._run)
        term = exception.term
        inner = self._run.truth(term.part) if isinstance(term, Shown) else truth
        note = "" if inner is truth else _TAKEN
        return Proof(named, truth, note=note, steps=self.steps(term))

    def steps(self, term: Term) -> tuple[Proof, ...]:
        match term:
            case Shown(part):
                return self.steps(part)
            case Effective(address) if address not in self._shown:
                self._shown.add(address)
                return self.steps(self._run.program.effective(address))
            case All(parts):
                return tuple(map(self.step, parts))
            case _:
                return (self.step(term),)

    def step(self, term: Term) -> Proof:  # noqa: C901, PLR0911 - all kinds
        truth = self._run.truth(term)
        match term:
            case Shown(part):
                inner = self.step(part)
                if truth is inner.truth:
                    return inner
                return Proof(in_words(part), truth, note=_TAKEN, steps=(inner,))
            case All(parts):
                return Proof("all of these hold", truth, steps=tuple(map(self.step, parts)))
            case Any(parts):
                return Proof("one of these holds", truth, steps=tuple(map(self.step, parts)))
            case Not(part):
                return Proof("this does not hold", truth, steps=(self.step(part),))
            case Effective(address):
                if address in self._shown:
                    return Proof(in_words(term), truth, note="shown above")
                return Proof(in_words(term), truth, steps=self.steps(term))
            case Has() | HasRole() | Only() | Compare():
                return self._tested(term, truth)
            case Breached(address):
                return Proof(in_words(term), truth, self._dates_of(address))
            case About() | Woken():
                return Proof(in_words(term), truth)

    def _dates_of(self, address: str) -> dict[str, Given | None]:
        norm = self._run.program.protocol.norms[address]
        names = (norm.deadline.fact if norm.deadline else "", norm.done_on)
        return {name: self._run.known(name) for name in names if name}

    def _tested(self, test: Has | HasRole | Only | Compare, truth: Truth) -> Proof:
        run, words = self._run, in_words(test)
        names = [test.fact]
        if isinstance(test, Compare) and isinstance(test.bound, str):
            names.append(test.bound)
        facts = {name: run.known(name) for name in names}
        for name, value in facts.items():
            if value is None and not run.is_there(name):
                circumstance = run.program.words.circumstance_of[name]
                return Proof(words, truth, note=f"the scenario has no {circumstance}")
        definition = run.program.protocol.definitions.get(test.fact)
        if definition is not None and test.fact not in run.given:
            if test.fact in self._shown:
                return Proof(words, truth, note="by definition, shown above")
            self._shown.add(test.fact)
            return Proof(words, truth, note="by definition", steps=(self.step(definition),))
        wide = truth is Truth.UNKNOWN and None not in facts.values()
        return Proof(words, truth, facts, "said too widely to tell" if wide else "")
