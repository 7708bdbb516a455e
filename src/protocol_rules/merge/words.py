"""The words of a draft: the shared ones, and those that its parents bring along.

Where parents mean different roles by one term it is written out, and where they derive one fact
otherwise it gets a name for each, so that norms say in the draft what they said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from protocol_rules.merge.roles import Use, head_of, hierarchy_for, written_out
from protocol_rules.norms.protocol import Counterparty, Norm, Protocol
from protocol_rules.vocabulary import FactType, Vocabulary
from protocol_rules.vocabulary.conditions import (
    All,
    Any,
    Compare,
    Condition,
    Has,
    HasRole,
    Not,
    Only,
    atoms,
)

__all__ = ["Renaming", "Terms", "conditions_of", "facts_in", "terms_of"]


@dataclass(frozen=True)
class Renaming:
    """What the terms of one parent are called in the draft."""

    words: Vocabulary
    roles: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, str]

    def norm(self, norm: Norm) -> Norm:
        """Give a norm in the words of the draft."""
        party = norm.counterparty
        return replace(
            norm,
            bearers=self._roles(norm.bearers),
            counterparty=party and self._party(party),
            when=norm.when and self.condition(norm.when),
            provided=norm.provided and self.condition(norm.provided),
            unless=tuple(map(self.condition, norm.unless)),
            breached_when=norm.breached_when and self.condition(norm.breached_when),
            escalation=tuple(
                replace(
                    step,
                    to=self._roles(step.to),
                    when=step.when and self.condition(step.when),
                    done=step.done and self.condition(step.done),
                )
                for step in norm.escalation
            ),
            presumes={self.facts.get(f, f): value for f, value in norm.presumes.items()},
        )

    def condition(self, condition: Condition) -> Condition:  # noqa: PLR0911 - all kinds
        """Give a condition in the words of the draft."""
        match condition:
            case Has(fact, values):
                return Has(self.facts.get(fact, fact), values)
            case HasRole(fact, roles):
                return HasRole(fact, frozenset(self._roles(roles)))
            case Only(fact, values, negated):
                is_role = self.words.facts[fact].type is FactType.ROLE
                return Only(fact, frozenset(self._roles(values)) if is_role else values, negated)
            case Not(part):
                return Not(self.condition(part))
            case All(parts):
                return All(tuple(map(self.condition, parts)))
            case Any(parts):
                return Any(tuple(map(self.condition, parts)))
            case _:
                return condition

    def _party(self, party: Counterparty) -> Counterparty:
        roles = self._roles(party.roles)
        is_several = len(roles) > len(party.roles) == 1
        return Counterparty(roles, party.every and not is_several)

    def _roles(self, roles: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(r for each in roles for r in self.roles.get(each, (each,))))


@dataclass(frozen=True)
class Terms:
    """The terms that a draft defines, as its head has them, and how each parent's are written.

    `conflicts` says which words the parents use in different senses.
    """

    roles: Mapping[str, Mapping[str, object]]
    renamings: Mapping[str, Renaming]
    conflicts: tuple[str, ...]


def terms_of(
    parents: Sequence[Protocol], norms: Mapping[str, Sequence[Norm]], shared: Vocabulary
) -> Terms:
    """Find the terms which the norms that were taken from each parent (by council) need."""
    uses = [
        Use(each.council, role, each.vocabulary.roles.below(role))
        for each in parents
        for role in roles_used(each, norms[each.council])
    ]
    hierarchy = hierarchy_for(uses, parents[0].vocabulary.roles, shared.roles)
    conflicts: list[str] = []
    renamings: dict[str, Renaming] = {}
    for parent in parents:
        own = [each for each in uses if each.council == parent.council]
        written = {each.role: written_out(each, hierarchy) for each in own}
        called = {role: each for role, each in written.items() if each != (role,)}
        conflicts += [
            f"{parent.council} means by `{role}` {', '.join(each)}: so it is written out here"
            for role, each in called.items()
        ]
        facts, told = _facts_called(parent, parents, norms)
        conflicts += told
        renamings[parent.council] = Renaming(parent.vocabulary, called, facts)
    return Terms(head_of(hierarchy, shared.roles), renamings, tuple(conflicts))


def conditions_of(norm: Norm) -> Iterator[Condition]:
    """Give all conditions of a norm."""
    several = (norm.when, norm.provided, *norm.unless, norm.breached_when, *norm.limits)
    steps = (each for step in norm.escalation for each in (step.when, step.done))
    yield from (each for each in (*several, *steps) if each is not None)


def facts_in(protocol: Protocol, norms: Iterable[Norm]) -> Iterator[str]:
    """Name the facts of some norms, with those under definitions."""
    for norm in norms:
        for condition in conditions_of(norm):
            yield from _facts_of(protocol, condition)
        dates = [norm.done_on, norm.deadline.fact if norm.deadline is not None else ""]
        yield from (each for each in (*dates, *norm.presumes) if each)


def _facts_of(protocol: Protocol, condition: Condition) -> Iterator[str]:
    for test in atoms(condition):
        if isinstance(test, Has | HasRole | Only | Compare):
            yield test.fact
            if isinstance(test, Compare) and isinstance(test.bound, str):
                yield test.bound
            if test.fact in protocol.definitions:
                yield from _facts_of(protocol, protocol.definitions[test.fact])


def roles_used(protocol: Protocol, norms: Iterable[Norm]) -> dict[str, None]:
    """Name the roles of some norms, with those under definitions."""
    facts = protocol.vocabulary.facts
    found: dict[str, None] = {}
    for norm in norms:
        found |= dict.fromkeys(norm.bearers)
        if norm.counterparty is not None:
            found |= dict.fromkeys(norm.counterparty.roles)
        for step in norm.escalation:
            found |= dict.fromkeys(step.to)
        derived = [f for f in facts_in(protocol, [norm]) if f in protocol.definitions]
        for condition in (*conditions_of(norm), *(protocol.definitions[f] for f in derived)):
            for test in atoms(condition):
                if isinstance(test, HasRole):
                    found |= dict.fromkeys(sorted(test.roles))
                elif isinstance(test, Only) and facts[test.fact].type is FactType.ROLE:
                    found |= dict.fromkeys(sorted(test.values))
    return found


def _facts_called(
    parent: Protocol, parents: Sequence[Protocol], norms: Mapping[str, Sequence[Norm]]
) -> tuple[dict[str, str], list[str]]:
    """Name anew the facts that a parent derives, and that another takes otherwise."""
    called: dict[str, str] = {}
    conflicts: list[str] = []
    for fact in dict.fromkeys(facts_in(parent, norms[parent.council])):
        definition = parent.definitions.get(fact)
        if definition is None:
            continue
        others = [
            each.council
            for each in parents
            if fact in facts_in(each, norms[each.council])
            and each.definitions.get(fact) != definition
        ]
        if others:
            circumstance, _, short = fact.partition(".")
            called[fact] = f"{circumstance}.{parent.council}_{short}"
            conflicts.append(
                f"{parent.council} derives `{fact}`, which {', '.join(others)} takes otherwise; "
                f"here it is `{called[fact]}`"
            )
    return called, conflicts
