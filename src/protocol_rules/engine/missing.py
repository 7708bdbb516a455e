"""Which facts could still settle a status.

A fact is missing if, after some further givens, the status is still undetermined and some value of
the fact settles it. Where each fact of the residual condition occurs once, these are its facts;
where one occurs twice, all combinations of values that make a difference are tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.program import Ready
from protocol_rules.engine.residual import Atom, open_atoms
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import Situation
from protocol_rules.engine.status import Status, status_of
from protocol_rules.norms.conditions import Breached, Compare, Has, HasRole, Only, atoms
from protocol_rules.norms.values import Given
from protocol_rules.truth import Truth, any_of
from protocol_rules.vocabulary import FactType

__all__ = ["facts_of", "missing_facts", "status_in"]

MOST_SITUATIONS = 4000
"""How many situations are tried before every open fact is called missing."""

_A_YEAR = timedelta(days=400)
_SOME_DAY = date(2024, 1, 10)


def status_in(run: Run, ready: Ready) -> Status:
    """The status of a norm in a run."""
    speaks = ready.speaks(run)
    if speaks is Truth.NO:
        return Status.DOES_NOT_APPLY
    return status_of(speaks, any_of(each.test(run) for each in ready.exceptions))


def missing_facts(run: Run, ready: Ready) -> tuple[str, ...]:
    """Name the missing facts of an undetermined norm, in the vocabulary's order."""
    open_tests = list(open_atoms(run, ready.speaks_term))
    if any_of(each.test(run) for each in ready.exceptions) is not Truth.YES:
        for each in ready.exceptions:
            open_tests += open_atoms(run, each.term)
    uses = [fact for test in open_tests for fact in facts_of(run, test)]
    facts = _in_order(run, uses)
    once = max(Counter(uses).values(), default=0) == 1
    if once and not any(isinstance(test, Breached | Compare) for test in open_tests):
        return facts
    tried = _tried(run, ready, facts, open_tests)
    return facts if tried is None else tuple(fact for fact in facts if fact in tried)


def facts_of(run: Run, test: Atom) -> Iterator[str]:
    """Name the open facts of a test: its own, and those under a definition or a norm."""
    if isinstance(test, Breached):
        yield from _facts_of_breach(run, test.address)
        return
    names = [test.fact, *([test.bound] if isinstance(test, Compare) and isinstance(test.bound, str) else [])]
    for name in names:
        if run.known(name) is None or _is_too_wide(run, test, name):
            yield name
            definition = run.program.protocol.definitions.get(name)
            if definition is not None:
                for inner in open_atoms(run, definition):
                    yield from facts_of(run, inner)


def _is_too_wide(run: Run, test: Atom, name: str) -> bool:
    kind = run.program.words.facts[name].type
    return kind is FactType.ROLE and run.truth(test) is Truth.UNKNOWN


def _facts_of_breach(run: Run, address: str) -> Iterator[str]:
    norm = run.program.protocol.norms[address]
    found: list[str] = []
    for test in open_atoms(run, run.program.effective(address)):
        found += facts_of(run, test)
    conditions = [*norm.limits, *([] if norm.breached_when is None else [norm.breached_when])]
    for condition in conditions:
        for test in open_atoms(run, condition):
            found += facts_of(run, test)
    if norm.deadline is not None and norm.deadline.fact and norm.done_on:
        found += [each for each in (norm.deadline.fact, norm.done_on) if run.known(each) is None]
    yield from dict.fromkeys(found)


