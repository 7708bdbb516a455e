"""`unused-word`: a fact, action, topic or circumstance of the vocabulary that no rule uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.lint.check import Check, Linted
from protocol_rules.norms.conditions import About, Breached, Compare, Condition, atoms
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import shared_vocabulary

__all__ = ["CHECK", "words_of_norm"]


def words_of_norm(norm: Norm) -> Iterator[str]:
    """Name the facts and circumstances that a norm uses."""
    conditions = (norm.when, norm.provided, *norm.unless, norm.breached_when, *norm.limits)
    for condition in (*conditions, *(step.when for step in norm.escalation)):
        if condition is not None:
            yield from _words(condition)
    yield from norm.presumes
    yield from (step.done for step in norm.escalation if step.done)
    if norm.deadline is not None:
        yield norm.deadline.fact or norm.deadline.action
    if norm.done_on:
        yield norm.done_on


def _words(condition: Condition) -> Iterator[str]:
    for atom in atoms(condition):
        match atom:
            case About(circumstance):
                yield circumstance
            case Breached():
                pass
            case Compare(fact, _, bound):
                yield fact
                if isinstance(bound, str):
                    yield bound
            case _:
                yield atom.fact


def _used(protocol: Protocol) -> Iterator[str]:
    for clause in protocol.clauses.values():
        yield from clause.topics
        for fact, condition in clause.defines.items():
            yield fact
            yield from _words(condition)
        for norm in clause.norms:
            yield norm.action
            yield from words_of_norm(norm)


def _find(protocols: Iterable[Linted]) -> Iterator[Diagnostic]:
    used = {word for each in protocols for word in _used(each.protocol)}
    words = shared_vocabulary()
    tellers = {role.told_by for role in words.roles.roles.values()}
    for kind, names in (("fact", words.facts), ("action", words.actions), ("topic", words.topics)):
        unused = [name for name in names if name not in used and name not in tellers]
        for name in unused:
            yield Diagnostic("unused-word", f"no rule uses the {kind} `{name}`", severity="warning")


CHECK = Check("unused-word", _find)
