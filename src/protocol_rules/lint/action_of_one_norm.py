"""`action-of-one-norm`: an action that no other clause speaks of, of any council."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found, found_in_words
from protocol_rules.norms.protocol import Norm
from protocol_rules.vocabulary import shared_vocabulary

__all__ = ["CHECK"]

_CHECK = "action-of-one-norm"


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    uses: dict[str, list[tuple[Linted, Norm]]] = {}
    for linted in protocols:
        for norm in linted.protocol.norms.values():
            if norm.action:
                uses.setdefault(norm.action, []).append((linted, norm))
    actions = shared_vocabulary().actions
    for action, norms in uses.items():
        clauses = {(linted.protocol.council, norm.clause) for linted, norm in norms}
        reason = actions[action].alone if action in actions else ""
        if len(clauses) == 1:
            linted, norm = norms[0]
            message = f"no other clause of any council speaks of `{action}`"
            hint = "use the word of another council for the same deed, or say under `alone` why not"
            slip = found(_CHECK, linted, norm, message, hint, severity="warning")
            yield Slip(slip.diagnostic, slip.council, slip.clauses, reason)
        elif reason:
            message = f"`{action}` is said to stand alone, and {len(clauses)} clauses speak of it"
            yield found_in_words(_CHECK, message, "take it out of `alone`")


CHECK = Check(_CHECK, "an action that no other clause speaks of, of any council", find_in_all=_find)
