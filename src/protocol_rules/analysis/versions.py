"""Two versions of a protocol, looked at in one situation after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from protocol_rules.analysis.search import Look
from protocol_rules.analysis.space import own_tests
from protocol_rules.engine import Finding, Status
from protocol_rules.engine.program import Program, Ready, program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import Situation
from protocol_rules.engine.statuses import status_in
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.truth import Truth, any_of
from protocol_rules.vocabulary.conditions import Breached, atoms

__all__ = ["Pair", "run_of", "status_of_norm"]


def run_of(program: Program, situation: Situation) -> Run | None:
    """Start a run; `None` where the story contradicts a definition."""
    try:
        return Run(program, situation)
    except ProtocolRulesError:
        return None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one version finds of the norms that are watched."""

    statuses: tuple[Status, ...]
    moot: tuple[bool, ...]
    effective: Truth
    content: object
    is_breached: bool


class Pair:
    """Two versions of a protocol, and the norms in which they may differ."""

    def __init__(
        self, before: Protocol, after: Protocol, address: str, *, as_expected: bool = False
    ) -> None:
        self._as_expected = as_expected
        self._programs = (program_of(before), program_of(after))
        self._address = address
        self.moot_in_one: Situation | None = None
        self._is_same_elsewhere = _is_same_elsewhere(before, after, address)
        self.addresses = _touched(before, after, address)
        norms = [each.norms[address] for each in (before, after) if address in each.norms]
        self.watches_performance = _may_be_kept_otherwise(before, after, norms)

    @property
    def is_same(self) -> bool:
        """Whether both are one and the same protocol."""
        return self._programs[0] is self._programs[1]

    def look(self, situation: Situation) -> Look:
        """Say whether they differ in a situation, or may differ where more is known."""
        seen = [self._seen(program, situation) for program in self._programs]
        before, after = seen
        if before is None or after is None:
            return Look.CLOSED
        if before.statuses != after.statuses or before.content != after.content:
            return Look.FOUND
        if before.is_breached and not after.is_breached:
            return Look.FOUND
        if before.moot != after.moot and self.moot_in_one is None:
            self.moot_in_one = situation
        return Look.OPEN if self._is_open(before, after) else Look.CLOSED

    def _is_open(self, before: _Seen, after: _Seen) -> bool:
        own, *touched = before.statuses
        if own is Status.UNDETERMINED or (own is Status.APPLIES and self.watches_performance):
            return True
        # INVARIANT: as given, what is known to lift or not to lift stays so, whatever is learnt.
        settled = before.effective is after.effective is not Truth.UNKNOWN
        if settled and self._is_same_elsewhere:
            return False
        return Status.UNDETERMINED in touched

    def _seen(self, program: Program, situation: Situation) -> _Seen | None:
        run = run_of(program, situation)
        if run is None:
            return None
        try:
            found = [status_of_norm(run, each) for each in self.addresses]
            statuses = tuple(status for status, _ in found)
            applies = statuses[0] is Status.APPLIES
            content, is_breached = self._content(run) if applies else (None, False)
            is_here = self._address in program.ready
            effective = run.effective(self._address) if is_here else Truth.NO
        except ProtocolRulesError:  # a deadline would leave the years that are known
            return None
        moot = tuple(is_moot for _, is_moot in found)
        return _Seen(statuses, moot, effective, content, is_breached)

    def _content(self, run: Run) -> tuple[object, bool]:
        """Give what a norm says where it applies, and whether it is breached."""
        ready = run.program.ready[self._address]
        norm = ready.norm
        deadline = norm.deadline
        said = (
            norm.modality,
            frozenset(norm.bearers),
            norm.action,
            norm.counterparty and (frozenset(norm.counterparty.roles), norm.counterparty.every),
            deadline.action if deadline is not None else "",
        )
        if not self.watches_performance:
            return said, False
        finding = Finding(run, ready, Status.APPLIES, awake=True, occasion="", search=_no_search)
        kept = finding.performance
        is_breached = finding.breached
        if self._as_expected:
            return (said, finding.due), is_breached
        told = kept and (kept.state, kept.breached_on)
        return (said, finding.due, told, finding.next_step), is_breached


def _no_search(run: Run, ready: Ready, occasion: str) -> NoReturn:
    message = "nobody asks here what would make it apply"
    raise NotImplementedError(message)


def status_of_norm(run: Run, address: str) -> tuple[Status, bool]:
    """Give the status of a norm, and whether it is moot."""
    ready = run.program.ready.get(address)
    if ready is None or not run.is_triggered(address):
        return Status.DOES_NOT_APPLY, False
    status = status_in(run, ready)
    if status is not Status.UNDETERMINED:
        return status, False
    return status, any_of(each.test(run) for each in ready.exceptions) is Truth.YES


def _touched(before: Protocol, after: Protocol, address: str) -> tuple[str, ...]:
    """Name a norm with those that it lifts or adds a proviso to, and those that they lift."""
    lifted: dict[str, list[str]] = {}
    for protocol in (before, after):
        for target, overrides in protocol.overrides.items():
            for each in overrides:
                lifted.setdefault(each.by, []).append(target)
        norm = protocol.norms.get(address)
        lifted.setdefault(address, []).extend(() if norm is None else norm.proviso_of)
    found = {address: None}
    waiting = [address]
    while waiting:
        for target in lifted.get(waiting.pop(), ()):
            if target not in found:
                found[target] = None
                waiting.append(target)
    return tuple(found)


def _is_same_elsewhere(before: Protocol, after: Protocol, address: str) -> bool:
    """Tell whether nothing but this one norm is different in two versions."""
    others = [
        {name: norm for name, norm in each.norms.items() if name != address}
        for each in (before, after)
    ]
    return (
        others[0] == others[1]
        and before.overrides == after.overrides
        and before.definitions == after.definitions
        and before.calendar == after.calendar
    )


def _may_be_kept_otherwise(before: Protocol, after: Protocol, norms: list[Norm]) -> bool:
    """Tell whether two versions of a norm can differ in how it is kept, or by when."""
    told = [
        (norm.deadline, norm.done_on, norm.limits, norm.breached_when, norm.escalation)
        for norm in norms
    ]
    if len(norms) < 2:  # noqa: PLR2004 - one of two versions lacks it
        return False
    if told[0] != told[1] or before.calendar != after.calendar:
        return True
    beneath = [test for condition in own_tests(norms[0]) for test in atoms(condition)]
    return any(
        isinstance(test, Breached) or getattr(test, "fact", "") in before.definitions
        for test in beneath
    )
