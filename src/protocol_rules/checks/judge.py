"""A scenario's expectations held against the answer that the rules give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.engine import Answer, Finding, Reading, Status, evaluate
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.norms.scenario_parts import Expectation
from protocol_rules.validation import Place

__all__ = ["Judgement", "judge"]

_STATUSES = {
    "applies": Status.APPLIES,
    "lifted": Status.LIFTED,
    "undetermined": Status.UNDETERMINED,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One scenario under one protocol: the answer, and each way in which it is not as expected."""

    name: str
    protocol: str
    answer: Answer
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the answer is as expected."""
        return not self.differences

    def __str__(self) -> str:
        """Name the scenario and say what differs."""
        lines = [f"{self.protocol}: {self.name}", *(f"  {each}" for each in self.differences)]
        return "\n".join(lines)


def judge(
    entry: ScenarioEntry, protocols: Callable[[str], Protocol | None]
) -> tuple[Judgement, ...]:
    """Evaluate a scenario under each protocol for which it expects something.

    Expectations are exact: `applies`, `lifted` and `undetermined` name every clause of that
    status (standing norms left out); a norm's address expects it of that norm, whatever becomes of
    the rest of its clause; `missing` names every fact on which the undetermined norms turn.
    `protocols` gives a protocol by name, or `None` for one that is not to be looked at. Raises
    `InvalidInput` for an expectation on a clause that does not exist.
    """
    judgements: list[Judgement] = []
    for name, expected in entry.expectations.items():
        own = entry.written.expect is not None and name == entry.written.protocol
        place = entry.place / "expect" if own else entry.place / "expect_in" / name
        protocol = protocols(name)
        if protocol is None:
            continue
        _check(expected, protocol, place)
        place.faults.stop_if_any()
        answer = evaluate(protocol, entry.story, reading=Reading(entry.written.reading))
        differences = tuple(_differences(expected, answer))
        judgements.append(Judgement(entry.story.name, name, answer, differences))
    return tuple(judgements)


def _check(expected: Expectation, protocol: Protocol, place: Place) -> None:
    for key in (*_STATUSES, "due"):
        for position, address in enumerate(getattr(expected, key)):
            clause, _, norm = address.partition("#")
            at = place / key / (address if key == "due" else position)
            if clause not in protocol.clauses:
                at.fault("unknown-clause", f"no clause {quote(clause)} in `{protocol.council}`",
                         did_you_mean(clause, protocol.clauses))  # fmt: skip
            elif norm and f"{protocol.council}/{address}" not in protocol.norms:
                names = [each.address.partition("#")[2] for each in protocol.clauses[clause].norms]
                at.fault("unknown-norm", f"clause {quote(clause)} has no norm {quote(norm)}",
                         did_you_mean(norm, names) or f"it has {', '.join(names)}")  # fmt: skip
    for position, fact in enumerate(expected.missing):
        if fact not in protocol.vocabulary.facts:
            (place / "missing" / position).fault(
                "unknown-fact", f"no fact {quote(fact)} in the vocabulary",
                did_you_mean(fact, protocol.vocabulary.facts),
            )  # fmt: skip


def _differences(expected: Expectation, answer: Answer) -> Iterable[str]:
    for key, status in _STATUSES.items():
        wanted: tuple[str, ...] = getattr(expected, key)
        clauses = {name for name, each in answer.clauses.items() if each.status is status}
        whole = {each for each in wanted if "#" not in each}
        named = {each.partition("#")[0] for each in wanted}
        yield from _compared(key, whole, clauses - (named - whole))
        for address in wanted:
            if "#" in address and not any(
                each.status is status for each in _findings(answer, address)
            ):
                found = ", ".join(each.status.words for each in _findings(answer, address))
                yield f"{key}: {address} was expected; it {found or 'has no finding'}"
    yield from _compared("missing", set(expected.missing), set(answer.missing))
    for address, day in expected.due.items():
        found = {
            each.due.isoformat()
            for each in _findings(answer, address)
            if each.due is not None and each.status is not Status.DOES_NOT_APPLY
        }
        if day not in found:
            others = ", ".join(sorted(found)) or "none"
            yield f"due: {address} was expected on {day}; found {others}"


def _findings(answer: Answer, address: str) -> list[Finding]:
    clause, _, norm = address.partition("#")
    full = f"{answer.protocol.council}/{address}"
    return [
        each for each in answer.clauses[clause].findings if not norm or each.address == full
    ] if clause in answer.clauses else []  # fmt: skip


def _compared(key: str, wanted: set[str], found: set[str]) -> Iterable[str]:
    if missing := sorted(wanted - found):
        yield f"{key}: expected, and not found: {', '.join(missing)}"
    if surplus := sorted(found - wanted):
        yield f"{key}: found, and not expected: {', '.join(surplus)}"
