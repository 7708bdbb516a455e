"""A condition as a tree whose tests are numbered, and which of them decide it alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protocol_rules.engine.compile import Shown, Term, Test
from protocol_rules.engine.run import Run
from protocol_rules.truth import Truth, all_of, any_of
from protocol_rules.vocabulary.conditions import All, Any, Has, Not

__all__ = ["Branch", "Burden", "Denial", "Leaf", "Node", "Path", "path_to", "plant", "turned"]

Path = tuple[tuple[Term, Truth], ...]
"""Conditions, each with the truth that it has to have."""

Compile = Callable[[Term], Test]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A test; `number` is negative where it stands there for another norm."""

    term: Term
    number: int
    test: Test


@dataclass(frozen=True, slots=True)
class Branch:
    """Several parts of which every one, or some one, has to hold.

    `others` gives for each part what the rest comes to. It is there only where several parts test
    one fact: values that together are all that there are hold whatever the value is.
    """

    term: Term
    every: bool
    parts: tuple[Node, ...]
    whole: Test | None = None
    others: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Denial:
    """A part that must not hold."""

    term: Term
    part: Node


@dataclass(frozen=True, slots=True)
class Burden:
    """A part that has to be shown."""

    term: Term
    part: Node


Node = Leaf | Branch | Denial | Burden


def plant(term: Term, compiled: Compile, number: Callable[[Term], int]) -> Node:
    """Make the tree of a condition; `number` numbers its tests, from left to right."""
    match term:
        case All(parts):
            return Branch(term, every=True, parts=_planted(parts, compiled, number))
        case Any(parts):
            planted = _planted(parts, compiled, number)
            facts = [part.fact for part in parts if isinstance(part, Has)]
            if len(set(facts)) == len(facts):
                return Branch(term, every=False, parts=planted)
            rests = (Any((*parts[:n], *parts[n + 1 :])) for n in range(len(parts)))
            others = tuple(map(compiled, rests))
            return Branch(term, every=False, parts=planted, whole=compiled(term), others=others)
        case Not(part):
            return Denial(term, plant(part, compiled, number))
        case Shown(part):
            return Burden(term, plant(part, compiled, number))
        case _:
            return Leaf(term, number(term), compiled(term))


def _planted(
    parts: tuple[Term, ...], compiled: Compile, number: Callable[[Term], int]
) -> tuple[Node, ...]:
    return tuple(plant(part, compiled, number) for part in parts)


def turned(node: Node, run: Run, tests: dict[int, Truth]) -> tuple[Truth, dict[int, Truth]]:
    """Give the truth of a tree in a run, and what it becomes where one test is turned over.

    Turned over is yes for no and no for yes, all other tests left as they are; what is unknown
    cannot be turned over. `tests` takes up the truth of each numbered test.
    """
    match node:
        case Leaf(_, number, test):
            truth = test(run)
            if number < 0:
                return truth, {}
            tests[number] = truth
            return truth, {} if truth is Truth.UNKNOWN else {number: ~truth}
        case Denial(_, part):
            truth, found = turned(part, run, tests)
            return ~truth, {number: ~each for number, each in found.items()}
        case Burden(_, part):
            truth, found = turned(part, run, tests)
            return run.taken(truth), {number: run.taken(each) for number, each in found.items()}
        case Branch(_, every, parts, whole, others):
            joined = all_of if every else any_of
            each_turned = [turned(part, run, tests) for part in parts]
            truths = [truth for truth, _ in each_turned]
            found: dict[int, Truth] = {}
            for n, (_, below) in enumerate(each_turned):
                if below:
                    rest = others[n](run) if others else joined(truths[:n] + truths[n + 1 :])
                    found.update({number: joined((each, rest)) for number, each in below.items()})
            return whole(run) if whole is not None else joined(truths), found


def path_to(node: Node, number: int) -> Path | None:
    """Give what has to hold beside a test for it to decide alone; `None` where it is not there."""
    match node:
        case Leaf(_, own):
            return () if own == number else None
        case Denial(_, part) | Burden(_, part):
            return path_to(part, number)
        case Branch(_, every, parts):
            for part in parts:
                below = path_to(part, number)
                if below is not None:
                    beside = ((each.term, Truth.of(every)) for each in parts if each is not part)
                    return (*below, *beside)
            return None
