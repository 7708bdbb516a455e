"""All mutants of some protocols before their scenarios, on as many cores as are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from protocol_rules.analysis.witness import NotDecided
from protocol_rules.checks.bank import Bank as Scenarios
from protocol_rules.checks.bank import read_bank
from protocol_rules.mutation.bank import Bank
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.mutants import mutants_of
from protocol_rules.mutation.notice import what_notices
from protocol_rules.mutation.outcome import Fate, Outcome, Tally
from protocol_rules.mutation.trial import Trial
from protocol_rules.norms.protocol import Protocol
from protocol_rules.processes import in_processes
from protocol_rules.resolve import is_shipped, load

__all__ = ["Commission", "Run", "bench_of", "outcome_of", "run"]

_CHUNK = 25


@dataclass(frozen=True, slots=True)
class Commission:
    """One protocol (a name or a path) to be tried before the scenarios below some paths.

    Without `operators` there are all of them, and without `clauses` all clauses are changed.
    """

    protocol: str
    paths: tuple[str, ...]
    operators: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


class Bench(NamedTuple):
    """What a commission comes to: the scenarios, and the mutants in their order."""

    bank: Bank
    mutants: tuple[Mutant, ...]


class Run(NamedTuple):
    """What became of the mutants; `finished` says that all have been tried."""

    tallies: tuple[Tally, ...]
    finished: bool


class _Chunk(NamedTuple):
    commission: Commission
    start: int
    stop: int


@lru_cache(maxsize=16)
def bench_of(commission: Commission) -> Bench:
    """Load a protocol with its scenarios and its mutants, once in a process."""
    protocol = load(commission.protocol)
    bank = Bank(protocol, bank_for(commission.paths, [protocol]).entries_on(protocol))
    return Bench(bank, mutants_of(protocol, commission.operators, commission.clauses))


def bank_for(paths: Sequence[str], protocols: Iterable[Protocol]) -> Scenarios:
    """Read the scenarios below some paths, once in a process for all protocols that ship.

    Without any path there are none.
    """
    others = tuple(each for each in protocols if not is_shipped(each))
    return _read(tuple(paths), others)


@lru_cache(maxsize=4)
def _read(paths: tuple[str, ...], protocols: tuple[Protocol, ...]) -> Scenarios:
    if not paths:
        return Scenarios((), 0)
    return read_bank(paths, {each.council: each for each in protocols})


def run(
    commissions: Sequence[Commission],
    jobs: int = 1,
    tell: Callable[[int, int], object] | None = None,
) -> Run:
    """Try every mutant; `tell` is told now and again how many more have been tried, of how many.

    The outcome is the same for any number of `jobs`. Ctrl-C ends the run with what is done. Raises
    `InvalidInput` where a scenario fails before anything is changed.
    """
    # The files may have changed since another run.
    bench_of.cache_clear()
    _read.cache_clear()
    benches = [bench_of(each) for each in commissions]
    for bench in benches:
        bench.bank.check()
    chunks = [
        _Chunk(commission, start, min(start + _CHUNK, len(bench.mutants)))
        for commission, bench in zip(commissions, benches, strict=True)
        for start in range(0, len(bench.mutants), _CHUNK)
    ]
    total = sum(len(bench.mutants) for bench in benches)
    found: dict[Commission, list[Outcome]] = {each: [] for each in commissions}
    finished = False
    try:
        for chunk, outcomes in zip(chunks, in_processes(_try, chunks, jobs), strict=True):
            found[chunk.commission] += outcomes
            if tell is not None:
                tell(len(outcomes), total)
        finished = True
    except KeyboardInterrupt:
        pass
    tallies = (
        Tally(bench.bank.protocol.council, len(bench.bank.checks), len(bench.mutants), tuple(those))
        for bench, those in zip(benches, found.values(), strict=True)
    )
    return Run(tuple(tallies), finished)


def outcome_of(bank: Bank, mutant: Mutant) -> Outcome:
    """Try one mutant."""
    trial = Trial(bank, mutant)
    check = trial.noticed_by()
    if check is not None:
        return Outcome.of(mutant, Fate.KILLED, check.name)
    try:
        told = trial.story()
    except NotDecided as error:
        return Outcome.of(mutant, Fate.NOT_DECIDED, f"not decided: {error}")
    if told is None:
        return Outcome.of(mutant, Fate.EQUIVALENT)
    return Outcome.of(mutant, Fate.SURVIVED, what_notices(mutant, told, bank.protocol))


def _try(chunk: _Chunk) -> list[Outcome]:
    bench = bench_of(chunk.commission)
    mutants = bench.mutants[chunk.start : chunk.stop]
    return [outcome_of(bench.bank, each) for each in mutants]
