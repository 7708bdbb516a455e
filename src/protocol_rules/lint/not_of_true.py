"""`not-of-true`: `not: {f: true}` where `f: false` was probably meant.

The first is true also where the circumstance of `f` is absent; the second only where somebody
said that it is not so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.lint.check import Check, Linted, found
from protocol_rules.norms.conditions import All, Any, Condition, Has, Not

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Diagnostic]:
    for linted in protocols:
        for clause in linted.protocol.clauses.values():
            for norm in clause.norms:
                for condition in (norm.when, norm.provided, *norm.unless, norm.breached_when):
                    for fact, value in _denied(condition):
                        yield found(
                            "not-of-true",
                            linted,
                            clause,
                            f"`not: {{{fact}: {value}}}` holds also where the scenario says nothing of it",
                            f"write `{fact}: {'false' if value == 'true' else 'true'}` if somebody has to say so",
                        )


def _denied(condition: Condition | None) -> Iterator[tuple[str, str]]:
    match condition:
        case Not(Has(fact, values)) if values <= {True, False} and len(values) == 1:
            yield fact, str(next(iter(values))).lower()
        case Not(part):
            yield from _denied(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _denied(part)
        case _:
            pass


CHECK = Check("not-of-true", _find)
