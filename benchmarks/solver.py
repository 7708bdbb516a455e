"""The solver beside the search through situations: the same questions, and who is the quicker.

    python benchmarks/solver.py [--most-tries 20000] [--write docs/explanation/solver.md]

It needs the library with its extra `analysis`. What is told is processor time, since a machine is
seldom left alone.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from machine import machine
from table import Table, number, written_into

from protocol_rules import Protocol, Status, load
from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.search import Look, smallest
from protocol_rules.analysis.space import Space, space_of
from protocol_rules.analysis.versions import run_of, status_of_norm
from protocol_rules.engine.program import program_of
from protocol_rules.engine.situation import Situation
from protocol_rules.norms.story import Story
from protocol_rules.resolve import shipped
from protocol_rules.smt import Encoding, Solver
from protocol_rules.smt.logic import logic

PACKAGES = ("protocol-rules", "z3-solver")
SIZES = (0, 1, 3, 5, 7, 9, 12)
"""Questions are told apart by how many facts can matter: from these on."""

Norms = Sequence[tuple[Protocol, str]]


@dataclass(frozen=True)
class Asked:
    """One question to both: how many facts could matter, and how long each took, in seconds."""

    facts: int
    building: float
    solving: float
    searching: float
    is_given_up: bool


Found = TypeVar("Found")


def timed(call: Callable[[], Found]) -> tuple[Found, float]:
    """Give what a call gives, and the processor time that it took."""
    start = time.process_time()
    found = call()
    return found, time.process_time() - start


def asked(norms: Norms, wanted: Sequence[frozenset[Status]], most_tries: int) -> Asked:
    """Ask both for the smallest story in which each norm certainly has one of some statuses."""
    space = space_of(norms)

    def built() -> tuple[Solver, list[Any]]:
        encoding = Encoding(space)
        goals = [
            encoding.logic.any_of(encoding.status(*norm)[each] for each in sorted(some))
            for norm, some in zip(norms, wanted, strict=True)
        ]
        return Solver(encoding), goals

    (solver, goals), building = timed(built)
    solved, solving = timed(lambda: solver.smallest(*goals))
    searched, searching = timed(lambda: by_search(space, norms, wanted, most_tries))
    if searched != solved and not isinstance(searched, NotDecided):
        message = f"the two differ on {[address for _, address in norms]}: {searched}, {solved}"
        raise AssertionError(message)
    given_up = isinstance(searched, NotDecided)
    return Asked(len(space.values), building, solving, searching, given_up)


def by_search(
    space: Space, norms: Norms, wanted: Sequence[frozenset[Status]], most_tries: int
) -> Story | NotDecided | None:
    """Look at one situation after the other, the smallest first."""
    programs = [(program_of(protocol), address) for protocol, address in norms]

    def look(situation: Situation) -> Look:
        is_open = False
        for (program, address), some in zip(programs, wanted, strict=True):
            run = run_of(program, situation)
            if run is None:
                return Look.CLOSED
            status, _ = status_of_norm(run, address)
            if status is Status.UNDETERMINED:
                is_open = True
            elif status not in some:
                return Look.CLOSED
        return Look.OPEN if is_open else Look.FOUND

    try:
        found = next(smallest(space, look, most_tries), None)
    except NotDecided as error:
        return error
    return None if found is None else space.story(*found)


def alone(protocol: Protocol, most_tries: int) -> Iterator[Asked]:
    """Ask of each norm for the smallest story in which it applies, is lifted, does not apply."""
    for address in protocol.norms:
        for status in (Status.APPLIES, Status.LIFTED, Status.DOES_NOT_APPLY):
            yield asked([(protocol, address)], [frozenset({status})], most_tries)


def together(one: Protocol, other: Protocol, most_tries: int) -> Iterator[Asked]:
    """Ask where a norm of one applies and none of the other's on the same action does."""
    elsewhere = frozenset({Status.LIFTED, Status.DOES_NOT_APPLY})
    for norm in one.norms.values():
        others = [each.address for each in other.norms.values() if each.action == norm.action]
        if norm.action and others:
            norms = [(one, norm.address), *((other, each) for each in others)]
            yield asked(
                norms, [frozenset({Status.APPLIES}), *[elsewhere] * len(others)], most_tries
            )


