"""The head of a rule file: its calendar, and the words which it brings along."""

from __future__ import annotations

from protocol_rules.calendar import CALENDARS, Calendar
from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.document import ProtocolWritten
from protocol_rules.validation import Place
from protocol_rules.vocabulary import (
    Role,
    RoleHierarchy,
    Vocabulary,
    actions_from,
    circumstances_from,
)

__all__ = ["calendar_of", "words_of"]


def calendar_of(written: ProtocolWritten, place: Place) -> Calendar:
    """Give the calendar that the head names, with the council's own closure days."""
    if written.calendar not in CALENDARS:
        (place / "calendar").fault(
            "unknown-calendar",
            f"no calendar {quote(written.calendar)}",
            did_you_mean(written.calendar, CALENDARS) or f"there are {', '.join(CALENDARS)}",
        )
        return Calendar("england")
    return Calendar(written.calendar, frozenset(written.closures))


def words_of(written: ProtocolWritten, shared: Vocabulary, place: Place) -> Vocabulary:
    """Add to the shared vocabulary the terms, facts and actions of this protocol."""
    circumstances, facts = circumstances_from(written.facts, place / "facts")
    for name in facts:
        if name in shared.facts:
            circumstance, _, short = name.partition(".")
            (place / "facts" / circumstance / "facts" / short).fault(
                "duplicate-fact", f"the vocabulary has a fact `{name}` already", at="key"
            )
    for name in written.actions:
        if name in shared.actions:
            (place / "actions" / name).fault(
                "duplicate-action", f"the vocabulary has an action `{name}` already", at="key"
            )
    return shared.extended(
        circumstances, facts, actions_from(written.actions), _roles_of(written, shared.roles, place)
    )


def _roles_of(written: ProtocolWritten, shared: RoleHierarchy, place: Place) -> RoleHierarchy:
    own = {
        name: Role(name, term.phrase or f"the {name.replace('_', ' ')}", term.description, term.wider)
        for name, term in written.roles.items()
        if name not in shared.roles
    }
    hierarchy = RoleHierarchy({**shared.roles, **own})
    for name, term in written.roles.items():
        for key, others in (("includes", term.includes), ("is", term.wider)):
            for position, other in enumerate(others):
                if other not in hierarchy.roles:
                    (place / "roles" / name / key / position).fault(
                        "unknown-role",
                        f"no role {quote(other)} in the vocabulary",
                        did_you_mean(other, hierarchy.roles),
                    )
    place.faults.stop_if_any()
    for name, term in written.roles.items():
        wider = hierarchy.with_included(name, term.includes)
        if circle := wider.cycle():
            named = " is ".join(f"`{each}`" for each in circle)
            (place / "roles" / name).fault("cycle", f"roles in a circle: {named}", at="key")
        else:
            hierarchy = wider
    return hierarchy
