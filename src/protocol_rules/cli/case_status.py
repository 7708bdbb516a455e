"""`protocol-rules case status`, `list` and `tick`."""

from __future__ import annotations

import click

from protocol_rules.cli.case_options import (
    day_read,
    moment_read,
    note_option,
    on_option,
    opened,
    recorded_option,
    store_option,
    today_option,
)
from protocol_rules.cli.inputs import json_option
from protocol_rules.cli.output import as_json, printed
from protocol_rules.report.cases import status_data, write_status, write_step
from protocol_rules.runtime.recording import Told

__all__ = ["announce_command", "list_command", "status_command", "tick_command"]


@click.command("list")
@store_option
@json_option
def list_command(*, where: str | None, as_data: bool) -> None:
    """Name the cases of the store."""
    with opened(where) as store:
        names, closed = store.ids(), store.closed()
    if as_data:
        as_json(list(names))
    else:
        for name in names:
            click.echo(f"{name} (closed)" if name in closed else name)


@click.command("status")
@click.argument("case_id", metavar="CASE")
@today_option
@click.option(
    "--known",
    metavar="then|now|DATE",
    default="now",
    help="As it was known then, by the end of another day, or now.",
)
@click.option("--since", metavar="DATE", help="Tell as well what has changed since that day.")
@store_option
@json_option
def status_command(  # noqa: PLR0913 - one parameter for each option
    *,
    case_id: str,
    today: str | None,
    known: str,
    since: str | None,
    where: str | None,
    as_data: bool,
) -> None:
    """Tell what is owed by whom, what is late, and what comes next.

    The exit code is 1 where something is overdue.
    """
    day = day_read(today)
    start = None if since is None else day_read(since, "since")
    with opened(where) as store:
        case = store.load(case_id)
    state = case.at(day, known=known if known in ("then", "now") else day_read(known, "known"))  # type: ignore[arg-type]
    steps = () if start is None else case.changes(start, day)
    if as_data:
        as_json(status_data(case, state, steps))
    else:
        with printed() as page:
            write_status(case, state, steps, page)
    if state.overdue:
        raise click.exceptions.Exit(1)


@click.command("tick")
@today_option
@store_option
@json_option
def tick_command(*, today: str | None, where: str | None, as_data: bool) -> None:
    """Let the clock come to a day, and tell in which cases something fell due or came to be late.

    Only what has not been told yet is told, and only cases are looked at in which the day may
    change something.
    """
    day = day_read(today)
    found: list[dict[str, object]] = []
    with opened(where) as store:
        for case, steps in store.tick(day):
            if as_data:
                found.append({"case": case.id, "steps": [each.as_data() for each in steps]})
                continue
            with printed() as page:
                page.write_text(click.style(f"{case.id}: {case.title}".rstrip(": "), bold=True))
                for step in steps:
                    write_step(step, page)
    if as_data:
        as_json(found)


@click.command("announce")
@click.argument("days", metavar="DATE...", nargs=-1, required=True)
@click.option("--calendar", default="", metavar="NAME", help="Whose days; else those of all.")
@on_option
@recorded_option
@note_option
@store_option
@json_option
def announce_command(  # noqa: PLR0913 - one parameter for each option
    *,
    days: tuple[str, ...],
    calendar: str,
    on: str | None,
    recorded: str | None,
    note: str,
    where: str | None,
    as_data: bool,
) -> None:
    """Announce days that are no working days to all open cases, and tell what has another last day.

    A case that is opened later, or opened again, is told so as well.
    """
    told = Told(closed=days, calendar=calendar, on=on, note=note)
    found: list[dict[str, object]] = []
    count = 0
    with opened(where) as store:
        for case in store.announce(told, moment_read(recorded)):
            count += 1
            step = case.last_step
            if step is None or step.is_empty:
                continue
            if as_data:
                found.append({"case": case.id, "steps": [step.as_data()]})
                continue
            with printed() as page:
                page.write_text(click.style(f"{case.id}: {case.title}".rstrip(": "), bold=True))
                write_step(step, page)
    if as_data:
        as_json(found)
    else:
        click.echo(f"{count} case{'' if count == 1 else 's'} told")
