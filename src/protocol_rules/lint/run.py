"""Run every check over a set of rule files."""

from __future__ import annotations

from collections.abc import Iterable

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.lint import (
    clause_without_gist,
    clause_without_topic,
    norm_never_wakes,
    not_of_true,
    unused_word,
)
from protocol_rules.lint.check import Check, Linted

__all__ = ["CHECKS", "lint"]

CHECKS: tuple[Check, ...] = (
    not_of_true.CHECK,
    norm_never_wakes.CHECK,
    clause_without_topic.CHECK,
    clause_without_gist.CHECK,
)
"""The checks of single protocols, in the order of their pages."""


def lint(protocols: Iterable[Linted], *, whole: bool = False) -> tuple[Diagnostic, ...]:
    """Run the checks; `whole` says that these are all the rules which the vocabulary serves."""
    linted = tuple(protocols)
    checks = (*CHECKS, unused_word.CHECK) if whole else CHECKS
    found = (diagnostic for check in checks for diagnostic in check.find(linted))
    return tuple(dict.fromkeys(found))  # a scope lends its condition to many norms of a clause
