"""What tells the duties of a case: the seam at which another engine may stand in for our own."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import Final

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine import Answer, RequiredAction
from protocol_rules.runtime.duty import Duty

__all__ = ["ENGINES", "CaseEngine", "OwnEngine", "acted_on", "engine_of"]


class CaseEngine(typing.Protocol):
    """What a case asks of an engine; what it keeps of a case never changes what it answers.

    Atoms, dates and exceptions are worked out already: the answer is that of our own `evaluate`,
    whatever engine makes duties of it.
    """

    name: str

    def duties(self, answer: Answer, acts: Mapping[tuple[str, str], date]) -> tuple[Duty, ...]:
        """Tell what is required under one protocol; `acts` has days by occasion and action."""
        ...


class OwnEngine:
    """Our own engine: what the findings that apply require."""

    name = "own"

    def duties(self, answer: Answer, acts: Mapping[tuple[str, str], date]) -> tuple[Duty, ...]:
        """Tell what is required, in the order of urgency."""
        return tuple(
            Duty(answer.protocol.council, each, acted_on(each, answer, acts))
            for each in answer.required_actions
        )


def acted_on(
    action: RequiredAction, answer: Answer, acts: Mapping[tuple[str, str], date]
) -> date | None:
    """Give the day of the act for a duty; where a fact shows its performance, that fact decides."""
    norms = (answer.protocol.norms[address] for address in action.addresses)
    if any(norm.done_on for norm in norms):
        return None
    return acts.get((action.occasion, action.action))


ENGINES: Final[Mapping[str, str]] = {
    "own": f"{__name__}:OwnEngine",
    "durable": "protocol_rules.runtime.durable:DurableEngine",
}
"""By its name, where the class of an engine stands; it is imported when a case asks for it."""


def engine_of(name: str) -> CaseEngine:
    """Give an engine by its name; raises `InvalidInput` where there is none of that name."""
    if name not in ENGINES:
        message = f"no engine {quote(name)} for cases"
        hint = did_you_mean(name, ENGINES) or f"there is {', '.join(ENGINES)}"
        raise InvalidInput([Diagnostic("unknown-engine", message, hint=hint)])
    module, _, attribute = ENGINES[name].partition(":")
    made: CaseEngine = getattr(import_module(module), attribute)()
    return made
