"""What proofs raise."""

from __future__ import annotations

from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.story import Story

__all__ = ["WitnessDoesNotReplay"]


class WitnessDoesNotReplay(ProtocolRulesError):
    """The engine finds otherwise of a story than a proof does: a fault of this library."""

    def __init__(self, council: str, story: Story) -> None:
        """Name the protocol and the story."""
        super().__init__(f"the engine finds otherwise in `{council}` of {story.as_data()}")
