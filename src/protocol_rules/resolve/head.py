"""The head of a rule file: its calendar, and the words which it brings along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from protocol_rules.calendar import CALENDARS, Calendar
from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.document import ProtocolWritten, RoleTermWritten
from protocol_rules.validation import Path, Place
from protocol_rules.vocabulary import Circumstance, Constraint, Role, RoleHierarchy, Vocabulary
from protocol_rules.vocabulary.constraints_from_written import check_domains, constraints_from
from protocol_rules.vocabulary.from_written import actions_from, circumstances_from

__all__ = ["calendar_of", "words_of"]

_MOST_TERMS = 200


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
    roles = _roles_of(written, shared.roles, place / "roles")
    check_domains(written.facts, roles, place / "facts")
    words = shared.extended(
        {name: _joined(each, shared) for name, each in circumstances.items()},
        facts,
        actions_from(written.actions, place / "actions", shared.actions),
        roles,
    )
    if not written.impossible:
        return words
    # Without all its own words a constraint would seem full of unknown ones.
    place.faults.stop_if_any()
    return replace(words, impossible=_impossible(written, words, place / "impossible"))


def _impossible(
    written: ProtocolWritten, words: Vocabulary, place: Place
) -> tuple[Constraint, ...]:
    """Add what the protocol says is impossible to what the shared words say."""
    shared = {each.name for each in words.impossible}
    for name in written.impossible:
        if name in shared:
            message = f"the vocabulary has a constraint {quote(name)} already"
            (place / name).fault("duplicate-constraint", message, at="key")
    return (*words.impossible, *constraints_from(written.impossible, words, place))


def _joined(own: Circumstance, shared: Vocabulary) -> Circumstance:
    """A shared circumstance stays what it is, and gains the facts of the protocol."""
    known = shared.circumstances.get(own.name)
    return own if known is None else replace(known, facts=(*known.facts, *own.facts))


def _roles_of(written: ProtocolWritten, shared: RoleHierarchy, place: Place) -> RoleHierarchy:
    if len(written.roles) > _MOST_TERMS:
        place.fault(
            "too-many-roles", f"a protocol may define {_MOST_TERMS} terms at most", at="key"
        )
        return shared
    hierarchy = RoleHierarchy(
        {
            **shared.roles,
            **{name: _role(name, term, shared) for name, term in written.roles.items()},
        }
    )
    for name, term in written.roles.items():
        wider = _known_roles(term.wider, hierarchy, place, (name, "is"))
        narrower = _known_roles(term.includes, hierarchy, place, (name, "includes"))
        edges = [(name, narrower), *((each, [name]) for each in wider)]
        extended = hierarchy
        for above, below in edges:
            extended = extended.with_included(above, below)
        if circle := extended.cycle():
            named = " is ".join(f"`{each}`" for each in circle)
            (place / name).fault("cycle", f"roles in a circle: {named}", at="key")
        else:
            hierarchy = extended
    return hierarchy


def _role(name: str, term: RoleTermWritten, shared: RoleHierarchy) -> Role:
    known = shared.roles.get(name) or Role(name, f"the {name.replace('_', ' ')}", "")
    return replace(
        known,
        phrase=term.phrase or known.phrase,
        description=term.description or known.description,
    )


def _known_roles(names: Iterable[str], roles: RoleHierarchy, place: Place, path: Path) -> list[str]:
    known: list[str] = []
    for position, name in enumerate(names):
        if name in roles.roles:
            known.append(name)
        elif not (place / name).is_there:  # a term that has a fault has been told already
            hint = did_you_mean(name, roles.roles)
            message = f"no role {quote(name)} in the vocabulary"
            (place.below(path) / position).fault("unknown-role", message, hint)
    return known
