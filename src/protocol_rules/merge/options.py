"""What stands beside a card of a draft: where it is from, and what the other parents say."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from protocol_rules.compare import Region, Relation, Row, shortly_said
from protocol_rules.merge.decision import Decision, Option
from protocol_rules.merge.draft import Card, Draft
from protocol_rules.norms.protocol import Norm
from protocol_rules.vocabulary import Vocabulary

__all__ = ["comments_on", "gain_of", "options_told"]

_WIDTH = 104
_MOST = 2
_GAINS = {
    Relation.STRICTER: "stricter than {council} is now",
    Relation.LOOSER: "looser than {council} is now",
    Relation.INCOMPARABLE: "otherwise than {council} is now",
}


def comments_on(card: Card, draft: Draft) -> Iterator[str]:
    """Say where a card is from, decision by decision who says the same, otherwise, or nothing."""
    yield f"{card.parent.council} {card.clause.id}"
    for name, taken in card.taken.items():
        if taken.lifted_by:
            lifting = ", ".join(each.partition("/")[2] for each in taken.lifted_by)
            yield f"  {name}: its exceptions hold what lifts it in {lifting}"
    words = draft.parents[0].vocabulary
    alone: list[str] = []
    for decision in card.decisions:
        names = [n for n, each in card.taken.items() if each.norm.action in decision.actions]
        if not decision.options:
            alone += names
            continue
        own = {card.taken[name].norm.action for name in names}
        yield f"  {', '.join(names)}: in force since {decision.reason.value}"
        for line in _told(decision, own, words):
            yield from textwrap.wrap(line, _WIDTH, subsequent_indent="        ")
    if alone:
        others = ", ".join(each.council for each in draft.parents if each is not card.parent)
        line = f"  {', '.join(alone)}: nothing of it in {others}"
        yield from textwrap.wrap(line, _WIDTH, subsequent_indent="    ")


def _told(decision: Decision, actions: set[str], words: Vocabulary) -> Iterator[str]:
    for option in decision.options:
        yield from options_told(option, words, actions)
    if decision.silent:
        yield f"    nothing of it: {', '.join(decision.silent)}"


def options_told(
    option: Option, words: Vocabulary, actions: set[str] | None = None
) -> Iterator[str]:
    """Say what another parent has, and where the draft would be stricter or looser for it."""
    norms = [each for each in option.norms if actions is None or each.action in actions]
    rows = [each for each in option.rows if actions is None or each.action in actions]
    where = _named(norms)
    if option.is_the_same:
        yield f"    the same: {option.council} {where}"
        return
    if not rows and not option.undecided:
        yield f"    the same of this: {option.council} {where}"
        return
    yield f"    otherwise: {option.council} {where}"
    told = [(row, region) for row in rows for region in row.regions]
    for row, region in told[:_MOST]:
        yield f"      {gain_of(row, region, option.council, words)}"
    if len(told) > _MOST:
        yield f"      and {len(told) - _MOST} more such regions"
    for row in option.undecided:
        yield f"      not decided for {row.role}, {row.action}: {row.undecided or row.bounded}"


def gain_of(row: Row, region: Region, council: str, words: Vocabulary) -> str:
    """Say in a sentence what a council would have instead of what it has, and where."""
    here, there = (each.said(row.role, row.action, words) for each in region.stances)
    told = _GAINS.get(region.relation, "otherwise than {council} is now").format(council=council)
    return f"{told}: {here}; {council}: {there}; where: {shortly_said(region.where, words, 1)}"


def _named(norms: Sequence[Norm]) -> str:
    return ", ".join(each.address.partition("/")[2] for each in norms)
