"""The engine's entry: one scenario against one protocol."""

from __future__ import annotations

from typing import Literal

from protocol_rules.engine.answer import Answer, OccasionRun
from protocol_rules.engine.program import program_of
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import situations
from protocol_rules.engine.statuses import statuses_in
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story

__all__ = ["evaluate"]


def evaluate(
    protocol: Protocol,
    scenario: Story,
    *,
    reading: Reading | Literal["as_given", "unless_shown"] = Reading.AS_GIVEN,
) -> Answer:
    """Tell which norms of a protocol apply in a scenario.

    In the reading `as_given` what depends on a fact that nobody stated is undetermined; in
    `unless_shown` an exception or proviso that nobody has shown does not hold, a presumption
    does, and `answer.presumed` lists the facts relied on. Raises `InvalidInput` where a given
    fact contradicts the protocol's own definition of it.
    """
    program = program_of(protocol)
    if not isinstance(reading, Reading):
        reading = Reading(reading)
    runs: dict[str, OccasionRun] = {}
    for name, situation, touched in situations(scenario, protocol.vocabulary):
        run = Run(program, situation, reading)
        runs[name] = OccasionRun(run, touched, statuses_in(run))
    return Answer(program, scenario, reading, runs, evaluate)
