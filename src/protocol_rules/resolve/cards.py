"""From cards as written to clauses with their norms; every name is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any as Anything

from protocol_rules.diagnostics import quote
from protocol_rules.document import CardWritten, CounterpartyWritten, NormWritten, StepWritten
from protocol_rules.norms.protocol import (
    Clause,
    ClauseKind,
    Counterparty,
    Deadline,
    Norm,
    NormKind,
    Step,
)
from protocol_rules.resolve.deadlines import read_deadline
from protocol_rules.resolve.lookup import Lookup
from protocol_rules.resolve.references import References, check_quoted, has_finding
from protocol_rules.validation import Place
from protocol_rules.vocabulary import FactType, Vocabulary
from protocol_rules.vocabulary.condition_reader import ConditionReader
from protocol_rules.vocabulary.conditions import All, Compare, Condition, Value

__all__ = ["CardReader"]


@dataclass(frozen=True, slots=True)
class _CardConditions:
    when: Condition | None
    provided: Condition | None
    unless: Condition | None


class CardReader:
    """Reads the cards of one protocol; what it cannot read becomes a fault of the file.

    `spots` gathers where each norm (by address), and each derived or presumed fact, stands.
    """

    def __init__(self, vocabulary: Vocabulary, references: References) -> None:
        """Take the words, and the addresses of the protocol."""
        self._look_up = Lookup(vocabulary)
        self._references = references
        self.conditions = ConditionReader(vocabulary, references.norm_at)
        self.spots: dict[str, Place] = {}

    def clause(self, card: CardWritten, place: Place) -> Clause:
        """Read one card whole."""
        check_quoted(card.id, place / "id")
        if card.part_of is not None:
            self._check_parent(card.part_of, card.id, place / "part_of")
        for position, topic in enumerate(card.topics):
            self._look_up.topic(topic, place / "topics" / position)
        _check_norms(card, place)
        return Clause(
            card.id,
            card.title,
            card.gist.strip(),
            None if card.kind is None else ClauseKind(card.kind),
            card.part_of or "",
            card.topics,
            card.judgement.strip(),
            "" if card.review is None else card.review.by,
            None if card.review is None else card.review.on,
            self._norms(card, place),
            self._definitions(card, place / "defines"),
            card.accepts,
            place.span,
        )

    def _norms(self, card: CardWritten, place: Place) -> tuple[Norm, ...]:
        shared = _CardConditions(
            self.conditions.read(card.when, place / "when"),
            self.conditions.read(card.provided, place / "provided"),
            self.conditions.read(card.unless, place / "unless"),
        )
        presumes = self._presumed(card.presumes, place / "presumes")
        if not card.norms:
            return (self._finding(card, shared, presumes, place),) if has_finding(card) else ()
        norms = (
            self._norm(card.id, name, norm, place / "norms" / name)
            for name, norm in card.norms.items()
        )
        # What stands on the card holds for each of its norms.
        return tuple(
            replace(
                norm,
                when=_both(shared.when, norm.when),
                provided=_both(shared.provided, norm.provided),
                unless=norm.unless if shared.unless is None else (shared.unless, *norm.unless),
                lifts=_joined(
                    self._lifted(card.overrides, norm.address, place / "overrides"), norm.lifts
                ),
                presumes={**presumes, **norm.presumes},
            )
            for norm in norms
        )

    def _finding(
        self,
        card: CardWritten,
        shared: _CardConditions,
        presumes: Mapping[str, Value],
        place: Place,
    ) -> Norm:
        address = self._references.address(card.id)
        self.spots[address] = place / "id"
        kind = NormKind.CAUTION
        if card.proviso_of:
            kind = NormKind.PROVISO
        if card.overrides:
            kind = NormKind.EXCEPTION
        return Norm(
            address,
            card.id,
            kind,
            when=shared.when,
            provided=shared.provided,
            unless=() if shared.unless is None else (shared.unless,),
            lifts=self._lifted(card.overrides, address, place / "overrides"),
            proviso_of=self._targets(card.proviso_of, address, place / "proviso_of"),
            presumes=presumes,
            span=place.span,
        )

    def _norm(self, clause: str, name: str, norm: NormWritten, place: Place) -> Norm:
        address = self._references.address(clause, name)
        self.spots[address] = place
        self._look_up.roles(norm.bearer, place / "bearer")
        self._look_up.action(norm.action, place / norm.modality.value)
        if norm.done_on:
            self._look_up.fact(norm.done_on, place / "done_on", FactType.DATE)
        unless = self.conditions.read(norm.unless, place / "unless")
        return Norm(
            address,
            clause,
            NormKind.NORM,
            norm.bearer,
            norm.modality,
            norm.action,
            self._counterparty(norm.counterparty, place / "counterparty"),
            norm.qualifier.strip(),
            self.conditions.read(norm.when, place / "when"),
            self.conditions.read(norm.provided, place / "provided"),
            () if unless is None else (unless,),
            self._lifted(norm.overrides, address, place / "overrides"),
            (),
            self._presumed(norm.presumes, place / "presumes"),
            self._limits(norm.limit, place / "limit"),
            self._deadline(norm.deadline, place / "deadline"),
            norm.done_on,
            self.conditions.read(norm.breached_when, place / "breached_when"),
            self._answered(norm.reparation_for, place / "reparation_for"),
            self._route(norm.escalation, place / "escalation"),
            place.span,
        )

    def _deadline(self, written: str | None, place: Place) -> Deadline | None:
        if written is None:
            return None
        return read_deadline(written, self._look_up.vocabulary, place)

    def _answered(self, reference: str | None, place: Place) -> str:
        return "" if reference is None else self._references.norm_at(reference, place) or ""

    def _route(self, written: Iterable[StepWritten], place: Place) -> tuple[Step, ...]:
        steps: list[Step] = []
        for position, each in enumerate(written):
            step = self._step(each, place / position)
            if any(set(step.to) == set(one.to) and step.when == one.when for one in steps):
                message = "the route returns to itself: this step stands in it already"
                hint = "say with `when` what tells the two apart, or leave one out"
                (place / position / "to").fault("route-returns", message, hint)
            steps.append(step)
        return tuple(steps)

    def _step(self, step: StepWritten, place: Place) -> Step:
        self._look_up.roles(step.to, place / "to")
        done = self._look_up.step_taken(step.done, step.to, place / "done") if step.done else None
        return Step(step.to, self.conditions.read(step.when, place / "when"), done)

    def _limits(self, written: Mapping[str, Anything] | None, place: Place) -> tuple[Compare, ...]:
        condition = self.conditions.read(written, place)
        if condition is None:
            return ()
        parts = tuple(_conjuncts(condition))
        limits = tuple(part for part in parts if isinstance(part, Compare))
        if len(limits) < len(parts):
            message = "a limit holds a count against a bound"
            place.fault("not-a-limit", message, "write {FACT: {at_most: 3}}")
        return limits

    def _counterparty(
        self, written: CounterpartyWritten | None, place: Place
    ) -> Counterparty | None:
        if written is None:
            return None
        key = "all" if written.all else "any"
        named = place / key
        self._look_up.roles(written.all or written.any, named if named.is_there else place)
        return Counterparty(written.all or written.any, bool(written.all))

    def _definitions(self, card: CardWritten, place: Place) -> dict[str, Condition]:
        found: dict[str, Condition] = {}
        for name, written in card.defines.items():
            self._look_up.fact(name, place / name, FactType.BOOLEAN, at="key")
            condition = self.conditions.read(written, place / name)
            if condition is not None:
                found[name] = condition
            self.spots[name] = place / name
        return found

    def _presumed(self, written: Mapping[str, Anything], place: Place) -> dict[str, Value]:
        values = self._look_up.values(written, place)
        for name in values:
            self.spots.setdefault(name, place / name)
        return values

    def _lifted(self, references: Iterable[str], address: str, place: Place) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for position, reference in enumerate(references):
            spot = place / position
            targets = self._references.norms_at(reference, spot)
            # A clause's own id means its other norms.
            others = [target for target in targets if target != address]
            if targets and not others:
                spot.fault("override-of-itself", f"{quote(reference)} overrides itself")
            found.update(dict.fromkeys(others))
        return tuple(found)

    def _targets(self, references: Iterable[str], address: str, place: Place) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for position, reference in enumerate(references):
            targets = self._references.norms_at(reference, place / position)
            if address in targets:
                message = f"{quote(reference)} is a proviso of itself"
                (place / position).fault("proviso-of-itself", message)
            found.update(dict.fromkeys(targets))
        return tuple(found)

    def _check_parent(self, parent: str, clause: str, place: Place) -> None:
        check_quoted(parent, place)
        if self._references.is_clause(parent, place) and parent == clause:
            place.fault("part-of-itself", f"clause {quote(parent)} is part of itself")


def _check_norms(card: CardWritten, place: Place) -> None:
    """Refuse conditions that would be left aside in silence."""
    if card.norms and card.proviso_of:
        message = "a card with `proviso_of` is itself the proviso, and has no norms"
        hint = "give the norms a card of their own, or write `provided`"
        (place / "proviso_of").fault("proviso-with-norms", message, hint, at="key")
    if card.proviso_of and card.when is None and not (place / "when").is_there:
        message = "a proviso needs a `when`: the condition which has to be shown"
        (place / "proviso_of").fault("proviso-of-nothing", message, at="key")
    if not card.norms and not (place / "norms").is_there and not has_finding(card):
        for key in ("provided", "unless"):
            if getattr(card, key) is not None and not (place / "when").is_there:
                message = f"`{key}` changes nothing on a card without `norms` and `when`"
                (place / key).fault("condition-of-nothing", message, at="key")


def _conjuncts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _conjuncts(part)
    else:
        yield condition


def _joined(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _both(first: Condition | None, second: Condition | None) -> Condition | None:
    if first is None or second is None:
        return first or second
    return All((first, second))
