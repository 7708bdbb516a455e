"""From the text of a protocol to its first answer, in a process that has imported everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sides import OURS, SIDES
from table import Table, middle, number
from worker import Worker

__all__ = ["loading"]

NOTE = (
    "Ours loads a rule file as a process does that has loaded it before; a peer reads norms that "
    "are written out in its own language already, and checks no vocabulary."
)


def loading(
    ours: Worker, peers: Mapping[str, Worker], councils: Sequence[str], rounds: int
) -> Table:
    """Measure all sides in turn, round by round."""
    sides = {OURS: ours, **peers}
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, worker in sides.items():
            times[name].append(sum(worker.loading(council) for council in councils))
    rows = [["side", "ms", "times as long as ours"]]
    for name, seconds in times.items():
        ratio = middle([one / other for one, other in zip(seconds, times[OURS], strict=True)])
        rows.append([SIDES[name].title, number(middle(seconds) * 1e3), number(ratio)])
    return Table("Loading all five protocols and asking each once", rows, NOTE)
