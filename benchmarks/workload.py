"""What each council brings to the comparison: its norms as the peers read them, and scenarios."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from norms import Encoded, encode
from plain import facts_of
from scenarios import checked, completed
from tree import Facts

from protocol_rules import Protocol, Scenario, load

__all__ = ["Workload", "workload"]


@dataclass(frozen=True)
class Workload:
    """One council: `sparse` are its scenarios as checked, `whole` the same with nothing unknown."""

    protocol: Protocol
    encoded: Encoded
    sparse: tuple[Scenario, ...]
    whole: tuple[Scenario, ...]

    def facts(self, scenario: Scenario) -> Facts:
        """Give all that a scenario knows."""
        return facts_of(scenario, self.protocol.vocabulary, self.encoded.names)

    def stated(self, scenario: Scenario) -> dict[str, Any]:
        """Give a scenario as somebody states it in Python, without words of other councils."""
        words, data = self.protocol.vocabulary, scenario.as_data()
        return {
            "given": {name: value for name, value in data["given"].items() if name in words.facts},
            "about": [name for name in data.get("about", ()) if name in words.circumstances],
            "today": data.get("today"),
        }


def workload(council: str) -> Workload:
    """Make the workload of a council; every process draws the same."""
    protocol = load(council)
    sparse = checked(protocol)
    chance = random.Random(council)
    whole = [completed(each, protocol, chance) for each in sparse]
    return Workload(protocol, encode(protocol), tuple(sparse), tuple(whole))
