"""One mutant before the bank: the first scenario that notices it, where one does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from protocol_rules.analysis.cells import Liking
from protocol_rules.analysis.search import MOST_TRIES
from protocol_rules.analysis.space import liking_nothing
from protocol_rules.analysis.witness import NotDecided, stories_apart
from protocol_rules.engine import Status, evaluate
from protocol_rules.engine.program import Program, program_of, with_program_like
from protocol_rules.engine.run import Run
from protocol_rules.engine.statuses import status_in
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.mutation.bank import Bank, Check, checks_of
from protocol_rules.mutation.details import details, said
from protocol_rules.mutation.mutant import Mutant, mutated
from protocol_rules.norms.scenario_file import ScenarioEntry
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
                if self._could_notice(check, program) and check.fails(self.after):
                    return check
        return None

    def is_noticed_in(self, entry: ScenarioEntry) -> bool:
        """Tell whether one scenario, of the bank or not, fails with the mutant."""
        with with_program_like(self.origin, self.after, self.reached):
            return any(check.fails(self.after) for check in checks_of(self.before, entry))

    def story(self) -> Told | None:
        """Give the story that would notice the mutant; `None` where no story ever could.

        Raises `NotDecided` where neither is known.
        """
        return next(self.stories(), None)

    def stories(
        self,
        liking: Liking = liking_nothing,
        *,
        as_expected: bool = False,
        most_tries: int = MOST_TRIES,
    ) -> Iterator[Told]:
        """Give the stories that tell the mutant from the rules, for each norm the smallest first.

        With `as_expected` an expectation has to be able to tell it. Raises `NotDecided` at the end
        where there may be more than were found.
        """
        undecided: NotDecided | None = None
        for address in self._in_order():
            with with_program_like(self.origin, self.after, self.reached):
                found = stories_apart(
                    self.before,
                    self.after,
                    address,
                    as_expected=as_expected,
                    liking=liking,
                    most_tries=most_tries,
                )
                try:
                    for story in found:
                        yield self._told(address, story)
                except NotDecided as error:
                    undecided = error
        if undecided is not None:
            raise undecided

    def _told(self, address: str, story: Story) -> Told:
        findings = (evaluate(each, story).finding(address) for each in (self.before, self.after))
        was, now = (each.status for each in findings)
        return Told(address, story, was, now)

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
