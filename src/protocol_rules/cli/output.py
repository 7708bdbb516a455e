"""What the commands print: pages for people, JSON for machines."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager

import click

__all__ = ["as_json", "printed", "show"]

_PIPE = 100
_MODE = 0o666
_TERMINAL = 80
_WHOLE_LINES = 2000
_NARROWEST = 20
_PLAINER = str.maketrans(
    {"├": "+", "└": "`", "─": "-", "│": "|", "█": "#", "◆": "<", "●": "o", "·": "."}
)


@contextmanager
def printed(*, whole_lines: bool = False) -> Generator[click.HelpFormatter]:
    """Give a page to write on, and print it: as wide as the terminal, plain in a pipe.

    `whole_lines` leaves the lines of a list whole in a pipe, where other programs read them.
    """
    pipe = _WHOLE_LINES if whole_lines else _PIPE
    otherwise = _TERMINAL if sys.stdout.isatty() else pipe
    width = shutil.get_terminal_size((otherwise, 0)).columns
    page = click.HelpFormatter(width=max(width, _NARROWEST))
    yield page
    text = page.getvalue()
    encoding = sys.stdout.encoding or "utf-8"
    if not encoding.lower().startswith("utf"):
        text = text.translate(_PLAINER)
    # A name may hold what the encoding of the terminal lacks, which is no reason to fail.
    text = text.encode(encoding, "replace").decode(encoding)
    click.echo(text, nl=False, color=_colour())


def show(text: str) -> None:
    """Print one text for people."""
    with printed() as page:
        page.write_text(text)


def as_json(data: object) -> None:
    """Print data as JSON, in ASCII: it then means the same in whatever encoding it is read."""
    click.echo(json.dumps(data, indent=2))


def _colour() -> bool | None:
    """Say whether the user wants styles; where nothing is said, click looks for a terminal."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None
