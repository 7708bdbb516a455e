"""The contradictions that are known of the five documents are found, where norms contradict."""

from __future__ import annotations

from functools import cache

import pytest

from protocol_rules import Status, evaluate, load
from protocol_rules.proofs.conflicts import Conflict, conflicts_of

KNOWN = [
    ("medway", "9.1(b)#confide", "9.1.p1(c)#colleagues"),
    ("medway", "9.1(b)#confide", "9.1.p1(d)#agreed"),
    ("cumbria", "3.2#report", "3.5#supply"),
    ("cumbria", "3.2#report", "3.6#supply"),
    ("cumbria", "3.5#supply", "3.7#publish"),
    ("cumbria", "3.6#supply", "3.7#publish"),
    ("thanet", "9.1.12.p3#copy_to_member", "10.2.1#copy"),
    ("wolverhampton", "13.4#comment_for_group", "16.2#promote_group"),
    ("town_council", "7.1#copy", "10.3#copy_to_chair"),
    ("town_council", "11.p3#criticise_report", "11.members(c)#private"),
]


@cache
def found(council: str) -> dict[tuple[str, str], Conflict]:
    """Give the conflicts of a protocol by the addresses of their norms."""
    return {
        (each.norms[0].address, each.norms[1].address): each
        for each in conflicts_of(load(council))
        if isinstance(each, Conflict)
    }


@pytest.mark.parametrize(("council", "one", "other"), KNOWN)
def test_a_known_contradiction_is_found_and_accepted(council, one, other):
    """With the reason that stands in the rule file, and a story in which both norms apply."""
    conflict = found(council)[f"{council}/{one}", f"{council}/{other}"]
    answer = evaluate(load(council), conflict.witness.story)

    assert conflict.accepted
    assert conflict.witness.is_smallest
    assert not conflict.takes_several
    for norm in conflict.norms:
        assert answer.finding(norm.address).outcomes(conflict.roles[0]) == {Status.APPLIES}
