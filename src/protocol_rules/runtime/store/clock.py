"""The clock of a store: what days that come change in its cases, and what has another last day."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Select, false, select, update

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.runtime.case import Case
from protocol_rules.runtime.event_data import protocol_names
from protocol_rules.runtime.steps import Step
from protocol_rules.runtime.store.basis import basis_of, has_moved, note
from protocol_rules.runtime.store.faults import refusing
from protocol_rules.runtime.store.reading import Reader
from protocol_rules.runtime.store.rows import moved, standing_of
from protocol_rules.runtime.store.schema import CASES

__all__ = ["BATCH", "Clock", "Ticked"]

BATCH = 500
_MOVED = "the bank holidays or the rules are others than when it was last looked at"


class Ticked(NamedTuple):
    """A case in which something has changed by itself, and what."""

    case: Case
    steps: tuple[Step, ...]


class _Line(NamedTuple):
    """A case, the day on which it was looked at, and the last days that were told on it."""

    case: Case
    looked_on: date
    dues: Mapping[str, str]


class Clock:
    """Goes through the cases in which something may change by itself, and through no others."""

    def __init__(self, engine: Engine, reader: Reader, where: str) -> None:
        """Take the database, and what reads cases from it."""
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._reader = reader
        self._where = where
        self._last = ""
        self._passed: dict[str, tuple[Diagnostic, ...]] = {}

    def tick(self, today: date) -> Iterator[Ticked]:
        """Tell what has changed by the end of a day; at the end raise what was passed over."""
        yield from self._renewed()
        while (batch := self._loaded(self._due(today))) is not None:
            for each in batch:
                # What an event changed was told when it was recorded.
                steps = each.case.changes(each.looked_on, today)
                steps = tuple(step for step in steps if step.event is None)
                if steps:
                    yield Ticked(each.case, steps)
            self._mark((each.case, today) for each in batch)
        if self._passed:
            raise InvalidInput([fault for each in self._passed.values() for fault in each])

    def _renewed(self) -> Iterator[Ticked]:
        """Look at every open case anew where bank holidays or rules are others than before."""
        with self._reading() as connection:
            if not has_moved(connection):
                return
        names: set[str] = set()
        last = ""
        while (batch := self._loaded(self._open_after(last))) is not None:
            for each in batch:
                state = each.case.at(each.looked_on)
                names.update(protocol_names(each.case))
                changed = tuple(moved(each.dues, state))
                if changed:
                    step = Step(each.looked_on, None, {}, changed, reason=_MOVED)
                    yield Ticked(each.case, (step,))
            self._mark((each.case, each.looked_on) for each in batch)
            last = self._last
        with refusing(self._where), self._writing.begin() as connection:
            note(connection, basis_of(names))

    def _due(self, today: date) -> Select[Any]:
        due = select(CASES).where(CASES.c.next_day <= today)
        return due.order_by(CASES.c.next_day, CASES.c.id)

    def _open_after(self, last: str) -> Select[Any]:
        after = select(CASES).where(CASES.c.closed == false(), CASES.c.id > last)
        return after.order_by(CASES.c.id)

    def _loaded(self, query: Select[Any]) -> list[_Line] | None:
        """Load the next cases; those that cannot be read are passed over, and told in the end."""
        with self._reading() as connection:
            chosen = query.where(CASES.c.id.not_in([*self._passed])).limit(BATCH)
            rows = {row.id: row for row in connection.execute(chosen)}
            if not rows:
                return None
            self._last = [*rows][-1]
            found, faults = self._reader.sound(connection, [*rows])
        self._passed |= faults
        return [
            _Line(case, rows[case.id].looked_on, json.loads(rows[case.id].dues or "{}"))
            for case in found
        ]

    def _mark(self, looked: Iterable[tuple[Case, date]]) -> None:
        with refusing(self._where), self._writing.begin() as connection:
            for case, day in looked:
                values = {"looked_on": day, **standing_of(case.at(day))}
                # Where somebody has recorded an event since, that has set the next day.
                connection.execute(
                    update(CASES)
                    .where(CASES.c.id == case.id, CASES.c.events == len(case.events))
                    .values(values)
                )

    @contextmanager
    def _reading(self) -> Generator[Connection]:
        with refusing(self._where), self._engine.connect() as connection:
            yield connection
