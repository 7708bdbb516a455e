"""The coverage of rules by a bank of scenarios, measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from protocol_rules.coverage.aims import aims_of
from protocol_rules.coverage.bank import Pair
from protocol_rules.coverage.decisions import decisions_of
from protocol_rules.coverage.goals import Kind, RuleCoverage
from protocol_rules.coverage.spoken import norms_named, standing_named
from protocol_rules.coverage.spots import Spots
from protocol_rules.coverage.tally import Tally
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.program import Program, program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import Situation, situations
from protocol_rules.norms.protocol import Protocol
from protocol_rules.source import read
from protocol_rules.truth import Truth

__all__ = ["coverage_of"]


def coverage_of(protocol: Protocol, pairs: Iterable[Pair]) -> RuleCoverage:
    """Measure what the scenarios that expect something of a protocol show of its rules.

    It counts what is evaluated; whether the expectations hold is another matter.
    """
    own = [pair for pair in pairs if pair.protocol is protocol]
    watching = _Watching(program_of(protocol))
    for pair in own:
        watching.watch(pair)
    source = read(protocol.file)
    spots = Spots(protocol, source)
    goals = tuple(
        goal for tally in watching.tallies for goal in aims_of(watching.program, tally, spots)
    )
    awake = {tally.decision.address: tally.awake for tally in watching.tallies}
    return RuleCoverage(protocol, source, len(own), goals, awake)


class _Watching:
    """The tallies of one protocol, found by the circumstances that wake them."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tallies = [Tally(decision) for decision in decisions_of(program)]
        self._by_address = {tally.decision.address: tally for tally in self.tallies}
        self._waking: dict[str, list[Tally]] = {}
        for tally in self.tallies:
            for circumstance in tally.decision.wakes:
                self._waking.setdefault(circumstance, []).append(tally)

    def watch(self, pair: Pair) -> None:
        """Evaluate one scenario under the protocol, on each of its occasions."""
        program, name = self.program, pair.name
        found = situations(pair.entry.story, program.words)
        touched = {occasion: about for occasion, _, about in found}
        # What is not named is held to be as it is only by an expectation that is exact.
        exact, named = pair.expected.is_exact, norms_named(pair.expected, program.protocol)
        for occasion, situation, _ in found:
            try:
                run = Run(program, situation, pair.reading)
            except InvalidInput as error:
                told = (replace(each, span=pair.span) for each in error.diagnostics)
                raise InvalidInput(told) from None
            for tally in self._awake(situation):
                is_held = exact or tally.decision.address in named
                if is_held and occasion in self._occasions_of(tally, touched):
                    tally.watch(run, name)
        for address in standing_named(pair.expected, program.protocol):
            self._by_address[address].shown((Kind.NORMS, "", Truth.YES.value), name)

    def _awake(self, situation: Situation) -> Iterable[Tally]:
        waking = (self._waking.get(each, ()) for each in situation.mentioned)
        return {tally.decision.address: tally for some in waking for tally in some}.values()

    def _occasions_of(self, tally: Tally, touched: Mapping[str, frozenset[str]]) -> list[str]:
        """Give the occasions that a norm is about, as an answer does; else the common situation."""
        if len(touched) == 1:
            return [""]
        decision = tally.decision
        is_norm = decision.norm is not None
        reach = self.program.reach(decision.address) if is_norm else decision.wakes
        return [name for name, about in touched.items() if name and reach & about] or [""]
