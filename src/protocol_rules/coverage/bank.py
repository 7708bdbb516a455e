"""The bank of scenarios: each with a protocol of which it expects something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from protocol_rules.diagnostics import Diagnostic, InvalidInput, Span, quote
from protocol_rules.engine.reading import Reading
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry, read_scenarios
from protocol_rules.norms.scenario_parts import Expectation
from protocol_rules.vocabulary import Vocabulary

__all__ = ["Pair", "read_pairs"]

_ENDINGS = (".yaml", ".yml", ".json")


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


def read_pairs(
    paths: Iterable[Path], protocols: Mapping[str, Protocol], words: Vocabulary
) -> tuple[Pair, ...]:
    """Read the scenarios of files, and of all below folders, that expect something of protocols.

    Raises `InvalidInput` with the faults of all files.
    """
    faults: list[Diagnostic] = []
    pairs: list[Pair] = []
    for path in _files(paths, faults):
        try:
            entries = read_scenarios(path, words)
        except InvalidInput as error:
            faults += error.diagnostics
            continue
        for entry in entries:
            for council, expected in entry.expectations.items():
                if council in protocols:
                    pairs.append(Pair(entry, protocols[council], expected))
    if faults:
        raise InvalidInput(faults)
    return tuple(pairs)


def _files(paths: Iterable[Path], faults: list[Diagnostic]) -> Iterator[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        below: Sequence[Path] = [path]
        if path.is_dir():
            below = sorted(each for each in path.rglob("*") if each.suffix in _ENDINGS)
            if not below:
                message = f"there is no scenario file below {quote(path)}"
                faults.append(Diagnostic("no-scenario", message))
        found.update(dict.fromkeys(below))
    return iter(found)
