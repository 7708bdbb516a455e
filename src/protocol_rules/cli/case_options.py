"""What the commands on cases share: where they are kept, and on which day they are looked at."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.runtime.names import real_day
from protocol_rules.vocabulary.values import Misfit, read_day

if TYPE_CHECKING:
    from protocol_rules.runtime.store import Store

__all__ = [
    "STORE",
    "day_read",
    "moment_read",
    "note_option",
    "on_option",
    "opened",
    "output_option",
    "recorded_option",
    "store_option",
    "today_option",
    "written",
]

Command = TypeVar("Command", bound=Callable[..., object])

STORE = "PROTOCOL_RULES_STORE"
"""The environment variable that names the store."""

_FILE = "cases.sqlite"

store_option = click.option(
    "--store",
    "where",
    metavar="FILE|URL",
    help=f"Where cases are kept: a file, or postgresql://...; else ${STORE}, else {_FILE}.",
)
today_option = click.option(
    "-t", "--today", metavar="DATE", help="The day on which it is looked at; else the real one."
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write into a file; else it is printed."
)

on_option = click.option("--on", metavar="DATE", help="The day on which it happened; else today.")
recorded_option = click.option(
    "--recorded", metavar="MOMENT", help="When another record noted it; else it is now."
)
note_option = click.option(
    "--note", default="", help="Where it is known from, or whatever is worth keeping."
)


@contextmanager
def opened(where: str | None, *, create: bool = False) -> Generator[Store]:
    """Open the store that is named, or the usual one."""
    try:
        from protocol_rules.runtime.store import Store  # noqa: PLC0415 - an extra, and slow
    except ImportError:
        message = "cases are kept with the library `sqlalchemy`"
        hint = "pip install 'protocol-rules[store]'"
        raise InvalidInput([Diagnostic("missing-extra", message, hint=hint)]) from None
    with Store(where or os.environ.get(STORE) or _FILE, create=create) as store:
        yield store


def day_read(written_day: str | None, name: str = "today") -> date:
    """Read the day on which a case is looked at; the real one where none is given."""
    if written_day is None:
        return real_day()
    day = read_day(written_day, name)
    if isinstance(day, Misfit):
        raise InvalidInput([Diagnostic(day.code, day.message, hint=day.hint)])
    return day


def moment_read(written_moment: str | None) -> datetime | None:
    """Read the moment on which something was recorded: a day stands for its noon."""
    if written_moment is None:
        return None
    try:
        moment = datetime.fromisoformat(written_moment)
    except ValueError:
        message = "a moment is written as 2025-04-28 or 2025-04-28T14:30"
        raise InvalidInput([Diagnostic("wrong-type", f"`recorded`: {message}")]) from None
    if len(written_moment) <= len("2025-04-28"):
        moment = datetime.combine(moment.date(), time(12))
    return moment if moment.tzinfo else moment.astimezone()


def written(data: str | bytes, output: str | None) -> None:
    """Write what was made into a file, or print it."""
    if output is None:
        text = data.decode() if isinstance(data, bytes) else data
        click.echo(text.replace("\r\n", "\n"), nl=False)
        return
    from protocol_rules.runtime.files import write_whole  # noqa: PLC0415

    write_whole(Path(output), data if isinstance(data, bytes) else data.encode())
