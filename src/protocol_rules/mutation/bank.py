"""The scenarios that a protocol's mutants have to get past, each with its findings beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from protocol_rules.checks import judge
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.engine import Reading, Status
from protocol_rules.engine.program import program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import situations
from protocol_rules.engine.statuses import statuses_in
from protocol_rules.mutation.expected import Expected
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry, read_scenarios

__all__ = ["Bank", "Check", "read_entries"]

_MEND_FIRST = "mend it or the rules first; `protocol-rules evaluate` tells the whole difference"
_RANKS = (Status.APPLIES, Status.UNDETERMINED, Status.LIFTED)


def read_entries(paths: Iterable[str | Path], protocol: Protocol) -> tuple[ScenarioEntry, ...]:
    """Read the scenarios below files and folders that expect something of a protocol."""
    found: list[ScenarioEntry] = []
    for path in _files(paths):
        if protocol.council.encode() not in path.read_bytes():
            continue
        entries = read_scenarios(path, protocol.vocabulary)
        found += (each for each in entries if protocol.council in each.expectations)
    return tuple(found)


@dataclass(frozen=True)
class Check:
    """One scenario, and what is found in it before anything is changed.

    `statuses` are those of the norms that it wakes, unconditional ones left out. The `run` is there
    where the scenario has no occasions and is read as it is given.
    """

    entry: ScenarioEntry
    expected: Expected
    run: Run | None
    mentioned: frozenset[str]
    statuses: Mapping[str, Status]

    @property
    def name(self) -> str:
        """The file, the line and the name of the scenario."""
        span = self.entry.place.span
        return f"{span.file}:{span.line} {self.entry.story.name}".rstrip()


class Bank:
    """The checks of one protocol, found by what they mention and by what they find."""

    def __init__(self, protocol: Protocol, entries: Sequence[ScenarioEntry]) -> None:
        """Evaluate every scenario once."""
        self.protocol = protocol
        self.checks = tuple(_check(protocol, each) for each in entries)

    def check(self) -> None:
        """Raise `InvalidInput` where a scenario fails before anything is changed.

        Of one that fails anyway nobody could tell whether it notices anything.
        """
        faults: list[Diagnostic] = []
        for entry in (each.entry for each in self.checks):
            for judgement in judge(entry, {self.protocol.council: self.protocol}.get):
                if not judgement.passed:
                    message = (
                        f"the scenario {quote(judgement.name)} fails before anything is changed: "
                        f"{judgement.differences[0]}"
                    )
                    span = entry.place.span
                    faults.append(Diagnostic("failing-scenario", message, span, _MEND_FIRST))
        if faults:
            raise InvalidInput(faults)

    def waking(self, circumstances: Iterable[frozenset[str] | None]) -> int:
        """Give the checks that mention one of some circumstances, as a set of bits."""
        found = 0
        for each in circumstances:
            if each is None:
                return (1 << len(self.checks)) - 1
            for circumstance in each:
                found |= self._mentioning.get(circumstance, 0)
        return found

    def in_order(self, bits: int, addresses: Iterable[str]) -> Iterator[Check]:
        """Give the checks of a set; first those in which the norms apply, then where they may."""
        for address in addresses:
            for status in _RANKS:
                first = bits & self._finding.get((address, status), 0)
                yield from self._of(first)
                bits &= ~first
        yield from self._of(bits)

    def _of(self, bits: int) -> Iterator[Check]:
        while bits:
            lowest = bits & -bits
            yield self.checks[lowest.bit_length() - 1]
            bits ^= lowest

    @cached_property
    def _mentioning(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for position, check in enumerate(self.checks):
            for circumstance in check.mentioned:
                found[circumstance] = found.get(circumstance, 0) | 1 << position
        return found

    @cached_property
    def _finding(self) -> Mapping[tuple[str, Status], int]:
        found: dict[tuple[str, Status], int] = {}
        for position, check in enumerate(self.checks):
            for key in check.statuses.items():
                found[key] = found.get(key, 0) | 1 << position
        return found


def _check(protocol: Protocol, entry: ScenarioEntry) -> Check:
    found = situations(entry.story, protocol.vocabulary)
    reading = Reading(entry.written.reading)
    runs = [Run(program_of(protocol), situation, reading) for _, situation, _ in found]
    is_plain = len(found) == 1 and reading is Reading.AS_GIVEN
    return Check(
        entry,
        Expected.of(entry.expectations[protocol.council]),
        runs[0] if is_plain else None,
        frozenset[str]().union(*(each.situation.mentioned for each in runs)),
        {address: status for run in runs for address, status in statuses_in(run).items()},
    )


def _files(paths: Iterable[str | Path]) -> list[Path]:
    """Give the scenario files at and below some paths, each once."""
    found: dict[Path, None] = {}
    faults: list[Diagnostic] = []
    for each in map(Path, paths):
        if not each.exists():
            faults.append(Diagnostic("no-such-file", f"there is no {quote(each)}"))
        elif each.is_dir():
            below = sorted(each.rglob("*.yaml"))
            if not below:
                faults.append(Diagnostic("no-scenario", f"{quote(each)} has no .yaml file below"))
            found.update(dict.fromkeys(below))
        else:
            found[each] = None
    if faults:
        raise InvalidInput(faults)
    return list(found)
