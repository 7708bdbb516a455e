"""Boxes as conditions: what the rules' own tests say of the cells that a box allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from protocol_rules.analysis.cells import Test
from protocol_rules.comparison.cubes import Cube, Literal
from protocol_rules.comparison.question import ABSENT, TODAY, Axis, Question
from protocol_rules.comparison.regions import Box
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.conditions import Has
from protocol_rules.vocabulary.values import Given

__all__ = ["cube_of"]

Signed = tuple[Test, bool]


def cube_of(question: Question, box: Box) -> Cube:
    """Say a box as a condition: a literal for each fact, circumstance or day that it restricts."""
    axes = {axis.name: axis for axis in question.axes}
    of = question.space.words.circumstance_of
    there = {
        of[name]
        for name, allowed in box.items()
        if "." in name and all(axes[name].cells[n] is not ABSENT for n in allowed)
    }
    told = {
        of[name]
        for name, allowed in box.items()
        if "." in name and not _is_all(axes[name], allowed)
    }
    found: dict[str, Literal] = {}
    for axis in question.axes:
        if axis.name not in box:
            continue
        allowed, circumstance = box[axis.name], of.get(axis.name, axis.name)
        if axis.name == TODAY:
            days = tuple(axis.cells[n] for n in sorted(allowed))
            found[TODAY] = Literal(TODAY, values=days)  # type: ignore[arg-type]
        elif axes[axis.name].cells[-1] is ABSENT and allowed == frozenset({len(axis.cells) - 1}):
            found[circumstance] = Literal(circumstance, is_there=False)
        elif not axis.is_fact or _is_all(axis, allowed):
            if circumstance not in told:
                found[circumstance] = Literal(circumstance, is_there=True)
        else:
            found[axis.name] = _literal(question, axis, allowed, is_there=circumstance in there)
    return Cube(tuple(found.values()))


def _is_all(axis: Axis, allowed: frozenset[int]) -> bool:
    """Tell whether a box asks no more of a fact than that its circumstance is there."""
    return all(n in allowed for n, cell in enumerate(axis.cells) if cell is not ABSENT)


def _literal(question: Question, axis: Axis, allowed: frozenset[int], *, is_there: bool) -> Literal:
    or_absent = any(axis.cells[n] is ABSENT for n in allowed) and not is_there
    cells = frozenset(n for n, cell in enumerate(axis.cells) if cell is not ABSENT)
    wanted = cells & allowed
    signed = [*_signed(question, axis, [*sorted(cells)])]
    each_holds = _fewest([each for each in signed if wanted <= each[1]], cells, wanted)
    # What is wanted is some of these where the rest is none of them.
    some_hold = _fewest(
        [((test, is_so), cells - held) for (test, is_so), held in signed if held <= wanted],
        cells,
        cells - wanted,
    )
    if each_holds is not None and (some_hold is None or len(each_holds) <= len(some_hold)):
        return Literal(axis.name, each_holds, or_absent=or_absent)
    if some_hold is not None:
        return Literal(axis.name, some_hold, is_any=True, or_absent=or_absent)
    values = tuple(axis.cells[n] for n in sorted(wanted))
    return Literal(axis.name, values=values, or_absent=or_absent)  # type: ignore[arg-type]


def _fewest(
    several: Sequence[tuple[Signed, frozenset[int]]], cells: frozenset[int], wanted: frozenset[int]
) -> tuple[Signed, ...] | None:
    """Give tests which together hold of exactly some cells, and none too many; else `None`."""
    kept = [*several]
    if cells.intersection(*(held for _, held in kept)) != wanted:
        return None
    # Last come the denials, which are the first to be left out.
    for each in reversed(several):
        others = [one for one in kept if one is not each]
        if cells.intersection(*(held for _, held in others)) == wanted:
            kept = others
    return tuple(test for test, _ in kept)


def _signed(
    question: Question, axis: Axis, cells: Sequence[int]
) -> Iterator[tuple[Signed, frozenset[int]]]:
    """Give the tests of a fact, plain and denied, with the cells of which they hold."""
    fact = question.space.words.facts[axis.name]
    tests: dict[Test, frozenset[int]] = {}
    for asking in question.telling(axis):
        held = frozenset(n for n in cells if asking.truth(axis.cells[n]) is Truth.YES)
        tests.setdefault(asking.test, held)
    if fact.type is FactType.CHOICE:
        tests |= _of_each_kind(question, axis, cells)
    for test, held in tests.items():
        yield (test, True), held
    for test, held in tests.items():
        yield (test, False), frozenset(cells) - held


def _of_each_kind(
    question: Question, axis: Axis, cells: Sequence[int]
) -> dict[Test, frozenset[int]]:
    """Give for each cell of a choice the test that it is one of the values it stands for."""
    fact = axis.name
    kinds = {question.kind_of(fact, cast("Given", axis.cells[n])): n for n in cells}
    values: dict[int, set[str]] = {n: set() for n in cells}
    for value in question.space.words.facts[axis.name].values:
        values[kinds[question.kind_of(fact, value)]].add(value)
    return {Has(axis.name, frozenset(each)): frozenset({n}) for n, each in values.items()}
