"""A process for each side, so that none disturbs another's memory; one works at a time."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

from sides import side
from workload import workload

__all__ = ["Unavailable", "Worker"]

AT_LEAST = 0.02
"""Seconds for which one figure is measured."""


class Unavailable(Exception):
    """A side cannot be had, or its process has ended."""


class Worker:
    """One side in a process of its own, asked for one thing at a time."""

    def __init__(self, name: str, councils: Sequence[str], *, beforehand: bool = False) -> None:
        """Start the process; raises `Unavailable` where it cannot make its engines."""
        self.name = f"{name}, beforehand" if beforehand else name
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        arguments = (name, councils, beforehand, theirs)
        self._process = context.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        self.calls: frozenset[str] = self._receive()

    def answers(self, council: str, kind: str) -> list[frozenset[str]]:
        """Give the norms that apply in each `sparse` or each `whole` scenario."""
        return self._ask("answers", council, kind)

    def seconds(self, council: str, kind: str, call: str) -> float:
        """Time a call on each scenario of a kind in turn; give the seconds for one scenario."""
        return self._ask("seconds", council, kind, call)

    def loading(self, council: str) -> float:
        """Time making the engine of a council, and asking it once."""
        return self._ask("loading", council)

    def stop(self) -> None:
        """End the process."""
        self._connection.close()
        self._process.join()

    def _ask(self, *request: str) -> Any:
        self._connection.send(request)
        return self._receive()

    def _receive(self) -> Any:
        try:
            reply = self._connection.recv()
        except EOFError:
            self._process.join()
            message = f"its process ended with {self._process.exitcode}"
            raise Unavailable(message) from None
        if isinstance(reply, Unavailable):
            raise reply
        return reply


class _Desk:
    """What a process keeps ready, and what it can be asked."""

    def __init__(self, name: str, councils: Sequence[str], *, beforehand: bool) -> None:
        self._works = {council: workload(council) for council in councils}
        self._sides = {
            council: side(name, work, beforehand=beforehand)
            for council, work in self._works.items()
        }
        self._told = {
            (council, kind): [self._sides[council].told(each) for each in getattr(work, kind)]
            for council, work in self._works.items()
            for kind in ("sparse", "whole")
        }
        some = next(iter(self._sides.values()))
        self.calls = frozenset(
            call for call in ("evaluate", "listed", "explained", "loaded") if getattr(some, call)
        )

    def answers(self, council: str, kind: str) -> list[frozenset[str]]:
        compared = {norm.address for norm in self._works[council].encoded.norms}
        listed = self._sides[council].listed
        return [compared.intersection(listed(each)) for each in self._told[council, kind]]

    def seconds(self, council: str, kind: str, call: str) -> float:
        told = self._told[council, kind]
        return _timed(getattr(self._sides[council], call), told) / len(told)

    def loading(self, council: str) -> float:
        loaded = self._sides[council].loaded
        return _timed(lambda _: loaded(), [None])


def _timed(call: Callable[[Any], object], each_of: Sequence[Any]) -> float:
    """Give the seconds of one pass over the scenarios, after one that warms up."""
    passes, passed = 0, 0.0
    for each in each_of:
        call(each)
    while passed < AT_LEAST:
        start = perf_counter()
        for each in each_of:
            call(each)
        passed += perf_counter() - start
        passes += 1
    return passed / passes


def _serve(
    name: str,
    councils: Sequence[str],
    beforehand: bool,  # noqa: FBT001 - a process passes no keywords
    connection: Connection,
) -> None:
    try:
        desk = _Desk(name, councils, beforehand=beforehand)
    except Exception as fault:  # noqa: BLE001 - a peer may fail in any way
        connection.send(Unavailable(f"{type(fault).__name__}: {fault}"))
        return
    # What is there now stays: the collector need not look at it again with every pass.
    gc.collect()
    gc.freeze()
    connection.send(desk.calls)
    while True:
        try:
            request, *details = connection.recv()
        except EOFError:
            return
        connection.send(getattr(desk, request)(*details))
