"""What the commands print: pages for people, JSON for machines."""

from __future__ import annotations

import json
import os

import click
from rich.console import Console, RenderableType

__all__ = ["as_json", "show"]

_PIPE = 100
_WHOLE_LINES = 2000


def show(*parts: RenderableType, whole_lines: bool = False) -> None:
    """Print for people: as wide as the terminal, plain and without trailing blanks in a pipe.

    `whole_lines` leaves the lines of a list whole in a pipe, where other programs read them.
    """
    # A clause may be titled `[red]` or `:smile:`; what people wrote is never markup.
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WHOLE_LINES if whole_lines else _PIPE
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    lines = (line.rstrip() for line in captured.get().rstrip("\n").split("\n"))
    # A name may hold what the encoding of the terminal lacks, which is no reason to fail.
    text = "\n".join(lines).encode(console.encoding, "replace").decode(console.encoding)
    click.echo(text, color=console.is_terminal)


def as_json(data: object) -> None:
    """Print data as JSON, in ASCII: it then means the same in whatever encoding it is read."""
    click.echo(json.dumps(data, indent=2))
