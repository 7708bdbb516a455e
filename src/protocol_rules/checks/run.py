"""The runner: every scenario that is meant, under each protocol of which it expects something."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from protocol_rules.checks.bank import Listed, Pair, Protocols, read_one
from protocol_rules.checks.expression import Chooser, read_expression
from protocol_rules.checks.judge import judge
from protocol_rules.checks.surprise import Difference, Surprise, differences_in, surprises_in
from protocol_rules.diagnostics import Diagnostic, InvalidInput, Span
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.validation import Path

__all__ = ["Checked", "FileResult", "Run", "Silent", "Wanted", "check_all", "check_pair"]

_LARGE = 1_000_000
"""From so many bytes of scenarios on, a second process saves more time than it takes to start."""


class ProcessLost(ProtocolRulesError):
    """A process of the run ended before it gave its results."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a bank is to be checked.

    `expression` chooses by names, `tags` by tags (any of them), `protocols` by name or path; a
    path stands in for what ships of that council.
    """

    expression: str = ""
    tags: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One scenario under one protocol, and in what its answer is not as expected."""

    name: str
    protocol: str
    tags: tuple[str, ...]
    span: Span
    path: Path
    seconds: float
    differences: tuple[Difference, ...] = ()
    surprises: tuple[Surprise, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the answer is as expected."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Silent:
    """A scenario that expects nothing of any protocol."""

    name: str
    span: Span


@dataclass(slots=True)
class FileResult:
    """What has become of one file: what was checked, left out, or expects nothing; its faults."""

    file: str
    digest: str = ""
    checked: list[Checked] = field(default_factory=list[Checked])
    left_out: int = 0
    silent: list[Silent] = field(default_factory=list[Silent])
    is_passed_over: bool = False
    faults: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """The results of all files, and whether the run was interrupted before it came to the end."""

    results: tuple[FileResult, ...]
    interrupted: bool
    seconds: float

    @property
    def checked(self) -> tuple[Checked, ...]:
        """Everything that was checked, in the order of the bank."""
        return tuple(one for each in self.results for one in each.checked)

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """All faults of all files."""
        return tuple(fault for each in self.results for fault in each.faults)

    @property
    def silent(self) -> tuple[Silent, ...]:
        """The scenarios that expect nothing."""
        return tuple(one for each in self.results for one in each.silent)

    @property
    def failed(self) -> tuple[Checked, ...]:
        """What is not as expected."""
        return tuple(each for each in self.checked if not each.passed)


@dataclass(slots=True)
class _Checker:
    """Checks one file after the other; each process has one."""

    wanted: Wanted
    meant: Chooser
    councils: frozenset[str]
    protocols: Protocols

    @classmethod
    def of(cls, wanted: Wanted) -> _Checker:
        """Read the expression and load what is named; raises `InvalidInput`."""
        meant = read_expression(wanted.expression) if wanted.expression.strip() else _everything
        loaded = [Protocols().named(name) for name in wanted.protocols]
        councils = frozenset(each.council for each in loaded)
        instead = {each.council: each for each in loaded}
        return cls(wanted, meant, councils, Protocols(instead))

    def check(self, listed: Listed, result: FileResult) -> None:
        """Check a file, and note in its result whatever is done as soon as it is done."""
        faults: list[Diagnostic] = []
        try:
            file = read_one(listed, self.protocols)
        except InvalidInput as error:
            result.faults = error.diagnostics
            return
        if file is None:
            result.is_passed_over = True
            return
        result.digest = file.digest
        if not (self.councils or self.wanted.tags):
            result.silent += (
                Silent(_name(each), _spot(each))
                for each in file.entries
                if not each.expectations and self.meant((listed.path, each.story.name))
            )
        for pair in file.pairs:
            if not self._is_wanted(pair):
                result.left_out += 1
                continue
            try:
                result.checked.append(check_pair(pair))
            except InvalidInput as error:
                faults += _placed(error, pair)
        result.faults = tuple(dict.fromkeys(faults))

    def _is_wanted(self, pair: Pair) -> bool:
        if self.councils and pair.protocol.council not in self.councils:
            return False
        tags = self.wanted.tags
        return (not tags or not set(tags).isdisjoint(pair.tags)) and self.meant(pair.names)


def check_pair(pair: Pair) -> Checked:
    """Evaluate a scenario under one protocol, and hold its expectation against the answer."""
    entry, council = pair.entry, pair.council
    begun = perf_counter()
    (judgement,) = judge(entry, lambda name: pair.protocol if name == council else None)
    seconds = perf_counter() - begun
    differences = differences_in(judgement, entry.expectations[council])
    return Checked(
        _name(entry),
        council,
        pair.tags,
        _spot(entry),
        entry.place.path,
        seconds,
        differences,
        surprises_in(judgement.answer, differences),
    )


def check_all(
    files: Sequence[Listed],
    wanted: Wanted,
    *,
    jobs: int = 0,
    told: Callable[[FileResult], None] = lambda _: None,
) -> Run:
    """Check files, in several processes where that pays; `jobs` says in how many at most.

    `told` hears of each file that is done. Ctrl-C ends the run, which gives what was done till
    then. Raises `InvalidInput` where the expression is wrong or a protocol cannot be loaded.
    """
    begun = perf_counter()
    checker = _Checker.of(wanted)
    results = [FileResult(each.path) for each in files]
    count = min(jobs or _jobs_for(files), len(files))
    interrupted = False
    try:
        if count > 1:
            for at, result in _in_processes(files, wanted, count):
                results[at] = result
                told(result)
        else:
            for listed, result in zip(files, results, strict=True):
                checker.check(listed, result)
                told(result)
    except KeyboardInterrupt:
        interrupted = True
    return Run(tuple(results), interrupted, perf_counter() - begun)


def _in_processes(
    files: Sequence[Listed], wanted: Wanted, count: int
) -> Iterator[tuple[int, FileResult]]:
    # Imported here because a small bank does without.
    from concurrent.futures import ProcessPoolExecutor, as_completed  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    pool = ProcessPoolExecutor(count, initializer=_begin, initargs=(wanted,))
    try:
        places = {pool.submit(_check_in_process, each): at for at, each in enumerate(files)}
        for done in as_completed(places):
            yield places[done], done.result()
    except BrokenProcessPool:
        message = "a process of the run was ended from outside; `--jobs 1` does without others"
        raise ProcessLost(message) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_checkers: list[_Checker] = []
"""The checker of a process that was started for a run."""


def _begin(wanted: Wanted) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    _checkers[:] = [_Checker.of(wanted)]


def _check_in_process(listed: Listed) -> FileResult:
    result = FileResult(listed.path)
    _checkers[0].check(listed, result)
    return result


def _jobs_for(files: Sequence[Listed]) -> int:
    size = sum(os.stat(each.path).st_size for each in files)  # noqa: PTH116 - the path is a text
    return min(_cores(), size // _LARGE + 1)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _everything(_: object) -> bool:
    return True


def _name(entry: ScenarioEntry) -> str:
    """Name a scenario, one without a name by its number in the file."""
    numbers = (each + 1 for each in reversed(entry.place.path) if isinstance(each, int))
    return entry.story.name or f"scenario {next(numbers, 1)}"


def _spot(entry: ScenarioEntry) -> Span:
    place = entry.place / "name"
    return place.span if place.is_there else entry.place.span


def _placed(error: InvalidInput, pair: Pair) -> Iterator[Diagnostic]:
    """Give the faults of a pair, those without a place at the scenario."""
    for each in error.diagnostics:
        if each.span is not None:
            yield each
        else:
            yield pair.entry.place.source.diagnostic(
                each.code, each.message, pair.entry.place.path, hint=each.hint
            )
