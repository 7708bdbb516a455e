"""The second engine's entry: one scenario against one protocol."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import NamedTuple
from weakref import WeakKeyDictionary

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.engine.answer import Answer, OccasionRun
from protocol_rules.engine.durable.leaves import Leaf, facts_of, truth_of
from protocol_rules.engine.durable.process import Adapter, adapter
from protocol_rules.engine.durable.rulesets import Rulesets
from protocol_rules.engine.durable.translate import Translation, Verdict
from protocol_rules.engine.evaluate import evaluate
from protocol_rules.engine.program import Program, program_of
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import situations
from protocol_rules.engine.status import Status
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story
from protocol_rules.truth import Truth

__all__ = ["Matched", "Matching", "matched", "statuses_of_complete"]

_NUMBERS = count()
_MOST_NAMED = 5
_MOST_PLANS = 64


class _Plan(NamedTuple):
    """What is matched where some norms are awake: tests, and rulesets level by level."""

    verdicts: Mapping[str, Verdict]
    leaves: Mapping[str, Leaf]
    levels: Mapping[int, list[int]]
    shown: frozenset[str]


class Matched:
    """One protocol in one reading, ready to be matched by the second engine."""

    def __init__(self, program: Program, reading: Reading) -> None:
        """Translate the protocol."""
        self._translation = Translation(program, reading)
        self._rulesets = Rulesets(self._translation)
        self._name = f"protocol_{next(_NUMBERS)}"
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def statuses(self, run: Run, child: Adapter) -> dict[str, Status]:
        """Give the status of every norm that the situation of a run wakes, by its address.

        Norms that nothing can keep from applying are left out.
        """
        plan = self._plan(tuple(_awake(run)))
        known = self._matched(plan, run, child)
        return {address: _status(verdict, known) for address, verdict in plan.verdicts.items()}

    def unknown(self, run: Run) -> list[str]:
        """Name the facts that are not known and on which a norm that is awake may rest."""
        return list(
            dict.fromkeys(
                fact
                for leaf in self._plan(tuple(_awake(run))).leaves.values()
                if truth_of(leaf, run) is Truth.UNKNOWN
                for fact in facts_of(leaf, run)
            )
        )

    def _plan(self, awake: tuple[str, ...]) -> _Plan:
        """Tell what has to be matched where some norms are awake; the last plans are kept."""
        if awake not in self._plans:
            if len(self._plans) >= _MOST_PLANS:
                del self._plans[next(iter(self._plans))]
            self._plans[awake] = self._planned(awake)
        return self._plans[awake]

    def _planned(self, awake: tuple[str, ...]) -> _Plan:
        verdicts = {each: self._translation.verdicts[each] for each in awake}
        names = (each for v in verdicts.values() for each in (v.applies, v.lifted, v.silent))
        needed = frozenset[str]().union(*map(self._rulesets.needs, names))
        levels: dict[int, list[int]] = {}
        for number, each in enumerate(self._rulesets.all):
            if any(head.name in needed for head in each.heads):
                levels.setdefault(each.level, []).append(number)
        leaves = self._translation.leaves.items()
        return _Plan(
            verdicts,
            {name: leaf for name, leaf in leaves if name in needed},
            dict(sorted(levels.items())),
            frozenset(self._translation.shown & needed),
        )

    def _matched(self, plan: _Plan, run: Run, child: Adapter) -> dict[str, bool]:
        """Work out what is needed, one level after the other.

        The tests are worked out by our own engine; what is unknown is left out.
        """
        truths = {name: truth_of(leaf, run) for name, leaf in plan.leaves.items()}
        known = {
            name: each is Truth.YES for name, each in truths.items() if each is not Truth.UNKNOWN
        }
        rulesets = self._rulesets.all
        for level, numbers in plan.levels.items():
            facts = [(number, rulesets[number].fact(known)) for number in numbers]
            fired = child.match(self._name, self._rulesets.as_data, facts)
            for number, rules in zip(numbers, fired, strict=True):
                for head in {rulesets[number].heads[rule] for rule in rules}:
                    if known.setdefault(head.name, head.value) is not head.value:
                        raise _contradiction(head.name)
            for name in plan.shown:
                if self._rulesets.level(name) == level:
                    known.setdefault(name, False)
        return known


def _awake(run: Run) -> dict[str, None]:
    """Name the norms that a situation wakes, unconditional ones left out, in printed order."""
    groups = run.program.groups
    waking = [groups[""], *(groups[each] for each in run.situation.mentioned if each in groups)]
    return {ready.norm.address: None for group in waking for ready in group.norms}


def _status(verdict: Verdict, known: dict[str, bool]) -> Status:
    told = {
        status
        for name, status in (
            (verdict.applies, Status.APPLIES),
            (verdict.lifted, Status.LIFTED),
            (verdict.silent, Status.DOES_NOT_APPLY),
        )
        if name in known
    }
    if len(told) > 1:
        raise _contradiction(verdict.applies)
    return told.pop() if told else Status.UNDETERMINED


def _contradiction(name: str) -> InvalidInput:
    message = f"the engine `durable` told two things at once: `{name}`, and that it is not so"
    hint = "leave it out: the engine `own` does without it"
    return InvalidInput([Diagnostic("engine-failed", message, hint=hint)])


_MATCHED: WeakKeyDictionary[Program, dict[Reading, Matched]] = WeakKeyDictionary()


def matched(program: Program, reading: Reading) -> Matched:
    """Give the rulesets of a protocol, made when they are first asked for."""
    of_program = _MATCHED.setdefault(program, {})
    if reading not in of_program:
        of_program[reading] = Matched(program, reading)
    return of_program[reading]


class Matching:
    """One scenario against one protocol, with what is unknown left undetermined.

    The statuses are those of the second engine; `runs` has what our own worked out for them.
    """

    def __init__(
        self, protocol: Protocol, scenario: Story, reading: Reading, child: Adapter
    ) -> None:
        """Match each occasion."""
        program = program_of(protocol)
        own = matched(program, reading)
        found = situations(scenario, protocol.vocabulary)
        self.runs = {name: Run(program, situation, reading) for name, situation, _ in found}
        told = {
            name: OccasionRun(self.runs[name], touched, own.statuses(self.runs[name], child))
            for name, _, touched in found
        }
        self.answer = Answer(program, scenario, reading, told, evaluate)


def statuses_of_complete(run: Run) -> dict[str, Status]:
    """Give the statuses of a run in which nothing is unknown that they could rest on.

    Raises `InvalidInput` where something is: what the second engine made of it would be our own
    thought, and no witness of it.
    """
    own = matched(run.program, Reading.AS_GIVEN)
    plain = run if run.reading is Reading.AS_GIVEN else Run(run.program, run.situation)
    if unknown := own.unknown(plain):
        named = ", ".join(f"`{each}`" for each in unknown[:_MOST_NAMED])
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        message = f"the engine `durable` answers complete scenarios only; not known: {named}{more}"
        hint = "state them, roles as narrowly as they go, or take the engine `own`"
        raise InvalidInput([Diagnostic("incomplete-scenario", message, hint=hint)])
    return own.statuses(plain, adapter())
