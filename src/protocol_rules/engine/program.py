"""A protocol made ready: each norm as functions, and an index of what can wake it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from protocol_rules.engine.compile import Shown, Term, Test, compile_condition
from protocol_rules.norms.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Condition,
    Has,
    HasRole,
    Not,
    Only,
)
from protocol_rules.norms.protocol import Norm, NormKind, Protocol

__all__ = ["Exception_", "Program", "Ready", "program_of"]

_TRUE = All(())


@dataclass(frozen=True, slots=True)
class Exception_:
    """One exception of a norm: `by` is the address that lifts it, or "" for its own `unless`."""

    by: str
    term: Term
    test: Test


@dataclass(frozen=True, slots=True)
class Ready:
    """One norm, ready to be evaluated.

    `speaks` is its `when` with its provisos (and, for a reparation, the breach that wakes it);
    `wakes` are the circumstances of which one has to be there, `settings` those that may wake it
    where it has no other.
    """

    norm: Norm
    speaks_term: Term
    speaks: Test
    exceptions: tuple[Exception_, ...]
    wakes: frozenset[str]
    settings: frozenset[str]


class Program:
    """All norms of one protocol, compiled once."""

    def __init__(self, protocol: Protocol) -> None:
        """Compile every norm, in printed order."""
        self.protocol = protocol
        self.words = protocol.vocabulary
        self._tests: dict[Term, Test] = {}
        self.definitions: Mapping[str, Test] = {
            fact: self.test(condition) for fact, condition in protocol.definitions.items()
        }
        self.presumed: Mapping[str, tuple[Norm, ...]] = _presumed(protocol)
        self._effective: dict[str, Term] = {}
        self._reach: dict[str, frozenset[str]] = {}
        self.ready: Mapping[str, Ready] = {
            address: self._ready(norm) for address, norm in protocol.norms.items()
        }
        self._index: dict[str, list[str]] = {}
        self._always: list[str] = []
        for address, ready in self.ready.items():
            groups = ready.wakes or ready.settings
            for group in groups:
                self._index.setdefault(group, []).append(address)
            if not groups:
                self._always.append(address)
        self.order: Mapping[str, int] = {address: n for n, address in enumerate(self.ready)}

    def test(self, term: Term) -> Test:
        """The function of a condition; equal conditions share one."""
        if term not in self._tests:
            self._tests[term] = compile_condition(term, self.words)
        return self._tests[term]

    def awake(self, mentioned: frozenset[str]) -> set[str]:
        """Give the norms which a situation can trigger, and no others."""
        return {*self._always, *(each for group in mentioned for each in self._index.get(group, ()))}

    def effective(self, address: str) -> Term:
        """The condition under which a norm lifts others: it speaks, and nothing lifts it."""
        if address not in self._effective:
            norm = self.protocol.norms[address]
            lifting = tuple(term for _, term in self._exception_terms(norm))
            speaks = self._speaks_term(norm)
            self._effective[address] = (
                All((speaks, Not(Any(lifting)))) if lifting else speaks  # type: ignore[arg-type]
            )
        return self._effective[address]

    def circumstances(self, terms: Iterable[Term | None]) -> tuple[frozenset[str], frozenset[str]]:
        """Give the circumstances that conditions speak of: those proper, and the settings."""
        groups: set[str] = set()
        for term in terms:
            groups |= self._groups(term)
        settings = {name for name in groups if self.words.circumstances[name].is_setting}
        return frozenset(groups - settings), frozenset(settings)

    def facts_in(self, terms: Iterable[Term]) -> set[str]:
        """Name the facts which conditions test, those under definitions included."""
        found: set[str] = set()
        for term in terms:
            for atom in _all_atoms(term):
                if isinstance(atom, Breached):
                    found |= self.facts_in([self.effective(atom.address)])
                elif not isinstance(atom, About):
                    found.add(atom.fact)
                    definition = self.protocol.definitions.get(atom.fact)
                    found |= set() if definition is None else self.facts_in([definition])
        return found

    def reach(self, address: str) -> frozenset[str]:
        """The circumstances that a norm and its exceptions speak of."""
        if address not in self._reach:
            ready = self.ready[address]
            terms = [ready.speaks_term, *(each.term for each in ready.exceptions)]
            proper, settings = self.circumstances(terms)
            self._reach[address] = proper | settings
        return self._reach[address]

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The circumstances proper that some norm of the protocol waits for."""
        return frozenset().union(*(ready.wakes for ready in self.ready.values()))

    def _groups(self, term: Term | None) -> set[str]:
        groups: set[str] = set()
        for atom in () if term is None else _all_atoms(term):
            match atom:
                case About(circumstance):
                    groups.add(circumstance)
                case Breached(address):
                    groups |= self._groups(self.protocol.norms[address].when)
                case _:
                    groups |= self._groups_of_fact(atom.fact)
                    if isinstance(atom, Compare) and isinstance(atom.bound, str):
                        groups |= self._groups_of_fact(atom.bound)
        return groups

    def _groups_of_fact(self, fact: str) -> set[str]:
        definition = self.protocol.definitions.get(fact)
        own = {self.words.facts[fact].circumstance}
        return own if definition is None else own | self._groups(definition)

    def _ready(self, norm: Norm) -> Ready:
        term = self._own_finding(norm)
        wakes, settings = self._waking(norm)
        return Ready(
            norm,
            term,
            self.test(term),
            tuple(Exception_(by, each, self.test(each)) for by, each in self._exception_terms(norm)),
            wakes,
            settings,
        )

    def _waking(self, norm: Norm) -> tuple[frozenset[str], frozenset[str]]:
        related = (*norm.lifts, *norm.proviso_of)
        if related and norm.kind is not NormKind.NORM:
            found = [self._waking(self.protocol.norms[each]) for each in related]
            return frozenset().union(*(each[0] for each in found)), frozenset().union(*(each[1] for each in found))
        breach = (Breached(norm.reparation_for),) if norm.reparation_for else ()
        return self.circumstances((norm.when, *breach))

    def _own_finding(self, norm: Norm) -> Term:
        """A card that only lifts or adds a proviso has a finding where its norm speaks."""
        targets = norm.lifts if norm.kind is NormKind.EXCEPTION else norm.proviso_of
        if not targets or norm.kind is NormKind.NORM:
            return self._speaks_term(norm)
        speaking = tuple(
            self.protocol.norms[each].when or _TRUE for each in targets
        )
        return All((self._speaks_term(norm), Any(speaking)))  # type: ignore[arg-type]

    def _speaks_term(self, norm: Norm) -> Term:
        parts: list[Term] = []
        woken: list[Condition] = [] if norm.when is None else [norm.when]
        if norm.reparation_for and self.can_be_breached(norm.reparation_for):
            woken.append(Breached(norm.reparation_for))
        if woken:
            parts.append(woken[0] if len(woken) == 1 else Any(tuple(woken)))
        if norm.provided is not None:
            parts.append(Shown(norm.provided))
        return parts[0] if len(parts) == 1 else All(tuple(parts))  # type: ignore[arg-type]

    def can_be_breached(self, address: str) -> bool:
        """Tell whether facts can ever show a breach of the norm."""
        norm = self.protocol.norms[address]
        return bool(norm.breached_when or norm.limits or (norm.deadline and norm.done_on))

    def _exception_terms(self, norm: Norm) -> list[tuple[str, Term]]:
        found: list[tuple[str, Term]] = [("", Shown(each)) for each in norm.unless]
        for override in self.protocol.overrides.get(norm.address, ()):
            term = self.effective(override.by)
            if override.only_for is not None:
                term = All((term, override.only_for))  # type: ignore[arg-type]
            found.append((override.by, Shown(term)))
        return found


def _all_atoms(term: Term) -> Iterator[Has | HasRole | Only | Compare | About | Breached]:
    """Give the tests of a condition, those inside what has to be shown included."""
    match term:
        case Shown(part):
            yield from _all_atoms(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _all_atoms(part)
        case Not(part):
            yield from _all_atoms(part)
        case _:
            yield term


def _presumed(protocol: Protocol) -> dict[str, tuple[Norm, ...]]:
    found: dict[str, list[Norm]] = {}
    for norm in protocol.norms.values():
        for fact in norm.presumes:
            found.setdefault(fact, []).append(norm)
    return {fact: tuple(norms) for fact, norms in found.items()}


_PROGRAMS: WeakKeyDictionary[Protocol, Program] = WeakKeyDictionary()


def program_of(protocol: Protocol) -> Program:
    """Give the program of a protocol, compiled when it is first asked for."""
    if protocol not in _PROGRAMS:
        _PROGRAMS[protocol] = Program(protocol)
    return _PROGRAMS[protocol]
