"""From the lines of a store to cases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, select

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.resolve import load
from protocol_rules.runtime.case import Case
from protocol_rules.runtime.event_data import event_from, new_case
from protocol_rules.runtime.store.schema import CASES, EVENTS

__all__ = ["Reader"]


class Reader:
    """Reads cases, and keeps the protocols that they are under."""

    def __init__(self, where: str) -> None:
        """Take the name of the store, for messages."""
        self._where = where
        self._protocols: dict[str, Protocol] = {}

    def cases(self, connection: Connection, ids: Sequence[str]) -> list[Case]:
        """Give cases as the store has them, in the order of their names.

        Raises `InvalidInput` where one of them is damaged, or its protocol is not to be had.
        """
        return [self._case(*each) for each in self._rows(connection, ids)]

    def sound(
        self, connection: Connection, ids: Sequence[str]
    ) -> tuple[list[Case], dict[str, tuple[Diagnostic, ...]]]:
        """Give the cases that can be read, and what is wrong with each of the others."""
        found: list[Case] = []
        faults: dict[str, tuple[Diagnostic, ...]] = {}
        for row, log in self._rows(connection, ids):
            try:
                found.append(self._case(row, log))
            except InvalidInput as error:
                passed = f"the case {quote(row['id'])} is passed over: "
                faults[row["id"]] = tuple(
                    replace(each, message=passed + each.message) for each in error.diagnostics
                )
        return found, faults

    def _rows(
        self, connection: Connection, ids: Sequence[str]
    ) -> list[tuple[RowMapping, list[RowMapping]]]:
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
        return [(row, logs.get(row["id"], [])) for row in found]

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
