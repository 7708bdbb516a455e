"""`unused-word`: a fact, circumstance, action or topic of the vocabulary that no rule uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.lint.check import Check, Linted
from protocol_rules.lint.uses import conditions_of_clause, words_of, words_of_norm
from protocol_rules.norms.protocol import Clause
from protocol_rules.vocabulary import shared_vocabulary

__all__ = ["CHECK"]


def _tested(clause: Clause) -> Iterator[str]:
    """Name the facts and circumstances that a clause uses."""
    yield from clause.defines
    for condition in conditions_of_clause(clause):
        yield from words_of(condition)
    for norm in clause.norms:
        yield from words_of_norm(norm)


def _done(clause: Clause) -> Iterator[str]:
    """Name the actions that a clause speaks of."""
    for norm in clause.norms:
        yield norm.action
        if norm.deadline is not None:
            yield norm.deadline.action


def _find(protocols: Iterable[Linted]) -> Iterator[Diagnostic]:
    clauses = [clause for each in protocols for clause in each.protocol.clauses.values()]
    words = shared_vocabulary()
    # A fact that tells who somebody is says more of a role than a rule that tests it would.
    tested = {role.told_by for role in words.roles.roles.values()}
    tested |= {word for clause in clauses for word in _tested(clause)}
    spoken = tested | {word.partition(".")[0] for word in tested}
    kinds = (
        ("circumstance", words.circumstances, spoken),
        ("fact", words.facts, tested),
        ("action", words.actions, {word for clause in clauses for word in _done(clause)}),
        ("topic", words.topics, {topic for clause in clauses for topic in clause.topics}),
    )
    for kind, names, used in kinds:
        for name in names:
            if name not in used:
                message = f"no rule uses the {kind} `{name}`"
                yield Diagnostic("unused-word", message, severity="warning")


CHECK = Check("unused-word", _find)
