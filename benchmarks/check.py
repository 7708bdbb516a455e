"""How long checking the bank takes, against only evaluating it, in one process.

`python benchmarks/check.py` in an environment with this library; no peer is needed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from environment import ROOT, pin
from table import Table, middle, number

from protocol_rules.checks.bank import Pair, files_below, read_bank
from protocol_rules.checks.run import Wanted, check_all, check_pair
from protocol_rules.engine import Reading, evaluate

STATUSES = "evaluating: the status of every norm"
ANSWERS = "evaluating: and of every clause, and the missing facts"
CHECKING = "checking: the answer held against what is expected"
WHOLE = "the whole run, with reading every file and loading every protocol"
GOAL = 2
NOTE = (
    "An expectation speaks of clauses and of missing facts, which an answer works out when it is "
    "asked: the goal is against evaluating with these."
)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Checking the bank against only evaluating it.")
    parser.add_argument("--rounds", type=int, default=15, help="how often each figure is measured")
    parser.add_argument("--bank", type=Path, default=ROOT / "tests" / "scenarios")
    arguments = parser.parse_args()
    pin()
    print(_table(arguments.bank, arguments.rounds))


def _table(bank: Path, rounds: int) -> Table:
    pairs = read_bank([bank]).pairs
    files = files_below([bank])
    sides: dict[str, Callable[[], object]] = {
        STATUSES: lambda: [_evaluated(each) for each in pairs],
        ANSWERS: lambda: [_answered(each) for each in pairs],
        CHECKING: lambda: [check_pair(each) for each in pairs],
        WHOLE: lambda: check_all(files, Wanted(), jobs=1),
    }
    times = _times(sides, rounds)
    rows = [["what", "goal", "times as long as evaluating", "met", "ms"]]
    for name, seconds in times.items():
        ratio = middle([one / other for one, other in zip(seconds, times[ANSWERS], strict=True)])
        is_met = "" if name != CHECKING else "yes" if ratio <= GOAL else "no"
        goal = f"{GOAL} at most" if is_met else ""
        rows.append([name, goal, number(ratio), is_met, number(middle(seconds) * 1e3)])
    title = f"Checking {len(pairs)} expectations in {len(files)} files"
    return Table(title, rows, NOTE)


def _times(sides: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Measure all sides in turn, round by round, after three rounds that warm everything up."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(-3, rounds):
        for name, side in _turned([*sides.items()], turn):
            start = perf_counter()
            side()
            if turn >= 0:
                times[name].append(perf_counter() - start)
    return times


def _turned(
    sides: Sequence[tuple[str, Callable[[], object]]], turn: int
) -> Sequence[tuple[str, Callable[[], object]]]:
    """Let whoever came first come later in the next round."""
    at = turn % len(sides)
    return [*sides[at:], *sides[:at]]


def _evaluated(pair: Pair) -> object:
    reading = Reading(pair.entry.written.reading)
    return evaluate(pair.protocol, pair.entry.story, reading=reading)


def _answered(pair: Pair) -> object:
    reading = Reading(pair.entry.written.reading)
    answer = evaluate(pair.protocol, pair.entry.story, reading=reading)
    return answer.clause_statuses, answer.missing


if __name__ == "__main__":
    main()
