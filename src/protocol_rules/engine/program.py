"""A protocol made ready: each norm as functions, and an index of what can wake it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from protocol_rules.engine.compile import Effective, Shown, Term, Test, Woken, compile_condition
from protocol_rules.engine.dependents import Dependents
from protocol_rules.engine.statuses import Group
from protocol_rules.engine.triggers import Triggers
from protocol_rules.norms.protocol import Norm, NormKind, Protocol
from protocol_rules.vocabulary.conditions import All, Any, Breached, Condition, Not, atoms

__all__ = ["Lift", "Program", "Ready", "program_of", "with_program_like"]


@dataclass(frozen=True, slots=True)
class Lift:
    """One exception of a norm: `by` is the address that lifts it, or "" for its own `unless`."""

    by: str
    term: Term
    test: Test


class Ready:
    """One norm, made ready to be evaluated when it is first asked for."""

    def __init__(self, program: Program, norm: Norm) -> None:
        """Take the norm and the program that it belongs to."""
        self._program = program
        self.norm = norm

    @cached_property
    def speaks_term(self) -> Term:
        """Its `when` with its provisos, and for a reparation the breach that wakes it."""
        return self._program.own_finding(self.norm)

    @cached_property
    def speaks(self) -> Test:
        """The function of that condition."""
        return self._program.test(self.speaks_term)

    @cached_property
    def exceptions(self) -> tuple[Lift, ...]:
        """What lifts it."""
        terms = self._program.exception_terms(self.norm)
        return tuple(Lift(by, term, self._program.test(term)) for by, term in terms)

    @cached_property
    def wakes(self) -> frozenset[str] | None:
        """The circumstances of which one has to be mentioned; `None` where it is always awake."""
        return self._program.wakes(self.norm.address)

    @cached_property
    def waits_for(self) -> tuple[str, ...]:
        """The addresses of the norms whose breach it waits for."""
        condition = self.norm.when
        tested = () if condition is None else atoms(condition)
        waits = [each.address for each in tested if isinstance(each, Breached)]
        waits += [self.norm.reparation_for] if self.norm.reparation_for else []
        return tuple(dict.fromkeys(waits))

    @cached_property
    def in_words(self) -> str:
        """The norm in a sentence."""
        from protocol_rules.engine.required import norm_in_words  # noqa: PLC0415 - it stands above

        return norm_in_words(self.norm, self._program.words)

    @property
    def is_unconditional(self) -> bool:
        """Whether nothing can keep it from applying."""
        norm = self.norm
        is_lifted = norm.unless or norm.address in self._program.protocol.overrides
        return norm.is_standing and norm.provided is None and not is_lifted


class Program:
    """All norms of one protocol, each compiled once."""

    def __init__(
        self, protocol: Protocol, origin: Program | None = None, changed: Iterable[str] = ()
    ) -> None:
        """Find what wakes each norm; the rest waits until it is asked for.

        With an `origin`, whatever is not `changed` is taken from there: the protocol then has the
        same vocabulary and the same addresses, and only those addresses can find otherwise.
        """
        self.protocol = protocol
        self.words = protocol.vocabulary
        stale = frozenset(protocol.norms if origin is None else changed)
        # INVARIANT: a test knows of no program: it asks the run that it is given.
        self.compiled: dict[Term, Test] = {} if origin is None else origin.compiled
        self._triggers = Triggers(protocol)
        self.circumstances_of = self._triggers.circumstances_of
        self.wakes = self._triggers.wakes
        self.definitions: Mapping[str, Test] = {
            fact: self.test(condition) for fact, condition in protocol.definitions.items()
        }
        self.presumed: Mapping[str, tuple[Norm, ...]] = _presumed(protocol)
        self._effective: dict[str, Term] = {}
        self._is_effective: dict[str, Test] = {}
        kept: Mapping[str, Ready] = {} if origin is None else origin.ready
        self.ready: Mapping[str, Ready] = {
            address: Ready(self, norm) if address in stale else kept[address]
            for address, norm in protocol.norms.items()
        }
        self.unconditional = frozenset(
            address for address in stale if self.ready[address].is_unconditional
        )
        self.standing = frozenset(
            address for address in stale if protocol.norms[address].is_standing
        )
        if origin is not None:
            self.unconditional |= origin.unconditional - stale
            self.standing |= origin.standing - stale
        self.groups: Mapping[str, Group] = self._grouped(origin)
        self.order: Mapping[str, int] = (
            {address: n for n, address in enumerate(self.ready)} if origin is None else origin.order
        )
        self.clause_of: Mapping[str, str] = {
            address: norm.clause for address, norm in protocol.norms.items()
        }

    def _grouped(self, origin: Program | None) -> dict[str, Group]:
        """Group the norms by what wakes them; a group of the same norms is the one of before."""
        waking: dict[str, list[Ready]] = {"": []}
        for address, ready in self.ready.items():
            if address in self.unconditional:
                continue
            for circumstance in {""} if ready.wakes is None else ready.wakes:
                waking.setdefault(circumstance, []).append(ready)
        before: Mapping[str, Group] = {} if origin is None else origin.groups
        return {
            circumstance: before[circumstance]
            if circumstance in before and before[circumstance].norms == tuple(norms)
            else Group(self, circumstance, norms)
            for circumstance, norms in waking.items()
        }

    def test(self, term: Term) -> Test:
        """The function of a condition; equal conditions share one."""
        if term not in self.compiled:
            self.compiled[term] = compile_condition(term, self.words)
        return self.compiled[term]

    def effective(self, address: str) -> Term:
        """The condition under which a norm lifts others: it speaks, and nothing lifts it."""
        if address not in self._effective:
            norm = self.protocol.norms[address]
            lifting = tuple(term for _, term in self.exception_terms(norm))
            speaks = self._speaks_term(norm)
            self._effective[address] = (
                All((speaks, Not(Any(lifting)))) if lifting else speaks  # type: ignore[arg-type]
            )
        return self._effective[address]

    def is_effective(self, address: str) -> Test:
        """The function of that condition."""
        if address not in self._is_effective:
            self._is_effective[address] = self.test(self.effective(address))
        return self._is_effective[address]

    def reach(self, address: str) -> frozenset[str]:
        """The circumstances that a norm, its exceptions and its due date speak of."""
        norm = self.protocol.norms[address]
        related = () if norm.kind is NormKind.NORM else (*norm.lifts, *norm.proviso_of)
        found = self._triggers.of_norm(address)
        return found.union(*(self._triggers.of_norm(each) for each in related))

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The circumstances proper that some norm of the protocol waits for."""
        found = frozenset[str]().union(*(ready.wakes or () for ready in self.ready.values()))
        return frozenset(each for each in found if not self.words.circumstances[each].is_setting)

    @cached_property
    def dependents(self) -> Dependents:
        """What rests on what."""
        return Dependents(self.protocol)

    def own_finding(self, norm: Norm) -> Term:
        """A card that only lifts or adds a proviso has a finding where its norm speaks."""
        targets = norm.lifts if norm.kind is NormKind.EXCEPTION else norm.proviso_of
        if not targets or norm.kind is NormKind.NORM:
            return self._speaks_term(norm)
        speaking: list[Term] = []
        for each in targets:
            target = self.protocol.norms[each]
            is_lifted = norm.kind is NormKind.EXCEPTION
            term = self._speaks_term(target) if is_lifted else _all_of(self._waking_terms(target))
            wakes = self.wakes(each)
            # With a single target, the card is awake exactly where its target is.
            if wakes is not None and len(targets) > 1:
                term = All((Woken(wakes), term))  # type: ignore[arg-type]
            speaking.append(term)
        return All((self._speaks_term(norm), Any(tuple(speaking))))  # type: ignore[arg-type]

    def _speaks_term(self, norm: Norm) -> Term:
        shown = [] if norm.provided is None else [Shown(norm.provided)]
        return _all_of([*self._waking_terms(norm), *shown])

    def _waking_terms(self, norm: Norm) -> list[Term]:
        """The condition of a norm: its own, or the breach that it answers; none where it stands."""
        woken: list[Condition] = [] if norm.when is None else [norm.when]
        if norm.reparation_for and self.can_be_breached(norm.reparation_for):
            woken.append(Breached(norm.reparation_for))
        if not woken and not norm.reparation_for:
            return []
        return [woken[0] if len(woken) == 1 else Any(tuple(woken))]

    def can_be_breached(self, address: str) -> bool:
        """Tell whether facts can ever show a breach of the norm."""
        norm = self.protocol.norms[address]
        return bool(
            norm.breached_when
            or norm.limits
            or (norm.deadline and norm.deadline.fact and norm.done_on)
        )

    def exception_terms(self, norm: Norm) -> list[tuple[str, Term]]:
        """Give what lifts a norm: who does (nobody: its own `unless`), and the condition."""
        found: list[tuple[str, Term]] = [("", Shown(each)) for each in norm.unless]
        for override in self.protocol.overrides.get(norm.address, ()):
            term: Term = Effective(override.by)
            if override.only_for is not None:
                term = All((term, override.only_for))  # type: ignore[arg-type]
            found.append((override.by, Shown(term)))
        return found


