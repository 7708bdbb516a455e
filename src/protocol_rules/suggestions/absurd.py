"""Stories that nobody would tell: an answer before its question, or one of a day yet to come."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from protocol_rules.norms.protocol import DeadlineRelation, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary.values import NOT_YET

__all__ = ["is_absurd"]


def is_absurd(protocol: Protocol, story: Story) -> bool:
    """Tell whether something is done before what it answers, or on a day that is yet to come.

    What has *not yet* happened has not done so as of some day, which then has to be told.
    """
    given = story.given
    for anchor, done_on in _followed(protocol):
        start, done = given.get(anchor), given.get(done_on)
        if not isinstance(done, date):
            continue
        if start == NOT_YET or (isinstance(start, date) and done < start):
            return True
    days = [value for value in given.values() if isinstance(value, date)]
    if story.today is None:
        return NOT_YET in given.values()
    return any(day > story.today for day in days)


@lru_cache(maxsize=8)
def _followed(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """Give for each date that shows performance the one from which its deadline counts."""
    pairs = (
        (norm.deadline.fact, norm.done_on)
        for norm in protocol.norms.values()
        if norm.deadline is not None and norm.deadline.relation is not DeadlineRelation.BEFORE
    )
    return tuple(dict.fromkeys(pair for pair in pairs if all(pair)))
