"""Both engines side by side: the same scenarios, the same live cases, and what a case takes.

    python benchmarks/engines.py [--rounds 5] [--write docs/explanation/second-engine.md]

It needs the library with its extra `durable`. The engines take turns on each piece of work.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from machine import machine
from table import Table, number, written_into

from protocol_rules import evaluate, load
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.durable.process import adapter
from protocol_rules.resolve import shipped
from protocol_rules.runtime import Case
from protocol_rules.runtime.engines import engine_of

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from second_engine import FIRST, Lots

PACKAGES = ("protocol-rules", "durable_rules")
SEED = 5


def ratio_of(rounds: int, own: Callable[[], object], second: Callable[[], object]) -> list[float]:
    """Measure both in turn, some times after a first; give the quickest of each, and their ratio.

    What is counted is the time that this process and the child spent on a processor: whatever else
    runs on the machine makes a call wait, and the child's answer is waited for without working.
    """
    found: list[tuple[float, float]] = []
    for _ in range(rounds + 1):
        took: list[float] = []
        for call in (own, second):
            start = _worked()
            call()
            took.append(_worked() - start)
        found.append((took[0], took[1]))
    own_best, second_best = min(a for a, _ in found[1:]), min(b for _, b in found[1:])
    return [own_best, second_best, second_best / own_best]


def _worked() -> float:
    """Tell how many seconds this process and the child have spent on a processor."""
    child = adapter()._child  # noqa: SLF001 - only its number tells what it takes
    of_child = 0
    if child is not None:
        of_child = int(Path(f"/proc/{child.pid}/schedstat").read_text("ascii").split()[0])
    return time.process_time() + of_child / 1e9


def scenarios(rounds: int, count: int) -> Table:
    """Ask for the statuses of complete scenarios."""
    rows = [["protocol", "own, ms", "durable, ms", "times as slow"]]
    for name in shipped():
        lots = Lots(load(name), random.Random(SEED))
        drawn = []
        while len(drawn) < count:
            try:
                scenario = lots.scenario()
                evaluate(lots.protocol, scenario)
            except InvalidInput:
                continue  # what was drawn contradicts itself
            drawn.append(scenario)

        def asked(engine: str, drawn: list = drawn, lots: Lots = lots) -> list[int]:
            return [
                len(evaluate(lots.protocol, each, engine=engine).clause_statuses) for each in drawn
            ]

        own, second, ratio = ratio_of(rounds, lambda: asked("own"), lambda: asked("durable"))
        rows.append([name, _ms(own, count), _ms(second, count), number(ratio)])
    note = (
        "The statuses of all clauses, asked of a scenario with all facts of one to three "
        "circumstances."
    )
    return Table("A complete scenario", rows, note)


def histories(rounds: int, count: int) -> Table:
    """Replay live cases: the duties at the end of each of some weeks, and at that of each event."""
    rows = [["protocol", "days", "own, ms a day", "durable, ms a day", "times as slow",
             "duties alone: own, ms", "durable, ms", "times as slow"]]  # fmt: skip
    for name in shipped():
        lots = Lots(load(name), random.Random(SEED))
        cases = [each for each in (lots.history() for _ in range(count)) if each.events]
        looked = {
            id(case): [*dict.fromkeys([each.recorded_on for each in case.events]),
                       *(FIRST + timedelta(weeks=week) for week in range(12, 18))]
            for case in cases
        }  # fmt: skip
        days = sum(map(len, looked.values()))

        def lived(second: bool) -> None:  # noqa: FBT001
            for case in cases:  # noqa: B023 - called at once
                # A case of its own, as one that is opened: its statecharts begin anew.
                again = replace(case, engine=engine_of("durable" if second else "own"))
                for day in looked[id(case)]:  # noqa: B023
                    _ = again.at(day).duties

        own, second, ratio = ratio_of(rounds, lambda: lived(False), lambda: lived(True))  # noqa: FBT003
        telling = _telling(rounds, cases, looked)
        rows.append([name, str(days), _ms(own, days), _ms(second, days), number(ratio),
                     _ms(telling[0], days), _ms(telling[1], days), number(telling[2])])  # fmt: skip
    note = (
        "The duties of random cases on the days of their events and on six later ones. With the "
        "second engine, our own has worked out an answer before; so the last columns hold one "
        "against the other from the same scenario on: ours with its evaluation, the second engine "
        "with its matching and its statechart."
    )
    return Table("A live case, day by day", rows, note)


def _telling(rounds: int, cases: list[Case], looked: dict) -> list[float]:
    """Measure from the scenario of each day on: ours with its evaluation, and the other's part."""
    states = [[replace(case).at(day) for day in looked[id(case)]] for case in cases]
    own = engine_of("own")

    def evaluated() -> None:
        for days in states:
            for state in days:
                for protocol in state.protocols:
                    answer = evaluate(protocol, state.story, reading=state.reading)
                    own.duties(answer, state.acts)

    def matched() -> None:
        for days in states:
            second = engine_of("durable")
            for state in days:
                for answer in state.answers.values():
                    second.duties(answer, state.acts)

    for state in (state for days in states for state in days):
        _ = state.answers
    return ratio_of(rounds, evaluated, matched)


