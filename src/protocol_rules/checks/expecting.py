"""The scenarios that expect something of a protocol, and of which of its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import read_scenarios
from protocol_rules.norms.scenario_levels import EVERY_PROTOCOL
from protocol_rules.norms.scenario_parts import Expectation

__all__ = ["Expecting", "by_clause", "expecting", "may_name"]


@dataclass(frozen=True, slots=True)
class Expecting:
    """A scenario, and the clauses that its expectation names."""

    file: str
    name: str
    clauses: frozenset[str]


def expecting(folder: Path, protocol: Protocol) -> tuple[Expecting, ...]:
    """Read the scenarios below a folder that expect something of a protocol."""
    if not folder.is_dir():
        message = f"there is no folder {quote(folder)}"
        raise InvalidInput([Diagnostic("no-such-folder", message)])
    found: list[Expecting] = []
    for path in sorted(folder.rglob("*.yaml")):
        if not may_name(path, protocol.council):
            continue
        for entry in read_scenarios(path, protocol.vocabulary):
            expected = entry.expectations.get(protocol.council)
            if expected is not None:
                found.append(Expecting(str(path), entry.story.name, _clauses(expected)))
    return tuple(found)


def may_name(file: Path, council: str) -> bool:
    """Tell whether a file may have a scenario of a protocol; to read it takes much longer."""
    written = file.read_bytes()
    return council.encode() in written or EVERY_PROTOCOL.encode() in written


def by_clause(scenarios: Iterable[Expecting]) -> Mapping[str, tuple[str, ...]]:
    """Name, for each clause, the scenarios that expect something of it."""
    found: dict[str, list[str]] = {}
    for each in scenarios:
        for clause in each.clauses:
            found.setdefault(clause, []).append(each.name)
    return {clause: tuple(names) for clause, names in found.items()}


def _clauses(expected: Expectation) -> frozenset[str]:
    return frozenset(each.partition("#")[0] for each in expected.addresses)
