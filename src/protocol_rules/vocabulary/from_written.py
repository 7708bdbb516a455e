"""From the vocabulary files to the words: names are checked, and each fault has its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.source import Source
from protocol_rules.validation import Faults, FileKind, Place, check_kind
from protocol_rules.validation.validate import validate_whole
from protocol_rules.vocabulary.constraints_from_written import check_domains, constraints_from
from protocol_rules.vocabulary.facts import Circumstance, Fact, FactType
from protocol_rules.vocabulary.roles import Role, RoleHierarchy
from protocol_rules.vocabulary.words import Action, Vocabulary
from protocol_rules.vocabulary.written import (
    ActionsFile,
    ActionWritten,
    CircumstanceWritten,
    FactsFile,
    FactWritten,
    RolesFile,
    RoleWritten,
    TopicsFile,
)

__all__ = ["actions_from", "circumstances_from", "vocabulary_from"]

File = TypeVar("File", bound=BaseModel)

_CHOICES = (FactType.CHOICE, FactType.CHOICES)


def vocabulary_from(source_of: Callable[[str], Source]) -> Vocabulary:
    """Read the four files of a vocabulary, whose sources are given by the name of the file.

    Raises `InvalidInput` with every fault of the four files that can be told at once.
    """
    faults = Faults()
    roles_file, roles_place = _read(RolesFile, source_of("roles.yaml"), faults)
    facts_file, facts_place = _read(FactsFile, source_of("facts.yaml"), faults)
    actions_file, actions_place = _read(ActionsFile, source_of("actions.yaml"), faults)
    topics_file, _ = _read(TopicsFile, source_of("topics.yaml"), faults)
    faults.stop_if_any()
    roles = _roles_from(roles_file.roles, roles_place / "roles")
    circumstances, facts = circumstances_from(
        facts_file.circumstances, facts_place / "circumstances"
    )
    check_domains(facts_file.circumstances, roles, facts_place / "circumstances")
    for name, role in roles.roles.items():
        if role.told_by and (role.told_by not in facts or facts[role.told_by].type != "role"):
            hint = did_you_mean(role.told_by, facts)
            message = f"no role fact {quote(role.told_by)} in the vocabulary"
            (roles_place / "roles" / name / "told_by").fault("unknown-fact", message, hint)
    actions = _actions(actions_file, actions_place)
    faults.stop_if_any()
    words = Vocabulary(facts, circumstances, roles, actions, topics_file.topics)
    impossible = constraints_from(facts_file.impossible, words, facts_place / "impossible")
    faults.stop_if_any()
    return replace(words, impossible=impossible)


def _read(model: type[File], source: Source, faults: Faults) -> tuple[File, Place]:
    place, plain = Place(source, faults), source.plain()
    check_kind(FileKind.VOCABULARY, plain, place)
    return validate_whole(model, plain, place), place


def actions_from(
    written: Mapping[str, ActionWritten], place: Place, shared: Iterable[str] = ()
) -> dict[str, Action]:
    """Turn actions as written into actions; they may name each other, and the shared ones."""
    known = [*written, *shared]
    for name, each in written.items():
        related = (("is", each.wider), ("opposes", each.opposes), ("answered_by", each.answered_by))
        for key, others in related:
            for position, other in enumerate(others):
                spot = place / name / key
                spot = spot / position if (spot / position).is_there else spot
                if other not in known:
                    message = f"no action {quote(other)} in the vocabulary"
                    spot.fault("unknown-action", message, did_you_mean(other, known))
                elif other == name:
                    spot.fault("action-of-itself", f"`{name}` is held against itself")
    return {
        name: Action(
            name, each.phrase, each.towards, "", each.wider, each.opposes, each.answered_by
        )
        for name, each in written.items()
    }


def _actions(written: ActionsFile, place: Place) -> dict[str, Action]:
    """Give the shared actions, with the reason of those which stand alone."""
    actions = actions_from(written.actions, place / "actions")
    for group, reason in enumerate(written.alone):
        for position, name in enumerate(reason.actions):
            spot = place / "alone" / group / "actions" / position
            if name not in actions:
                message = f"no action {quote(name)} in the vocabulary"
                spot.fault("unknown-action", message, did_you_mean(name, actions))
            elif actions[name].alone:
                spot.fault("given-twice", f"{quote(name)} stands under `alone` twice")
            else:
                actions[name] = replace(actions[name], alone=reason.because)
    return actions


def circumstances_from(
    written: Mapping[str, CircumstanceWritten], place: Place
) -> tuple[dict[str, Circumstance], dict[str, Fact]]:
    """Turn circumstances as written into circumstances and their facts, by full name."""
    circumstances: dict[str, Circumstance] = {}
    facts: dict[str, Fact] = {}
    for name, each in written.items():
        own = {f"{name}.{short}": fact for short, fact in each.facts.items()}
        circumstances[name] = Circumstance(
            name, each.title, each.description, each.setting, tuple(own)
        )
        for full, fact in own.items():
            if (fact.type in _CHOICES) != bool(fact.values):
                lack = "its values are missing" if fact.type in _CHOICES else "it has no values"
                (place / name / "facts" / full.partition(".")[2]).fault(
                    "values-of-a-choice", f"the fact `{full}` is a {fact.type}: {lack}", at="key"
                )
            if fact.not_before:
                spot = place / name / "facts" / full.partition(".")[2] / "not_before"
                _check_order(full, each.facts, spot)
            facts[full] = Fact(
                full, fact.type, fact.question, dict(fact.values), fact.judged,
                f"{name}.{fact.not_before}" if fact.not_before else "",
                fact.among,
            )  # fmt: skip
    return circumstances, facts


def _check_order(full: str, own: Mapping[str, FactWritten], spot: Place) -> None:
    """Check that a fact and the one that it follows are two dates of one circumstance."""
    name = full.partition(".")[2]
    other = own[name].not_before
    dates = [each for each, fact in own.items() if fact.type is FactType.DATE and each != name]
    if name not in own or own[name].type is not FactType.DATE:
        spot.fault("wrong-type", f"only a date follows another one, and `{full}` is none")
    elif other not in dates:
        message = f"no other date {quote(other)} beside `{full}`"
        spot.fault("unknown-fact", message, did_you_mean(other, dates))


def _roles_from(written: Mapping[str, RoleWritten], place: Place) -> RoleHierarchy:
    for name, each in written.items():
        for position, wider in enumerate(each.wider):
            if wider not in written:
                message, hint = (
                    f"no role {quote(wider)} in the vocabulary",
                    did_you_mean(wider, written),
                )
                (place / name / "is" / position).fault("unknown-role", message, hint)
    place.faults.stop_if_any()
    roles = {
        name: Role(name, each.phrase, each.description, each.wider, each.told_by)
        for name, each in written.items()
    }
    hierarchy = RoleHierarchy(roles)
    if circle := hierarchy.cycle():
        (place / circle[0]).fault("cycle", f"roles in a circle: {_circle(circle)}", at="key")
        place.faults.stop_if_any()
    return hierarchy


def _circle(names: Iterable[str]) -> str:
    return " is ".join(quote(name) for name in names)
