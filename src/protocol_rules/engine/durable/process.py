"""The safe adapter: it starts the child, asks it, and bears whatever becomes of it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar
from weakref import finalize

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.engine.durable.watch import Watch

__all__ = ["Adapter", "ChildFailed", "adapter"]

_CHILD: Final = Path(__file__).with_name("child.py")
_LIMIT: Final = 30.0  # seconds; an answer takes a few milliseconds
_TRIES: Final = 2
_MOST_LOADED: Final = 40
_LOG: Final = logging.getLogger("protocol_rules.durable")
_FIRST_WITHOUT: Final = (3, 13)

Asked = TypeVar("Asked")


class ChildFailed(Exception):
    """The child died, hung, or answered something else than what it was asked."""


class Adapter:
    """One child process with the rulesets that it was given; it is started when it is asked.

    A child that fails is done away with, and what it was asked is asked of another one; after a
    second failure the question is refused. `failures` tells what has gone wrong.
    """

    def __init__(self, command: Sequence[str] | None = None, limit: float = _LIMIT) -> None:
        """Take the command that starts the child, and how many seconds an answer may take."""
        self._command = command or (sys.executable, "-P", "-W", "ignore", str(_CHILD))
        self._limit = limit
        self._child: subprocess.Popen[str] | None = None
        self._watch: Watch | None = None
        self._owner = 0
        self._loaded: set[str] = set()
        self._lock = Lock()
        self._close = finalize(self, lambda: None)
        self._dropped: deque[str] = deque()
        self.failures: list[str] = []

    def start(self) -> None:
        """See that there is a child; raises `InvalidInput` where there can be none."""
        with self._lock:
            self._tried(self._alive)

    def match(
        self,
        name: str,
        rulesets: Sequence[Sequence[Mapping[str, str]]],
        facts: Sequence[tuple[int, Mapping[str, str]]],
    ) -> list[list[int]]:
        """Tell for each fact which rules of the ruleset of that number fire."""
        load = {"do": "load", "name": name, "rulesets": rulesets}
        return self._asked(load, {"do": "match", "name": name, "facts": facts}, "fired", len(facts))

    def walk(
        self,
        name: str,
        states: Mapping[str, Mapping[str, str]],
        walks: Sequence[tuple[str, Sequence[str]]],
    ) -> list[list[str]]:
        """Tell for each row of marks which states of a chart are entered, one after the other.

        A row with a key is gone on with where it stood, and from its beginning where it began
        otherwise, or where the child has forgotten it.
        """
        gone = [self._dropped.popleft() for _ in range(len(self._dropped))]
        load = {"do": "chart", "name": name, "states": states}
        request = {"do": "walk", "name": name, "walks": walks, "gone": gone}
        return self._asked(load, request, "entered", len(walks))

    def forget(self, keys: Sequence[str]) -> None:
        """Have the child forget rows of marks, the next time that it is asked.

        It may be called at any moment, while memory is being cleared up as well.
        """
        self._dropped.extend(keys)

    def stop(self) -> None:
        """End the child."""
        self._close()
        self._child = None
        self._loaded = set()

    def _asked(
        self, load: Mapping[str, Any], request: Mapping[str, Any], key: str, count: int
    ) -> list[list[Any]]:
        with self._lock:
            return self._tried(lambda: self._once(load, request, key, count))

    def _tried(self, ask: Callable[[], Asked]) -> Asked:
        for _ in range(_TRIES):
            try:
                return ask()
            except ChildFailed as failure:
                self.failures.append(str(failure))
                _LOG.warning("the child of the engine `durable` failed: %s", failure)
                self.stop()
        message = f"the engine `durable` failed {_TRIES} times: {self.failures[-1]}"
        hint = "leave it out: the engine `own` does without it"
        raise InvalidInput([Diagnostic("engine-failed", message, hint=hint)])

    def _once(
        self, load: Mapping[str, Any], request: Mapping[str, Any], key: str, count: int
    ) -> list[list[Any]]:
        name = request["name"]
        if name not in self._loaded and len(self._loaded) >= _MOST_LOADED:
            self.stop()  # it does not give back all the memory of a ruleset
        child = self._alive()
        if name not in self._loaded:
            self._exchanged(child, load, "loaded")
            self._loaded.add(name)
        answer = self._exchanged(child, request, key)
        if not isinstance(answer, list) or len(answer) != count:  # pyright: ignore[reportUnknownArgumentType]
            raise ChildFailed(f"it gave {answer!r}")
        return answer  # pyright: ignore[reportUnknownVariableType]

    def _alive(self) -> subprocess.Popen[str]:
        """Give the child, a new one where there is none, or where it is that of a parent."""
        if self._child is not None and self._owner == os.getpid():
            return self._child
        child = subprocess.Popen(  # noqa: S603 - our own program, by our own Python
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, encoding="ascii", errors="replace",
        )  # fmt: skip
        self._loaded = set()
        self._owner = os.getpid()
        self._watch = Watch(child, self._limit)
        self._close = finalize(self, _end, child, self._watch, self._owner)
        self._child = child
        hello = self._read(child)
        if "missing" in hello:
            self.stop()
            raise InvalidInput([_missing(str(hello["missing"]))])
        if hello != {"ready": True}:
            self.stop()
            raise ChildFailed(f"it began with {hello!r}")
        return child

    def _exchanged(
        self, child: subprocess.Popen[str], request: Mapping[str, Any], key: str
    ) -> object:
        assert child.stdin is not None  # noqa: S101 - for pyright: it is a pipe
        try:
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
        except OSError:
            pass  # it has died, which reading will tell
        answer = self._read(child)
        if key not in answer:
            raise ChildFailed(str(answer.get("error", f"it gave {answer!r}")))
        return answer[key]

    def _read(self, child: subprocess.Popen[str]) -> dict[str, Any]:
        """Read one answer; the child is killed where it does not come."""
        assert child.stdout is not None and self._watch is not None  # noqa: S101, PT018 - for pyright
        with self._watch.waiting():
            line = child.stdout.readline()
        if not line:
            code = child.wait(self._limit)
            late = f"no answer in {self._limit} s"
            raise ChildFailed(late if self._watch.has_killed else f"it died with the code {code}")
        try:
            answer = json.loads(line)
        except ValueError:
            answer = line
        if not isinstance(answer, dict):
            raise ChildFailed(f"it gave {line[:80]!r}")
        return answer  # pyright: ignore[reportUnknownVariableType]


def _end(child: subprocess.Popen[str], watch: Watch, owner: int) -> None:
    watch.stop()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue  # what was not sent yet has nobody to go to
    if owner == os.getpid():
        child.kill()
        child.wait()


def _missing(error: str) -> Diagnostic:
    message = f"the engine `durable` needs the library `durable_rules`, and there is none: {error}"
    if sys.version_info >= _FIRST_WITHOUT:
        hint = "it cannot be imported on Python 3.13; use 3.11 or 3.12, or the engine `own`"
    else:
        hint = "pip install 'protocol-rules[durable]' (with a C compiler), or the engine `own`"
    return Diagnostic("missing-extra", message, hint=hint)


@cache
def adapter() -> Adapter:
    """Give the one adapter of this process."""
    return Adapter()
