"""In what an answer is not as expected, key by key, and which norms account for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocol_rules.checks.judge import Judgement
from protocol_rules.diagnostics import Span
from protocol_rules.engine import Answer, Finding, Proof, Status, day, norm_in_words
from protocol_rules.norms.scenario_parts import Expectation

__all__ = ["Difference", "Surprise", "differences_in", "surprises_in"]

_STATUSES = {
    "applies": Status.APPLIES,
    "lifted": Status.LIFTED,
    "undetermined": Status.UNDETERMINED,
}
_KEYS = {status: key for key, status in _STATUSES.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of an expectation that is not met.

    `address` is the clause, the norm or the fact; `expected` and `found` are its values, `None`
    where it is not to be there. What only stands in a list or does not has the value "".
    """

    key: str
    address: str
    expected: str | None
    found: str | None

    @property
    def lines(self) -> Iterator[str]:
        """The lines of a difference: `-` is expected, `+` is found."""
        for sign, value in (("-", self.expected), ("+", self.found)):
            if value is not None:
                yield f"{sign} {self.address}" + (f": {value}" if value else "")


@dataclass(frozen=True, slots=True)
class Surprise:
    """A norm that accounts for a difference: what it says, where it stands, and its proof.

    `due` says by when it is due, and how that is counted.
    """

    address: str
    status: str
    sentence: str
    span: Span | None
    occasion: str
    due: str
    proof: Proof


def differences_in(judgement: Judgement, expected: Expectation) -> tuple[Difference, ...]:
    """Tell, key by key, what was expected of an answer, and what is found instead."""
    return () if judgement.passed else tuple(_differences(expected, judgement.answer))


def surprises_in(answer: Answer, differences: Iterable[Difference]) -> tuple[Surprise, ...]:
    """Give the norms that account for the differences, each once, in the order of these."""
    found: dict[tuple[str, str], Surprise] = {}
    for difference in differences:
        for finding in _behind(difference, answer):
            key = (finding.address, finding.occasion)
            if key not in found:
                found[key] = _surprise(finding, answer)
    return tuple(found.values())


def _differences(expected: Expectation, answer: Answer) -> Iterator[Difference]:
    for key, status in _STATUSES.items():
        wanted: tuple[str, ...] = getattr(expected, key)
        whole = {each for each in wanted if "#" not in each}
        named = {each.partition("#")[0] for each in wanted}
        clauses = {name for name, each in answer.clauses.items() if each.status is status}
        surplus = clauses - named
        for address in wanted:
            if "#" not in address and address not in clauses:
                yield Difference(key, address, "", None)
            elif "#" in address:
                yield from _of_a_norm(key, address, answer)
        yield from (
            Difference(key, name, None, "")
            for name in answer.protocol.clauses
            if name in surplus and name not in whole
        )
    yield from _of_facts(expected, answer)
    for address, wanted_on in expected.due.items():
        found = _dues(address, answer)
        if wanted_on not in found:
            yield Difference("due", address, wanted_on, found[0] if found else None)


def _of_a_norm(key: str, address: str, answer: Answer) -> Iterator[Difference]:
    statuses = [each.status for each in _findings(answer, address)]
    if _STATUSES[key] in statuses:
        return
    yield Difference(key, address, "", None)
    for status in statuses[:1]:
        if status in _KEYS:
            yield Difference(_KEYS[status], address, None, "")


def _of_facts(expected: Expectation, answer: Answer) -> Iterator[Difference]:
    missing = answer.missing
    for fact in expected.missing:
        if fact not in missing:
            yield Difference("missing", fact, "", None)
    for fact in missing:
        if fact not in expected.missing:
            yield Difference("missing", fact, None, "")


def _dues(address: str, answer: Answer) -> list[str]:
    return sorted(
        each.due.isoformat()
        for each in _findings(answer, address)
        if each.due is not None and each.status is not Status.DOES_NOT_APPLY
    )


def _behind(difference: Difference, answer: Answer) -> Iterator[Finding]:
    """Find the norms of the clause that are in the way, or that turn on the fact."""
    if difference.key == "missing":
        yield from (each for each in answer.undetermined if difference.address in each.missing)
        return
    status = _STATUSES.get(difference.key)
    for each in _findings(answer, difference.address):
        if status is None:
            if each.norm.deadline is not None:
                yield each
        elif not each.is_standing and (each.status is status) == (difference.found is not None):
            yield each


def _findings(answer: Answer, address: str) -> tuple[Finding, ...]:
    clause, _, norm = address.partition("#")
    full = f"{answer.protocol.council}/{address}"
    every = answer.clauses[clause].findings if clause in answer.clauses else ()
    return tuple(each for each in every if not norm or each.address == full)


def _surprise(finding: Finding, answer: Answer) -> Surprise:
    protocol = answer.protocol
    sentence = protocol.clauses[finding.clause].title
    if finding.norm.modality is not None:
        sentence = norm_in_words(finding.norm, protocol.vocabulary)
    span = finding.norm.span or protocol.clauses[finding.clause].span
    said = sentence[:1].upper() + sentence[1:]
    deadline = finding.norm.deadline
    due = ""
    if finding.due is not None and deadline is not None:
        due = f"due by {day(finding.due)}: {deadline.text}"
    return Surprise(
        finding.address, finding.status.words, said, span, finding.occasion, due, finding.proof
    )
