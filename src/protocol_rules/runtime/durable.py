"""Duties told by the second engine: rulesets for what applies, a statechart for how far it is.

Atoms, dates and denials are worked out by our own engine before, as the events of a case say. The
child keeps nothing of a case between two questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from protocol_rules.engine import Answer, Performance, PerformanceState, RequiredAction
from protocol_rules.engine.durable.chart import performances
from protocol_rules.engine.durable.evaluate import Matching
from protocol_rules.engine.durable.process import adapter
from protocol_rules.engine.required import gravity
from protocol_rules.runtime.duty import Duty
from protocol_rules.runtime.engines import acted_on

__all__ = ["DurableEngine"]


class DurableEngine:
    """The second engine, in a child process that may die without harm."""

    name = "durable"

    def __init__(self) -> None:
        """See that it can be had; raises `InvalidInput`, with what to do, where it cannot."""
        adapter().start()

    def duties(self, answer: Answer, acts: Mapping[tuple[str, str], date]) -> tuple[Duty, ...]:
        """Tell what is required, in the order of urgency."""
        matching = Matching(answer.protocol, answer.scenario, answer.reading, adapter())
        actions = matching.answer.required_actions
        norms = answer.protocol.norms
        asked = [(each, address) for each in actions for address in each.addresses]
        states = performances(
            [(matching.runs[each.occasion], norms[address]) for each, address in asked], adapter()
        )
        told: dict[str, dict[str, PerformanceState | None]] = {}
        for (each, address), state in zip(asked, states, strict=True):
            told.setdefault(each.occasion, {})[address] = state
        return tuple(
            Duty(
                answer.protocol.council,
                replace(each, performance=_told(each, matching.answer, told[each.occasion])),
                acted_on(each, answer, acts),
            )
            for each in actions
        )


def _told(
    action: RequiredAction, answer: Answer, states: Mapping[str, PerformanceState | None]
) -> Performance | None:
    """Take the gravest of the states told; the days and facts of each are those of our own."""
    found: list[Performance] = []
    for address in action.addresses:
        state, own = states[address], answer.finding(address, action.occasion).performance
        if state is not None:
            found.append(own if own and own.state is state else Performance(state))
    return min(found, key=gravity, default=None)
