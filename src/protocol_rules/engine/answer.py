"""The answer of one protocol to one scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine.clause_finding import ClauseFinding, statuses_by_clause
from protocol_rules.engine.finding import Finding
from protocol_rules.engine.program import Program, Ready
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.required import RequiredAction, required_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.status import Status
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story

if TYPE_CHECKING:  # what few answers are asked for is imported when one is
    from protocol_rules.engine.difference import AnswerChange
    from protocol_rules.engine.flips import SmallestChange
    from protocol_rules.engine.questions import Question

__all__ = ["Answer", "OccasionRun"]


class OccasionRun(NamedTuple):
    """A run, the circumstances its occasion is about, and the statuses of what is awake in it.

    Norms that nothing can keep from applying are left out of the statuses.
    """

    run: Run
    touched: frozenset[str]
    statuses: Mapping[str, Status]


class Answer:
    """Which norms of a protocol apply in a scenario, why, and what they require.

    Statuses are known at once; findings, proofs and missing facts are worked out when read.
    """

    def __init__(
        self,
        program: Program,
        scenario: Story,
        reading: Reading,
        runs: Mapping[str, OccasionRun],
        again: Callable[..., Answer],
    ) -> None:
        """Keep the runs, from which all the rest follows.

        `again` evaluates another scenario, as `evaluate` does.
        """
        self.protocol: Protocol = program.protocol
        self.scenario = scenario
        self.reading = reading
        self._program = program
        self._runs = runs
        self._again = again
        self._found: dict[tuple[str, str], Finding] = {}

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
        """The norms without a condition that nothing lifts."""
        return tuple(each for each in self._all_with(Status.APPLIES) if each.is_standing)

    @cached_property
    def breached(self) -> tuple[Finding, ...]:
        """The norms that apply, standing ones among them, and that have been breached."""
        return tuple(each for each in self._all_with(Status.APPLIES) if each.breached)

    @cached_property
    def clauses(self) -> Mapping[str, ClauseFinding]:
        """The clauses that have a norm, by their id, in printed order."""
        grouped: dict[str, list[Finding]] = {}
        for finding in self.findings:
            grouped.setdefault(finding.clause, []).append(finding)
        clauses = self.protocol.clauses
        return {name: ClauseFinding.of(clauses[name], each) for name, each in grouped.items()}

    @cached_property
    def clause_statuses(self) -> Mapping[str, Status]:
        """The status of each clause of which a conditional norm does more than not apply.

        It is the same as in `clauses`, and costs no more than there is awake.
        """
        speaking = (
            (address, status)
            for occasion, each in self._runs.items()
            for address, status in each.statuses.items()
            if status is not Status.DOES_NOT_APPLY
            and (len(self._runs) == 1 or occasion in self._occasions_of(address))
        )
        return statuses_by_clause(speaking, self._program)

    def findings_of(self, address: str) -> tuple[Finding, ...]:
        """The findings of one clause, by its id, or of one norm, by its address."""
        clause, _, norm = address.removeprefix(f"{self.protocol.council}/").partition("#")
        return tuple(
            self._finding(each.address, occasion)
            for each in self.protocol.clauses[clause].norms
            if not norm or each.address.endswith(f"#{norm}")
            for occasion in self._occasions_of(each.address)
        )

    @cached_property
    def required_actions(self) -> tuple[RequiredAction, ...]:
        """What the conditional norms that apply require, of whom and by when."""
        return required_of(self.applies, self.protocol.vocabulary)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts on which the undetermined norms turn, in the vocabulary's order."""
        missing = (fact for finding in self.undetermined for fact in finding.missing)
        return self.protocol.vocabulary.in_order(missing)

    @cached_property
    def next_question(self) -> Question | None:
        """The missing fact that settles most undetermined norms; `None` where nothing is open.

        It is missing from more of them than any other fact, a norm counting once for each
        occasion; among equals it is the first in the vocabulary's order.
        """
        from protocol_rules.engine.questions import questions_about  # noqa: PLC0415

        words = self.protocol.vocabulary
        return next(iter(questions_about(self.undetermined, self.scenario, words)), None)

    def compare_with(self, other: Answer) -> AnswerChange:
        """Tell what is different in another answer under the same protocol.

        Raises `InvalidInput` where the other answer is that of another council.
        """
        from protocol_rules.engine.difference import changes_between  # noqa: PLC0415

        return changes_between(self, other)

    @cached_property
    def presumed(self) -> tuple[str, ...]:
        """In the reading `unless_shown`: the facts on whose absence the answer rests."""
        presumed = (fact for finding in self.live() for fact in finding.presumed)
        return self.protocol.vocabulary.in_order(presumed)

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
                each.as_data() for each in self.live() if each.status is not Status.DOES_NOT_APPLY
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
        if not (awake := self._awake(status)):
            return ()
        standing = self._program.standing if status is Status.APPLIES else ()
        return tuple([
            self._finding(address, occasion)
            for address, occasion in self._in_order(awake)
            if address not in standing
        ])  # fmt: skip

    def live(self) -> Iterator[Finding]:
        """Give the findings of the norms that are awake, in printed order."""
        return self._all_with(*Status)

    def _all_with(self, *statuses: Status) -> Iterator[Finding]:
        """Give the findings with one of some statuses, those of unconditional norms among them."""
        found = self._awake(*statuses)
        if Status.APPLIES in statuses:
            always = self._program.unconditional
            found += [(each, occasion) for each in always for occasion in self._occasions_of(each)]
        return (self._finding(*each) for each in self._in_order(found))

    def _awake(self, *statuses: Status) -> list[tuple[str, str]]:
        """Give the norms with one of some statuses, unconditional ones left out, and occasions."""
        return [
            (address, occasion)
            for occasion, each in self._runs.items()
            for address, status in each.statuses.items()
            if status in statuses
            and (len(self._runs) == 1 or occasion in self._occasions_of(address))
        ]

    def _in_order(self, norms: list[tuple[str, str]]) -> list[tuple[str, str]]:
        order = self._program.order
        return sorted(norms, key=lambda each: order[each[0]])

    def _finding(self, address: str, occasion: str) -> Finding:
        key = (address, occasion)
        if key not in self._found:
            each = self._runs[occasion]
            status = each.statuses.get(address)
            if status is None and address in self._program.unconditional:
                status = Status.APPLIES
            self._found[key] = Finding(
                each.run,
                self._program.ready[address],
                status or Status.DOES_NOT_APPLY,
                awake=status is not None,
                occasion=occasion,
                search=self._smallest_change,
            )
        return self._found[key]

    def _smallest_change(self, run: Run, ready: Ready, occasion: str) -> SmallestChange:
        from protocol_rules.engine.flips import smallest_change  # noqa: PLC0415

        def status_again(scenario: Story) -> Status:
            answer = self._again(self.protocol, scenario, reading=self.reading)
            return answer.finding(ready.norm.address, occasion).status

        return smallest_change(run, ready, self.scenario, occasion, status_again)

    def _occasions_of(self, address: str) -> tuple[str, ...]:
        """Give the occasions that a norm is about, or the common situation if it is about none."""
        if len(self._runs) == 1:
            return ("",)
        reach = self._program.reach(address)
        about = tuple(name for name, each in self._runs.items() if name and reach & each.touched)
        return about or ("",)
