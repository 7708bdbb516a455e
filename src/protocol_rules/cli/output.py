"""What the commands print: pages for people, JSON for machines."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote

__all__ = ["as_json", "printed", "show", "write_whole"]

_PIPE = 100
_MODE = 0o666
_TERMINAL = 80
_WHOLE_LINES = 2000
_NARROWEST = 20
_PLAINER = str.maketrans({"├": "+", "└": "`", "─": "-", "│": "|"})


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


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all; raises `InvalidInput` where it cannot be written."""
    written = ""
    try:
        with NamedTemporaryFile(
            "w",
            encoding="utf-8",
            newline="\n",
            dir=path.parent,
            prefix=f".{path.name}.",
            delete=False,
        ) as file:
            written = file.name
            file.write(text)
        # A temporary file is its owner's alone; this one is made as any other would be.
        Path(written).chmod(_MODE & ~_umask())
        Path(written).replace(path)
    except OSError as error:
        if written:
            Path(written).unlink(missing_ok=True)
        message = f"{quote(path)} cannot be written: {error.strerror}"
        raise InvalidInput([Diagnostic("cannot-write", message)]) from None


def _umask() -> int:
    """Tell what new files are not allowed; the only way to ask is to set it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _colour() -> bool | None:
    """Say whether the user wants styles; where nothing is said, click looks for a terminal."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None
