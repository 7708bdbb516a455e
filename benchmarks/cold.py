"""Processes started afresh: what an import costs, and a first answer on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from environment import HERE, ROOT
from peers import PEERS, peer
from table import Table, middle, number
from workload import workload

from protocol_rules.norms.scenario_file import read_scenarios

__all__ = ["cold"]

EXAMPLE = ROOT / "examples" / "late_answer.yaml"
BASE = "import pydantic, yaml"
IMPORT = "import protocol_rules"
EVALUATE = "protocol-rules evaluate, all five protocols"
ANEW = f"{EVALUATE}, nothing kept from before"
GOALS = {IMPORT: 1.3, EVALUATE: 2.5}


def cold(names: Sequence[str], councils: Sequence[str], rounds: int) -> Table:
    """Start every process in turn, round by round, after one round that warms the caches."""
    python = sys.executable
    evaluate = [str(Path(python).with_name("protocol-rules")), "evaluate", str(EXAMPLE)]
    commands = {
        "pass": [python, "-c", "pass"],
        BASE: [python, "-c", BASE],
        IMPORT: [python, "-c", IMPORT],
        EVALUATE: evaluate,
        ANEW: evaluate,
    }
    with TemporaryDirectory() as folder:
        for name in names:
            _write(name, councils, Path(folder) / name)
            title = f"{PEERS[name].title}, all five protocols"
            commands[title] = [python, str(HERE / "once.py"), name, str(Path(folder) / name)]
        times: dict[str, list[float]] = {title: [] for title in commands}
        for turn in range(rounds + 1):
            for title, command in commands.items():
                kept = {"PROTOCOL_RULES_CACHE": "off"} if title == ANEW else {}
                start = perf_counter()
                subprocess.run(
                    command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, **kept}
                )
                if turn:
                    times[title].append(perf_counter() - start)
    return _table(times)


def _write(name: str, councils: Sequence[str], folder: Path) -> None:
    """Write the norms in the peer's language, and the facts of the example, for `once.py`."""
    folder.mkdir()
    scenario = read_scenarios(EXAMPLE)[0].scenario
    facts: dict[str, object] = {}
    for council in councils:
        work = workload(council)
        written = peer(name).written(work.encoded.norms)
        (folder / f"{council}.txt").write_text(written, "utf-8")
        facts[council] = work.facts(scenario)
    (folder / "facts.json").write_text(json.dumps(facts), "utf-8")


def _table(times: Mapping[str, Sequence[float]]) -> Table:
    rows = [["process", "goal", f"times `{BASE}`", "met", "ms"]]
    for title, seconds in times.items():
        ratio = middle([one / other for one, other in zip(seconds, times[BASE], strict=True)])
        goal = GOALS.get(title, 0)
        rows.append([
            title,
            f"{goal} at most" if goal else "",
            number(ratio),
            ("yes" if ratio <= goal else "no") if goal else "",
            number(middle(seconds) * 1e3),
        ])  # fmt: skip
    note = "A peer reads norms that are written out in its own language already."
    return Table("Cold start", rows, note)
