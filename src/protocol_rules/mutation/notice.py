"""What would notice a mutant that no scenario notices."""

from __future__ import annotations

from protocol_rules.diagnostics import quote
from protocol_rules.engine import Status, stated
from protocol_rules.mutation.mutant import Mutant, Sight
from protocol_rules.mutation.trial import Told
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story

__all__ = ["what_notices"]


_SAID = {
    Status.APPLIES: "applies",
    Status.LIFTED: "is lifted",
    Status.UNDETERMINED: "is undetermined",
    Status.DOES_NOT_APPLY: "does not apply",
}


def what_notices(mutant: Mutant, told: Told, protocol: Protocol) -> str:
    """Name the kind of expectation that would notice a mutant, and a story for it."""
    named = quote(told.address.partition("/")[2])
    norm = protocol.norms[told.address]
    story = _in_words(told.story)
    if told.before is not told.after and not (norm.is_standing and mutant.sight is Sight.POSITION):
        return f"{story}: {named} {_SAID[told.before]}, and with the mutant {_SAID[told.after]}"
    match mutant.sight:
        case Sight.DUE:
            return f"a scenario that expects `due` of {named}: {story}"
        case Sight.BREACHED:
            return f"a scenario that expects `breached` or `not_breached` of {named}: {story}"
        case Sight.ROUTE:
            return f"a scenario that expects the `next_step` of {named}: {story}"
        case Sight.STATUS | Sight.POSITION:
            requires = norm.modality is not None and norm.modality.requires
            keys = "`position` or `required`" if requires else "`position`"
            if norm.is_standing:
                keys = f"`position`, or the status of {named} by that address,"
            return f"a scenario that expects {keys} for {quote(norm.action)}: {story}"


def _in_words(story: Story) -> str:
    given = [f"{fact} = {stated(value)}" for fact, value in story.given.items()]
    circumstances = {fact.partition(".")[0] for fact in story.given}
    about = sorted(story.about - circumstances)
    parts = [*given, *(f"about {name}" for name in about)]
    return f"a story with {' and '.join(parts)}" if parts else "any story"
