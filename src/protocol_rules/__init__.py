"""Councils' member and officer protocols as rules: what applies, why, and what it requires."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protocol_rules.comparison import compare
    from protocol_rules.diagnostics import Diagnostic
    from protocol_rules.engine import Answer, Finding, Status, evaluate
    from protocol_rules.errors import ProtocolRulesError
    from protocol_rules.norms.protocol import Protocol
    from protocol_rules.norms.scenario import Scenario
    from protocol_rules.resolve import load

__all__ = [
    "Answer",
    "Diagnostic",
    "Finding",
    "Protocol",
    "ProtocolRulesError",
    "Scenario",
    "Status",
    "compare",
    "evaluate",
    "load",
]

_HOMES = {
    "Answer": "engine",
    "Diagnostic": "diagnostics",
    "Finding": "engine",
    "Protocol": "norms.protocol",
    "ProtocolRulesError": "errors",
    "Scenario": "norms.scenario",
    "Status": "engine",
    "compare": "comparison",
    "evaluate": "engine",
    "load": "resolve",
}


def __getattr__(name: str) -> object:
    """Import a name of the public face when it is first used, so that `import` stays quick."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public face."""
    return sorted(__all__)