def at_once(protocol: Protocol) -> list[str]:
    """Encode all norms of a protocol, and ask for the smallest story in which each applies."""
    norms = [(protocol, address) for address in protocol.norms]
    space, gathering = timed(lambda: space_of(norms))
    encoding, building = timed(lambda: Encoding(space))
    goals, more = timed(lambda: [encoding.status(*norm)[Status.APPLIES] for norm in norms])
    encoding.asked.clear()  # else each story would be held against every norm
    solver = Solver(encoding)
    took = [timed(lambda goal=goal: solver.smallest(goal))[1] for goal in goals]
    cells = sum(map(len, space.values.values()))
    told = (len(norms), len(space.values), cells)
    times = (gathering, building + more, median(took), max(took))
    return [protocol.council, *map(str, told), *map(_ms, times)]


def row(name: str, found: Sequence[Asked]) -> list[str]:
    """Tell of some questions how long they took."""
    solver = sum(each.building + each.solving for each in found)
    search = sum(each.searching for each in found)
    return [
        name,
        str(len(found)),
        _ms(median(each.building for each in found)),
        _ms(median(each.solving for each in found)),
        _ms(max(each.solving for each in found)),
        _ms(median(each.searching for each in found)),
        _ms(max(each.searching for each in found)),
        number(search / solver),
        str(sum(each.is_given_up for each in found)),
    ]


WHOLE = [
    "protocol",
    "norms",
    "facts",
    "cells",
    "space, ms",
    "building, ms",
    "solver, ms",
    "at most",
]
HEAD = ["questions", "number", "building, ms", "solver, ms", "at most", "search, ms", "at most",
        "times as slow", "given up"]  # fmt: skip


def by_size(found: Sequence[Asked]) -> list[list[str]]:
    """Tell the questions apart by how many facts can matter."""
    groups: dict[int, list[Asked]] = defaultdict(list)
    for each in found:
        groups[max(size for size in SIZES if size <= each.facts)].append(each)
    return [row(f"from {size} facts on", groups[size]) for size in sorted(groups)]


def _ms(seconds: float) -> str:
    return number(seconds * 1000)


def tables(most_tries: int) -> Iterator[Table]:
    """Measure everything."""
    yield machine(PACKAGES)
    protocols = [*map(load, shipped())]
    logic()  # importing the solver is no part of a question
    singly = {each.council: [*alone(each, most_tries)] for each in protocols}
    pairs = {
        f"{one.council}, {other.council}": [*together(one, other, most_tries)]
        for one, other in combinations(protocols, 2)
    }
    note = (
        "The smallest story in which a norm applies, is lifted, or does not apply. Told are "
        "medians and the longest times; the last ratio is that of all searches to all solving, "
        f"with building; a search is given up after {most_tries} situations."
    )
    yield Table("One norm", [HEAD, *(row(*each) for each in singly.items())], note)
    note = (
        "The smallest story in which a norm of the first applies and none does that the second has "
        "on the same action."
    )
    yield Table(
        "Two protocols", [HEAD, *(row(name, each) for name, each in pairs.items() if each)], note
    )
    note = "All norms of a protocol in one space; the smallest story in which each of them applies."
    yield Table("A protocol at once", [WHOLE, *map(at_once, protocols)], note)
    everything = [each for some in (*singly.values(), *pairs.values()) for each in some]
    yield Table("All of these, by how many facts can matter", [HEAD, *by_size(everything)])


def main() -> None:
    """Measure, and write the figures where they are wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most-tries", type=int, default=20_000)
    parser.add_argument("--write", type=Path)
    wanted = parser.parse_args()
    text = "\n\n".join(map(str, tables(wanted.most_tries)))
    print(text)
    if wanted.write:
        written_into(wanted.write, text)


if __name__ == "__main__":
    main()
