"""From cards as written to clauses with their norms; every name is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any as Anything

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.document import CardWritten, CounterpartyWritten, NormWritten, StepWritten
from protocol_rules.norms.conditions import All, Compare, Condition, Value
from protocol_rules.norms.protocol import Clause, ClauseKind, Counterparty, Norm, NormKind, Step
from protocol_rules.norms.values import Misfit, read_value
from protocol_rules.resolve.conditions import ConditionReader
from protocol_rules.resolve.deadlines import read_deadline
from protocol_rules.resolve.references import References, has_finding
from protocol_rules.validation import Place
from protocol_rules.vocabulary import FactType, Vocabulary

__all__ = ["CardReader"]


@dataclass(frozen=True, slots=True)
class _CardConditions:
    when: Condition | None
    provided: Condition | None
    unless: Condition | None


class CardReader:
    """Reads the cards of one protocol; what it cannot read becomes a fault of the file."""

    def __init__(self, vocabulary: Vocabulary, references: References) -> None:
        """Take the words, and the addresses of the protocol."""
        self._vocabulary = vocabulary
        self._references = references
        self.conditions = ConditionReader(vocabulary, references.norm_at)

    def clause(self, card: CardWritten, place: Place) -> Clause:
        """Read one card whole."""
        if not (place / "id").is_quoted():
            (place / "id").fault("unquoted-id", f"the clause id {quote(card.id)} stands without quotation marks",
                                 f'write "{card.id}"')  # fmt: skip
        if card.part_of is not None:
            self._check_parent(card, place / "part_of")
        for position, topic in enumerate(card.topics):
            self._known(topic, self._vocabulary.topics, "topic", place / "topics" / position)
        return Clause(
            card.id,
            card.title,
            card.gist.strip(),
            None if card.kind is None else ClauseKind(card.kind),
            card.part_of or "",
            card.topics,
            card.judgement.strip(),
            self._norms(card, place),
            self._definitions(card, place / "defines"),
            place.span,
        )

    def _norms(self, card: CardWritten, place: Place) -> tuple[Norm, ...]:
        shared = _CardConditions(
            self.conditions.read(card.when, place / "when"),
            self.conditions.read(card.provided, place / "provided"),
            self.conditions.read(card.unless, place / "unless"),
        )
        if card.norms:
            return tuple(
                self._norm(card, name, norm, shared, place) for name, norm in card.norms.items()
            )
        return (self._finding(card, shared, place),) if has_finding(card) else ()

    def _finding(self, card: CardWritten, shared: _CardConditions, place: Place) -> Norm:
        address = self._references.address(card.id)
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
            lifts=self._lifted(card.overrides, address, card.id, place / "overrides"),
            proviso_of=self._targets(card.proviso_of, place / "proviso_of"),
            presumes=self._values(card.presumes, place / "presumes"),
            span=place.span,
        )

    def _norm(
        self, card: CardWritten, name: str, norm: NormWritten, shared: _CardConditions, place: Place
    ) -> Norm:
        spot = place / "norms" / name
        address = self._references.address(card.id, name)
        for position, role in enumerate(norm.bearer):
            self._known_role(role, spot / "bearer" / position)
        self._known(norm.action, self._vocabulary.actions, "action", spot / norm.modality.value)
        for key, fact in (("done_on", norm.done_on),):
            if fact:
                self._date_fact(fact, spot / key)
        unless = self.conditions.read(norm.unless, spot / "unless")
        lifts = {
            **dict.fromkeys(self._lifted(card.overrides, address, card.id, place / "overrides")),
            **dict.fromkeys(self._lifted(norm.overrides, address, card.id, spot / "overrides")),
        }
        return Norm(
            address,
            card.id,
            NormKind.NORM,
            norm.bearer,
            norm.modality,
            norm.action,
            self._counterparty(norm.counterparty, spot / "counterparty"),
            norm.qualifier.strip(),
            _both(shared.when, self.conditions.read(norm.when, spot / "when")),
            _both(shared.provided, self.conditions.read(norm.provided, spot / "provided")),
            tuple(each for each in (shared.unless, unless) if each is not None),
            tuple(lifts),
            (),
            {
                **self._values(card.presumes, place / "presumes"),
                **self._values(norm.presumes, spot / "presumes"),
            },
            self._limits(norm.limit, spot / "limit"),
            None
            if norm.deadline is None
            else read_deadline(norm.deadline, self._vocabulary, spot / "deadline"),
            norm.done_on,
            self.conditions.read(norm.breached_when, spot / "breached_when"),
            ""
            if norm.reparation_for is None
            else self._references.norm_at(norm.reparation_for, spot / "reparation_for") or "",
            tuple(
                self._step(step, spot / "escalation" / position)
                for position, step in enumerate(norm.escalation)
            ),
            spot.span,
        )

    def _step(self, step: StepWritten, place: Place) -> Step:
        for position, role in enumerate(step.to):
            self._known_role(role, place / "to" / position)
        if step.done:
            self._known(step.done, self._vocabulary.facts, "fact", place / "done")
        return Step(step.to, self.conditions.read(step.when, place / "when"), step.done)

    def _limits(
        self, written: Mapping[str, Anything] | None, place: Place
    ) -> tuple[Compare, ...]:
        condition = self.conditions.read(written, place)
        parts = condition.parts if isinstance(condition, All) else (condition,)
        limits = tuple(part for part in parts if isinstance(part, Compare))
        if condition is not None and len(limits) < len(parts):
            place.fault("not-a-limit", "a limit holds a count against a bound", "write {FACT: {at_most: 3}}")
        return limits

    def _counterparty(
        self, written: CounterpartyWritten | None, place: Place
    ) -> Counterparty | None:
        if written is None:
            return None
        roles = written.all or written.any
        for role in roles:
            self._known_role(role, place)
        return Counterparty(roles, bool(written.all))

    def _definitions(self, card: CardWritten, place: Place) -> dict[str, Condition]:
        found: dict[str, Condition] = {}
        for name, written in card.defines.items():
            spot = place / name
            fact = self._vocabulary.facts.get(name)
            if fact is None:
                self._known(name, self._vocabulary.facts, "fact", spot, at_key=True)
            elif fact.type is not FactType.BOOLEAN:
                spot.fault("wrong-type", f"a derived fact is true or false, and `{name}` is a {fact.type}")
            if (condition := self.conditions.read(written, spot)) is not None:
                found[name] = condition
        return found

    def _values(self, written: Mapping[str, Anything], place: Place) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for name, value in written.items():
            spot = place / name
            fact = self._vocabulary.facts.get(name)
            if fact is None:
                self._known(name, self._vocabulary.facts, "fact", spot, at_key=True)
                continue
            read = read_value(fact, value, self._vocabulary.roles)
            if isinstance(read, Misfit):
                spot.fault(read.code, read.message, read.hint)
            else:
                values[name] = read
        return values

    def _lifted(
        self, references: Iterable[str], address: str, clause: str, place: Place
    ) -> tuple[str, ...]:
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

    def _targets(self, references: Iterable[str], place: Place) -> tuple[str, ...]:
        return tuple(
            address
            for position, reference in enumerate(references)
            for address in self._references.norms_at(reference, place / position)
        )

    def _check_parent(self, card: CardWritten, place: Place) -> None:
        parent = card.part_of or ""
        if not place.is_quoted():
            place.fault("unquoted-id", f"the clause id {quote(parent)} stands without quotation marks",
                        f'write "{parent}"')  # fmt: skip
        if not self._references.covered(parent):
            place.fault("unknown-clause", f"no clause {quote(parent)} in this protocol")
        elif parent == card.id:
            place.fault("part-of-itself", f"clause {quote(parent)} is part of itself")

    def _date_fact(self, name: str, place: Place) -> None:
        self._known(name, self._vocabulary.facts, "fact", place)
        fact = self._vocabulary.facts.get(name)
        if fact is not None and fact.type is not FactType.DATE:
            place.fault("wrong-type", f"a date is wanted here, and `{name}` is a {fact.type}")

    def _known_role(self, name: str, place: Place) -> None:
        self._known(name, self._vocabulary.roles.roles, "role", place)

    def _known(
        self, name: str, known: Iterable[str], kind: str, place: Place, *, at_key: bool = False
    ) -> None:
        names = list(known)
        if name not in names:
            message = f"no {kind} {quote(name)} in the vocabulary"
            place.fault(
                f"unknown-{kind}", message, did_you_mean(name, names), at="key" if at_key else "value"
            )


def _both(first: Condition | None, second: Condition | None) -> Condition | None:
    if first is None or second is None:
        return first or second
    return All((first, second))
