"""Which protocols are tried, and what of them is changed."""

from __future__ import annotations

from collections.abc import Sequence

from protocol_rules.checks.bank import nothing_there
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.mutation.mutants import check_operators
from protocol_rules.mutation.run import Commission, bank_for
from protocol_rules.norms.protocol import Protocol
from protocol_rules.resolve import load

__all__ = ["commissioned"]


def commissioned(
    names: Sequence[str],
    paths: Sequence[str],
    operators: Sequence[str] = (),
    clauses: Sequence[str] = (),
) -> tuple[Commission, ...]:
    """Make a commission for each protocol that is named, or of which some scenario speaks.

    A protocol that has none of the `clauses` is left out. Raises `InvalidInput` where a name means
    nothing, and where no scenario expects anything of a protocol.
    """
    check_operators(operators)
    if not paths:
        raise InvalidInput([nothing_there(())])
    named = {name: load(name) for name in dict.fromkeys(names)}
    bank = bank_for(paths, [*named.values()])
    protocols = named or bank.protocols
    _check_clauses(clauses, [*protocols.values()])
    chosen = {
        name: each
        for name, each in protocols.items()
        if not clauses or not each.clauses.keys().isdisjoint(clauses)
    }
    expecting = [name for name, each in chosen.items() if bank.entries_on(each)]
    silent = [name for name in chosen if name not in expecting]
    if not protocols:
        raise InvalidInput([_SILENCE])
    if silent:
        raise InvalidInput([_silence(protocols[name]) for name in silent])
    return tuple(
        Commission(name, tuple(paths), tuple(operators), tuple(clauses)) for name in expecting
    )


def _check_clauses(clauses: Sequence[str], protocols: Sequence[Protocol]) -> None:
    known = dict.fromkeys(clause for each in protocols for clause in each.clauses)
    councils = ", ".join(f"`{each.council}`" for each in protocols)
    faults = [
        Diagnostic(
            "unknown-clause",
            f"no clause {quote(clause)} in {councils}",
            hint=did_you_mean(clause, known) or "`protocol-rules list clauses` lists them",
        )
        for clause in clauses
        if clause not in known
    ]
    if faults:
        raise InvalidInput(faults)


_SILENCE = Diagnostic("no-scenario", "no scenario expects anything", hint="add `expect`")


def _silence(protocol: Protocol) -> Diagnostic:
    message = f"no scenario expects anything of `{protocol.council}`"
    hint = "name the files or folders of its scenarios"
    return Diagnostic("no-scenario", message, hint=hint)
