"""What commands share that look for the scenarios on a protocol."""

from __future__ import annotations

from pathlib import Path

import click

from protocol_rules.checks import Expecting, expecting
from protocol_rules.norms.protocol import Protocol

__all__ = ["scenarios_on", "scenarios_option"]

_USUAL = Path("tests", "scenarios")

scenarios_option = click.option(
    "--scenarios",
    "folder",
    metavar="FOLDER",
    help=f"Where the scenarios lie; ./{_USUAL.as_posix()} where it is there.",
)


def scenarios_on(protocol: Protocol, folder: str | None) -> tuple[Expecting, ...]:
    """Read the scenarios of a folder that expect something of a protocol.

    Raises `InvalidInput` where a folder is named that is not there.
    """
    if folder is None and not _USUAL.is_dir():
        return ()
    return expecting(_USUAL if folder is None else Path(folder), protocol)
