"""One variation of a story, with what the rules make of it today."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from protocol_rules.checks.expect import Part, expectation_of, positions_beside
from protocol_rules.engine import evaluate
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.suggestions.naming import to_confirm
from protocol_rules.suggestions.suggestion import Variation

__all__ = ["variation_of"]


def variation_of(  # noqa: PLR0913 - whose story it is, and what is expected of it
    name: str,
    norms: tuple[Norm, ...],
    story: Story,
    protocol: Protocol,
    *,
    besides: str = "",
    also: Collection[Part] = (),
    positions: Iterable[tuple[str, str]] = (),
) -> Variation:
    """Make a variation that expects what the rules answer today.

    It says what becomes of its norms, where their bearers and the next wider roles stand to their
    actions, what is breached, and every duty where one of the norms is one. `also` and `positions`
    are expected besides, and `besides` is to be confirmed as well.
    """
    answer = evaluate(protocol, story)
    parts: set[Part] = {"breached", *also}
    if any(norm.modality is not None and norm.modality.requires for norm in norms):
        parts.add("required")
    beside = dict.fromkeys((*positions_beside(norms, protocol), *positions))
    expected = expectation_of(answer, also=parts, positions=beside, norms=norms)
    confirm = tuple(f"{to_confirm(norm, answer)}{besides}" for norm in norms)
    return Variation(name, norms, story, confirm, expected)
