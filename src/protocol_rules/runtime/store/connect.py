"""From the name of a store to a database that is ready: SQLite by default, or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool, StaticPool

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.runtime.store.schema import META, TABLES
from protocol_rules.runtime.store.upgrade import upgraded

__all__ = ["FORM", "connected", "shown"]

FORM: Final = 2
"""The form of the tables; one in an older form is upgraded, in a newer one refused."""

_PATIENCE: Final = 60
_LOCK: Final = 7_368_127  # any number will do that nobody else in the database locks
_POSTGRES: Final = "postgresql"


def connected(where: str, *, create: bool = True) -> Engine:
    """Open a database, make its tables where there are none, and check its form.

    Without `create`, a file that is not there is refused. A store of an older version is upgraded,
    all of it or nothing. Raises `InvalidInput` where the name means nothing, or the store is one
    of a newer version.
    """
    url = _url(where)
    if url.get_backend_name() == "sqlite":
        engine = _sqlite(url, create=create)
    else:
        engine = create_engine(url)
    try:
        with engine.connect() as connection:
            form = _form(connection)
        if form != FORM:
            _make_ready(engine, form)
    except Exception:
        engine.dispose()
        raise
    return engine


def _make_ready(engine: Engine, form: int) -> None:
    try:
        with engine.execution_options(writes=True).begin() as connection:
            _prepare(connection)
    except DBAPIError as error:
        if form == 0:
            raise
        said = str(error.orig).strip().splitlines()[0]
        message = f"the store is one of an older version, and cannot be upgraded: {said}"
        hint = "that is done when it is opened for the first time, and needs leave to write"
        raise InvalidInput([Diagnostic("older-store", message, hint=hint)]) from None


def shown(where: str) -> str:
    """Name a store for a message, without a password."""
    try:
        return quote(_url(where).render_as_string(hide_password=True).removeprefix("sqlite:///"))
    except InvalidInput:
        return quote(where)


def _url(where: str) -> URL:
    if "://" not in where:
        return URL.create("sqlite", database=str(Path(where)))
    try:
        url = make_url(where)
        if url.drivername in (_POSTGRES, "postgres"):
            url = url.set(drivername=f"{_POSTGRES}+psycopg")
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in ("sqlite", _POSTGRES):
        message = f"{quote(where.partition('://')[0])} names no kind of store"
        hint = "a path for SQLite, or postgresql://HOST/DATABASE"
        raise InvalidInput([Diagnostic("unknown-store", message, hint=hint)])
    return url


def _sqlite(url: URL, *, create: bool) -> Engine:
    path = Path(url.database or ":memory:")
    in_memory = str(path) == ":memory:"
    if not in_memory and not create and not path.exists():
        message = f"there is no store {quote(path)}"
        hint = "`protocol-rules case new` makes it with the first case"
        raise InvalidInput([Diagnostic("no-such-store", message, hint=hint)])
    pool = StaticPool if in_memory else NullPool
    engine = create_engine(url, poolclass=pool, connect_args={"timeout": _PATIENCE})

    def connect(connection: Any, _: object) -> None:  # noqa: ANN401 - of the driver
        # The driver would begin a transaction late, and let two writers read the same state.
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", begin)
    return engine


def _form(connection: Connection) -> int:
    """Tell in which form the tables are, 0 where there are none; refuses a form to come."""
    if not inspect(connection).has_table(META.name):
        return 0
    found = connection.scalar(select(META.c.value).where(META.c.name == "form"))
    if found is None:
        return 0
    if not found.isdecimal() or int(found) > FORM:
        message = f"the store was made by a newer version, in form {found}; {FORM} is known here"
        raise InvalidInput([Diagnostic("newer-store", message, hint="update protocol-rules")])
    return int(found)


def _prepare(connection: Connection) -> None:
    """Make the tables, or upgrade them; of two processes that come at once in one only."""
    if connection.dialect.name == _POSTGRES:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    form = _form(connection)
    if form == 0:
        TABLES.create_all(connection)
        connection.execute(insert(META).values(name="form", value=str(FORM)))
    elif form != FORM:
        upgraded(connection)
        connection.execute(update(META).where(META.c.name == "form").values(value=str(FORM)))
