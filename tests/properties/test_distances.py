"""The laws of distance, on random positions of random councils."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from protocol_rules.comparison.distance import apart
from protocol_rules.comparison.result import Relation

POINTS = 6
SILENT = 0
positions = st.lists(st.integers(SILENT, 3), min_size=POINTS, max_size=POINTS)


def relation(one: int, other: int) -> Relation:
    """Tell how two positions stand to one another; which is stricter does not matter here."""
    if one == other:
        return Relation.EQUIVALENT
    return Relation.INCOMPARABLE if one and other else Relation.SILENT


def distance(one: list[int], other: list[int]) -> float | None:
    """Measure two councils by their positions on each point."""
    both = [pair for pair in zip(one, other, strict=True) if any(pair)]
    return apart(relation(*pair) for pair in both).distance


@given(positions, positions)
def test_a_distance_is_a_share_the_same_both_ways_and_nothing_only_between_equals(one, other):
    """It lies between nothing and all, has no direction, and tells the equal from the unequal."""
    found = distance(one, other)

    assert found == distance(other, one)
    if found is None:
        assert not any([*one, *other])
    else:
        assert 0 <= found <= 1
        assert (found == 0) == (one == other)


@given(positions, positions, positions)
def test_no_detour_is_shorter(one, two, three):
    """By way of a third council it is never nearer, as on any map."""
    for first, second, third in permutations((one, two, three)):
        ways = distance(first, second), distance(second, third), distance(first, third)
        if None not in ways:
            assert ways[0] + ways[1] >= ways[2] - 1e-12
