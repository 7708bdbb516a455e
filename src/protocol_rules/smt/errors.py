"""What the solver raises."""

from __future__ import annotations

from protocol_rules.errors import ProtocolRulesError

__all__ = ["DoesNotReplay"]


class DoesNotReplay(ProtocolRulesError):
    """The engine finds otherwise of a story than the solver: one of them is wrong, and we say so.

    It is a fault of this library, never of the rules or of the story.
    """
