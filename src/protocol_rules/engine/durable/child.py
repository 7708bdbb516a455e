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
        self._charts: dict[str, _Made] = {}
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
                self._charts[name] = self._chart(name, request["states"])
                return {"loaded": 1}
            case "walk":
                chart = self._charts[name]
                return {"entered": [self._walk(chart, marks) for marks in request["walks"]]}
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

    def _chart(self, name: str, states: dict[str, dict[str, str]]) -> _Made:
        made = {
            state: {
                f"{state}_{mark}": {
                    **_rule({"$and": [_MARKED, {"mark": mark}]}, self._noting(to)),
                    "to": to,
                }
                for mark, to in leaving.items()
            }
            for state, leaving in states.items()
        }
        return self._engine.Statechart(name, _NoHost(), made)

    def _walk(self, chart: _Made, marks: list[str]) -> list[str]:
        """Post one mark after the other in a session of its own, and forget it again."""
        self._fired = []
        for number, mark in enumerate(marks):
            event = {"id": str(number), "mark": mark, **_MARKED, "sid": _SESSION}
            chart.do_actions(chart.assert_event(event), _stop_on_error)
        chart.delete_state(_SESSION)
        return self._fired

    def _noting(self, name: str) -> Callable[[Any], None]:
        # One parameter only: with two, it would be taken for an asynchronous action.
        return lambda _: self._fired.append(name)


def _rule(pattern: dict[str, Any], run: Callable[[Any], None]) -> dict[str, Any]:
    return {"all": [{"m": pattern}], "run": run}


def _stop_on_error(error: object, _: object) -> None:
    if error:
        raise RuntimeError(str(error))


if __name__ == "__main__":
    sys.exit(main())
