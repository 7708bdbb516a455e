"""The bank of scenarios: each with a protocol of which it expects something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from protocol_rules.checks.bank import read_bank
from protocol_rules.diagnostics import Span
from protocol_rules.engine.reading import Reading
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.norms.scenario_parts import Expectation

__all__ = ["Pair", "read_pairs"]


class Pair(NamedTuple):
    """A scenario, and what it expects of one protocol."""

    entry: ScenarioEntry
    protocol: Protocol
    expected: Expectation

    @property
    def name(self) -> str:
        """The name of the scenario; its place where it has none."""
        return self.entry.story.name or str(self.span)

    @property
    def span(self) -> Span:
        """The place of the scenario."""
        return self.entry.place.span

    @property
    def reading(self) -> Reading:
        """The reading in which the expectation is to hold."""
        return Reading(self.entry.written.reading)


def read_pairs(paths: Iterable[str | Path], protocols: Mapping[str, Protocol]) -> tuple[Pair, ...]:
    """Read what the scenarios of a bank expect of protocols; of all that they name without any.

    Raises `InvalidInput` with the faults of all files.
    """
    return tuple(
        Pair(each.entry, each.protocol, each.entry.expectations[each.council])
        for each in read_bank(paths, protocols).pairs
        if not protocols or each.protocol.council in protocols
    )
