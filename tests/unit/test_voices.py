"""Roles that one of two protocols has of its own."""

from dataclasses import replace

from protocol_rules import compare, load
from protocol_rules.comparison.voice import voices_of
from protocol_rules.vocabulary import Role, RoleHierarchy


def with_own_role(protocol, name, wider):
    """Give a protocol a role that nobody else knows."""
    words = protocol.vocabulary
    role = Role(name, f"a {name}", "somebody", wider)
    hierarchy = RoleHierarchy({**words.roles.roles, name: role})
    return replace(protocol, vocabulary=replace(words, roles=hierarchy))


def test_a_role_of_one_protocol_is_the_wider_one_to_another():
    """A clerk of one council is an officer to the other."""
    one, two = with_own_role(load("cumbria"), "keeper", ("officer",)), load("medway")

    own, other = voices_of((one, two), "keeper", "treat_with_respect")

    assert (own.role, other.role) == ("keeper", "officer")
    assert other.norms == voices_of((one, two), "officer", "treat_with_respect")[1].norms


def test_a_role_of_which_nobody_can_tell_what_it_is_elsewhere_is_not_decided():
    """Neither of two wider roles is the one that it would be."""
    one = with_own_role(load("cumbria"), "keeper", ("officer", "outsider"))
    norms = one.clauses["3.1"].norms
    keeper = tuple(replace(norm, bearers=(*norm.bearers, "keeper")) for norm in norms)
    clauses = {**one.clauses, "3.1": replace(one.clauses["3.1"], norms=keeper)}
    one = replace(one, clauses=clauses)

    found = compare(one, load("medway"), role="keeper")

    assert found.rows
    assert all("has no role `keeper`" in row.undecided for row in found.rows)
