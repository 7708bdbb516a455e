"""Witnesses: the smallest story in which a norm has a status, or two versions of it differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from protocol_rules.analysis.cells import Liking
from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.near import Retold, retold
from protocol_rules.analysis.search import MOST_TRIES, Look, smallest
from protocol_rules.analysis.space import Space, liking_nothing, space_of
from protocol_rules.analysis.versions import Pair, run_of, status_of_norm
from protocol_rules.engine import Status
from protocol_rules.engine.program import program_of
from protocol_rules.engine.situation import Situation
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story

__all__ = [
    "NotDecided",
    "distinguish",
    "smallest_story",
    "stories_apart",
    "stories_near",
    "stories_with",
]


def smallest_story(  # noqa: PLR0913 - what is wanted, and what is liked
    protocol: Protocol,
    address: str,
    wanted: Status,
    *,
    near: Story | None = None,
    awake: bool = False,
    liking: Liking = liking_nothing,
    most_changes: int = 1,
    most_tries: int = MOST_TRIES,
) -> Story | None:
    """Give the smallest story in which a norm has a status, or `None` where there is none.

    Where a story is `near`, it is that story with as few things told otherwise as may be, and at
    most `most_changes`. With `awake` the story has to mention what the norm is about. Raises
    `NotDecided` where the search was given up.
    """
    if wanted is Status.LIFTED and not program_of(protocol).ready[address].exceptions:
        return None
    if near is not None:
        nearest = stories_near(
            protocol, address, wanted, near, awake=awake, liking=liking, most_changes=most_changes
        )
        return next((each.story for each in nearest), None)
    space = space_of([(protocol, address)], liking=liking)
    look = _looking_for(protocol, address, wanted, awake=awake)
    found = next(smallest(space, look, most_tries), None)
    if found is not None:
        return space.story(*found)
    _check_complete(space)
    return None


def stories_near(  # noqa: PLR0913 - what is wanted, and what is liked
    protocol: Protocol,
    address: str,
    wanted: Status,
    near: Story,
    *,
    awake: bool = False,
    liking: Liking = liking_nothing,
    most_changes: int = 1,
) -> Iterator[Retold]:
    """Give the stories in which a norm has a status and that are near another one, nearest first.

    Its other facts stay as they are told, and its occasions are left out.
    """
    space = space_of([(protocol, address)], liking=liking)
    look = _looking_for(protocol, address, wanted, awake=awake)
    told = retold(space, near, most_changes, withdrawn_first=wanted is Status.UNDETERMINED)
    return (each for each in told if look(each.situation) is Look.FOUND)


def stories_with(
    protocol: Protocol,
    address: str,
    wanted: Status,
    *,
    liking: Liking = liking_nothing,
    most_tries: int = MOST_TRIES,
) -> Iterator[Story]:
    """Give the stories in which a norm has a status and no fact is idle, the smallest first.

    Raises `NotDecided` once the search has to be given up.
    """
    space = space_of([(protocol, address)], liking=liking)
    look = _looking_for(protocol, address, wanted, awake=False)
    return (space.story(*found) for found in smallest(space, look, most_tries))


def _looking_for(
    protocol: Protocol, address: str, wanted: Status, *, awake: bool
) -> Callable[[Situation], Look]:
    """Make the function that looks for a status of a norm."""
    program = program_of(protocol)

    def look(situation: Situation) -> Look:
        run = run_of(program, situation)
        if run is None:
            return Look.CLOSED
        try:
            status, _ = status_of_norm(run, address)
        except ProtocolRulesError:  # a deadline would leave the years that are known
            return Look.CLOSED
        if status is wanted and (not awake or run.is_triggered(address)):
            return Look.FOUND
        return Look.OPEN if status is Status.UNDETERMINED else Look.CLOSED

    return look


def distinguish(
    before: Protocol,
    after: Protocol,
    address: str,
    *,
    liking: Liking = liking_nothing,
    most_tries: int = MOST_TRIES,
) -> Story | None:
    """Give the smallest story, without occasions, in which two versions find otherwise of a norm.

    They find otherwise where its status differs or, where it applies in both, its modality,
    bearer, action, counterparty, due date, performance or next step; or where the status of a norm
    differs that it lifts or adds a proviso to. Where nothing else differs it is a story in which a
    norm is moot in one of them alone. A norm that one of them lacks does not apply there.
    `None` says that all stories have been ruled out, in the reading `as_given`.
    """
    told = stories_apart(before, after, address, liking=liking, most_tries=most_tries)
    return next(told, None)


def stories_apart(  # noqa: PLR0913 - two versions, what counts, and what is liked
    before: Protocol,
    after: Protocol,
    address: str,
    *,
    as_expected: bool = False,
    liking: Liking = liking_nothing,
    most_tries: int = MOST_TRIES,
) -> Iterator[Story]:
    """Give the stories in which two versions find otherwise of a norm, as `distinguish` does.

    The smallest come first, and none has a fact that does not matter. With `as_expected` only what
    an expectation of the first version tells counts: that it is breached, but not that it is kept,
    still open, or where it turns next. Raises `NotDecided` once the search has to be given up.
    """
    pair = Pair(before, after, address, as_expected=as_expected)
    if pair.is_same:
        return
    space = space_of(
        [(each, name) for each in (before, after) for name in pair.addresses],
        performance=pair.watches_performance,
        liking=liking,
    )
    is_found = False
    try:
        for found in smallest(space, pair.look, most_tries):
            is_found = True
            yield space.story(*found)
    except NotDecided:
        if is_found or pair.moot_in_one is None:
            raise
    if not is_found and pair.moot_in_one is not None:
        yield space.story_of(pair.moot_in_one)
    elif not is_found:
        _check_complete(space)


def _check_complete(space: Space) -> None:
    if not space.is_complete:
        message = "dates depend on each other here in more ways than are tried"
        raise NotDecided(message)
