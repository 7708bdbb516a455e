"""The child process: it matches plain data with `durable_rules`, and may die without harm.

It is run as a program of its own and imports nothing of this library. On each line of its input
stands a request, on each line of its output the answer, both as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import typing
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["main"]

_SESSION = "s"
_MOST_KEPT = 256  # walks; each takes some memory, and 1,024 sessions end in a crash
_MARKED = {"k": "s"}  # stands in every pattern, so that none can match the engine's own state
_SENTINEL = "sentinel"


def main() -> int:
    """Answer requests until the input ends."""
    # What the C library prints by itself must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    try:
        engine = import_module("durable.engine")
    except ImportError as error:
        print(json.dumps({"missing": str(error)}), file=answers, flush=True)
        return 1
    print(json.dumps({"ready": True}), file=answers, flush=True)
    matcher = _Matcher(engine)
    for line in sys.stdin:
        try:
            answer = matcher.answer(json.loads(line))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other side has to know
            answer = {"error": f"{type(error).__name__}: {getattr(error, 'message', error)}"}
        print(json.dumps(answer), file=answers, flush=True)
    return 0


class _Made(typing.Protocol):
    """What is used of a ruleset or a statechart of the library."""

    def assert_fact(self, fact: dict[str, str]) -> object: ...

    def assert_event(self, event: dict[str, str]) -> object: ...

    def do_actions(self, state: object, complete: Callable[[object, object], None]) -> None: ...

    def delete_state(self, sid: str) -> None: ...


class _NoHost:
    """A host would start timers in the background."""

    def get_action(self, name: str) -> None:
        raise KeyError(name)


class _Matcher:
    def __init__(self, engine: ModuleType) -> None:
        self._engine = engine
        self._rulesets: dict[str, list[_Made]] = {}
        self._charts: dict[str, _Chart] = {}
        self._fired: list[str] = []

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what is asked: load rulesets or a chart, match facts, or walk through a chart."""
        name = request["name"]
        match request["do"]:
            case "load":
                made = [self._ruleset(f"{name}_{n}", r) for n, r in enumerate(request["rulesets"])]
                self._rulesets[name] = made
                return {"loaded": len(made)}
            case "match":
                rulesets = self._rulesets[name]
                return {
                    "fired": [self._match(rulesets[int(n)], fact) for n, fact in request["facts"]]
                }
            case "chart":
                self._charts[name] = _Chart(self._engine, name, request["states"])
                return {"loaded": 1}
            case "walk":
                chart = self._charts[name]
                before = chart.posted
                chart.forget(request["gone"])
                entered = [chart.walk(key, marks) for key, marks in request["walks"]]
                return {"entered": entered, "posted": chart.posted - before}
            case other:
                raise ValueError(other)

    def _ruleset(self, name: str, rules: list[dict[str, str]]) -> _Made:
        made = {
            f"r{number}": _rule({"$and": [_MARKED, *({key: rule[key]} for key in rule)]},
                                self._noting(str(number)))
            for number, rule in enumerate(rules)
        }  # fmt: skip
        made[_SENTINEL] = _rule(_MARKED, self._noting(_SENTINEL))
        return self._engine.Ruleset(name, _NoHost(), made)

    def _match(self, ruleset: _Made, fact: dict[str, str]) -> list[int]:
        """Assert one fact in a session of its own, and forget it again."""
        self._fired = []
        told = {**fact, **_MARKED, "sid": _SESSION}
        ruleset.do_actions(ruleset.assert_fact(told), _stop_on_error)
        # INVARIANT: a session is deleted only where a rule has fired in it; else that would crash.
        if _SENTINEL not in self._fired:
            raise RuntimeError("the rule that always fires did not")
        ruleset.delete_state(_SESSION)
        return [int(each) for each in self._fired if each != _SENTINEL]

    def _noting(self, name: str) -> Callable[[Any], None]:
        # One parameter only: with two, it would be taken for an asynchronous action.
        return lambda _: self._fired.append(name)


class _Walk(typing.NamedTuple):
    """One walk through a chart: its session, the marks that were posted, the states entered."""

    sid: str
    marks: list[str]
    entered: list[str]


class _Chart:
    """A statechart, and the walks through it that are kept, each in a session of its own.

    INVARIANT: a session is where its marks have led it, so whoever asks with more marks goes on
    from there, and whoever asks with others is led from the beginning.
    """

    def __init__(self, engine: ModuleType, name: str, states: dict[str, dict[str, str]]) -> None:
        self._entered: list[str] = []
        self._made: _Made = engine.Statechart(name, _NoHost(), self._rules(states))
        self._kept: dict[str, _Walk] = {}
        self._free = [f"{_SESSION}{number}" for number in range(_MOST_KEPT + 1)]
        self.posted = 0

    def walk(self, key: str, marks: list[str]) -> list[str]:
        """Give the states that the marks lead through; of an empty key nothing is kept."""
        walk = self._kept.pop(key, None)
        if walk is not None and walk.marks != marks[: len(walk.marks)]:
            self._end(walk)
            walk = None
        if walk is None:
            if len(self._kept) >= _MOST_KEPT:
                self.forget([next(iter(self._kept))])
            walk = _Walk(self._free.pop(), [], [])
        for mark in marks[len(walk.marks) :]:
            self._post(walk, mark)
        if key:
            self._kept[key] = walk
        else:
            self._end(walk)
        return walk.entered

    def forget(self, keys: list[str]) -> None:
        """Keep some walks no longer."""
        for key in keys:
            walk = self._kept.pop(key, None)
            if walk is not None:
                self._end(walk)

    def _post(self, walk: _Walk, mark: str) -> None:
        event = {"id": str(len(walk.marks)), "mark": mark, **_MARKED, "sid": walk.sid}
        self._entered = walk.entered
        self._made.do_actions(self._made.assert_event(event), _stop_on_error)
        walk.marks.append(mark)
        self.posted += 1

    def _end(self, walk: _Walk) -> None:
        # INVARIANT: a session is deleted only where a rule has fired in it; else that would crash.
        if walk.entered:
            self._made.delete_state(walk.sid)
            self._free.append(walk.sid)

    def _rules(self, states: dict[str, dict[str, str]]) -> dict[str, Any]:
        return {
            state: {
                f"{state}_{mark}": {
                    **_rule({"$and": [_MARKED, {"mark": mark}]}, self._noting(to)),
                    "to": to,
                }
                for mark, to in leaving.items()
            }
            for state, leaving in states.items()
        }

    def _noting(self, name: str) -> Callable[[Any], None]:
        return lambda _: self._entered.append(name)


def _rule(pattern: dict[str, Any], run: Callable[[Any], None]) -> dict[str, Any]:
    return {"all": [{"m": pattern}], "run": run}


def _stop_on_error(error: object, _: object) -> None:
    if error:
        raise RuntimeError(str(error))


if __name__ == "__main__":
    sys.exit(main())
