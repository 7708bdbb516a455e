"""The scenarios that a protocol's mutants have to get past, each with its findings beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from protocol_rules.checks import judge
from protocol_rules.checks.compare import differences
from protocol_rules.checks.protocols import names_of
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.engine import Reading, Status, evaluate
from protocol_rules.engine.program import program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import situations
from protocol_rules.engine.statuses import statuses_in
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.mutation.expected import Expected
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry

__all__ = ["Bank", "Check", "checks_of"]

_MEND_FIRST = "mend it or the rules first; `protocol-rules evaluate` tells the whole difference"
_RANKS = (Status.APPLIES, Status.UNDETERMINED, Status.LIFTED)


@dataclass(frozen=True)
class Check:
    """One scenario, and what is found in it before anything is changed.

    `statuses` are those of the norms that it wakes, unconditional ones left out. The `run` is there
    where the scenario has no occasions and is read as it is given.
    """

    entry: ScenarioEntry
    asked_as: str
    expected: Expected
    run: Run | None
    mentioned: frozenset[str]
    statuses: Mapping[str, Status]

    @property
    def reading(self) -> Reading:
        """How its facts are read."""
        return Reading(self.entry.written.reading)

    @property
    def name(self) -> str:
        """The file, the line and the name of the scenario."""
        span = self.entry.place.span
        return f"{span.file}:{span.line} {self.entry.story.name}".rstrip()

    def fails(self, protocol: Protocol) -> bool:
        """Tell whether it fails under a version of the protocol, as where it has no answer."""
        expected = self.entry.expectations[self.asked_as]
        place = self.entry.place_of_expectation(self.asked_as)
        try:
            answer = evaluate(protocol, self.entry.story, reading=self.reading)
            return next(differences(expected, answer, place), None) is not None
        except ProtocolRulesError:
            return True


class Bank:
    """The checks of one protocol, found by what they mention and by what they find."""

    def __init__(self, protocol: Protocol, entries: Iterable[ScenarioEntry]) -> None:
        """Evaluate every scenario once that expects something of the protocol."""
        self.protocol = protocol
        self._checks: list[Check] = []
        self._mentioning: dict[str, int] = {}
        self._finding: dict[tuple[str, Status], int] = {}
        self.add(entries)

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks, in the order in which they were read."""
        return tuple(self._checks)

    def add(self, entries: Iterable[ScenarioEntry]) -> None:
        """Take more scenarios."""
        for check in (each for entry in entries for each in checks_of(self.protocol, entry)):
            bit = 1 << len(self._checks)
            self._checks.append(check)
            for circumstance in check.mentioned:
                self._mentioning[circumstance] = self._mentioning.get(circumstance, 0) | bit
            for key in check.statuses.items():
                self._finding[key] = self._finding.get(key, 0) | bit

    def check(self) -> None:
        """Raise `InvalidInput` where a scenario fails before anything is changed.

        Of one that fails anyway nobody could tell whether it notices anything.
        """
        faults: list[Diagnostic] = []
        for check in self._checks:
            entry = check.entry
            for judgement in judge(entry, {check.asked_as: self.protocol}.get):
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
                return (1 << len(self._checks)) - 1
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
            yield self._checks[lowest.bit_length() - 1]
            bits ^= lowest


def checks_of(protocol: Protocol, entry: ScenarioEntry) -> Iterator[Check]:
    """Give the checks of a scenario: one for each name by which it asks for the protocol."""
    for name in names_of(protocol, entry):
        yield _check(protocol, entry, name)


def _check(protocol: Protocol, entry: ScenarioEntry, asked_as: str) -> Check:
    found = situations(entry.story, protocol.vocabulary)
    reading = Reading(entry.written.reading)
    runs = [Run(program_of(protocol), situation, reading) for _, situation, _ in found]
    is_plain = len(found) == 1 and reading is Reading.AS_GIVEN
    return Check(
        entry,
        asked_as,
        Expected.of(entry.expectations[asked_as]),
        runs[0] if is_plain else None,
        frozenset[str]().union(*(each.situation.mentioned for each in runs)),
        {address: status for run in runs for address, status in statuses_in(run).items()},
    )
