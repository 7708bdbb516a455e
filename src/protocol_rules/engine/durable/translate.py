"""From a protocol to formulas over named truths: the second exhaustive match over conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from protocol_rules.engine.compile import Effective, Shown, Term, Woken, merged
from protocol_rules.engine.durable.formula import ALWAYS, Both, Either, Formula, Known
from protocol_rules.engine.durable.leaves import Late, Leaf, Stated, There
from protocol_rules.engine.performance import ways_to_break
from protocol_rules.engine.program import Program
from protocol_rules.engine.reading import Reading
from protocol_rules.norms.protocol import Norm
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

__all__ = ["Translation", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The names of the truths that tell the status of one norm."""

    applies: str
    lifted: str
    silent: str


class Translation:
    """The formulas of one protocol in one reading.

    `holds` and `fails` give for each named truth the formula that shows it, and the one that
    denies it; `shown` are those that are denied, in the reading `unless_shown`, by not being known.
    """

    def __init__(self, program: Program, reading: Reading) -> None:
        """Translate every norm which something can keep from applying."""
        self._program = program
        self._words = program.words
        self._reading = reading
        self._names: dict[Leaf, str] = {}
        self.leaves: dict[str, Leaf] = {}
        self.holds: dict[str, Formula] = {}
        self.fails: dict[str, Formula] = {}
        self.shown: set[str] = set()
        self.verdicts: Mapping[str, Verdict] = {
            address: self._verdict(ready.norm)
            for address, ready in program.ready.items()
            if address not in program.unconditional
        }

    def _verdict(self, norm: Norm) -> Verdict:
        address = norm.address
        verdict = Verdict(f"applies {address}", f"lifted {address}", f"silent {address}")
        speaks = self._program.own_finding(norm)
        terms = [term for _, term in self._program.exception_terms(norm)]
        if not terms:
            self.holds[verdict.applies] = self._said(speaks, holds=True)
            self.holds[verdict.silent] = self._said(speaks, holds=False)
            return verdict
        self._define(f"speaks {address}", speaks)
        excepted = f"excepted {address}"
        self.holds[excepted] = Either(tuple(self._said(each, holds=True) for each in terms))
        self.fails[excepted] = Both(tuple(self._said(each, holds=False) for each in terms))
        speaking = Known(f"speaks {address}")
        self.holds[verdict.applies] = Both((speaking, Known(excepted, value=False)))
        self.holds[verdict.lifted] = Both((speaking, Known(excepted)))
        self.holds[verdict.silent] = Known(f"speaks {address}", value=False)
        return verdict

    def _define(self, name: str, term: Term) -> None:
        self.holds[name] = ALWAYS  # it is being worked out
        self.holds[name] = self._said(term, holds=True)
        self.fails[name] = self._said(term, holds=False)

    def _said(self, term: Term, *, holds: bool) -> Formula:  # noqa: PLR0911 - all kinds
        """Give the formula which shows that a condition holds, or that it does not."""
        match term:
            case All(parts):
                said = tuple(self._said(part, holds=holds) for part in parts)
                return Both(said) if holds else Either(said)
            case Any(parts):
                among = merged(parts, self._words)
                said = tuple(self._said(part, holds=holds) for part in among)
                return Either(said) if holds else Both(said)
            case Not(part):
                return self._said(part, holds=not holds)
            case Shown(part):
                return Known(self._shown(part), holds)
            case Effective(address):
                return Known(self._effective(address), holds)
            case Breached(address):
                return Known(self._breached(address), holds)
            case Has(fact, values) if self._is_defined(fact) and len(values) == 1:
                return Known(self._derived(term), holds)
            case Has() | HasRole() | Only() | Compare() | About() | Woken():
                return self._leaf(term, holds=holds)

    def _leaf(self, leaf: Leaf, *, holds: bool = True) -> Known:
        if leaf not in self._names:
            self._names[leaf] = f"test {len(self._names)}"
            self.leaves[self._names[leaf]] = leaf
        return Known(self._names[leaf], holds)

    def _shown(self, part: Term) -> str:
        name = f"shown {part}"
        if name not in self.holds:
            self._define(name, part)
            if self._reading is Reading.UNLESS_SHOWN:
                self.shown.add(name)
        return name

    def _effective(self, address: str) -> str:
        name = f"effective {address}"
        if name not in self.holds:
            self._define(name, self._program.effective(address))
        return name

    def _breached(self, address: str) -> str:
        """A norm is breached where it is awake and effective, and was not kept."""
        name = f"breached {address}"
        if name in self.holds:
            return name
        norm = self._program.protocol.norms[address]
        wakes = self._program.wakes(address)
        self.holds[name] = ALWAYS  # it is being worked out
        sides: list[Formula] = []
        for holds in (True, False):
            ways: list[Formula] = [self._said(way, holds=holds) for way in ways_to_break(norm)]
            if norm.deadline is not None and norm.deadline.fact and norm.done_on:
                ways.append(self._leaf(Late(address), holds=holds))
            broken = Either(tuple(ways)) if holds else Both(tuple(ways))
            needed: list[Formula] = [Known(self._effective(address), holds), broken]
            if wakes is not None:
                needed.append(self._leaf(Woken(wakes), holds=holds))
            sides.append(Both(tuple(needed)) if holds else Either(tuple(needed)))
        self.holds[name], self.fails[name] = sides
        return name

    def _is_defined(self, fact: str) -> bool:
        """Whether rules tell a fact; what is presumed besides is left to our own engine."""
        presumed = self._reading is Reading.UNLESS_SHOWN and fact in self._program.presumed
        return fact in self._program.definitions and not presumed

    def _derived(self, test: Has) -> str:
        """A derived fact is what the scenario states of it, else what its definition makes of it.

        A definition is told by the scenario only where one of its circumstances is there.
        """
        name = f"derived {test.fact} {sorted(map(str, test.values))}"
        if name in self.holds:
            return name
        either = frozenset[object]({True, False})
        wanted = True in test.values
        definition = self._program.protocol.definitions[test.fact]
        self.holds[name] = ALWAYS  # it is being worked out
        stated = Stated(test.fact, frozenset[object](test.values))
        told, there = Stated(test.fact, either), There(test.fact)
        self.holds[name] = Either((
            self._leaf(stated),
            Both((
                self._leaf(told, holds=False),
                self._leaf(there),
                self._said(definition, holds=wanted),
            )),
        ))  # fmt: skip
        self.fails[name] = Both((
            self._leaf(stated, holds=False),
            Either((
                self._leaf(told),
                self._leaf(there, holds=False),
                self._said(definition, holds=not wanted),
            )),
        ))  # fmt: skip
        return name
