"""The answer of one protocol to one scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine.finding import Finding
from protocol_rules.engine.missing import status_in
from protocol_rules.engine.program import Program
from protocol_rules.engine.required import RequiredAction, required_of
from protocol_rules.engine.run import Reading, Run
from protocol_rules.engine.status import Status, rolled_up
from protocol_rules.norms.protocol import Clause, Protocol
from protocol_rules.norms.scenario import Scenario

__all__ = ["Answer", "ClauseFinding", "OccasionRun"]


@dataclass(frozen=True, slots=True)
class OccasionRun:
    """A run, the circumstances its occasion is about, and the norms that are awake in it."""

    run: Run
    touched: frozenset[str]
    awake: set[str]


@dataclass(frozen=True, slots=True)
class ClauseFinding:
    """A clause with the findings of its norms.

    `status` rolls up its conditional norms: applies, else undetermined, else lifted, else does
    not apply. `stands` says that a norm without a condition applies besides.
    """

    clause: Clause
    status: Status
    stands: bool
    findings: tuple[Finding, ...]

    @property
    def applies(self) -> bool:
        """Whether the clause applies, by a conditional norm or, failing that, by a standing one."""
        return self.status is Status.APPLIES or self.stands


class Answer:
    """Which norms of a protocol apply in a scenario, why, and what they require.

    Statuses are known at once; findings, proofs and missing facts are worked out when read.
    """

    def __init__(
        self,
        program: Program,
        scenario: Scenario,
        reading: Reading,
        runs: Mapping[str, OccasionRun],
    ) -> None:
        """Evaluate the status of every norm that the scenario can trigger."""
        self.protocol: Protocol = program.protocol
        self.scenario = scenario
        self.reading = reading
        self._program = program
        self._runs = runs
        self._statuses: dict[tuple[str, str], Status] = {}
        for name, each in runs.items():
            for address in each.awake:
                self._statuses[name, address] = status_in(each.run, program.ready[address])

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """One finding for each norm (and each occasion that it is about), in printed order."""
        return tuple(
            self._finding(address, occasion)
            for address in self._program.ready
            for occasion in self._occasions_of(address)
        )

    def finding(self, address: str, occasion: str = "") -> Finding:
        """Give the finding of one norm, by its address; its clause will do where it has one norm.

        Raises `InvalidInput`, with a hint, where there is no such norm or no such occasion.
        """
        if occasion not in self._runs:
            message = f"the scenario has no occasion {quote(occasion)}"
            hint = did_you_mean(occasion, self._runs)
            raise InvalidInput([Diagnostic("unknown-occasion", message, hint=hint)])
        council = self.protocol.council
        full = f"{council}/{address.removeprefix(f'{council}/')}"
        of_clause = [each for each in self._program.ready if each.partition("#")[0] == full]
        if full not in self._program.ready and len(of_clause) != 1:
            message = f"no norm {quote(address)} in `{council}`"
            known = [each.partition("/")[2] for each in of_clause or self._program.ready]
            hint = f"one of {', '.join(known)}" if of_clause else did_you_mean(address, known)
            raise InvalidInput([Diagnostic("unknown-norm", message, hint=hint)])
        return self._finding(full if full in self._program.ready else of_clause[0], occasion)

    @cached_property
    def applies(self) -> tuple[Finding, ...]:
        """The conditional norms that apply."""
        return self._of(Status.APPLIES)

    @cached_property
    def lifted(self) -> tuple[Finding, ...]:
        """The conditional norms that speak, and that an exception lifts."""
        return self._of(Status.LIFTED)

    @cached_property
    def undetermined(self) -> tuple[Finding, ...]:
        """The norms that turn on facts which nobody stated, moot ones left out."""
        return tuple(each for each in self._of(Status.UNDETERMINED) if not each.is_moot)

    @cached_property
    def moot(self) -> tuple[Finding, ...]:
        """The undetermined norms that can no longer be effective: no open question."""
        return tuple(each for each in self._of(Status.UNDETERMINED) if each.is_moot)

    @cached_property
    def standing(self) -> tuple[Finding, ...]:
        """The norms that hold in every situation."""
        return tuple(each for each in self._live() if each.is_standing)

    @cached_property
    def clauses(self) -> Mapping[str, ClauseFinding]:
        """The clauses that have a norm, by their id, in printed order."""
        grouped: dict[str, list[Finding]] = {}
        for finding in self.findings:
            grouped.setdefault(finding.clause, []).append(finding)
        return {name: self._clause_finding(name, each) for name, each in grouped.items()}

    @cached_property
    def required_actions(self) -> tuple[RequiredAction, ...]:
        """What the conditional norms that apply require, of whom and by when."""
        return required_of(self.applies, self.protocol.vocabulary)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts on which the undetermined norms turn, in the vocabulary's order."""
        wanted = {fact for finding in self.undetermined for fact in finding.missing}
        return tuple(fact for fact in self.protocol.vocabulary.facts if fact in wanted)

    @cached_property
    def presumed(self) -> tuple[str, ...]:
        """In the reading `unless_shown`: the facts on whose absence the answer rests."""
        wanted = {fact for finding in self._live() for fact in finding.presumed}
        return tuple(fact for fact in self.protocol.vocabulary.facts if fact in wanted)

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """The circumstances which the answer took to be absent, of those the protocol speaks of."""
        spoken = self._program.spoken
        present = frozenset[str]().union(*(each.run.present for each in self._runs.values()))
        return tuple(
            name for name in self.protocol.vocabulary.circumstances if name in spoken - present
        )

    def as_data(self) -> dict[str, object]:
        """Give the answer as plain data, ready for JSON."""
        return {
            "protocol": self.protocol.council,
            "title": self.protocol.title,
            "scenario": self.scenario.as_data(),
            "reading": self.reading.value,
            "clauses": {
                name: each.status.value if each.status is not Status.DOES_NOT_APPLY else "standing"
                for name, each in self.clauses.items()
                if each.stands or each.status is not Status.DOES_NOT_APPLY
            },
            "findings": [
                each.as_data() for each in self._live() if each.status is not Status.DOES_NOT_APPLY
            ],
            "required_actions": [each.as_data() for each in self.required_actions],
            "missing": list(self.missing),
            "presumed": list(self.presumed),
            "absent": list(self.absent),
        }

    def __repr__(self) -> str:
        """Count what was found."""
        return (
            f"<Answer {self.protocol.council}: {len(self.applies)} apply, "
            f"{len(self.lifted)} lifted, {len(self.undetermined)} undetermined>"
        )

    def _of(self, status: Status) -> tuple[Finding, ...]:
        return tuple(
            finding
            for finding in self._live()
            if finding.status is status and not finding.is_standing
        )

    def _live(self) -> Iterator[Finding]:
        """Give the findings of the norms that are awake, in printed order."""
        if "findings" in self.__dict__:
            yield from (
                each for each in self.findings if (each.occasion, each.address) in self._statuses
            )
            return
        order = self._program.order
        for occasion, address in sorted(self._statuses, key=lambda each: (order[each[1]], each[0])):
            if occasion in self._occasions_of(address):
                yield self._finding(address, occasion)

    def _finding(self, address: str, occasion: str) -> Finding:
        each = self._runs[occasion]
        status = self._statuses.get((occasion, address), Status.DOES_NOT_APPLY)
        ready = self._program.ready[address]
        return Finding(each.run, ready, status, awake=address in each.awake, occasion=occasion)

    def _occasions_of(self, address: str) -> tuple[str, ...]:
        """Give the occasions that a norm is about, or the common situation if it is about none."""
        if len(self._runs) == 1:
            return ("",)
        reach = self._program.reach(address)
        about = tuple(name for name, each in self._runs.items() if name and reach & each.touched)
        return about or ("",)

    def _clause_finding(self, clause: str, findings: list[Finding]) -> ClauseFinding:
        conditional = {each.status for each in findings if not each.is_standing}
        stands = any(each.is_standing and each.status is Status.APPLIES for each in findings)
        return ClauseFinding(
            self.protocol.clauses[clause], rolled_up(conditional), stands, tuple(findings)
        )
