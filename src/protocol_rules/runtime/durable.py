"""Duties told by the second engine: rulesets for what applies, a statechart for how far it is.

Atoms, dates and denials are worked out by our own engine before, as the events of a case say. The
child keeps the statechart of each duty of a case where its days and acts have led it, so that the
next day is one mark more; where the past is told otherwise it is led through it from the beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Final
from weakref import finalize

from protocol_rules.engine import Answer, Performance, PerformanceState, RequiredAction
from protocol_rules.engine.durable.chart import performances
from protocol_rules.engine.durable.evaluate import Matching
from protocol_rules.engine.durable.process import adapter
from protocol_rules.engine.required import gravity
from protocol_rules.runtime.duty import Duty
from protocol_rules.runtime.engines import acted_on

__all__ = ["DurableEngine"]


_NUMBERS: Final = count()


class DurableEngine:
    """The second engine for one case, in a child process that may die without harm."""

    name = "durable"

    def __init__(self) -> None:
        """See that it can be had; raises `InvalidInput`, with what to do, where it cannot."""
        adapter().start()
        self._number = next(_NUMBERS)
        self._charts: dict[str, None] = {}
        # The child may forget the charts with the case whose they are.
        finalize(self, _forgotten, self._charts).atexit = False

    def duties(self, answer: Answer, acts: Mapping[tuple[str, str], date]) -> tuple[Duty, ...]:
        """Tell what is required, in the order of urgency."""
        matching = Matching(answer.protocol, answer.scenario, answer.reading, adapter())
        actions = matching.answer.required_actions
        norms = answer.protocol.norms
        asked = [(each, address) for each in actions for address in each.addresses]
        states = performances(
            [
                (self._chart(each.occasion, address), matching.runs[each.occasion], norms[address])
                for each, address in asked
            ],
            adapter(),
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

    def _chart(self, occasion: str, address: str) -> str:
        key = f"{self._number} {address} {occasion}"
        self._charts[key] = None
        return key


def _forgotten(charts: Mapping[str, None]) -> None:
    adapter().forget([f"{kind} {key}" for key in charts for kind in ("upkeep", "timely")])


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
