"""All mutants of a protocol, always in the same order."""

from __future__ import annotations

from collections.abc import Collection

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.mutation.ground import Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators import OPERATORS
from protocol_rules.norms.protocol import Protocol

__all__ = ["check_operators", "mutants_of"]


def mutants_of(
    protocol: Protocol, operators: Collection[str] = (), clauses: Collection[str] = ()
) -> tuple[Mutant, ...]:
    """Give the mutants of a protocol, in the order of the lines that they change.

    `operators` and `clauses` choose some of them; without, there are all.
    """
    ground = Ground(protocol)
    found = [
        mutant
        for name, operator in OPERATORS.items()
        if not operators or name in operators
        for mutant in operator(ground)
        if not clauses or not _clauses(mutant).isdisjoint(clauses)
    ]
    return tuple(sorted(found, key=_line))


def check_operators(names: Collection[str]) -> None:
    """Raise `InvalidInput` where there is no such operator."""
    unknown = [name for name in names if name not in OPERATORS]
    if unknown:
        known = f"there are {', '.join(OPERATORS)}"
        raise InvalidInput(
            [
                Diagnostic(
                    "unknown-operator",
                    f"no operator {quote(name)}",
                    hint=did_you_mean(name, OPERATORS) or known,
                )
                for name in unknown
            ]
        )


def _clauses(mutant: Mutant) -> set[str]:
    return {mutant.clause, *(norm.clause for norm in mutant.norms.values())}


def _line(mutant: Mutant) -> tuple[int, int]:
    return (0, 0) if mutant.span is None else (mutant.span.line, mutant.span.column)
