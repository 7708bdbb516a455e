"""Work that is shared out among several processes, and given back in its order."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

__all__ = ["in_processes"]

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_processes(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int
) -> Iterator[Result]:
    """Give what becomes of some tasks, in their order, with as many processes as `jobs` at once.

    Where one is enough, it is this one.
    """
    if jobs == 1 or len(tasks) < 2:  # noqa: PLR2004 - one needs no company
        yield from map(work, tasks)
        return
    # Started anew, a process behaves alike on every system.
    context = get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), context, _leave_interrupts_to_the_first)
    try:
        yield from pool.map(work, tasks)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_the_first() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
