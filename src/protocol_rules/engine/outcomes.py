"""What may still become of a norm, and what becomes of it for one of its bearers."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.engine.compile import Shown
from protocol_rules.engine.program import Ready
from protocol_rules.engine.run import Run
from protocol_rules.engine.status import Status
from protocol_rules.truth import Truth, all_of, any_of
from protocol_rules.vocabulary.conditions import Any, Condition, HasRole

__all__ = ["outcomes_of"]


def outcomes_of(run: Run, ready: Ready, status: Status, role: str) -> frozenset[Status]:
    """Give the statuses to which a norm can still come; a determined one has only its own.

    Where an override is for some bearers only, it is asked of `role` and not of whoever the
    scenario is about: leave for political assistants lifts the ban for them, and for nobody else.

    INVARIANT: learning a fact adds no status, since it turns no yes into a no.
    """
    lifting = run.program.protocol.overrides.get(ready.norm.address, ())
    is_for_some = any(each.only_for is not None for each in lifting)
    if status is Status.DOES_NOT_APPLY or (status is not Status.UNDETERMINED and not is_for_some):
        return frozenset({status})
    speaks = ready.speaks(run)
    excepted = any_of(_exceptions(run, ready, role))
    possible = {Status.APPLIES: excepted is not Truth.YES, Status.LIFTED: excepted is not Truth.NO}
    found = {each for each, is_possible in possible.items() if is_possible}
    return frozenset(found if speaks is Truth.YES else {*found, Status.DOES_NOT_APPLY})


def _exceptions(run: Run, ready: Ready, role: str) -> Iterator[Truth]:
    for condition in ready.norm.unless:
        yield run.truth(Shown(condition))
    for override in run.program.protocol.overrides.get(ready.norm.address, ()):
        truth = run.effective(override.by)
        if override.only_for is not None:
            truth = all_of((truth, _is_for(run, override.only_for, role)))
        yield run.taken(truth)


def _is_for(run: Run, condition: Condition, role: str) -> Truth:
    """Tell whether somebody of a role is meant; where that is too wide to tell, the facts do."""
    match condition:
        case Any(parts):
            return any_of(_is_for(run, part, role) for part in parts)
        case HasRole(_, asked) if role:
            is_a = run.program.words.roles.is_a
            truth = any_of(is_a(role, each) for each in asked)
            return run.truth(condition) if truth is Truth.UNKNOWN else truth
        case _:
            return run.truth(condition)
