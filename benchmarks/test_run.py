"""A test run of the bank, beside the same cases in other engines.

`python3 benchmarks/test_run.py` makes the environment of the benchmarks where there is none. A test
run reads nothing but what a case needs: each side has its rules loaded. Ours holds every expectation
of a case against the answer (statuses of clauses, missing facts, due dates, positions); a peer,
which knows only which norms apply, holds the set of these against the recorded one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Mapping

from environment import HERE, ROOT, pin, prepared

PEERS = ("zen", "cedar", "rules")
NOTE = (
    "A round goes through every case of every council once; the ratio is taken within a round, and "
    "the median is shown. A peer's cases are those of one occasion, as ours are here."
)
Run = Callable[[], object]


def main() -> None:
    """Measure in the environment that has the peers, and print the table."""
    parser = argparse.ArgumentParser(description="A test run beside those of other engines.")
    parser.add_argument("--rounds", type=int, default=7, help="how often each side is measured")
    parser.add_argument("--here", action="store_true", help="use the environment this runs in")
    arguments = parser.parse_args()
    if not arguments.here:
        command = [str(prepared()), str(HERE / "test_run.py"), "--here"]
        command += ["--rounds", str(arguments.rounds)]
        sys.exit(subprocess.run(command, env=dict(os.environ), check=False).returncode)
    pin()
    runs, cases = _runs()
    print(_table(runs, cases, arguments.rounds))


def _runs() -> tuple[Mapping[str, Run], int]:
    """Give the test run of each side that can be had, and the number of cases."""
    from sides import SIDES, side
    from workload import workload

    from protocol_rules.checks.bank import read_bank
    from protocol_rules.checks.run import check_pair
    from protocol_rules.resolve import shipped

    bank = read_bank([ROOT / "tests" / "scenarios"])
    pairs = [each for each in bank.pairs if not each.entry.story.occasions]
    runs: dict[str, Run] = {
        SIDES["ours"].title: lambda: all(check_pair(each).passed for each in pairs)
    }
    works = [workload(council) for council in shipped()]
    for name in PEERS:
        try:
            peers = [side(name, work) for work in works]
        except ImportError as fault:
            print(f"{name} is left out: {fault}")
            continue
        cases = [
            (peer, told, frozenset(peer.listed(told)))
            for peer, work in zip(peers, works, strict=True)
            for told in map(peer.told, work.sparse)
        ]
        runs[SIDES[name].title] = lambda cases=cases: all(
            frozenset(peer.listed(told)) == recorded for peer, told, recorded in cases
        )
    return runs, len(pairs)


def _table(runs: Mapping[str, Run], cases: int, rounds: int) -> object:
    from time import perf_counter

    from table import Table, middle, number

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
