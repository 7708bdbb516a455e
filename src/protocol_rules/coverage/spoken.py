"""Which standing norms an expectation speaks of; they apply whether or not anybody looks."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_parts import Expectation

__all__ = ["standing_named"]


def standing_named(expected: Expectation, protocol: Protocol) -> Iterator[str]:
    """Give the addresses of the standing norms that an expectation names.

    The id of a clause names its norm where it has one only: of several nobody can tell which
    of them the expectation holds.
    """
    named = (*expected.applies, *expected.lifted, *expected.undetermined, *expected.due)
    for each in dict.fromkeys(named):
        clause, _, norm = each.partition("#")
        norms = protocol.clauses[clause].norms if clause in protocol.clauses else ()
        address = f"{protocol.council}/{each}"
        for one in norms:
            if one.is_standing and (one.address == address or (not norm and len(norms) == 1)):
                yield one.address
