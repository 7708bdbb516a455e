"""Which goals a list for people names: each lack once."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.coverage import Goal, Kind, RuleCoverage, State

__all__ = ["goals_listed"]


def goals_listed(measured: RuleCoverage, state: State) -> Iterator[Goal]:
    """Give the goals in a state, without unknowns, and without branches that their tests tell.

    Where each test of a condition is shown, so are both of its branches.
    """
    goals = [goal for goal in measured.goals if goal.state is state]
    told = {(goal.address, goal.part) for goal in goals if goal.kind is Kind.MCDC}
    for goal in goals:
        is_told = goal.kind is Kind.BRANCHES and (goal.address, goal.part) in told
        if goal.kind is not Kind.UNKNOWNS and not is_told:
            yield goal
