"""The roles that a question has to tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from protocol_rules.engine import Question, tests_behind
from protocol_rules.norms import HasRole, Only, Protocol, atoms
from protocol_rules.norms.protocol import Norm
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import Role, Vocabulary

__all__ = ["RolesToldApart", "roles_told_apart"]


class RolesToldApart(NamedTuple):
    """The roles for which tests ask, and others of which none of them is one."""

    asked: tuple[Role, ...]
    others: tuple[Role, ...]


def roles_told_apart(
    question: Question, protocols: Iterable[Protocol], words: Vocabulary
) -> RolesToldApart:
    """Give the widest roles between which the tests behind a question decide.

    None of them is too wide to tell, and no narrower role would change what the tests say. Who
    cannot stand there is not among them.
    """
    asked = sorted(_asked(question, protocols) & words.roles.roles.keys())
    is_a = words.roles.is_a
    allowed = words.roles.fitting(question.fact.among)
    kinds = {name: tuple(is_a(name, each) for each in asked) for name in allowed}
    widest = [
        words.roles.roles[name]
        for name in allowed
        if Truth.UNKNOWN not in kinds[name]
        and all(kinds.get(wider) != kinds[name] for wider in words.roles.roles[name].wider)
    ]
    return RolesToldApart(
        tuple(role for role in widest if Truth.YES in kinds[role.name]),
        tuple(role for role in widest if Truth.YES not in kinds[role.name]),
    )


def _asked(question: Question, protocols: Iterable[Protocol]) -> set[str]:
    """Name the roles for which the norms of a question test its fact."""
    found: set[str] = set()
    for protocol in protocols:
        for address in question.addresses:
            if address in protocol.norms:
                for test in _tests(protocol, protocol.norms[address]):
                    if test.fact == question.fact.name:
                        found |= test.roles if isinstance(test, HasRole) else test.values
    return found


def _tests(protocol: Protocol, norm: Norm) -> Iterator[HasRole | Only]:
    steps = (part for step in norm.escalation for part in (step.when, step.done))
    own = (each for each in (*steps, norm.breached_when) if each is not None)
    performance = (test for each in own for test in atoms(each))
    for test in (*tests_behind(protocol, norm.address), *performance):
        if isinstance(test, HasRole | Only):
            yield test
