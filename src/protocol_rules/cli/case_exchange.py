"""`protocol-rules case export`, `import` and `ics`: cases for other programs, and from them."""

from __future__ import annotations

import click

from protocol_rules.cli.case_options import (
    day_read,
    opened,
    output_option,
    store_option,
    today_option,
    written,
)

__all__ = ["export_command", "ics_command", "import_command"]


@click.command("export")
@click.argument("case_id", metavar="CASE")
@output_option
@store_option
def export_command(*, case_id: str, output: str | None, where: str | None) -> None:
    """Write the whole history of a case as JSON Lines, from which `import` makes it again."""
    from protocol_rules.runtime.log import log_of  # noqa: PLC0415

    with opened(where) as store:
        case = store.load(case_id)
    written(log_of(case), output)


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option("--as", "case_id", default="", metavar="CASE", help="Give it another name.")
@store_option
def import_command(*, file: str, case_id: str, where: str | None) -> None:
    """Keep a case that `export` has written.

    Of a log that was cut off, all whole events are kept; that is told, and the exit code is 1.
    """
    from protocol_rules.runtime.log import read_log  # noqa: PLC0415

    found = read_log(file, case_id)
    with opened(where, create=True) as store:
        store.add(found.case)
        case = store.catch_up(found.case.id)
    count = len(found.case.events)
    click.echo(f"{found.case.id}: {count} event{'' if count == 1 else 's'}")
    if (told := len(case.events) - count) > 0:
        click.echo(f"and {told} more: what has been announced to all cases")
    if found.lost:
        click.echo(f"warning: {found.lost}", err=True)
        raise click.exceptions.Exit(1)


@click.command("ics")
@click.argument("case_id", metavar="CASE")
@today_option
@output_option
@store_option
def ics_command(*, case_id: str, today: str | None, output: str | None, where: str | None) -> None:
    """Write the open deadlines of a case as an iCalendar file."""
    from protocol_rules.runtime.ics import ics_of  # noqa: PLC0415

    day = day_read(today)
    with opened(where) as store:
        case = store.load(case_id)
    written(ics_of(case, day), output)
