"""What is the same said once, and what differs, as a monitoring officer would say it."""

from __future__ import annotations

from collections.abc import Sequence

from protocol_rules.compare.line import Line
from protocol_rules.compare.names import counted
from protocol_rules.compare.side import Side
from protocol_rules.engine.wording import joined

__all__ = ["sentence_of"]

_NAMED = 2
"""So many silent councils are named; of more it is said how many they are."""


def sentence_of(together: Sequence[Sequence[Side]], silent: Sequence[Side], phrase: str) -> str:
    """Say what councils say of an action: those together that say the same, then who is silent.

    `phrase` is the action, for where nobody says anything.
    """
    if not together:
        return f"nothing that any of them says of whether to {phrase} holds here"
    told = _differing_in_one_thing(together) if len(together) > 1 else ""
    parts = [told] if told else _one_by_one(together, among_all=not silent)
    if silent:
        parts.append(_silence(silent))
    return "; ".join(parts)


def _differing_in_one_thing(together: Sequence[Sequence[Side]]) -> str:
    """Say once what differs in nothing but its day or its route, and then these; else nothing."""
    several = [each[0].lines for each in together]
    first = several[0][0]
    if any(len(each) != 1 or _core(each[0]) != _core(first) for each in several):
        return ""
    if not first.is_determined or any(each[0].is_conflict for each in together):
        return ""
    lines = [each[0] for each in several]
    shared, own = _more(lines)
    told = [f"{text} {_where(sides)}" for text, sides in zip(own, together, strict=True)]
    return f"{first.who} {first.modal} {first.deed}{shared}: {', '.join(told)}"


def _more(lines: Sequence[Line]) -> tuple[str, list[str]]:
    """Give by when and where next: what all lines share, and what each has of its own."""
    shared = ""
    own: list[list[str]] = [[] for _ in lines]
    for several, lacking in (
        ([each.by for each in lines], "without a last day"),
        ([each.route for each in lines], "without a next step"),
    ):
        if len(set(several)) > 1:
            for parts, each in zip(own, several, strict=True):
                parts.append(each or lacking)
        elif several[0]:
            shared += f", {several[0]}"
    return shared, [joined(parts, "and") for parts in own]


def _core(line: Line) -> object:
    return line.bearers, line.excepted, line.held, line.perhaps, line.deed


def _one_by_one(together: Sequence[Sequence[Side]], *, among_all: bool) -> list[str]:
    """Say for each what it says; what is done is said once where it is the same."""
    told: list[str] = []
    said = ""
    for sides in together:
        parts: list[str] = []
        for line in sides[0].lines:
            parts.append(line.in_words(said))
            said = line.deed
        where = _everywhere(sides) if among_all and len(together) == 1 else _where(sides)
        more = ", which is a conflict" if sides[0].is_conflict else ""
        more += ", which turns on different facts" if _turn_on_different_facts(sides) else ""
        # With commas before each: what is said has commas and an "and" of its own.
        *first, last = parts
        spoken = f"{', '.join(first)}, and {last}" if first else last
        told.append(f"{where} {spoken}{more}")
    return told


def _turn_on_different_facts(sides: Sequence[Side]) -> bool:
    """Tell whether councils leave the same thing open, and each for a reason of its own."""
    return len({each.turns_on for each in sides}) > 1


def _where(sides: Sequence[Side]) -> str:
    return f"in {joined([each.name for each in sides], 'and')}"


def _everywhere(sides: Sequence[Side]) -> str:
    return "in both" if len(sides) == 2 else f"in all {counted(len(sides))}"  # noqa: PLR2004


def _silence(silent: Sequence[Side]) -> str:
    if len(silent) > _NAMED:
        return f"the other {counted(len(silent))} are silent"
    names = joined([each.name for each in silent], "and")
    return f"{names} {'is' if len(silent) == 1 else 'are'} silent"
