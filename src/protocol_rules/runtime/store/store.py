"""A store of cases: what was acknowledged is there, whatever happens to the process after."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.resolve import load
from protocol_rules.runtime.case import Case, check_case_id
from protocol_rules.runtime.event_data import case_data, event_from, new_case
from protocol_rules.runtime.recording import Told
from protocol_rules.runtime.steps import Step
from protocol_rules.runtime.store.connect import connected, shown
from protocol_rules.runtime.store.faults import CaseHasMoved, refusing
from protocol_rules.runtime.store.schema import CASES, EVENTS

__all__ = ["Store", "Ticked"]

_BATCH = 500
_TRIES = 100


class Ticked(NamedTuple):
    """A case in which a day changed something by itself, and what it changed."""

    case: Case
    steps: tuple[Step, ...]


class Store:
    """Cases in a database: an SQLite file by its path, or a PostgreSQL server by its address.

    Two writers never lose an event: whoever comes second is told `CaseHasMoved`, and `record`
    tries again with the case as it has become.
    """

    def __init__(self, where: str, *, create: bool = True) -> None:
        """Open the store, and make its tables where there are none."""
        self._where = shown(where)
        self._protocols: dict[str, Protocol] = {}
        with refusing(self._where):
            self._engine: Engine = connected(where, create=create)
            self._writing = self._engine.execution_options(writes=True)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ids(self) -> tuple[str, ...]:
        """Name all cases."""
        with refusing(self._where), self._engine.connect() as connection:
            return tuple(connection.scalars(select(CASES.c.id).order_by(CASES.c.id)))

    def add(self, *cases: Case) -> None:
        """Keep new cases with all their events, or none of them; an id is given once."""
        with refusing(self._where):
            try:
                with self._writing.begin() as connection:
                    connection.execute(insert(CASES), [_row(each) for each in cases])
                    rows = [row for each in cases for row in _event_rows(each, 0)]
                    if rows:
                        connection.execute(insert(EVENTS), rows)
            except IntegrityError:
                known = {*self.ids()}
                there = ", ".join(quote(each.id) for each in cases if each.id in known)
                message = f"there is a case {there} already"
                raise InvalidInput([Diagnostic("case-exists", message)]) from None

    def load(self, case_id: str) -> Case:
        """Give a case with all its events; raises `InvalidInput` where there is none."""
        check_case_id(case_id)
        with refusing(self._where), self._engine.connect() as connection:
            found = self._cases(connection, [case_id])
        if not found:
            hint = did_you_mean(case_id, self.ids())
            message = f"there is no case {quote(case_id)} in the store {self._where}"
            raise InvalidInput([Diagnostic("unknown-case", message, hint=hint)])
        return found[0]

    def save(self, case: Case, known: int) -> None:
        """Keep the events of a case after the first `known`, which are in the store.

        When this returns they are on the disk. Raises `CaseHasMoved` where the store has others.
        """
        rows = _event_rows(case, known)
        if not rows:
            return
        with refusing(self._where), self._writing.begin() as connection:
            values = {key: value for key, value in _row(case).items() if key != "id"}
            self._move(connection, case.id, known, values)
            connection.execute(insert(EVENTS), rows)

    def record(self, case_id: str, told: Told, recorded: datetime | None = None) -> Case:
        """Record an event, after whatever others record at the same time; gives the case then."""
        for _ in range(_TRIES):
            case = self.load(case_id)
            after = case.tell(told, recorded)
            try:
                self.save(after, len(case.events))
            except CaseHasMoved:
                continue
            return after
        raise CaseHasMoved(f"others keep recording events of {quote(case_id)}; try again")

    def tick(self, today: date) -> Iterator[Ticked]:
        """Let the clock come to the end of a day, and tell in which cases it changed something.

        Only the cases are looked at in which something falls due. They are marked as looked at
        when the next ones are asked for, so that a crash tells a change twice, and never not.
        """
        while batch := self._due(today):
            for case, looked_on in batch:
                steps = case.changes(looked_on, today)
                if steps:
                    yield Ticked(case, steps)
            self._mark([case for case, _ in batch], today)

    def _due(self, today: date) -> list[tuple[Case, date]]:
        query = (
            select(CASES.c.id, CASES.c.looked_on)
            .where(CASES.c.next_day <= today)
            .order_by(CASES.c.next_day, CASES.c.id)
            .limit(_BATCH)
        )
        with refusing(self._where), self._engine.connect() as connection:
            looked = {row.id: row.looked_on for row in connection.execute(query)}
            return [(each, looked[each.id]) for each in self._cases(connection, list(looked))]

    def _mark(self, cases: Iterable[Case], today: date) -> None:
        with refusing(self._where), self._writing.begin() as connection:
            for case in cases:
                values = {"looked_on": today, "next_day": case.at(today).next_day}
                # Where somebody has recorded an event since, that has set the next day.
                connection.execute(
                    update(CASES)
                    .where(CASES.c.id == case.id, CASES.c.events == len(case.events))
                    .values(values)
                )

    def _move(
        self, connection: Connection, case_id: str, known: int, values: Mapping[str, object]
    ) -> None:
        moved = connection.execute(
            update(CASES).where(CASES.c.id == case_id, CASES.c.events == known).values(values)
        )
        if moved.rowcount != 1:
            raise CaseHasMoved(f"{quote(case_id)} has other events by now than the {known} known")

    def _cases(self, connection: Connection, ids: Sequence[str]) -> list[Case]:
        """Give cases as the store has them, in the order of their names."""
        heads = select(CASES).where(CASES.c.id.in_(ids)).order_by(CASES.c.id)
        logs: dict[str, list[RowMapping]] = {}
        # The heads are read first, so that no event is there whose head is not.
        found = connection.execute(heads).mappings().all()
        events = (
            select(EVENTS.c.case_id, EVENTS.c.data)
            .where(EVENTS.c.case_id.in_(ids))
            .order_by(EVENTS.c.case_id, EVENTS.c.number)
        )
        for row in connection.execute(events).mappings():
            logs.setdefault(row["case_id"], []).append(row)
        return [self._case(row, logs.get(row["id"], [])) for row in found]

    def _case(self, row: RowMapping, log: Sequence[RowMapping]) -> Case:
        case, _ = new_case(self._parsed(row["head"], row["id"]), self._protocol)
        events = tuple(event_from(self._parsed(each["data"], case.id), case.words) for each in log)
        # Somebody may have recorded more since the head was read, but never less.
        numbers = [each.number for each in events]
        if numbers != [*range(1, len(events) + 1)] or len(events) < row["events"]:
            raise self._damaged(case.id, f"{row['events']} events are due, and {numbers} are there")
        return case.replayed(events)

    def _parsed(self, written: str, case_id: str) -> object:
        try:
            return json.loads(written)
        except ValueError:
            raise self._damaged(case_id, "what is kept of it is no JSON") from None

    def _damaged(self, case_id: str, why: str) -> InvalidInput:
        message = f"the case {quote(case_id)} in the store {self._where} is damaged: {why}"
        return InvalidInput([Diagnostic("store-damaged", message)])

    def _protocol(self, name: str) -> Protocol:
        if name not in self._protocols:
            self._protocols[name] = load(name)
        return self._protocols[name]


def _row(case: Case) -> dict[str, Any]:
    """Give the line of a case; its clock stands where its last event was recorded."""
    looked_on = case.looked_on
    return {
        "id": case.id,
        "head": json.dumps(case_data(case) | {"events": 0}),
        "events": len(case.events),
        "looked_on": looked_on,
        "next_day": case.at(looked_on).next_day,
    }


def _event_rows(case: Case, known: int) -> list[dict[str, Any]]:
    return [
        {"case_id": case.id, "number": each.number, "data": json.dumps(each.as_data())}
        for each in case.events[known:]
    ]