def _all_of(terms: list[Term]) -> Term:
    return terms[0] if len(terms) == 1 else All(tuple(terms))  # type: ignore[arg-type]


def _presumed(protocol: Protocol) -> dict[str, tuple[Norm, ...]]:
    found: dict[str, list[Norm]] = {}
    for norm in protocol.norms.values():
        for fact in norm.presumes:
            found.setdefault(fact, []).append(norm)
    return {fact: tuple(norms) for fact, norms in found.items()}


_PROGRAMS: WeakKeyDictionary[Protocol, Program] = WeakKeyDictionary()


def program_of(protocol: Protocol) -> Program:
    """Give the program of a protocol, compiled when it is first asked for."""
    program = _PROGRAMS.get(protocol)
    if program is None:
        program = _PROGRAMS[protocol] = Program(protocol)
    return program


@contextmanager
def with_program_like(
    origin: Program, protocol: Protocol, changed: Iterable[str]
) -> Generator[Program]:
    """Have a protocol evaluated, for a while, by a program that is little else than another one.

    It has the words and addresses of `origin`; only the `changed` ones can find otherwise.
    """
    before = _PROGRAMS.get(protocol)
    program = _PROGRAMS[protocol] = Program(protocol, origin, changed)
    try:
        yield program
    finally:
        if before is None:
            _PROGRAMS.pop(protocol, None)
        else:
            _PROGRAMS[protocol] = before
