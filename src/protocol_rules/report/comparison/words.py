"""What a picture says in words: standings with their signs, shares, and points in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from protocol_rules.comparison.alike import Alike
from protocol_rules.comparison.points import Point, Standing
from protocol_rules.vocabulary import Vocabulary

__all__ = [
    "EXPLAINED",
    "SIGNS",
    "WORDS",
    "capital",
    "force",
    "groups_in_words",
    "point_in_words",
    "share",
]

SIGNS = {
    Standing.STRICTER: "▲",
    Standing.LOOSER: "▼",
    Standing.EQUAL: "=",
    Standing.MIXED: "◆",
    Standing.ALONE: "●",
    Standing.NOT_DECIDED: "?",
    Standing.SILENT: "·",
}
WORDS = {each: each.value.replace("_", " ") for each in Standing}
EXPLAINED = {
    Standing.STRICTER: "than another council, and looser than none",
    Standing.LOOSER: "than another council, and stricter than none",
    Standing.EQUAL: "the same as every other council that speaks of it",
    Standing.MIXED: "stricter than one and looser than another, or not to be ranked",
    Standing.ALONE: "no other council speaks of it",
    Standing.NOT_DECIDED: "the search was given up, and nothing is claimed",
    Standing.SILENT: "another council speaks of it, and this one does not",
}


def share(value: float | None) -> str:
    """Write a share in percent; a hundred, or none, only where it is just that."""
    if value is None:
        return "-"
    percent = round(100 * value)
    if percent in (0, 100) and value not in (0, 1):
        return "<1%" if percent == 0 else ">99%"
    return f"{percent}%"


def force(value: float | None) -> str:
    """Write the mean force of duties and bans."""
    return "-" if value is None else f"{value:.1f}"


def point_in_words(point: Point, words: Vocabulary) -> str:
    """Say a point as a heading does: `An officer: send a substantive response`."""
    role = words.roles.roles.get(point.role)
    bearer = point.role.replace("_", " ") if role is None else role.phrase
    return capital(f"{bearer}: {words.actions[point.action].phrase}")


def groups_in_words(alike: Alike, names: Mapping[str, str]) -> str:
    """Say which councils are nearer to each other than to the rest."""
    near = [[names[each] for each in group] for group in alike.groups if len(group) > 1]
    if len(alike.groups) == 1 or not near:
        return "No group stands out."
    return f"Nearer to each other than to the rest: {'; '.join(map(_and, near))}."


def _and(several: list[str]) -> str:
    *first, last = several
    return f"{', '.join(first)} and {last}" if first else last


def capital(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]
