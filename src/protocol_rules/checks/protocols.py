"""The protocols that a scenario names; one that cannot be had is told where it is named."""

from __future__ import annotations

from collections.abc import Callable

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry

__all__ = ["protocol_named"]


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
