"""From the vocabulary files to the words: names are checked, and each fault has its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.source import read
from protocol_rules.validation import Faults, Place, validate
from protocol_rules.vocabulary.facts import Circumstance, Fact, FactType
from protocol_rules.vocabulary.roles import Role, RoleHierarchy
from protocol_rules.vocabulary.words import Action, Vocabulary
from protocol_rules.vocabulary.written import (
    ActionsFile,
    ActionWritten,
    CircumstanceWritten,
    FactsFile,
    RolesFile,
    RoleWritten,
    TopicsFile,
)

__all__ = ["RULES", "actions_from", "circumstances_from", "read_vocabulary", "shared_vocabulary"]

_CHOICES = (FactType.CHOICE, FactType.CHOICES)


def _rules_folder() -> Path:
    inside = Path(__file__).parents[1] / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "rules"


RULES = _rules_folder()
"""The folder of the rules that ship: inside an installed wheel, or at the top of a checkout."""


@cache
def shared_vocabulary() -> Vocabulary:
    """Give the vocabulary that ships with the library."""
    return read_vocabulary(RULES / "vocabulary")


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read `facts.yaml`, `roles.yaml`, `actions.yaml` and `topics.yaml` of a folder.

    Raises `InvalidInput` with every fault of the four files that can be told at once.
    """
    faults = Faults.none()
    roles_source = read(folder / "roles.yaml")
    roles = _roles_from(
        validate(RolesFile, roles_source, _no_clause).roles, Place(roles_source, faults) / "roles"
    )
    facts_source = read(folder / "facts.yaml")
    circumstances, facts = circumstances_from(
        validate(FactsFile, facts_source, _no_clause).circumstances,
        Place(facts_source, faults) / "circumstances",
    )
    for name, role in roles.roles.items():
        if role.told_by and (role.told_by not in facts or facts[role.told_by].type != "role"):
            (Place(roles_source, faults) / "roles" / name / "told_by").fault(
                "unknown-fact", f"no role fact {quote(role.told_by)} in the vocabulary",
                did_you_mean(role.told_by, facts),
            )  # fmt: skip
    actions = actions_from(validate(ActionsFile, read(folder / "actions.yaml"), _no_clause).actions)
    topics = validate(TopicsFile, read(folder / "topics.yaml"), _no_clause).topics
    faults.stop_if_any()
    return Vocabulary(facts, circumstances, roles, actions, topics)


def actions_from(written: Mapping[str, ActionWritten]) -> dict[str, Action]:
    """Turn actions as written into actions."""
    return {name: Action(name, each.phrase, each.towards) for name, each in written.items()}


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
                (place / name / "facts" / full.partition(".")[2]).fault(
                    "values-of-a-choice",
                    f"the fact `{full}` is a {fact.type}: "
                    + ("its values are missing" if fact.type in _CHOICES else "it has no values"),
                )
            facts[full] = Fact(full, fact.type, fact.question, dict(fact.values), fact.judged)
    return circumstances, facts


def _roles_from(written: Mapping[str, RoleWritten], place: Place) -> RoleHierarchy:
    for name, each in written.items():
        for position, wider in enumerate(each.wider):
            if wider not in written:
                (place / name / "is" / position).fault(
                    "unknown-role", f"no role {quote(wider)} in the vocabulary",
                    did_you_mean(wider, written),
                )  # fmt: skip
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


def _no_clause(path: tuple[str | int, ...]) -> str:  # noqa: ARG001 - a vocabulary has no clauses
    return ""
