"""Norms that came, went or changed, in words."""

from __future__ import annotations

from collections.abc import Sequence

from protocol_rules.engine import Finding, day, norm_in_words
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import Modality, Vocabulary

__all__ = [
    "bearers_in_words",
    "by_when",
    "deed",
    "modal_in_words",
    "no_longer",
    "now",
    "parties_in_words",
]

# What becomes of the modal word when a norm goes; singular and plural of the verb where it has one.
_GONE = {
    Modality.MUST: ("need no longer", "need no longer"),
    Modality.SHOULD: ("need no longer", "need no longer"),
    Modality.MUST_NOT: ("is no longer forbidden to", "are no longer forbidden to"),
    Modality.SHOULD_NOT: ("is no longer asked not to", "are no longer asked not to"),
    Modality.MAY: ("may no longer", "may no longer"),
    Modality.NEED_NOT: ("is no longer free not to", "are no longer free not to"),
    Modality.IS_ENTITLED_TO: ("is no longer entitled to", "are no longer entitled to"),
    Modality.IS_NOT_ENTITLED_TO: ("no longer lacks the right to", "no longer lack the right to"),
    Modality.IS_EMPOWERED_TO: ("is no longer empowered to", "are no longer empowered to"),
    Modality.IS_NOT_EMPOWERED_TO: ("no longer lacks the power to", "no longer lack the power to"),
    Modality.IS_PRESUMED_TO: ("is no longer presumed to", "are no longer presumed to"),
}


def no_longer(norm: Norm, protocol: Protocol) -> str:
    """Say that a norm is gone: an officer need no longer send a substantive response."""
    words = protocol.vocabulary
    if norm.modality is None:
        return f'"{protocol.clauses[norm.clause].title}" no longer applies'
    verb = _GONE[norm.modality][len(norm.bearers) > 1]
    return f"{bearers_in_words(norm, words)} {verb} {deed(norm, words)}"


def now(norm: Norm, protocol: Protocol) -> str:
    """Say that a norm has come: an officer must now explain the delay."""
    words = protocol.vocabulary
    if norm.modality is None:
        return f'"{protocol.clauses[norm.clause].title}" applies now'
    verb, _, rest = f"{modal_in_words(norm)} {deed(norm, words)}".partition(" ")
    return f"{bearers_in_words(norm, words)} {verb} now {rest}"


def deed(norm: Norm, words: Vocabulary) -> str:
    """Say what the norm is about doing, and to whom: send a substantive response to the member."""
    return norm_in_words(norm, words).partition(f" {modal_in_words(norm)} ")[2]


def modal_in_words(norm: Norm) -> str:
    """Say the modal word as it fits one bearer or several: `may`, `are entitled to`."""
    modal = "" if norm.modality is None else norm.modality.words
    if len(norm.bearers) > 1 and modal.startswith("is "):
        return f"are {modal.removeprefix('is ')}"
    return modal


def bearers_in_words(norm: Norm, words: Vocabulary) -> str:
    """Name the bearers: a member and an officer."""
    return parties_in_words(norm.bearers, words)


def parties_in_words(roles: Sequence[str], words: Vocabulary) -> str:
    """Name some roles as a sentence does."""
    phrases = [words.roles.roles[role].phrase for role in roles]
    *first, last = phrases or [""]
    return f"{', '.join(first)} and {last}" if first else last


def by_when(finding: Finding) -> str:
    """Say by when, where there is a deadline: `, by 15 March 2024`."""
    if finding.due is not None:
        return f", by {day(finding.due)}"
    deadline = finding.norm.deadline
    return f", {deadline.text}" if deadline is not None and deadline.fact else ""
