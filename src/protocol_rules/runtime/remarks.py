"""What is out of the ordinary with an event of a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocol_rules.runtime.event import Event
from protocol_rules.runtime.rules import RulesChange

__all__ = ["remarks_on"]


def remarks_on(
    events: Sequence[Event], number: int, changes: Sequence[RulesChange]
) -> Iterator[str]:
    """Say what is out of the ordinary with the event of a number."""
    yield from (str(each) for each in changes if each.by == number)
    event = events[number - 1]
    if event.corrected:
        return  # which is about an earlier day by its nature
    later = [each for each in events[: number - 1] if each.on > event.on]
    if later:
        first = min(later, key=lambda each: (each.on, each.number))
        yield (
            f"out of order: it happened before event {first.number}, of {first.on}, which had "
            "been recorded already"
        )
