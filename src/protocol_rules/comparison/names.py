"""The names of councils within a sentence."""

from __future__ import annotations

from protocol_rules.norms.protocol import Protocol

__all__ = ["counted", "short_name"]

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def short_name(protocol: Protocol) -> str:
    """Give the name by which a sentence calls a council: that of its rule file, as it is spelt.

    `st_albans` of the St Albans District Council is St Albans; where the name spells it without a
    capital letter, as `parish_council` of a parish council in Kent, it is the parish council.
    """
    spelt = {word.lower(): word for word in protocol.name.split()}
    parts = protocol.council.split("_")
    name = " ".join(spelt.get(part, part.capitalize()) for part in parts)
    return f"the {name}" if name[:1].islower() else name


def counted(number: int) -> str:
    """Write a small number as a word."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)
