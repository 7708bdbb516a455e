"""What there is to decide: of each norm whether it is effective, of each definition if it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import cast

from protocol_rules.coverage.tree import Branch, Burden, Denial, Leaf, Node, plant
from protocol_rules.engine.compile import Effective, Shown, Term, Test
from protocol_rules.engine.footing import Atom
from protocol_rules.engine.program import Program, Ready
from protocol_rules.engine.triggers import Triggers
from protocol_rules.norms.protocol import Norm, NormKind, Override
from protocol_rules.vocabulary.conditions import All, Any, Breached, Condition, Not

__all__ = [
    "ALWAYS",
    "DEFINITION",
    "OVERRIDE",
    "PROVIDED",
    "REPARATION",
    "UNLESS",
    "WHEN",
    "Decision",
    "Occurrence",
    "Part",
    "decisions_of",
]

DEFINITION, OVERRIDE, PROVIDED, REPARATION, UNLESS, WHEN = (
    "definition",
    "override",
    "provided",
    "reparation_for",
    "unless",
    "when",
)
"""The names of the parts, as the keys of a rule file have them."""

ALWAYS = All(())
"""The condition that holds in every story."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A test where it stands: in which part of a norm, and as which test of that part."""

    number: int
    part: str
    position: int
    test: Atom


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a norm that is a condition: `when`, `provided`, an `unless`, an override.

    `lifts` says that the norm is lifted where it holds.
    """

    name: str
    term: Term
    test: Test
    lifts: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a norm speaks and is not lifted, or (without a `ready`) whether a definition holds.

    `waking` is what has to hold for its provisos to matter; `wakes` are the circumstances of which
    a story has to mention one for it to count, and `performed_in` those which tell whether the norm
    was kept.
    """

    clause: str
    address: str
    outcome: Node
    term: Term
    tests: tuple[Occurrence, ...]
    parts: tuple[Part, ...]
    wakes: frozenset[str]
    waking: Term = ALWAYS
    performed_in: frozenset[str] = frozenset()
    ready: Ready | None = None

    @property
    def norm(self) -> Norm | None:
        """The norm; `None` for a definition."""
        return None if self.ready is None else self.ready.norm


def decisions_of(program: Program) -> tuple[Decision, ...]:
    """Give the decisions of a protocol, in printed order, each definition with its clause."""
    return tuple(
        decision
        for clause in program.protocol.clauses.values()
        for decision in (
            *(_Planting(program).norm(program.ready[norm.address]) for norm in clause.norms),
            *(_Planting(program).definition(clause.id, fact) for fact in clause.defines),
        )
    )


class _Planting:
    """Makes one decision, and numbers the tests of its parts."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._triggers = Triggers(program.protocol)
        self._tests: list[Occurrence] = []
        self._parts: list[Part] = []
        self._waking: Term = ALWAYS

    def norm(self, ready: Ready) -> Decision:
        norm, program = ready.norm, self._program
        own = program.own_finding(norm)
        speaks = self._speaks(norm, own)
        lifting = [*self._lifting(norm)]
        outcome, term = speaks, own
        if lifting:
            lifted: Term = Any(tuple(each.term for each in lifting))  # type: ignore[arg-type]
            denied = Not(lifted)
            term = All((own, denied))  # type: ignore[arg-type]
            some = Branch(lifted, every=False, parts=tuple(lifting))
            outcome = Branch(term, every=True, parts=(speaks, Denial(denied, some)))
        return Decision(
            clause=norm.clause,
            address=norm.address,
            outcome=outcome,
            term=term,
            tests=tuple(self._tests),
            parts=tuple(self._parts),
            # What is always awake counts where the story is about what it speaks of.
            wakes=program.reach(norm.address) if ready.wakes is None else ready.wakes,
            waking=self._waking,
            performed_in=self._triggers.of_performance(norm),
            ready=ready,
        )

    def definition(self, clause: str, fact: str) -> Decision:
        condition = self._program.protocol.definitions[fact]
        return Decision(
            clause=clause,
            address=fact,
            outcome=self._part(DEFINITION, condition),
            term=condition,
            tests=tuple(self._tests),
            parts=tuple(self._parts),
            wakes=self._program.circumstances_of(fact),
        )

    def _speaks(self, norm: Norm, own: Term) -> Node:
        """Make the tree of what a norm says itself, and of whether what a card lifts speaks."""
        woken: list[Node] = [] if norm.when is None else [self._part(WHEN, norm.when)]
        if norm.reparation_for and self._program.can_be_breached(norm.reparation_for):
            woken.append(self._part(REPARATION, Breached(norm.reparation_for)))
        if len(woken) > 1:
            some = Any(tuple(each.term for each in woken))  # type: ignore[arg-type]
            woken = [Branch(some, every=False, parts=tuple(woken))]
        if not woken and norm.reparation_for:
            woken = [Branch(Any(()), every=False, parts=())]
        if woken:
            self._waking = woken[0].term
        if norm.provided is not None:
            woken.append(Burden(Shown(norm.provided), self._part(PROVIDED, norm.provided)))
        if norm.kind is not NormKind.NORM and (norm.lifts or norm.proviso_of):
            target = cast("All", own).parts[-1]
            woken.append(Leaf(target, -1, self._program.test(target)))
        return woken[0] if len(woken) == 1 else Branch(own, every=True, parts=tuple(woken))

    def _lifting(self, norm: Norm) -> Iterator[Node]:
        for number, unless in enumerate(norm.unless, start=1):
            name = UNLESS if len(norm.unless) == 1 else f"{UNLESS} {number}"
            yield Burden(Shown(unless), self._part(name, unless))
        overrides = self._program.protocol.overrides.get(norm.address, ())
        terms = self._program.exception_terms(norm)[len(norm.unless) :]
        for override, (_, term) in zip(overrides, terms, strict=True):
            yield self._override(override, term)

    def _override(self, override: Override, term: Term) -> Node:
        name, effective = f"{OVERRIDE} {override.by}", Effective(override.by)
        by = Leaf(effective, -1, self._program.test(effective))
        self._parts.append(Part(name, term, self._program.test(term), lifts=True))
        if override.only_for is None:
            return Burden(term, by)
        narrower = plant(override.only_for, self._program.test, self._numbering(name))
        both = cast("Shown", term).part
        return Burden(term, Branch(both, every=True, parts=(by, narrower)))

    def _part(self, name: str, condition: Condition) -> Node:
        lifts = name.startswith(UNLESS)
        # A burden counts here as it does in the outcome.
        term = Shown(condition) if lifts or name == PROVIDED else condition
        self._parts.append(Part(name, term, self._program.test(term), lifts=lifts))
        return plant(condition, self._program.test, self._numbering(name))

    def _numbering(self, part: str) -> Callable[[Term], int]:
        positions = count()

        def number(term: Term) -> int:
            found = Occurrence(len(self._tests), part, next(positions), cast("Atom", term))
            self._tests.append(found)
            return found.number

        return number
