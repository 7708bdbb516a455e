"""A test run of the bank, beside the same cases in other engines.

`benchmarks/.venv/bin/python benchmarks/bank_run.py`, once `run.py` has made that environment. Each
side has its rules loaded. Ours holds every expectation of a case against the answer: statuses of
clauses, missing facts, due dates, positions. A peer knows only which norms apply, and holds the set
of these against the one that was recorded.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from time import perf_counter

from environment import ROOT, pin
from sides import OURS, SIDES, side
from table import Table, middle, number
from workload import workload

from protocol_rules.checks.bank import read_bank
from protocol_rules.checks.run import check_pair
from protocol_rules.resolve import shipped

PEERS = ("zen", "cedar", "rules")
NOTE = (
    "A round goes through every case of every council once; the ratio is taken within a round, and "
    "the median is shown. Cases of several occasions are left out on every side."
)
Run = Callable[[], bool]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="A test run beside those of other engines.")
    parser.add_argument("--rounds", type=int, default=7, help="how often each side is measured")
    rounds = parser.parse_args().rounds
    pin()
    pairs = [
        each
        for each in read_bank([ROOT / "tests" / "scenarios"]).pairs
        if not each.entry.story.occasions
    ]
    runs: dict[str, Run] = {SIDES[OURS].title: lambda: all(check_pair(p).passed for p in pairs)}
    for name in PEERS:
        try:
            runs[SIDES[name].title] = _peer(name)
        except ImportError as fault:
            print(f"{name} is left out: {fault}")
    print(_table(runs, len(pairs), rounds))


def _peer(name: str) -> Run:
    """Give the test run of a peer; raises `ImportError` where it is not installed."""
    works = [workload(council) for council in shipped()]
    cases = [
        (peer, told, frozenset(peer.listed(told)))
        for work in works
        for peer in (side(name, work),)
        for told in map(peer.told, work.sparse)
    ]
    return lambda: all(frozenset(peer.listed(told)) == known for peer, told, known in cases)


def _table(runs: Mapping[str, Run], cases: int, rounds: int) -> Table:
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(-1, rounds):
        for name, run in runs.items():
            start = perf_counter()
            if not run():
                message = f"{name}: a case fails that passed before"
                raise SystemExit(message)
            if turn >= 0:
                seconds[name].append(perf_counter() - start)
    ours = next(iter(seconds.values()))
    rows = [["test run", "times as long as ours", "ms"]]
    for name, theirs in seconds.items():
        ratio = middle([one / other for one, other in zip(theirs, ours, strict=True)])
        rows.append([name, number(ratio), number(middle(theirs) * 1e3)])
    return Table(f"A test run of {cases} cases", rows, NOTE)


if __name__ == "__main__":
    main()
