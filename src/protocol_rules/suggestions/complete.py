"""A story told to its end: likely values for what its norms still turn on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from protocol_rules.analysis.cells import Liking
from protocol_rules.analysis.space import Space, space_of
from protocol_rules.engine import Answer, Status, evaluate
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.suggestions.absurd import is_absurd
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.values import NOT_YET, Given

__all__ = ["completed", "with_fact"]

_MOST_FACTS = 40
"""More facts than these are not added: what is still open then stays so."""


def completed(
    protocol: Protocol, norm: Norm, story: Story, liking: Liking, held_back: Iterable[str] = ()
) -> Story:
    """Add likely values until nothing is undetermined but the norm itself, where it is so.

    Of the values of a fact the one is taken with which the fewest norms apply, and of these the
    most usual one. What is `held_back` stays unknown.
    """
    answer = evaluate(protocol, story)
    wanted = answer.finding(norm.address).status
    left = set(held_back)
    if wanted is Status.UNDETERMINED:
        left |= set(answer.finding(norm.address).missing)
    for _ in range(_MOST_FACTS):
        fact = next((each for each in _asked(answer) if each not in left), None)
        if fact is None:
            break
        better = _best(protocol, norm, answer, fact, liking)
        if better is None or better.finding(norm.address).status is not wanted:
            left.add(fact)
        else:
            answer = better
    return answer.scenario


def with_fact(story: Story, fact: str, value: Given, protocol: Protocol) -> Story:
    """Tell one fact more of a story."""
    given = {**story.given, fact: value}
    words = protocol.vocabulary
    ordered = {name: given[name] for name in words.in_order(given)}
    about = story.about - {words.circumstance_of[fact]}
    return Story.of(story.name, Occasion(about, ordered), {}, story.today)


def _asked(answer: Answer) -> Iterator[str]:
    """Name what the open norms turn on, what settles most of them first."""
    first = answer.next_question
    if first is not None:
        yield first.fact.name
        yield from answer.missing


def _best(
    protocol: Protocol, norm: Norm, answer: Answer, fact: str, liking: Liking
) -> Answer | None:
    open_norms = [(protocol, each.address) for each in answer.undetermined]
    space = space_of([(protocol, norm.address), *open_norms], liking=liking)
    wanted = answer.finding(norm.address).status
    found: list[tuple[tuple[bool, bool, int, int, int], int, Answer]] = []
    for position, value in enumerate(_values(space, answer, fact)):
        story = with_fact(answer.scenario, fact, value, protocol)
        if not space.can_be_told(story.given, story.about):
            continue
        try:
            after = evaluate(protocol, story)
        except ProtocolRulesError:
            continue
        loses = after.finding(norm.address).status is not wanted
        is_odd = is_absurd(protocol, story)
        rank = (loses, is_odd, len(after.applies), len(after.undetermined), liking(fact, value))
        found.append((rank, position, after))
    return min(found, key=lambda each: each[:2])[2] if found else None


def _values(space: Space, answer: Answer, fact: str) -> Iterable[Given]:
    """Give the values of a fact, dates and those too wide to tell left for the last."""
    values = space.values.get(fact, ())
    if space.words.facts[fact].type is not FactType.DATE:
        return values
    today = answer.scenario.today
    if today is None:
        return [value for value in values if value != NOT_YET]
    return [today - timedelta(days=3), *values]
