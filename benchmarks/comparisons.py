"""Comparing councils over all stories: how long it takes, how it grows, and table against solver.

    python benchmarks/comparisons.py [--most 100] [--write docs/explanation/comparison.md]

It needs the library with its extra `analysis`, and two cores for the first table.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, cycle
from pathlib import Path
from statistics import median

from machine import machine
from table import Table, number, written_into

from protocol_rules import Protocol, load
from protocol_rules.comparison import compare, compare_all, subjects
from protocol_rules.comparison.question import Question, question_on
from protocol_rules.comparison.regions import Oracle, cover
from protocol_rules.comparison.solved import Solved
from protocol_rules.comparison.table import Table as Every
from protocol_rules.comparison.voice import voices_of
from protocol_rules.mutation import mutants_of, mutated
from protocol_rules.resolve import shipped

PACKAGES = ("protocol-rules", "numpy", "z3-solver")
SEED = 6
TOPIC = "party_groups"
SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)


def seconds(call: object) -> tuple[float, object]:
    """Call something; give how long it took, and what it gave."""
    start = time.perf_counter()
    found = call()  # type: ignore[operator]
    return time.perf_counter() - start, found


def pairs(protocols: Sequence[Protocol], jobs: int) -> Table:
    """Compare all pairs over all topics, and each topic of each pair alone."""
    took, found = seconds(lambda: compare_all(protocols, jobs=jobs))
    rows = sum(len(each.rows) for each in found)  # type: ignore[attr-defined]
    topics = [
        seconds(lambda one=one, two=two, topic=topic: compare(one, two, topic=topic))[0]
        for one, two in combinations(protocols, 2)
        for topic in protocols[0].vocabulary.topics
    ]
    return Table(
        "The five protocols",
        [
            ["what", "seconds"],
            [f"all pairs, all topics, {jobs} processes: {rows} rows", number(took)],
            ["one topic of one pair, median", number(median(topics))],
            ["one topic of one pair, slowest", number(max(topics))],
            ["topics of pairs within a second", f"{sum(t <= 1 for t in topics)} of {len(topics)}"],
        ],
    )


def perturbed(protocols: Sequence[Protocol], count: int) -> list[Protocol]:
    """Make protocols like some, each with three changes to its rules."""
    drawn = random.Random(SEED)
    found: list[Protocol] = [*protocols]
    for origin in cycle(protocols):
        if len(found) >= count:
            return found[:count]
        for _ in range(3):
            origin = mutated(origin, drawn.choice(mutants_of(origin)))  # noqa: PLW2901
        found.append(origin)
    return found


def growth(protocols: Sequence[Protocol], most: int, jobs: int) -> Table:
    """Compare more and more protocols on one topic, each with each."""
    rows = [["protocols", "pairs", "seconds", "milliseconds a pair"]]
    for count in (each for each in (5, 10, 25, 50, 100) if each <= most):
        several = perturbed(protocols, count)
        many = count * (count - 1) // 2
        took, _ = seconds(lambda several=several: compare_all(several, topic=TOPIC, jobs=jobs))
        rows.append([str(count), str(many), number(took), number(took / many * 1000)])
    return Table(f"More protocols, on the topic {TOPIC}", rows, "Perturbed copies of the five.")


def enlarged(protocol: Protocol, times: int) -> Protocol:
    """Make a protocol of so many times as many norms: each is there again for another action."""
    words = protocol.vocabulary
    clauses = dict(protocol.clauses)
    actions = dict(words.actions)
    overrides = dict(protocol.overrides)
    for n in range(1, times):
        named = {
            address: f"{norm.clause}-{n}".join(address.split(norm.clause, 1))
            for address, norm in protocol.norms.items()
        }
        for action in words.actions.values():
            actions[f"{action.name}_{n}"] = replace(action, name=f"{action.name}_{n}")
        for name, clause in protocol.clauses.items():
            norms = tuple(
                replace(
                    norm,
                    address=named[norm.address],
                    clause=f"{name}-{n}",
                    action=f"{norm.action}_{n}" if norm.action else "",
                    lifts=tuple(named[each] for each in norm.lifts),
                    proviso_of=tuple(named[each] for each in norm.proviso_of),
                )
                for norm in clause.norms
            )
            clauses[f"{name}-{n}"] = replace(clause, id=f"{name}-{n}", norms=norms)
        for address, lifting in protocol.overrides.items():
            overrides[named[address]] = tuple(
                replace(each, by=named.get(each.by, each.by)) for each in lifting
            )
    words = replace(words, actions=actions)
    return replace(protocol, clauses=clauses, overrides=overrides, vocabulary=words)


def more_rules(one: Protocol, two: Protocol) -> Table:
    """Compare two protocols on one topic as their rules become more."""
    rows = [["times as many norms", "norms", "seconds"]]
    for times in (1, 2, 5, 10):
        both = [enlarged(each, times) for each in (one, two)]
        took, _ = seconds(lambda both=both: compare(*both, topic=TOPIC))
        rows.append([str(times), str(sum(len(each.norms) for each in both)), number(took)])
    return Table(f"More rules, on the topic {TOPIC}", rows)


def questions(protocols: Sequence[Protocol]) -> Iterator[Question]:
    """Put every question of which both protocols speak."""
    for one, two in combinations(protocols, 2):
        for role, action in subjects(one, two):
            voices = voices_of((one, two), role, action)
            if all(voice.norms for voice in voices):
                yield question_on(voices, role, action)


def answered(oracle: Oracle, question: Question) -> None:
    """Find and cover every difference."""
    for pair in oracle.differences():
        cover(question, oracle, pair)
        next(oracle.partials(pair, ()), None)


def oracles(protocols: Sequence[Protocol], most: int) -> Table:
    """Answer the same questions by a table of all stories and by the solver."""
    drawn = random.Random(SEED)
    of_size: dict[int, list[Question]] = {size: [] for size in SIZES}
    for question in questions(protocols):
        size = next((each for each in SIZES if question.size <= each), None)
        if size is not None:
            of_size[size].append(question)
    rows = [["stories at most", "questions", "table, ms", "solver, ms", "solver / table"]]
    for size, several in of_size.items():
        chosen = drawn.sample(several, min(most, len(several)))
        took = [
            (
                seconds(lambda q=question: answered(Every(q), q))[0],
                seconds(lambda q=question: answered(Solved(q), q))[0],
            )
            for question in chosen
        ]
        if took:
            table, solver = (median(each[n] for each in took) * 1000 for n in (0, 1))
            ratio = median(b / a for a, b in took)
            rows.append([f"{size:,}", str(len(took)), *map(number, (table, solver, ratio))])
    return Table("A table of every story against the solver", rows, "Medians; the same questions.")


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=100, help="protocols in the largest comparison")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--questions", type=int, default=12, help="questions of each size")
    parser.add_argument("--write", type=Path, help="a page whose figures are replaced")
    arguments = parser.parse_args()
    protocols = [load(name) for name in shipped()]
    by_name = {each.council: each for each in protocols}
    largest = sorted(by_name.values(), key=lambda each: -len(each.norms))[:2]
    tables: list[Table] = [machine(PACKAGES)]
    for make in (
        lambda: pairs(protocols, arguments.jobs),
        lambda: growth(protocols, arguments.most, arguments.jobs),
        lambda: more_rules(*largest),
        lambda: oracles(protocols, arguments.questions),
    ):
        tables.append(make())
        print(tables[-1], end="\n\n", flush=True)
    if arguments.write:
        written_into(arguments.write, "\n\n".join(map(str, tables)))


if __name__ == "__main__":
    main()
