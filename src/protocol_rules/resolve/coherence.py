"""What shows only when all cards of a protocol have been read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from protocol_rules.diagnostics import Diagnostic, quote
from protocol_rules.document import CardWritten
from protocol_rules.norms.protocol import Norm, Override
from protocol_rules.resolve.graph import DEEPEST, circles, dependencies, longest_chain
from protocol_rules.validation import Faults, Place
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["check_breaches", "check_circles", "check_parts"]

_REST = "overrides, provisos, definitions, presumptions and breaches may not lead in a circle"
_BREACH = "give it `breached_when`, a `limit`, or a `deadline` from a date with `done_on`"


def check_parts(cards: Iterable[tuple[CardWritten, Place]]) -> None:
    """Refuse items that are part of themselves by way of others."""
    places = {card.id: place for card, place in cards}
    graph = {card.id: (card.part_of,) if card.part_of in places else () for card, _ in cards}
    for circle in circles(graph):
        if len(circle) > 2:  # noqa: PLR2004 - what is part of itself alone has been told
            told = _circle(circle, "is part of")
            (places[circle[0]] / "part_of").fault("cycle", told)


def check_breaches(
    norms: Mapping[str, Norm],
    spots: Mapping[str, Place],
    breaches: Iterable[tuple[str, Place]],
) -> None:
    """Refuse what waits for a breach that no fact can ever show."""
    told = list(breaches)
    for address, norm in norms.items():
        if norm.reparation_for and norm.when is None:
            told.append((norm.reparation_for, spots[address] / "reparation_for"))
    for address, place in told:
        norm = norms[address]
        is_timed = norm.deadline is not None and norm.deadline.fact and norm.done_on
        if not (norm.limits or norm.breached_when or is_timed):
            name = address.partition("/")[2]
            message = f"no fact can show a breach of {quote(name)}"
            place.fault("breach-cannot-be-told", message, _BREACH)


def check_circles(
    norms: Mapping[str, Norm],
    overrides: Mapping[str, tuple[Override, ...]],
    definitions: Mapping[str, Condition],
    spots: Mapping[str, Place],
    faults: Faults,
) -> None:
    """Refuse what rests on itself by way of others, and chains that are too long."""
    needs = dependencies(norms.values(), overrides, definitions)
    # An item wakes where the norm wakes that it lifts or adds a proviso to.
    related = {address: (*norm.lifts, *norm.proviso_of) for address, norm in norms.items()}
    for graph in (needs, related):
        found = list(circles(graph))
        for circle in found:
            names = [each.partition("/")[2] if each in norms else each for each in circle]
            spots[circle[0]].fault("cycle", _circle(names, "rests on"), _REST, at="key")
        if not found and longest_chain(graph) > DEEPEST:
            message = f"a chain of exceptions to exceptions is longer than {DEEPEST}"
            faults.add(Diagnostic("too-deep", message))
        if found:
            return


def _circle(names: Sequence[str], verb: str) -> str:
    first, *others = (quote(name) for name in names)
    return f"a circle: {first} {verb} {f', which {verb} '.join(others)}"
