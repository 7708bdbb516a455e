"""Addresses as people write them: PROTOCOL/CLAUSE or PROTOCOL/CLAUSE#NORM."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from protocol_rules.cli.inputs import protocols_of
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.protocol import Clause, Norm, Protocol

__all__ = ["Addressed", "addressed"]


class Addressed(NamedTuple):
    """A clause, or one of its norms, in its protocol."""

    protocol: Protocol
    clause: Clause
    norm: Norm | None


def addressed(address: str) -> Addressed:
    """Find what an address names; raises `InvalidInput` where there is no such thing."""
    name, clause, norm = _parted(address)
    protocol = protocols_of([name])[0]
    if clause not in protocol.clauses:
        message = f"no clause {quote(clause)} in `{protocol.council}`"
        hint = did_you_mean(clause, protocol.clauses)
        raise InvalidInput([Diagnostic("unknown-clause", message, hint=hint)])
    found = protocol.clauses[clause]
    if not norm:
        return Addressed(protocol, found, None)
    names = {each.address.partition("#")[2]: each for each in found.norms}
    if norm not in names:
        message = f"clause {quote(clause)} has no norm {quote(norm)}"
        hint = did_you_mean(norm, names) or f"it has {', '.join(filter(None, names)) or 'none'}"
        raise InvalidInput([Diagnostic("unknown-norm", message, hint=hint)])
    return Addressed(protocol, found, names[norm])


def _parted(address: str) -> tuple[str, str, str]:
    """Part PROTOCOL/CLAUSE#NORM; the protocol may be a path with slashes of its own."""
    if Path(address).is_file():
        message = f"{quote(address)} names a file and no clause of it"
        hint = f"write {address}/CLAUSE; `protocol-rules list clauses -p {address}` lists them"
        raise InvalidInput([Diagnostic("no-address", message, hint=hint)])
    whole, _, norm = address.partition("#")
    name, slash, clause = whole.rpartition("/")
    if not slash or not name or not clause:
        message = f"{quote(address)} is no address"
        hint = "write PROTOCOL/CLAUSE, as `protocol-rules list clauses` does"
        raise InvalidInput([Diagnostic("no-address", message, hint=hint)])
    return name, clause, norm
