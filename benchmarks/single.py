"""One scenario against one protocol: how many times as long each peer takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sides import OURS, SIDES
from table import Table, middle, number
from worker import Worker

__all__ = ["BEFOREHAND", "COMPLETED", "FIGURES", "Figure", "single"]


@dataclass(frozen=True)
class Figure:
    """What is called on every side; `kind` tells with which scenarios.

    `goals` is the attribute of a side that tells how many times as fast we mean to be.
    """

    title: str
    note: str
    kind: str
    call: str
    goals: str = ""


FIGURES = (
    Figure(
        "One scenario, statuses known",
        "Our `evaluate` against the peer's own call and what it needs to take a dictionary, with "
        "the scenarios as they are checked. A figure tells how many times as long the peer takes.",
        "sparse", "evaluate", "goal",
    ),
    Figure(
        "One scenario, everything read",
        "Our findings that apply and that are undetermined, and the missing facts of each, against "
        "the peer's call with its trace (zen-engine) or its reasons (cedarpy).",
        "sparse", "explained", "traced",
    ),
    Figure(
        "One scenario, the addresses of what applies read on both sides", "",
        "sparse", "listed",
    ),
)  # fmt: skip

COMPLETED = Figure(
    "One scenario with nothing unknown, statuses known",
    "Every fact of the circumstances at hand is given, and all those on people and setting.",
    "whole", "evaluate",
)  # fmt: skip

BEFOREHAND = Figure(
    "One scenario, everything worked out beforehand for the peers",
    "Ours is the same call as above. The peer is told what each of its tests would find, cut down "
    "to what its norms ask for and written in the form that it reads quickest; making that is not "
    "timed.",
    "sparse", "evaluate",
)  # fmt: skip


def single(
    figures: Sequence[Figure],
    sides: Mapping[str, Worker],
    councils: Sequence[str],
    rounds: int,
) -> list[Table]:
    """Measure all sides in turn, round by round, each figure with each council; ours is first."""
    workers = [*sides.items()]
    times: dict[tuple[Figure, str, str], list[float]] = {}
    for turn in range(rounds):
        for council in councils:
            for figure in figures:
                # Whoever comes first in one round comes later in the next.
                first = turn % len(workers)
                for name, worker in workers[first:] + workers[:first]:
                    if figure.call in worker.calls:
                        seconds = worker.seconds(council, figure.kind, figure.call)
                        times.setdefault((figure, council, name), []).append(seconds)
    return [_table(figure, times, [*sides], councils) for figure in figures]


def _table(
    figure: Figure,
    times: Mapping[tuple[Figure, str, str], Sequence[float]],
    names: Sequence[str],
    councils: Sequence[str],
) -> Table:
    rows = [["side", "goal", "median", "met", *councils, "µs"]]
    for name in names:
        if (figure, councils[0], name) not in times:
            continue
        ratios = {
            council: [
                theirs / ours
                for theirs, ours in zip(
                    times[figure, council, name], times[figure, council, OURS], strict=True
                )
            ]
            for council in councils
        }
        overall = middle([ratio for each in ratios.values() for ratio in each])
        seconds = middle([each for council in councils for each in times[figure, council, name]])
        goal = getattr(SIDES[name], figure.goals) if figure.goals else 0
        rows.append([
            SIDES[name].title,
            str(goal or ""),
            number(overall),
            ("yes" if overall >= goal else "no") if goal else "",
            *(number(middle(ratios[council])) for council in councils),
            number(seconds * 1e6),
        ])  # fmt: skip
    return Table(figure.title, rows, figure.note)
