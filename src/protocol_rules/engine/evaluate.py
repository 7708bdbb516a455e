"""The engine's entry: one scenario against one protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine.answer import Answer, OccasionRun
from protocol_rules.engine.program import program_of
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import Situation, situations
from protocol_rules.engine.status import Status
from protocol_rules.engine.statuses import statuses_in
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary import impossible_in
from protocol_rules.vocabulary.constraints import misfit_of

__all__ = ["evaluate"]


def evaluate(
    protocol: Protocol,
    scenario: Story,
    *,
    reading: Reading | Literal["as_given", "unless_shown"] = Reading.AS_GIVEN,
    engine: str = "own",
) -> Answer:
    """Tell which norms of a protocol apply in a scenario.

    In the reading `as_given` what depends on a fact that nobody stated is undetermined; in
    `unless_shown` an exception or proviso that nobody has shown does not hold, a presumption
    does, and `answer.presumed` lists the facts relied on. Raises `InvalidInput` where a given
    fact contradicts the protocol's own definition of it, and where the facts cannot be at once.

    The `engine` tells the statuses. `durable` is a second one, to hold our own against; it takes
    complete scenarios only and needs an extra, and raises `InvalidInput` where one is lacking.
    """
    statuses = statuses_in if engine == "own" else _statuses_of(engine)
    program = program_of(protocol)
    if not isinstance(reading, Reading):
        reading = Reading(reading)
    runs: dict[str, OccasionRun] = {}
    for name, situation, touched in situations(scenario, protocol.vocabulary):
        _check_possible(situation, protocol)
        run = Run(program, situation, reading)
        runs[name] = OccasionRun(run, touched, statuses(run))
    return Answer(program, scenario, reading, runs, evaluate)


def _check_possible(situation: Situation, protocol: Protocol) -> None:
    """Refuse what cannot be by the words of the protocol, however the scenario was made."""
    words = protocol.vocabulary
    broken = impossible_in(words, situation.given, situation.present)
    if broken is not None:
        misfit = misfit_of(broken, situation.given, situation.mentioned)
        message = f"{misfit.message} (in `{protocol.council}`)"
        raise InvalidInput([Diagnostic(misfit.code, message, hint=misfit.hint)])


def _statuses_of(engine: str) -> Callable[[Run], Mapping[str, Status]]:
    """Import another engine; raises `InvalidInput` where there is none of that name."""
    if engine != "durable":
        message = f"no engine {quote(engine)}"
        hint = did_you_mean(engine, ("own", "durable")) or "there are `own` and `durable`"
        raise InvalidInput([Diagnostic("unknown-engine", message, hint=hint)])
    from protocol_rules.engine.durable.evaluate import statuses_of_complete  # noqa: PLC0415

    return statuses_of_complete
