"""`unused-word`: a fact, circumstance, action or topic of the vocabulary that no rule uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found_in_words
from protocol_rules.lint.uses import conditions_of_clause, words_of, words_of_norm
from protocol_rules.norms.protocol import Clause
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = ["CHECK"]

Words = dict[str, dict[str, None]]
"""Names of words by their kind, in their written order."""


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    """Look through the words which each protocol brings along."""
    shared = _words_of(shared_vocabulary())
    for linted in protocols:
        protocol = linted.protocol
        used = _used(protocol.clauses.values(), protocol.vocabulary)
        for kind, names in _words_of(protocol.vocabulary).items():
            for name in names:
                if name not in shared[kind] and name not in used[kind]:
                    message = f"no rule of `{protocol.council}` uses its own {kind} `{name}`"
                    yield found_in_words("unused-word", message, severity="warning")


def _find_in_all(protocols: Iterable[Linted]) -> Iterator[Slip]:
    """Look through the shared words."""
    words = shared_vocabulary()
    clauses = [clause for each in protocols for clause in each.protocol.clauses.values()]
    used = _used(clauses, words)
    for kind, names in _words_of(words).items():
        for name in names:
            if name not in used[kind]:
                message = f"no rule uses the {kind} `{name}`"
                yield found_in_words("unused-word", message, severity="warning")


def _words_of(words: Vocabulary) -> Words:
    kinds = {
        "circumstance": words.circumstances,
        "fact": words.facts,
        "action": words.actions,
        "topic": words.topics,
    }
    return {kind: dict.fromkeys(names) for kind, names in kinds.items()}


def _used(clauses: Iterable[Clause], words: Vocabulary) -> Words:
    # A fact that tells who somebody is says more of a role than a rule that tests it would.
    told = [role.told_by for role in words.roles.roles.values()]
    used: Words = {"circumstance": {}, "fact": dict.fromkeys(told), "action": {}, "topic": {}}
    for clause in clauses:
        used["fact"] |= dict.fromkeys(_tested(clause))
        used["action"] |= dict.fromkeys(_done(clause))
        used["topic"] |= dict.fromkeys(clause.topics)
    used["circumstance"] = {word.partition(".")[0]: None for word in used["fact"]}
    return used


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


CHECK = Check(
    "unused-word",
    "a fact, circumstance, action or topic of the vocabulary that no rule uses",
    _find,
    _find_in_all,
)
