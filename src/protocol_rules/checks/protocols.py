"""The protocols that a scenario names; one that cannot be had is told where it is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry

__all__ = ["names_of", "protocol_named"]


def names_of(protocol: Protocol, entry: ScenarioEntry) -> tuple[str, ...]:
    """Give the names by which a scenario asks for a protocol: its council, or a path of its file.

    There are none where it expects nothing of it.
    """
    return tuple(name for name in entry.expectations if _is_name_of(name, protocol))


def _is_name_of(name: str, protocol: Protocol) -> bool:
    if name in (protocol.council, protocol.file):
        return True
    # The name of a council is no path, and a text is quicker looked at than a disk.
    if not protocol.file or not name.endswith(Path(protocol.file).name):
        return False
    return os.path.realpath(name) == os.path.realpath(protocol.file)


def protocol_named(
    name: str, entry: ScenarioEntry, protocols: Callable[[str], Protocol | None]
) -> Protocol | None:
    """Give a protocol that a scenario names; `None` where there is none, or it has faults.

    A fault without a place is told where the name stands, with the others of the file.
    """
    try:
        return protocols(name)
    except InvalidInput as error:
        is_key = name not in entry.written.protocols
        place = entry.place_of_protocol(name)
        for each in error.diagnostics:
            if each.span is None:
                at = "key" if is_key else "value"
                place.fault(each.code, each.message, each.hint, at=at)
            else:
                place.faults.add(each)
    return None
