"""One mutant before the bank: the first scenario that notices it, where one does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from protocol_rules.analysis.witness import NotDecided, distinguish
from protocol_rules.checks import judge
from protocol_rules.engine import Status, evaluate
from protocol_rules.engine.program import Program, program_of, with_program_like
from protocol_rules.engine.run import Run
from protocol_rules.engine.statuses import status_in
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.mutation.bank import Bank, Check
from protocol_rules.mutation.details import details, said
from protocol_rules.mutation.mutant import Mutant, mutated
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story

__all__ = ["Told", "Trial"]


class Told(NamedTuple):
    """A story that tells a mutant from the rules, by what is found of a norm in it."""

    address: str
    story: Story
    before: Status
    after: Status


class Trial:
    """A mutant of the bank's protocol, ready to be held against its checks."""

    def __init__(self, bank: Bank, mutant: Mutant) -> None:
        """Make the changed protocol, and find the norms that the change can reach."""
        self.mutant = mutant
        self.before = bank.protocol
        self.after = mutated(bank.protocol, mutant)
        self.origin = program_of(bank.protocol)
        self.reached = self.origin.dependents.of(mutant.names)
        self._bank = bank

    def noticed_by(self) -> Check | None:
        """Give the first check that fails with the mutant; `None` where none does."""
        with with_program_like(self.origin, self.after, self.reached) as program:
            for check in self._checks(program):
                if self._could_notice(check, program) and _fails(check, self.after):
                    return check
        return None

    def story(self) -> Told | None:
        """Give the story that would notice the mutant; `None` where no story ever could.

        Raises `NotDecided` where neither is known.
        """
        undecided: NotDecided | None = None
        with with_program_like(self.origin, self.after, self.reached):
            for address in self._in_order():
                try:
                    story = distinguish(self.before, self.after, address)
                except NotDecided as error:
                    undecided = error
                    continue
                if story is not None:
                    findings = (
                        evaluate(each, story).finding(address) for each in (self.before, self.after)
                    )
                    was, now = (each.status for each in findings)
                    return Told(address, story, was, now)
        if undecided is not None:
            raise undecided
        return None

    def _checks(self, program: Program) -> Iterator[Check]:
        """Give the checks in which something reached is awake, before or after."""
        words = program.words
        waking = [
            each.wakes(address) for address in self.reached for each in (self.origin, program)
        ]
        given = frozenset(words.circumstance_of[fact] for fact in self.mutant.definitions)
        bits = self._bank.waking([*waking, given])
        first = [each for each in self.mutant.norms if each in self.reached]
        return self._bank.in_order(bits, [*first, *sorted(self.reached - {*first})])

    def _could_notice(self, check: Check, program: Program) -> bool:
        """Tell whether anything that the check looks at may be different."""
        if check.run is None:
            return True
        try:
            run = Run(program, check.run.situation)
            return any(
                self._is_other(address, check, check.run, run) for address in self._in_order()
            )
        except ProtocolRulesError:
            return True

    def _in_order(self) -> Iterable[str]:
        return dict.fromkeys((*self.mutant.norms, *sorted(self.reached)))

    def _is_other(self, address: str, check: Check, was_run: Run, run: Run) -> bool:
        was, now = self.before.norms[address], self.after.norms[address]
        before = _status(check.statuses.get(address), address, self.origin)
        after = (
            status_in(run, run.program.ready[address])
            if run.is_triggered(address)
            else Status.DOES_NOT_APPLY
        )
        if was.is_standing and {before, after} == {Status.APPLIES, Status.DOES_NOT_APPLY}:
            # What always stands is told by no status of its clause.
            return check.expected.sees(was) or check.expected.sees(now)
        if before is not after or was.is_standing is not now.is_standing:
            return True
        if before is Status.DOES_NOT_APPLY:
            return False
        differs = details(was_run, address, before) != details(run, address, after)
        if differs and before is not Status.APPLIES:
            return True
        is_seen = check.expected.sees(was) or check.expected.sees(now)
        return is_seen and (differs or said(was) != said(now))


def _status(found: Status | None, address: str, origin: Program) -> Status:
    if found is None:
        return Status.APPLIES if address in origin.unconditional else Status.DOES_NOT_APPLY
    return found


def _fails(check: Check, protocol: Protocol) -> bool:
    """Tell whether a check fails under a protocol; where it cannot even be answered, it does."""
    try:
        judgements = judge(check.entry, {protocol.council: protocol}.get)
    except ProtocolRulesError:
        return True
    return not all(each.passed for each in judgements)
