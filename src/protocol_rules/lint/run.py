"""Run every check over a set of rule files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from protocol_rules.lint import (
    acceptance_of_nothing,
    action_of_one_norm,
    case_left_out,
    clause_out_of_order,
    clause_without_gist,
    clause_without_topic,
    condition_in_qualifier,
    contradicting_norms,
    deadline_never_asked_for,
    exception_never_holds,
    force_differs_from_gist,
    gist_repeats_title,
    item_unlike_its_list,
    judged_fact_without_judgement,
    list_of_one_item,
    mention_of_no_clause,
    norm_always_applies,
    norm_never_applies,
    norm_never_wakes,
    norm_without_scenario,
    norms_nearly_the_same,
    not_of_true,
    question_without_question_mark,
    route_ends_nowhere,
    route_to_the_person_complained_of,
    same_norm_twice,
    test_that_changes_nothing,
    unused_word,
)
from protocol_rules.lint.acceptance import Linting, held_against
from protocol_rules.lint.check import Check, Find, Linted
from protocol_rules.lint.norm_without_scenario import Lacking

__all__ = ["CHECKS", "NAMES", "lint"]

CHECKS: tuple[Check, ...] = (
    not_of_true.CHECK,
    norm_never_wakes.CHECK,
    norm_never_applies.CHECK,
    norm_always_applies.CHECK,
    test_that_changes_nothing.CHECK,
    exception_never_holds.CHECK,
    contradicting_norms.CHECK,
    same_norm_twice.CHECK,
    norms_nearly_the_same.CHECK,
    case_left_out.CHECK,
    item_unlike_its_list.CHECK,
    list_of_one_item.CHECK,
    deadline_never_asked_for.CHECK,
    route_ends_nowhere.CHECK,
    route_to_the_person_complained_of.CHECK,
    force_differs_from_gist.CHECK,
    condition_in_qualifier.CHECK,
    judged_fact_without_judgement.CHECK,
    mention_of_no_clause.CHECK,
    clause_out_of_order.CHECK,
    clause_without_topic.CHECK,
    clause_without_gist.CHECK,
    gist_repeats_title.CHECK,
    question_without_question_mark.CHECK,
    norm_without_scenario.CHECK,
    action_of_one_norm.CHECK,
    unused_word.CHECK,
    acceptance_of_nothing.CHECK,
)
"""The checks, in the order in which what they find is told."""

NAMES: tuple[str, ...] = tuple(check.name for check in CHECKS)
"""The names of the checks."""


def lint(
    protocols: Iterable[Linted],
    *,
    whole: bool = False,
    only: Collection[str] = (),
    lacking: Lacking | None = None,
) -> Linting:
    """Run the checks, or `only` some by name, and hold what they find against the acceptances.

    `whole` says that these are all the rules which the shared words serve. `lacking` tells what
    the scenarios do not show of them; without it that is not looked at.
    """
    linted = tuple(protocols)
    checks = [each for each in CHECKS if each.name in (only or NAMES)]
    looks = [look for check in checks for look in _looks(check, whole=whole)]
    slips = [slip for look in looks for slip in look(linted)]
    if lacking is not None and norm_without_scenario.CHECK in checks:
        slips += norm_without_scenario.find(linted, lacking)
    held = held_against(linted, slips)
    found = held.open
    if acceptance_of_nothing.CHECK in checks:
        # What is looked for in all the rules together may be missed in some of them.
        ran = {check.name for check in checks if whole or check.find_in_all is None}
        if lacking is None:
            ran -= {norm_without_scenario.CHECK.name}
        of_nothing = acceptance_of_nothing.find(linted, held.used, ran, NAMES)
        found += tuple(slip.diagnostic for slip in of_nothing)
    return Linting(found, held.accepted)


def _looks(check: Check, *, whole: bool) -> Iterator[Find]:
    if check.find is not None:
        yield check.find
    if whole and check.find_in_all is not None:
        yield check.find_in_all
