"""What the analysis raises."""

from __future__ import annotations

from protocol_rules.errors import ProtocolRulesError

__all__ = ["NotDecided"]


class NotDecided(ProtocolRulesError):
    """A search was given up before it had tried everything: nothing is claimed."""
