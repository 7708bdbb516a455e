"""The coverage of rules in the LCOV form, so that viewers of code coverage show a rule file.

A line is one on which a norm, a definition or a test begins; a branch is a test that decides
alone by a yes, or by a no; a function is a norm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.coverage import Goal, Kind, RuleCoverage, State
from protocol_rules.report.coverage.places import near

__all__ = ["coverage_lcov"]


def coverage_lcov(measured: Iterable[RuleCoverage]) -> str:
    """Write a record for each rule file."""
    return "".join(f"{line}\n" for each in measured for line in _record(each))


def _record(measured: RuleCoverage) -> Iterator[str]:
    yield "TN:protocol_rules"
    yield f"SF:{near(measured.protocol.file)}"
    yield from _functions(measured)
    yield from _branches(measured)
    yield from _lines(measured)
    yield "end_of_record"


def _functions(measured: RuleCoverage) -> Iterator[str]:
    norms = [*_norms(measured)]
    yield from (f"FN:{goal.span.line},{goal.address}" for goal in norms)
    yield from (f"FNDA:{goal.times},{goal.address}" for goal in norms)
    yield f"FNF:{len(norms)}"
    yield f"FNH:{sum(goal.times > 0 for goal in norms)}"


def _branches(measured: RuleCoverage) -> Iterator[str]:
    blocks: dict[int, dict[tuple[str, int], int]] = {}
    found = hit = 0
    for goal in _tests(measured):
        if goal.state is State.CANNOT_BE_MET:
            continue
        on_the_line = blocks.setdefault(goal.span.line, {})
        block = on_the_line.setdefault((goal.address, goal.number), len(on_the_line))
        branch = 0 if goal.way == "yes" else 1
        was_awake = measured.awake.get(goal.address, 0)
        yield f"BRDA:{goal.span.line},{block},{branch},{goal.times if was_awake else '-'}"
        found, hit = found + 1, hit + (goal.times > 0)
    yield f"BRF:{found}"
    yield f"BRH:{hit}"


def _lines(measured: RuleCoverage) -> Iterator[str]:
    counts: dict[int, int] = {}
    for goal in _tests(measured):
        line, times = goal.span.line, measured.awake.get(goal.address, 0)
        counts[line] = max(counts.get(line, 0), times)
    begun: dict[int, int] = {}
    for goal in _norms(measured):
        begun[goal.span.line] = min(begun.get(goal.span.line, goal.times), goal.times)
    # Where a norm begins, what counts is whether it has applied.
    counts |= begun
    yield from (f"DA:{line},{times}" for line, times in sorted(counts.items()))
    yield f"LF:{len(counts)}"
    yield f"LH:{sum(times > 0 for times in counts.values())}"


def _norms(measured: RuleCoverage) -> Iterator[Goal]:
    kind = Kind.NORMS
    return (goal for goal in measured.goals if goal.kind is kind and goal.way == "yes")


def _tests(measured: RuleCoverage) -> Iterator[Goal]:
    return (goal for goal in measured.goals if goal.kind is Kind.MCDC)
