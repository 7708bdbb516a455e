"""The three values, and how they combine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import permutations, product

import pytest

from protocol_rules.truth import Truth, all_of, any_of

Combine = Callable[[Iterable[Truth]], Truth]

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES

AND = {
    (NO, NO): NO, (NO, UNKNOWN): NO, (NO, YES): NO,
    (UNKNOWN, NO): NO, (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, YES): UNKNOWN,
    (YES, NO): NO, (YES, UNKNOWN): UNKNOWN, (YES, YES): YES,
}  # fmt: skip
OR = {
    (NO, NO): NO, (NO, UNKNOWN): UNKNOWN, (NO, YES): YES,
    (UNKNOWN, NO): UNKNOWN, (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, YES): YES,
    (YES, NO): YES, (YES, UNKNOWN): YES, (YES, YES): YES,
}  # fmt: skip


@pytest.mark.parametrize("pair", list(AND))
def test_all_of_follows_the_table_of_kleene(pair: tuple[Truth, Truth]) -> None:
    """A conjunction is as false as its falsest part."""
    assert all_of(pair) is AND[pair]


@pytest.mark.parametrize("pair", list(OR))
def test_any_of_follows_the_table_of_kleene(pair: tuple[Truth, Truth]) -> None:
    """A disjunction is as true as its truest part."""
    assert any_of(pair) is OR[pair]


def test_denial_turns_yes_and_no_around_and_leaves_unknown() -> None:
    """What is unknown stays unknown when it is denied."""
    assert [~NO, ~UNKNOWN, ~YES] == [YES, UNKNOWN, NO]


def test_nothing_at_all() -> None:
    """All of nothing holds, and any of nothing does not."""
    assert all_of([]) is YES
    assert any_of([]) is NO


@pytest.mark.parametrize("triple", list(product(Truth, repeat=3)))
def test_denial_turns_all_into_any(triple: tuple[Truth, Truth, Truth]) -> None:
    """De Morgan's law holds for three values, in any order."""
    for values in permutations(triple):
        assert ~all_of(values) is any_of(~value for value in values)


@pytest.mark.parametrize("combine", [all_of, any_of])
@pytest.mark.parametrize("other", list(Truth))
@pytest.mark.parametrize("learnt", [NO, YES])
def test_learning_never_changes_what_is_settled(
    combine: Combine, other: Truth, learnt: Truth
) -> None:
    """A result that is settled with an unknown part stays when the part becomes known."""
    before = combine([UNKNOWN, other])
    assert before in {UNKNOWN, combine([learnt, other])}


@pytest.mark.parametrize(("combine", "settling"), [(all_of, NO), (any_of, YES)])
def test_the_rest_is_not_asked_once_it_is_settled(combine: Combine, settling: Truth) -> None:
    """A value that settles the matter ends the asking."""

    def values() -> Iterator[Truth]:
        yield UNKNOWN
        yield settling
        pytest.fail("asked for more than was needed")

    assert combine(values()) is settling


def test_a_boolean_is_certain() -> None:
    """A Python boolean is a yes or a no."""
    assert Truth.of(True) is YES  # noqa: FBT003
    assert Truth.of(False) is NO  # noqa: FBT003


@pytest.mark.parametrize("value", list(Truth))
def test_a_truth_is_no_boolean(value: Truth) -> None:
    """An `if` on a truth is refused, even for yes and no."""
    with pytest.raises(TypeError, match=r"is Truth\.YES"):
        bool(value)


def test_values_are_words() -> None:
    """The values are written as words."""
    assert [value.value for value in Truth] == ["no", "unknown", "yes"]
