"""How long it takes to try every mutant of the protocols that ship.

`python benchmarks/mutate.py [--jobs N] [--times N]`: each protocol of its own, on one core, and all
of them on as many as are wanted. `--times` has every scenario several times in the bank, as if it
had grown; of the same scenario twice, none kills what the other does not.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from time import perf_counter

from protocol_rules.checks.bank import read_bank
from protocol_rules.mutation import Bank, Commission, mutants_of, outcome_of, run
from protocol_rules.resolve import load, shipped

SCENARIOS = Path(__file__).parents[1] / "tests" / "scenarios"


def each_alone(times: int) -> None:
    """Try each protocol in this process, and tell the time for a mutant."""
    for name in shipped():
        protocol = load(name)
        started = perf_counter()
        bank = Bank(protocol, read_bank([SCENARIOS]).entries_on(protocol) * times)
        mutants = mutants_of(protocol)
        ready = perf_counter()
        killed = sum(outcome_of(bank, each).fate == "killed" for each in mutants)
        took = perf_counter() - ready
        print(
            f"{name:14} {len(mutants):5} mutants {len(bank.checks):5} scenarios "
            f"{killed:5} killed; made ready in {ready - started:5.2f} s, tried in {took:6.1f} s, "
            f"{1000 * took / len(mutants):5.2f} ms each"
        )


def all_at_once(jobs: int) -> None:
    """Try all of them as the command does."""
    started = perf_counter()
    found = run([Commission(name, (str(SCENARIOS),)) for name in shipped()], jobs)
    every = sum(tally.mutants for tally in found.tallies)
    print(f"{'all':14} {every:5} mutants in {perf_counter() - started:.1f} s with {jobs} jobs")


def main() -> None:
    """Read what is asked, and measure."""
    parser = argparse.ArgumentParser(description="How long does it take to try every mutant?")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--times", type=int, default=1, metavar="N")
    asked = parser.parse_args()
    each_alone(asked.times)
    if asked.times == 1:
        all_at_once(asked.jobs)


if __name__ == "__main__":
    main()