def memory() -> Table:
    """Tell what the second engine's process takes, and what a session that is kept would take."""
    adapter().stop()
    rows = [["what", "megabytes"]]
    adapter().start()
    rows.append(["the child, before any protocol", number(_resident())])
    for name in shipped():
        before = _resident()
        lots = Lots(load(name), random.Random(SEED))
        case = next(each for each in (lots.history() for _ in range(99)) if each.events)
        _ = replace(case, engine=engine_of("durable")).at(FIRST).duties
        rows.append([f"besides, with the rulesets of {name}", number(_resident() - before)])
    for round_of in ("", " more"):
        before = _resident()
        for case in (lots.history() for _ in range(300)):
            _ = replace(case, engine=engine_of("durable")).at(FIRST + timedelta(weeks=9)).duties
        rows.append([f"besides, after 300{round_of} cases", number(_resident() - before)])
    note = (
        "A case is a value of our own whichever engine tells its duties. The child keeps the "
        "statecharts that were asked for last, 256 at the most: so it does not grow with the cases."
    )
    return Table("Memory of the child process", rows, note)


def memory_of_cases(count: int) -> Table:
    """Tell what a case takes with us, after its duties were asked of either engine."""
    rows = [["a case whose duties have been asked", "kilobytes"]]
    lots = Lots(load(shipped()[0]), random.Random(SEED))
    cases = [each for each in (lots.history() for _ in range(count)) if each.events]
    for name in ("own", "durable"):
        engine = engine_of(name)
        for each in cases:  # so that what is made once is not counted
            _ = replace(each, engine=engine).at(FIRST).duties
        tracemalloc.start()
        kept = [replace(each, engine=engine) for each in cases]
        for each in kept:
            _ = each.at(FIRST + timedelta(weeks=9)).duties
        gc.collect()
        rows.append([f"by {name}", number(tracemalloc.get_traced_memory()[0] / len(kept) / 1000)])
        tracemalloc.stop()
    return Table("Memory of a case", rows)


def _resident() -> float:
    child = adapter()._child  # noqa: SLF001 - only its number tells what it takes
    assert child is not None  # noqa: S101
    pages = int(Path(f"/proc/{child.pid}/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def _ms(took: float, count: int) -> str:
    return number(took / count * 1000)


def main() -> None:
    """Measure, and print or write the tables."""
    parser = argparse.ArgumentParser(description="Measure both engines.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=60, help="scenarios and cases a protocol")
    parser.add_argument("--write", type=Path, help="the page whose figures are replaced")
    told = parser.parse_args()
    tables = [
        scenarios(told.rounds, told.count), histories(told.rounds, told.count // 3),
        memory(), memory_of_cases(told.count),
    ]  # fmt: skip
    text = "\n\n".join(map(str, [machine(PACKAGES), *tables]))
    if told.write is None:
        print(text)
    else:
        written_into(told.write, text)


if __name__ == "__main__":
    sys.exit(main())
