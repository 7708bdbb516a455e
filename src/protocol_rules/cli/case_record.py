"""`protocol-rules case new` and `record`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from protocol_rules.cli.case_options import (
    moment_read,
    note_option,
    on_option,
    opened,
    recorded_option,
    store_option,
)
from protocol_rules.cli.inputs import facts_of, json_option, protocol_option
from protocol_rules.cli.output import as_json, printed
from protocol_rules.norms.words import words_of
from protocol_rules.report.cases import write_step
from protocol_rules.resolve import shipped
from protocol_rules.runtime import open_case
from protocol_rules.runtime.engines import ENGINES
from protocol_rules.runtime.recording import Told
from protocol_rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from protocol_rules.runtime.store import Store

__all__ = ["close_command", "new_command", "record_command", "reopen_command"]


@click.command("new")
@click.argument("case_id", metavar="CASE")
@protocol_option
@click.option("--title", default="", help="What it is about, in a line.")
@click.option(
    "--reading",
    type=click.Choice(["as_given", "unless_shown"]),
    default="as_given",
    help="How an exception is taken that nobody has shown: left open, or taken not to hold.",
)
@click.option(
    "--engine",
    type=click.Choice([*ENGINES]),
    default="own",
    help="What tells the duties: our own engine, or `durable`, which needs that extra.",
)
@store_option
def new_command(  # noqa: PLR0913 - one parameter for each option
    *,
    case_id: str,
    names: tuple[str, ...],
    title: str,
    reading: str,
    engine: str,
    where: str | None,
) -> None:
    """Open a case under one or several protocols; without -p under all that ship."""
    chosen = tuple(dict.fromkeys(names)) or shipped()
    case = open_case(case_id, chosen, title=title, reading=reading, engine=engine)  # type: ignore[arg-type]
    with opened(where, create=True) as store:
        store.add(case)
    councils = ", ".join(each.council for each in case.protocols)
    click.echo(f"{case_id} is open, under {councils}")


@click.command("record")
@click.argument("case_id", metavar="CASE")
@click.option(
    "-g", "--given", multiple=True, metavar="FACT=VALUE", help="A fact that came to be known."
)
@click.option(
    "-c",
    "--correct",
    "corrected",
    multiple=True,
    metavar="FACT=VALUE",
    help="A fact that is other than was recorded; FACT= where it is not known after all.",
)
@click.option(
    "-a", "--about", multiple=True, metavar="CIRCUMSTANCE", help="A circumstance that came in."
)
@click.option("-d", "--done", multiple=True, metavar="ACTION", help="What somebody has done.")
@click.option(
    "--not-done", "undone", multiple=True, metavar="ACTION", help="What was not done after all."
)
@click.option(
    "--closed", multiple=True, metavar="DATE", help="A day announced to be no working day."
)
@click.option("--calendar", default="", metavar="NAME", help="Whose day; else that of all.")
@click.option("--occasion", default="", metavar="NAME", help="On which of several occasions.")
@on_option
@recorded_option
@note_option
@store_option
@json_option
def record_command(  # noqa: PLR0913 - one parameter for each option
    *,
    case_id: str,
    given: tuple[str, ...],
    corrected: tuple[str, ...],
    about: tuple[str, ...],
    done: tuple[str, ...],
    undone: tuple[str, ...],
    closed: tuple[str, ...],
    calendar: str,
    occasion: str,
    on: str | None,
    recorded: str | None,
    note: str,
    where: str | None,
    as_data: bool,
) -> None:
    """Record what happened on one day, and tell what that changes, and why."""
    moment = moment_read(recorded)
    with opened(where) as store:
        words = words_of(store.load(case_id).protocols)
        told = Told(
            facts_of(given, words), _corrections(corrected, words), about, done, undone,
            closed, calendar, occasion, on, note,
        )  # fmt: skip
        _recorded(store, case_id, told, moment, as_data=as_data)


@click.command("close")
@click.argument("case_id", metavar="CASE")
@on_option
@recorded_option
@note_option
@store_option
@json_option
def close_command(  # noqa: PLR0913 - one parameter for each option
    *, case_id: str, on: str | None, recorded: str | None, note: str, where: str | None,
    as_data: bool,
) -> None:  # fmt: skip
    """Close a case: nothing is owed any more, its clock stands still, and it can be read.

    Nothing more is recorded in it until it is opened again.
    """
    with opened(where) as store:
        told = Told(on=on, note=note, closing=True)
        _recorded(store, case_id, told, moment_read(recorded), as_data=as_data)


@click.command("reopen")
@click.argument("case_id", metavar="CASE")
@on_option
@recorded_option
@note_option
@store_option
@json_option
def reopen_command(  # noqa: PLR0913 - one parameter for each option
    *, case_id: str, on: str | None, recorded: str | None, note: str, where: str | None,
    as_data: bool,
) -> None:  # fmt: skip
    """Open a closed case again, and tell what has come to be late meanwhile."""
    with opened(where) as store:
        told = Told(on=on, note=note, reopening=True)
        _recorded(store, case_id, told, moment_read(recorded), as_data=as_data)


def _recorded(
    store: Store, case_id: str, told: Told, moment: datetime | None, *, as_data: bool
) -> None:
    """Record an event, and tell what it changed; what was announced to all comes before it."""
    known = len(store.load(case_id).events)
    case = store.record(case_id, told, moment)
    steps = case.steps_from(known)
    if as_data:
        as_json(steps[0 if told.reopening else -1].as_data())
        return
    with printed() as page:
        for step in steps:
            write_step(step, page)


def _corrections(written: Sequence[str], words: Vocabulary) -> dict[str, object]:
    """Read the corrected facts; one without a value is not known after all."""
    withdrawn = [each for each in written if each.endswith("=")]
    kept = [each for each in written if each not in withdrawn]
    found: dict[str, object] = {each.removesuffix("="): None for each in withdrawn}
    return found | facts_of(kept, words)
