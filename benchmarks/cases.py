"""How quick live cases are: recording an event, one day's tick over many cases, and their memory.

    python benchmarks/cases.py [--open 100000] [--due 100] [--rounds 20] [--write docs/PAGE.md]

It needs the library with its extra `store`, and nothing else. The stores are SQLite files in a
temporary folder.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from machine import machine
from table import Table, number, written_into

from protocol_rules import Protocol, load
from protocol_rules.resolve import shipped
from protocol_rules.runtime import Case, open_case
from protocol_rules.runtime.log import log_of, read_log
from protocol_rules.runtime.recording import Told
from protocol_rules.runtime.store import Store

FIRST = date(2025, 4, 10)
DUE = date(2025, 4, 28)
ASKED = {
    "enquiry.from": "backbench_member",
    "enquiry.to": "director",
    "enquiry.medium": "email",
    "enquiry.answered_on": "not_yet",
}
PACKAGES = ("protocol-rules", "sqlalchemy", "holidays")
_BATCH = 1000


def moment(day: date) -> datetime:
    """Noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def asked(name: str, received: date, protocols: list[Protocol]) -> Case:
    """Open a case with one enquiry that is not answered yet."""
    case = open_case(name, protocols)
    facts = {**ASKED, "enquiry.received_on": received}
    return case.record(facts, on=received, recorded=moment(received))


def long_case(events: int) -> Case:
    """Make a case of many events under all protocols that ship."""
    case = asked("long", FIRST, [load(name) for name in shipped()])
    for count in range(events - 1):
        day = FIRST + timedelta(days=1 + count // 8)
        case = case.record(done="give_advice", on=day, recorded=moment(day), note=f"note {count}")
    return case


def seconds(rounds: int, call: Callable[[], object]) -> float:
    """Measure a call some times, and give the median."""
    found: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return median(found)


def recording(rounds: int, folder: Path) -> Table:
    """Record an event and know what changed, in a case with a hundred events."""
    case = long_case(100)
    day = FIRST + timedelta(days=14)

    def record() -> None:
        after = case.record({"enquiry.nature": "routine"}, on=day, recorded=moment(day))
        _ = after.last_step and after.last_step.said

    with Store(str(folder / "long.sqlite")) as store:
        store.add(case)
        told = Told(done="give_advice")
        rows = [
            ["what", "ms"],
            ["record an event, and know what changed", _ms(seconds(rounds, record))],
            ["what is owed now", _ms(seconds(rounds, lambda: replace(case).owed(day)))],
            ["the whole history, step by step",
             _ms(seconds(3, lambda: replace(case).changes(today=day)))],
            ["record it in an SQLite store, on the disk",
             _ms(seconds(rounds, lambda: store.record("long", told)))],
            ["load it from there", _ms(seconds(rounds, lambda: store.load("long")))],
        ]  # fmt: skip
    path = folder / "long.jsonl"
    path.write_text(log_of(case), "utf-8")
    rows.append(["import it, every event checked anew", _ms(seconds(1, lambda: read_log(path)))])
    return Table("A case with 100 events, under five protocols", rows)


def fill(store: Store, count: int, due: int) -> None:
    """Keep many open cases, of which some fall due on one day and the rest later."""
    thanet = load("thanet")
    first = asked("due", FIRST, [thanet])
    later = [asked("later", FIRST + timedelta(days=step), [thanet]) for step in range(5, 400)]
    kinds = [first] * due + [later[step % len(later)] for step in range(count - due)]
    for start in range(0, count, _BATCH):
        batch = kinds[start : start + _BATCH]
        named = (replace(case, id=f"case-{start + at}") for at, case in enumerate(batch))
        store.add(*named)


def ticking(most: int, due: int, folder: Path) -> Table:
    """Let a day come over a thousand, ten thousand, and as many cases as are asked for."""
    rows = [["open cases", "fall due", "seconds for the day", "ms for each that falls due",
             "seconds for a day on which nothing does"]]  # fmt: skip
    sizes = [size for size in (1_000, 10_000, 100_000, most) if due < size <= most]
    for size in dict.fromkeys(sizes):
        with Store(str(folder / f"{size}.sqlite")) as store:
            fill(store, size, due)
            idle = _timed(lambda store=store: [*store.tick(DUE - timedelta(days=1))])
            took = _timed(lambda store=store: [*store.tick(DUE)])
            if (idle[1], took[1]) != (0, due):
                raise SystemExit(f"{idle[1]} and {took[1]} cases had a change, not 0 and {due}")
        rows.append([f"{size:,}", str(due), number(took[0]), number(took[0] / due * 1000),
                     number(idle[0])])  # fmt: skip
    return Table("One day's tick", rows)


def memory() -> Table:
    """Tell what a case takes in memory, its protocol not counted, which all of them share."""
    rows = [["a case under Thanet's protocol", "kilobytes"]]
    thanet = load("thanet")
    for count in (1, 100):
        case = asked("one", FIRST, [thanet])
        for step in range(count - 1):
            day = FIRST + timedelta(days=1 + step // 8)
            case = case.record(done="give_advice", on=day, recorded=moment(day), note=f"n {step}")
        with Store(":memory:") as store:
            store.add(*(replace(case, id=f"one-{at}") for at in range(50)))
            _ = store.load("one-0")
            tracemalloc.start()
            kept = [store.load(f"one-{at}") for at in range(50)]
            plain = tracemalloc.get_traced_memory()[0] / 50
            _ = [each.owed(DUE) for each in kept]
            looked = tracemalloc.get_traced_memory()[0] / 50
            tracemalloc.stop()
        events = f"{count} event{'' if count == 1 else 's'}"
        rows.append([f"{events}, as loaded", number(plain / 1000)])
        rows.append([f"{events}, and what is owed has been asked", number(looked / 1000)])
    return Table("Memory", rows)


def _timed(call: Callable[[], list[object]]) -> tuple[float, int]:
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, len(found)


def _ms(took: float) -> str:
    return number(took * 1000)


def main() -> None:
    """Measure, and print or write the tables."""
    parser = argparse.ArgumentParser(description="Measure live cases.")
    parser.add_argument("--open", type=int, default=100_000, help="how many cases are open")
    parser.add_argument("--due", type=int, default=100, help="how many fall due on one day")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--write", type=Path, help="the page whose figures are replaced")
    told = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        tables = [recording(told.rounds, folder), ticking(told.open, told.due, folder), memory()]
    text = "\n\n".join(map(str, [machine(PACKAGES), *tables]))
    if told.write is None:
        print(text)
    else:
        written_into(told.write, text)


if __name__ == "__main__":
    sys.exit(main())