def _in_order(run: Run, names: Iterable[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(name for name in run.program.words.facts if name in wanted)


def _tried(
    run: Run, ready: Ready, facts: tuple[str, ...], tests: Iterable[Atom]
) -> set[str] | None:
    """Try every combination of values that could matter; `None` where there are too many."""
    values = {fact: _candidates(run, fact, tests) for fact in facts}
    found: set[str] = set()
    left = MOST_SITUATIONS

    def status_with(given: Mapping[str, Given]) -> Status | None:
        nonlocal left
        left -= 1
        situation = run.situation
        try:
            tried = Run(run.program, _with(situation, given), run.reading)
        except InvalidInput:
            return None
        return status_in(tried, ready)

    def explore(position: int, given: dict[str, Given]) -> None:
        if len(found) == len(facts) or left <= 0:
            return
        if status_with(given) is not Status.UNDETERMINED:
            return
        for fact in facts:
            if fact not in given and fact not in found:
                settled = (status_with({**given, fact: value}) for value in values[fact])
                if any(each not in (None, Status.UNDETERMINED) for each in settled):
                    found.add(fact)
        for later in range(position, len(facts)):
            for value in values[facts[later]]:
                explore(later + 1, {**given, facts[later]: value})

    explore(0, {})
    return found if left > 0 or len(found) == len(facts) else None


def _with(situation: Situation, given: Mapping[str, Given]) -> Situation:
    return replace(situation, given={**situation.given, **given})


def _candidates(run: Run, name: str, tests: Iterable[Atom]) -> list[Given]:
    """Give a value of the fact for each way in which it can turn the tests on it."""
    fact = run.program.words.facts[name]
    mentioned = _mentioned(run, name, tests)
    match fact.type:
        case FactType.BOOLEAN:
            return [True, False]
        case FactType.CHOICE:
            others = [value for value in fact.values if value not in mentioned]
            return [*sorted(mentioned), *others[:1]]
        case FactType.CHOICES:
            others = [value for value in fact.values if value not in mentioned]
            pool = [*sorted(mentioned), *others[:1]]
            return [frozenset(each) for n in (1, 2, 3) for each in combinations(pool, n)]
        case FactType.ROLE:
            return _roles(run, name, mentioned)
        case FactType.COUNT | FactType.DAYS:
            bounds = {int(each) for each in mentioned if isinstance(each, int)} or {1}
            return sorted({max(0, each + step) for each in bounds for step in (-1, 0, 1)})
        case FactType.DATE:
            return _dates(run, mentioned)


def _roles(run: Run, name: str, mentioned: set[object]) -> list[Given]:
    roles = run.program.words.roles
    given = run.known(name)
    allowed = set(roles.roles)
    if isinstance(given, frozenset):
        allowed = {narrower for role in given for narrower in roles.below(role)}
    asked = [role for role in mentioned if isinstance(role, str)]
    kinds: dict[tuple[Truth, ...], str] = {}
    for role in sorted(allowed):
        kinds.setdefault(tuple(roles.is_a(role, each) for each in asked), role)
    pool = [role for kind, role in kinds.items() if Truth.UNKNOWN not in kind] or sorted(allowed)[:1]
    return [frozenset(each) for n in (1, 2) for each in combinations(sorted(pool), n)]


def _dates(run: Run, mentioned: set[object]) -> list[Given]:
    bases = {each for each in (*mentioned, *run.given.values(), run.situation.today) if isinstance(each, date)}
    steps = (-_A_YEAR, timedelta(-1), timedelta(0), timedelta(1), _A_YEAR)
    return sorted({base + step for base in bases or {_SOME_DAY} for step in steps})


def _mentioned(run: Run, name: str, tests: Iterable[Atom]) -> set[object]:
    found: set[object] = set()
    waiting = list(tests)
    while waiting:
        test = waiting.pop()
        match test:
            case Breached(address):
                norm = run.program.protocol.norms[address]
                more = (norm.when, norm.provided, *norm.unless, *norm.limits, norm.breached_when)
                for condition in more:
                    if condition is not None:
                        waiting += [each for each in atoms(condition) if hasattr(each, "fact")]  # type: ignore[misc]
            case Has(fact, values) | HasRole(fact, values) | Only(fact, values):
                if fact == name:
                    found |= values
            case Compare(fact, _, bound):
                if fact == name and not isinstance(bound, str):
                    found.add(bound)
        fact = getattr(test, "fact", "")
        definition = run.program.protocol.definitions.get(fact)
        if definition is not None:
            waiting += [each for each in atoms(definition) if hasattr(each, "fact")]  # type: ignore[misc]
    return found


