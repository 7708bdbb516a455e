"""Conditions of a protocol as trees of two values, for engines that know no third."""

from __future__ import annotations

import tree as t
from plain import itself, mentioned, number, plain

from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary import conditions as c

__all__ = ["NotTold", "circumstances", "tree_of"]

_ORDERS = {
    c.Relation.AT_LEAST: ">=",
    c.Relation.AT_MOST: "<=",
    c.Relation.MORE_THAN: ">",
    c.Relation.LESS_THAN: "<",
    c.Relation.BEFORE: "<",
    c.Relation.AFTER: ">",
}


class NotTold(Exception):
    """The condition asks what not every peer can be asked.

    That is whether a norm was kept, since none counts working days, and how two facts compare.
    """


def tree_of(condition: c.Condition, protocol: Protocol) -> t.Tree:  # noqa: C901, PLR0911 - all kinds
    """Translate a condition; raises `NotTold`."""
    match condition:
        case c.All(parts):
            return t.all_of(tree_of(part, protocol) for part in parts)
        case c.Any(parts):
            return t.any_of(tree_of(part, protocol) for part in parts)
        case c.Not(part):
            return t.denied(tree_of(part, protocol))
        case c.Has(fact, values):
            return _has(fact, values, protocol)
        case c.HasRole(fact, roles):
            return t.Includes(plain(fact), tuple(sorted(roles)))
        case c.Only():
            return _only(condition, protocol)
        case c.Compare(fact, relation, bound):
            if isinstance(bound, str):
                raise NotTold
            return t.Than(plain(fact), _ORDERS[relation], number(bound))
        case c.About(circumstance):
            is_setting = protocol.vocabulary.circumstances[circumstance].is_setting
            return t.All(()) if is_setting else mentioned([circumstance])
        case c.Breached():
            raise NotTold


def circumstances(condition: c.Condition, protocol: Protocol) -> frozenset[str]:
    """Give the circumstances that a condition speaks of; raises `NotTold`."""
    found: set[str] = set()
    for atom in c.atoms(condition):
        match atom:
            case c.About(circumstance):
                found.add(circumstance)
            case c.Breached():
                raise NotTold
            case _:
                definition = protocol.definitions.get(atom.fact)
                beneath = () if definition is None else circumstances(definition, protocol)
                found |= {_group(atom.fact), *beneath}
    return frozenset(found)


def _has(fact: str, values: frozenset[c.Value], protocol: Protocol) -> t.Tree:
    definition = protocol.definitions.get(fact)
    if definition is not None:
        tree = tree_of(definition, protocol)
        groups = circumstances(c.Has(fact, values), protocol)
        is_setting = any(protocol.vocabulary.circumstances[each].is_setting for each in groups)
        there = [] if is_setting else [mentioned(groups)]
        wanted = t.any_of(tree if each else t.denied(tree) for each in values)
        return t.all_of([*there, wanted])
    known = sorted(values, key=str)
    match protocol.vocabulary.facts[fact].type:
        case FactType.BOOLEAN | FactType.CHOICE:
            return t.Among(plain(fact), tuple(known))
        case FactType.CHOICES:
            return t.Includes(plain(fact), tuple(known))
        case _:
            return t.any_of(t.Than(plain(fact), "==", number(each)) for each in known)


def _only(only: c.Only, protocol: Protocol) -> t.Tree:
    """A set that is known is never empty, so `only` is: one of these, and none of the rest."""
    fact, words = protocol.vocabulary.facts[only.fact], protocol.vocabulary
    if fact.type is FactType.ROLE:
        fitting = frozenset[str]().union(*map(words.roles.below, only.values))
        rest = [role for role in words.roles.roles if role not in fitting]
        others = t.Includes(itself(fact.name), tuple(sorted(rest)))
    else:
        rest = [value for value in fact.values if value not in only.values]
        others = t.Includes(plain(fact.name), tuple(sorted(rest)))
    if only.negated:
        return others
    these = t.Includes(plain(fact.name), tuple(sorted(only.values)))
    return t.all_of([these, t.denied(others)])


def _group(fact: str) -> str:
    return fact.partition(".")[0]
