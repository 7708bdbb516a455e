"""Every figure of one run: print it, and write it where it is wanted."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from agreement import agreement
from cold import cold
from loading import loading
from machine import machine
from peers import PEERS
from sides import CLOSED_WORLD, FROM_DICT, OURS
from single import BEFOREHAND, COMPLETED, FIGURES, single
from table import Table, written_into
from worker import Unavailable, Worker
from workload import workload

from protocol_rules.resolve import shipped


def main() -> None:
    """Run the benchmarks."""
    arguments = _arguments()
    tables: list[Table] = []
    for table in _tables(shipped(), arguments.rounds):
        print(table, end="\n\n", flush=True)
        tables.append(table)
    if arguments.json:
        data = [{"title": each.title, "rows": each.rows} for each in tables]
        arguments.json.write_text(json.dumps(data, indent=1, ensure_ascii=False), "utf-8")
    if arguments.write:
        written_into(arguments.write, "\n\n".join(map(str, tables)))


def _tables(councils: Sequence[str], rounds: int) -> Iterator[Table]:
    """Measure one thing after the other."""
    yield machine()
    yield _norms(councils)
    ours, from_dict, closed_world = (
        Worker(name, councils) for name in (OURS, FROM_DICT, CLOSED_WORLD)
    )
    peers, prepared = _peers(councils), _peers(councils, beforehand=True)
    every_peer = (*peers.values(), *prepared.values())
    yield agreement(ours, from_dict, closed_world, every_peer, councils)
    yield from single(FIGURES, {OURS: ours, FROM_DICT: from_dict, **peers}, councils, rounds)
    yield from single([COMPLETED], {OURS: ours, **peers}, councils, rounds)
    yield from single([BEFOREHAND], {OURS: ours, **prepared}, councils, rounds)
    yield loading(ours, peers, councils, rounds)
    for worker in (ours, from_dict, closed_world, *every_peer):
        worker.stop()
    yield cold([name for name in peers if "_" not in name], councils, rounds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare this library with other engines.")
    parser.add_argument("--rounds", type=int, default=15, help="how often each figure is measured")
    parser.add_argument("--write", type=Path, help="a page whose section of figures is replaced")
    parser.add_argument("--json", type=Path, help="a file for the tables as data")
    return parser.parse_args()


def _peers(councils: Sequence[str], *, beforehand: bool = False) -> dict[str, Worker]:
    found: dict[str, Worker] = {}
    for name, known in PEERS.items():
        try:
            found[name] = Worker(name, councils, beforehand=beforehand)
        except Unavailable as fault:
            print(f"{known.title} is left out: {fault}")
    return found


def _norms(councils: Sequence[str]) -> Table:
    rows = [["protocol", "norms", "compared", "always in force", "left out"]]
    for council in councils:
        work = workload(council)
        norms = work.protocol.norms.values()
        standing = sum(norm.is_standing for norm in norms)
        compared, left_out = len(work.encoded.norms), len(work.encoded.left_out)
        rows.append([council, *map(str, (len(norms), compared, standing, left_out))])
    note = (
        "Our side evaluates all norms, a peer only those that are compared. Left out is what asks "
        "whether another norm was breached, since no peer counts working days."
    )
    return Table("Norms", rows, note)


if __name__ == "__main__":
    main()
