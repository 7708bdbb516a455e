"""What is left of a condition when everything known has been used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocol_rules.engine.compile import Effective, Shown, Term, Woken
from protocol_rules.engine.run import Run
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import FactType
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

__all__ = ["Again", "OpenTest", "open_tests", "own_open_facts", "relied_on"]


@dataclass(frozen=True, slots=True)
class Again:
    """Something that a condition rests on for a second time; its tests have been given."""


OpenTest = Has | HasRole | Only | Compare | Breached | Again


def open_tests(run: Run, terms: Iterable[Term], *, deep: bool = False) -> Iterator[OpenTest]:
    """Give the tests on which conditions still turn, each as often as it occurs.

    Those under overrides, definitions and breaches are among them (once, and then as `Again`),
    and those under presumptions if `deep`.
    """
    walk = _Walk(run, deep=deep)
    for term in terms:
        yield from walk.through(term)


def own_open_facts(run: Run, test: OpenTest) -> list[str]:
    """Name the open facts that somebody could state of a test, those beneath it left out."""
    match test:
        case Again():
            return []
        case Breached(address):
            norm = run.program.protocol.norms[address]
            anchor = norm.deadline.fact if norm.deadline is not None else ""
            dates = {anchor, norm.done_on} if anchor and norm.done_on else set[str]()
            unknown = [fact for fact in sorted(dates) if run.known(fact) is None]
        case _:
            unknown = _unknown_facts(run, test)
    words = run.program.words
    return [fact for fact in unknown if words.facts[fact].circumstance in run.present]


def relied_on(plain: Run, shown: Run, terms: Iterable[Term]) -> Iterator[Term]:
    """Give the parts of conditions that are settled only because nobody has shown otherwise."""
    waiting = [*terms]
    seen: set[str] = set()
    while waiting:
        term = waiting.pop()
        truth = shown.truth(term)
        if plain.truth(term) is not Truth.UNKNOWN or truth is Truth.UNKNOWN:
            continue
        match term:
            case All(parts) | Any(parts):
                everything = truth is Truth.of(isinstance(term, All))
                waiting += [part for part in parts if everything or shown.truth(part) is truth]
            case Not(part):
                waiting.append(part)
            case Effective(address):
                waiting += [] if address in seen else [plain.program.effective(address)]
                seen.add(address)
            case _:
                yield term


class _Walk:
    """A way through conditions that goes nowhere twice."""

    def __init__(self, run: Run, *, deep: bool) -> None:
        self._run = run
        self._deep = deep
        self._seen: set[Term | str] = set()

    def through(self, term: Term) -> Iterator[OpenTest]:
        if self._run.truth(term) is not Truth.UNKNOWN:
            return
        match term:
            case Shown(part) | Not(part):
                yield from self.through(part)
            case All(parts) | Any(parts):
                for part in parts:
                    yield from self.through(part)
            case Effective(address):
                yield from self._once(term, [self._run.program.effective(address)])
            case Breached(address):
                yield term
                yield from self._once(term, self._under_breach(address))
            case Has() | HasRole() | Only() | Compare():
                yield term
                for fact in _unknown_facts(self._run, term):
                    yield from self._once(fact, self._under_fact(fact))
            case About() | Woken():
                pass

    def _once(self, key: Term | str, beneath: list[Term]) -> Iterator[OpenTest]:
        if key in self._seen:
            if beneath:
                yield Again()
            return
        self._seen.add(key)
        for term in beneath:
            yield from self.through(term)

    def _under_breach(self, address: str) -> list[Term]:
        norm = self._run.program.protocol.norms[address]
        shown = [] if norm.breached_when is None else [norm.breached_when]
        return [Effective(address), *norm.limits, *shown]

    def _under_fact(self, fact: str) -> list[Term]:
        program = self._run.program
        definition = program.protocol.definitions.get(fact)
        presuming = program.presumed.get(fact, ()) if self._deep else ()
        return [
            *([] if definition is None else [definition]),
            *(
                Effective(each.address)
                for each in presuming
                if self._run.is_triggered(each.address)
            ),
        ]


def _unknown_facts(run: Run, test: Has | HasRole | Only | Compare) -> list[str]:
    names = [test.fact]
    if isinstance(test, Compare) and isinstance(test.bound, str):
        names.append(test.bound)
    kinds = run.program.words.facts
    # A role that is known, and is open all the same, was given too widely to tell.
    return [name for name in names if run.known(name) is None or kinds[name].type is FactType.ROLE]
