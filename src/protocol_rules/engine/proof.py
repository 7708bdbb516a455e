"""Why a finding is what it is: each condition, its truth, and the facts that made it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from protocol_rules.engine.compile import Shown, Term
from protocol_rules.engine.program import Ready
from protocol_rules.engine.run import Run
from protocol_rules.engine.wording import in_words, stated
from protocol_rules.norms.conditions import About, All, Any, Breached, Compare, Not
from protocol_rules.norms.values import Given
from protocol_rules.truth import Truth, any_of

__all__ = ["Proof", "prove"]


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
            yield from step._lines(rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))  # noqa: SLF001


def prove(run: Run, ready: Ready, awake: bool) -> Proof:  # noqa: FBT001
    """Show why a norm has its status in a run."""
    norm = ready.norm
    if not awake:
        groups = sorted(ready.wakes or ready.settings)
        told = "nothing in the scenario is about " + " or ".join(groups)
        return Proof(f"{norm.address} speaks", Truth.NO, note=told)
    steps: list[Proof] = []
    if norm.is_standing:
        steps.append(Proof("it stands without a condition", Truth.YES))
    else:
        steps.append(Proof("it speaks", run.truth(ready.speaks_term), steps=_steps(run, ready.speaks_term)))
    for exception in ready.exceptions:
        named = f"{exception.by} lifts it" if exception.by else "an exception holds"
        steps.append(Proof(named, exception.test(run), steps=_steps(run, exception.term)))
    excepted = any_of(each.test(run) for each in ready.exceptions)
    speaks = run.truth(ready.speaks_term)
    truth = ~excepted if speaks is Truth.YES else speaks if speaks is Truth.NO or excepted is not Truth.YES else Truth.NO
    return Proof(f"{norm.address} is effective", truth, steps=tuple(steps))


def _steps(run: Run, term: Term) -> tuple[Proof, ...]:
    match term:
        case Shown(part):
            return _steps(run, part)
        case All(parts):
            return tuple(_step(run, part) for part in parts)
        case _:
            return (_step(run, term),)


def _step(run: Run, term: Term) -> Proof:
    truth = run.truth(term)
    match term:
        case Shown(part):
            inner = _step(run, part)
            taken = "to be shown, and nobody did: taken as a no"
            return inner if truth is inner.truth else Proof(in_words(part), truth, note=taken, steps=(inner,))
        case All(parts):
            return Proof("all of these hold", truth, steps=tuple(_step(run, part) for part in parts))
        case Any(parts):
            return Proof("one of these holds", truth, steps=tuple(_step(run, part) for part in parts))
        case Not(part):
            return Proof("this does not hold", truth, steps=(_step(run, part),))
        case About():
            return Proof(in_words(term), truth)
        case Breached(address):
            norm = run.program.protocol.norms[address]
            names = [name for name in (norm.deadline.fact if norm.deadline else "", norm.done_on) if name]
            return Proof(in_words(term), truth, {name: run.known(name) for name in names})
        case _:
            return _tested(run, term, truth)


def _tested(run: Run, term: Term, truth: Truth) -> Proof:
    names = [term.fact]  # type: ignore[union-attr]
    if isinstance(term, Compare) and isinstance(term.bound, str):
        names.append(term.bound)
    absent = [
        name
        for name in names
        if run.known(name) is None
        and not run.has_circumstance(name, run.program.words.facts[name].circumstance)
    ]
    if absent:
        circumstance = run.program.words.facts[absent[0]].circumstance
        return Proof(in_words(term), truth, note=f"the scenario has no {circumstance}")
    definition = run.program.protocol.definitions.get(names[0])
    if definition is not None and names[0] not in run.given:
        return Proof(in_words(term), truth, note="by definition", steps=(_step(run, definition),))
    facts = {name: run.known(name) for name in names}
    wide = truth is Truth.UNKNOWN and None not in facts.values()
    return Proof(in_words(term), truth, facts, "said too widely to tell" if wide else "")
