"""Scenario checks in tests that are written in Python."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from protocol_rules.checks.bank import Pair
from protocol_rules.checks.run import check_pair
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import scenarios_in
from protocol_rules.report.checked import failure
from protocol_rules.resolve import load
from protocol_rules.source import parse

__all__ = ["assert_scenario"]

_NAME = "assert_scenario"


def assert_scenario(  # noqa: PLR0913 - a scenario has that many parts
    protocol: Protocol | str,
    given: Mapping[str, object],
    *,
    about: str | Iterable[str] = (),
    occasions: Mapping[str, object] | None = None,
    today: date | str | None = None,
    reading: str = "as_given",
    **expected: object,
) -> None:
    """Hold the answer of a protocol to a scenario against what is expected of it.

    `protocol` is one that is loaded, or its name or path; `expected` has the keys of the
    expectation in a scenario file. Raises `AssertionError` that says in what the answer differs,
    and `InvalidInput` for unknown words, facts and clauses.

    >>> assert_scenario(
    ...     "thanet",
    ...     {"absence.working_days": 6, "absence.out_of_office_reply": True},
    ...     applies=["9.1.5"],
    ... )
    """
    __tracebackhide__ = True  # pytest shows the line of the test, and not this one
    loaded = protocol if isinstance(protocol, Protocol) else load(protocol)
    written = {
        "name": _NAME,
        "protocol": loaded.council,
        "given": given,
        "about": [about] if isinstance(about, str) else [*about],
        "occasions": occasions,
        "today": today,
        "reading": reading,
        "expect": expected,
    }
    said = {key: _plain(value) for key, value in written.items() if value or key == "expect"}
    source = parse(json.dumps(said), f"<{_NAME}>")
    (entry,) = scenarios_in(source, loaded.vocabulary)
    checked = check_pair(Pair(entry, loaded.council, loaded))
    if not checked.passed:
        raise AssertionError(failure(checked))


def _plain(value: object) -> object:
    """Give what a scenario file would hold: texts, lists and mappings."""
    match value:
        case date():
            return value.isoformat()
        case Mapping():
            entries = cast("Mapping[object, object]", value).items()
            return {str(key): _plain(each) for key, each in entries}
        case str():
            return value
        case set() | frozenset():
            return sorted(map(str, cast("Iterable[object]", value)))
        case list() | tuple():
            return [_plain(each) for each in cast("Iterable[object]", value)]
        case _:
            return value
