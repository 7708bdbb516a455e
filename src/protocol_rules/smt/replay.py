"""Replaying: the engine is asked of every story that the solver finds, before it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from protocol_rules.engine import Answer, Status, evaluate
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story
from protocol_rules.smt.errors import DoesNotReplay

__all__ = ["check_statuses", "replayed"]

Told = tuple[Protocol, str, str, Status | None]
"""A norm, a role or none, and its status as the solver has it; `None`: undetermined."""


def replayed(story: Story, protocol: Protocol, holds: Callable[[Answer], bool]) -> Story:
    """Give a story back if its answer is as it should be; raises `DoesNotReplay` otherwise."""
    if not holds(_answered(story, protocol)):
        message = f"the engine finds otherwise in `{protocol.council}` of {story.as_data()}"
        raise DoesNotReplay(message)
    return story


def check_statuses(story: Story, told: Iterable[Told]) -> None:
    """Hold what the solver says of norms against the engine; raises `DoesNotReplay`."""
    answers: dict[Protocol, Answer] = {}
    for protocol, address, role, status in told:
        if protocol not in answers:
            answers[protocol] = _answered(story, protocol)
        outcomes = answers[protocol].finding(address).outcomes(role)
        if (len(outcomes) > 1) if status is None else (outcomes == frozenset({status})):
            continue
        found = " or ".join(sorted(each.words for each in outcomes))
        solved = (Status.UNDETERMINED if status is None else status).words
        message = f"`{address}`: {solved} by the solver, {found} by the engine: {story.as_data()}"
        raise DoesNotReplay(message)


def _answered(story: Story, protocol: Protocol) -> Answer:
    try:
        return evaluate(protocol, story)
    except ProtocolRulesError as error:
        message = f"the engine refuses {story.as_data()} in `{protocol.council}`: {error}"
        raise DoesNotReplay(message) from error
