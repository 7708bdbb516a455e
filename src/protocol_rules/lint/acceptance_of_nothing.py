"""`acceptance-of-nothing`: an acceptance of what no check finds there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.lint.acceptance import Acceptance, acceptances_of
from protocol_rules.lint.check import Check, Linted, Slip, found, found_in_words

__all__ = ["CHECK", "find"]

CHECK = Check("acceptance-of-nothing", "an acceptance of what no check finds there")


def find(
    linted: Iterable[Linted],
    used: Collection[Acceptance],
    ran: Collection[str],
    known: Collection[str],
) -> Iterator[Slip]:
    """Find the acceptances that accept nothing.

    `ran` names the checks that were run: what the others would find nobody can tell. `known`
    names all checks.
    """
    for each in linted:
        for acceptance, _ in acceptances_of(each):
            check = acceptance.check
            if check not in known:
                message = f"no check is named {quote(check)}"
                hint = did_you_mean(check, known) or "`protocol-rules lint --list` names them"
            elif check in ran and acceptance not in used:
                message = f"`{check}` finds nothing here that could be accepted"
                hint = "take the acceptance out"
            else:
                continue
            if acceptance.clause:
                clause = each.protocol.clauses[acceptance.clause]
                yield found(CHECK.name, each, clause, message, hint)
            else:
                place = f"at the head of `{acceptance.council}`"
                yield found_in_words(CHECK.name, f"{place}: {message}", hint)
