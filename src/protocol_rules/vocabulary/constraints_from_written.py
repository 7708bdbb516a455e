"""From domains and constraints as written to those as meant; every name is looked up."""

from __future__ import annotations

from collections.abc import Mapping

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.truth import Truth
from protocol_rules.validation import Place
from protocol_rules.vocabulary.condition_reader import ConditionReader
from protocol_rules.vocabulary.constraints import Constraint
from protocol_rules.vocabulary.facts import FactType
from protocol_rules.vocabulary.roles import RoleHierarchy
from protocol_rules.vocabulary.words import Vocabulary
from protocol_rules.vocabulary.written import CircumstanceWritten, ConstraintWritten

__all__ = ["check_domains", "constraints_from"]


def check_domains(
    written: Mapping[str, CircumstanceWritten], roles: RoleHierarchy, place: Place
) -> None:
    """Tell each role of a domain that there is not, and the domain of a fact that has no roles."""
    for name, circumstance in written.items():
        for short, fact in circumstance.facts.items():
            spot = place / name / "facts" / short / "among"
            if fact.among and fact.type is not FactType.ROLE:
                message = f"`{name}.{short}` is a {fact.type}, and `among` is for a role fact"
                spot.fault("wrong-type", message)
                continue
            for position, role in enumerate(fact.among):
                if role not in roles.roles:
                    message = f"no role {quote(role)} in the vocabulary"
                    hint = did_you_mean(role, roles.roles)
                    at = spot / position if (spot / position).is_there else spot
                    at.fault("unknown-role", message, hint)


def constraints_from(
    written: Mapping[str, ConstraintWritten], words: Vocabulary, place: Place
) -> tuple[Constraint, ...]:
    """Read what is impossible; what is wrong with it is told where it stands."""
    reader = ConditionReader(words, _no_norm, of_today=True)
    found: list[Constraint] = []
    for name, each in written.items():
        spot = place / name
        when = reader.read(each.when, spot / "when")
        if when is None:
            continue
        constraint = Constraint(name, when, each.because)
        if words.bars.truth(when, {}, frozenset()) is Truth.YES:
            message = "this holds where nothing is said, so that no story could be told"
            (spot / "when").fault("impossible-always", message, "name a fact with its value")
        found.append(constraint)
    return tuple(found)


def _no_norm(reference: str, place: Place) -> None:
    message = f"the vocabulary knows of no norms, and so of no breach of {quote(reference)}"
    place.fault("breach-in-vocabulary", message, "name the facts that show it")
