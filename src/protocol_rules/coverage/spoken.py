"""Which norms an expectation speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.scenario_parts import Expectation
from protocol_rules.truth import Truth

__all__ = ["norms_named", "standing_named"]


def norms_named(expected: Expectation, protocol: Protocol) -> frozenset[str]:
    """Give the addresses of the norms that an expectation names, itself or by their clause.

    The position of a role on an action names each norm that makes it out.
    """
    named = {norm.address for each in expected.addresses for norm in _of_reference(each, protocol)}
    return frozenset(named).union(_positioned(expected, protocol))


def standing_named(expected: Expectation, protocol: Protocol) -> Iterator[str]:
    """Give the addresses of the standing norms that an expectation names.

    They apply whether or not anybody looks. The id of a clause names its norm where it has one
    only: of several nobody can tell which of them the expectation holds.
    """
    found = dict.fromkeys(_positioned(expected, protocol))
    for each in expected.addresses:
        norms = _of_reference(each, protocol)
        if len(norms) == 1:
            found[norms[0].address] = None
    return (address for address in found if protocol.norms[address].is_standing)


def _of_reference(reference: str, protocol: Protocol) -> tuple[Norm, ...]:
    """Give the norms of a clause, or the one of an address; none where there is no such."""
    clause, _, name = reference.partition("#")
    norms = protocol.clauses[clause].norms if clause in protocol.clauses else ()
    address = f"{protocol.council}/{reference}"
    return tuple(norm for norm in norms if not name or norm.address == address)


def _positioned(expected: Expectation, protocol: Protocol) -> Iterator[str]:
    is_a = protocol.vocabulary.roles.is_a
    for action, roles in expected.position.items():
        for norm in protocol.norms.values():
            bearers = norm.bearers if norm.action == action else ()
            if any(is_a(role, bearer) is Truth.YES for role in roles for bearer in bearers):
                yield norm.address
