"""A store of cases: what was acknowledged is there, whatever happens to the process after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Self

from sqlalchemy import Connection, Engine, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.runtime.announcing import Announcement, announced_to, read_announcements
from protocol_rules.runtime.case import Case
from protocol_rules.runtime.event_data import protocol_names
from protocol_rules.runtime.names import check_case_id, next_moment, real_moment
from protocol_rules.runtime.recording import Told
from protocol_rules.runtime.store.basis import basis_of, put
from protocol_rules.runtime.store.clock import BATCH, Clock, Ticked
from protocol_rules.runtime.store.connect import connected, shown
from protocol_rules.runtime.store.faults import CaseHasMoved, refusing
from protocol_rules.runtime.store.kept import announcements_in, keep_announcements, open_after
from protocol_rules.runtime.store.reading import Reader
from protocol_rules.runtime.store.rows import event_rows, row_of, standing_of
from protocol_rules.runtime.store.schema import CASES, EVENTS

__all__ = ["Store", "Ticked"]

_TRIES = 100


class Store:
    """Cases in a database: an SQLite file by its path, or a PostgreSQL server by its address.

    Two writers never lose an event: whoever comes second is told `CaseHasMoved`, and `record`
    tries again with the case as it has become.
    """

    def __init__(self, where: str, *, create: bool = True) -> None:
        """Open the store, and make its tables where there are none."""
        self._where = shown(where)
        self._reader = Reader(self._where)
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

    def closed(self) -> frozenset[str]:
        """Name the cases that are closed."""
        with refusing(self._where), self._engine.connect() as connection:
            return frozenset(connection.scalars(select(CASES.c.id).where(CASES.c.closed == true())))

    def add(self, *cases: Case) -> None:
        """Keep new cases with all their events, or none of them; an id is given once."""
        with refusing(self._where):
            try:
                with self._writing.begin() as connection:
                    connection.execute(insert(CASES), [row_of(each) for each in cases])
                    rows = [row for each in cases for row in event_rows(each, 0)]
                    if rows:
                        connection.execute(insert(EVENTS), rows)
                    put(connection, basis_of(n for each in cases for n in protocol_names(each)))
            except IntegrityError:
                known = {*self.ids()}
                there = ", ".join(quote(each.id) for each in cases if each.id in known)
                message = f"there is a case {there} already"
                raise InvalidInput([Diagnostic("case-exists", message)]) from None

    def load(self, case_id: str) -> Case:
        """Give a case with all its events; raises `InvalidInput` where there is none."""
        check_case_id(case_id)
        with refusing(self._where), self._engine.connect() as connection:
            found = self._reader.cases(connection, [case_id])
        if not found:
            hint = did_you_mean(case_id, self.ids())
            message = f"there is no case {quote(case_id)} in the store {self._where}"
            raise InvalidInput([Diagnostic("unknown-case", message, hint=hint)])
        return found[0]

    def save(self, case: Case, known: int) -> None:
        """Keep the events of a case after the first `known`, which are in the store.

        When this returns they are on the disk. Raises `CaseHasMoved` where the store has others.
        """
        if len(case.events) > known:
            with refusing(self._where), self._writing.begin() as connection:
                self._save(connection, case, known)

    def record(self, case_id: str, told: Told, recorded: datetime | None = None) -> Case:
        """Record an event, after whatever others record at the same time; gives the case then.

        What has been announced to all cases and this one has not been told comes before it.
        """
        for _ in range(_TRIES):
            case = self.load(case_id)
            after = self._after(case, told, recorded)
            try:
                self.save(after, len(case.events))
            except CaseHasMoved:
                continue
            return after
        raise CaseHasMoved(f"others keep recording events of {quote(case_id)}; try again")

    def tick(self, today: date) -> Iterator[Ticked]:
        """Let the clock come to the end of a day, and tell in which cases it changed something.

        Only the cases are looked at in which something falls due; all open ones once, where the
        bank holidays or a rule file are others than before. They are marked as looked at when the
        next ones are asked for, so that a crash tells a change twice, and never not. What cannot
        be read is passed over, and told by an `InvalidInput` when all others have been looked at.
        """
        return Clock(self._engine, self._reader, self._where).tick(today)

    def announce(self, told: Told, recorded: datetime | None = None) -> Iterator[Case]:
        """Announce days that are no working days to all open cases; gives each that is told so.

        The store keeps them for the cases that will be opened, or opened again. A case whose
        protocols count by other calendars, or which knows the day already, is left as it is, so
        that an announcement which was broken off may be made again.
        """
        moment = next_moment(None, recorded)
        announcements = read_announcements(told, moment.date())
        with refusing(self._where), self._writing.begin() as connection:
            keep_announcements(connection, announcements)
        last = ""
        passed: list[Diagnostic] = []
        while True:
            with refusing(self._where), self._engine.connect() as connection:
                ids = open_after(connection, last, BATCH)
                cases, faults = self._reader.sound(connection, ids)
            if not ids:
                break
            last = ids[-1]
            passed += [fault for each in faults.values() for fault in each]
            yield from self._tell_all(cases, announcements, recorded)
        if passed:
            raise InvalidInput(passed)

    def _tell_all(
        self, cases: Sequence[Case], announcements: Sequence[Announcement],
        recorded: datetime | None,
    ) -> Iterator[Case]:  # fmt: skip
        """Tell some cases in one go, or one after the other where somebody else is recording."""
        pairs = [(each, _told(each, announcements, recorded)) for each in cases]
        pairs = [(case, after) for case, after in pairs if after is not case]
        try:
            with refusing(self._where), self._writing.begin() as connection:
                for case, after in pairs:
                    self._save(connection, after, len(case.events))
        except CaseHasMoved:
            for case, _ in pairs:
                known, after = self._caught_up(case.id, recorded)
                if after is not known:
                    yield after
        else:
            yield from (after for _, after in pairs)

    def catch_up(self, case_id: str, recorded: datetime | None = None) -> Case:
        """Tell a case what has been announced to all; gives the case then."""
        return self._caught_up(case_id, recorded)[1]

    def _caught_up(self, case_id: str, recorded: datetime | None) -> tuple[Case, Case]:
        """Give the case as it was before, and as it is then; a closed one is not told."""
        for _ in range(_TRIES):
            case = self.load(case_id)
            is_closed = case.closed_on is not None
            after = case if is_closed else self._announced(case, None, recorded)
            try:
                self.save(after, len(case.events))
            except CaseHasMoved:
                continue
            return case, after
        raise CaseHasMoved(f"others keep recording events of {quote(case_id)}; try again")

    def _after(self, case: Case, told: Told, recorded: datetime | None) -> Case:
        """Tell what happened after what was announced; a closed case is opened again before."""
        if case.closed_on is None:
            return self._announced(case, told, recorded).tell(told, recorded)
        return self._announced(case.tell(told, recorded), None, recorded)

    def _announced(self, case: Case, told: Told | None, recorded: datetime | None) -> Case:
        with refusing(self._where), self._engine.connect() as connection:
            announcements = announcements_in(connection)
        return _told(case, announcements, recorded, told)

    def _save(self, connection: Connection, case: Case, known: int) -> None:
        values = {key: value for key, value in row_of(case).items() if key != "id"}
        own = select(CASES.c.looked_on, CASES.c.next_day).where(
            CASES.c.id == case.id, CASES.c.events == known
        )
        row = connection.execute(own.with_for_update()).first()
        if row is None:
            raise CaseHasMoved(f"{quote(case.id)} has other events by now than the {known} known")
        if row.next_day is not None and row.next_day <= values["looked_on"]:
            # Days have come of which nobody has been told yet.
            values |= {"looked_on": row.looked_on, "next_day": row.next_day}
        elif known and row.looked_on > values["looked_on"]:
            values |= {"looked_on": row.looked_on, **standing_of(case.at(row.looked_on))}
        connection.execute(update(CASES).where(CASES.c.id == case.id).values(values))
        connection.execute(insert(EVENTS), event_rows(case, known))


def _told(
    case: Case,
    announcements: Iterable[Announcement],
    recorded: datetime | None,
    told: Told | None = None,
) -> Case:
    """Give a case with the announcements that it lacks, at the moment of what is recorded next."""
    last = case.events[-1].recorded if case.events else None
    moment = recorded or real_moment()
    moment = moment if moment.tzinfo else moment.astimezone()
    return announced_to(case, announcements, moment if last is None else max(last, moment), told)
