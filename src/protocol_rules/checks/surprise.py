"""The norms that account for what is not as expected, and what is shown of a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocol_rules.checks.difference import Difference
from protocol_rules.diagnostics import Span
from protocol_rules.engine import Answer, Finding, Proof, day, norm_in_words

__all__ = ["Shown", "Surprise", "shown", "surprises_in"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a report shows of a difference; it can be handed from one process to another.

    `expected` is empty where something was found of which nothing was expected.
    """

    key: str
    subject: str
    expected: str
    found: str

    @property
    def lines(self) -> Iterator[str]:
        """The lines of a difference: `-` is expected, `+` is found."""
        for sign, said in (("-", self.expected), ("+", self.found)):
            if said:
                yield f"{sign} {self.subject}: {said}"


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


def shown(differences: Iterable[Difference]) -> tuple[Shown, ...]:
    """Give what is shown of some differences, those of one key together."""
    every = [Shown(each.key, each.subject, each.expected, each.found) for each in differences]
    keys = list(dict.fromkeys(each.key for each in every))
    return tuple(sorted(every, key=lambda each: keys.index(each.key)))


def surprises_in(answer: Answer, differences: Iterable[Difference]) -> tuple[Surprise, ...]:
    """Give the norms that account for the differences, each once, in the order of these."""
    found: dict[tuple[str, str], Surprise] = {}
    for difference in differences:
        for finding in _behind(difference, answer):
            key = (finding.address, finding.occasion)
            if key not in found:
                found[key] = _surprise(finding, answer)
    return tuple(found.values())


def _behind(difference: Difference, answer: Answer) -> Iterator[Finding]:
    """Find the norms of the clause that are in the way, or that turn on the fact or action."""
    subject = difference.subject
    match difference.key:
        case "missing":
            yield from (each for each in answer.undetermined if subject in each.missing)
        case "required" | "position":
            action = subject.rpartition(" ")[2]
            speaking = (*answer.applies, *answer.undetermined, *answer.lifted)
            yield from (each for each in speaking if each.norm.action == action)
        case "next_question":
            return
        case "due":
            findings = answer.findings_of(subject)
            yield from (each for each in findings if each.norm.deadline is not None)
        case "breached":
            yield from answer.findings_of(subject)
        case _:
            found = difference.found.split(" and ")
            for each in answer.findings_of(subject):
                is_told = each.status.words in found or difference.found.startswith("lifted by")
                if is_told and not each.is_standing:
                    yield each


def _surprise(finding: Finding, answer: Answer) -> Surprise:
    protocol = answer.protocol
    sentence = protocol.clauses[finding.clause].title
    if finding.norm.modality is not None:
        sentence = norm_in_words(finding.norm, protocol.vocabulary)
    deadline = finding.norm.deadline
    due = ""
    if finding.due is not None and deadline is not None:
        due = f"due by {day(finding.due)}: {deadline.text}"
    return Surprise(
        finding.address,
        finding.status.words,
        sentence[:1].upper() + sentence[1:],
        finding.norm.span or protocol.clauses[finding.clause].span,
        finding.occasion,
        due,
        finding.proof,
    )
