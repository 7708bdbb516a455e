"""`protocol-rules case timeline`."""

from __future__ import annotations

from typing import Literal, cast

import click

from protocol_rules.cli.case_options import (
    day_read,
    opened,
    output_option,
    store_option,
    today_option,
    written,
)
from protocol_rules.cli.output import printed
from protocol_rules.runtime.timeline import timeline_of

__all__ = ["timeline_command"]


@click.command("timeline")
@click.argument("case_id", metavar="CASE")
@today_option
@click.option("--svg", "as_svg", is_flag=True, help="Draw a picture; -o FILE.svg does as well.")
@click.option(
    "--theme",
    type=click.Choice(["auto", "light", "dark"]),
    default="auto",
    help="The colours of the picture: those of the reader's screen, or one of the two.",
)
@output_option
@store_option
def timeline_command(  # noqa: PLR0913 - one parameter for each option
    *,
    case_id: str,
    today: str | None,
    as_svg: bool,
    theme: str,
    output: str | None,
    where: str | None,
) -> None:
    """Draw who owed what from when to when, when it fell due, and what was late."""
    day = day_read(today)
    with opened(where) as store:
        timeline = timeline_of(store.load(case_id), day)
    if as_svg or (output or "").endswith(".svg"):
        from protocol_rules.report.timeline_svg import timeline_svg  # noqa: PLC0415

        written(timeline_svg(timeline, cast("Literal['auto', 'light', 'dark']", theme)), output)
        return
    from protocol_rules.report.timeline_text import write_timeline  # noqa: PLC0415

    if output is not None:
        page = click.HelpFormatter(width=100)
        write_timeline(timeline, page)
        written(click.unstyle(page.getvalue()), output)
        return
    with printed() as page:
        write_timeline(timeline, page)
