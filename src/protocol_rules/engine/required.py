"""What an answer asks of people: who must or should do what, to whom, by when, and where from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from protocol_rules.engine.finding import Finding
from protocol_rules.engine.performance import Performance, PerformanceState
from protocol_rules.engine.status import Status
from protocol_rules.engine.wording import day, joined
from protocol_rules.norms.protocol import Counterparty, Deadline, Norm
from protocol_rules.vocabulary import Force, Modality, Vocabulary

__all__ = [
    "RequiredAction",
    "deadline_in_words",
    "deed_in_words",
    "gravity",
    "norm_in_words",
    "required_of",
]


@dataclass(frozen=True)
class RequiredAction:
    """One thing that is required or forbidden, once, with every clause that says so.

    `due` is the last day, `open_deadline` the words of a deadline whose day is not known yet;
    `next_step` names the roles to turn to next where a norm has a route; `performance` says how
    far it has come, the worst where several norms say the same; `answers_breach_of` names the
    norms whose breach has set it in motion; `sentence` says it without its deadline and clauses.
    """

    bearers: tuple[str, ...]
    modality: Modality
    action: str
    counterparty: Counterparty | None
    due: date | None
    open_deadline: str
    occasion: str
    qualifiers: tuple[str, ...]
    clauses: tuple[str, ...]
    addresses: tuple[str, ...]
    next_step: tuple[str, ...]
    answers_breach_of: tuple[str, ...]
    performance: Performance | None
    sentence: str

    @property
    def by(self) -> str:
        """Say by when: `by 15 March 2024`, the deadline in words, or nothing."""
        return self.open_deadline if self.due is None else f"by {day(self.due)}"

    @property
    def remark(self) -> str:
        """Say how far it has come, where that is more than the deadline says; else nothing."""
        return "" if self.performance is None else self.performance.remark

    def __str__(self) -> str:
        """Say it in a sentence, with its deadline and its clauses."""
        said = ", ".join(part for part in (self.sentence, self.by, self.remark) if part)
        return f"{said} ({', '.join(self.clauses)})"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        data: dict[str, object] = {
            "bearer": list(self.bearers),
            "modality": self.modality.value,
            "action": self.action,
            "counterparty": [] if self.counterparty is None else list(self.counterparty.roles),
            "clauses": list(self.clauses),
            "addresses": list(self.addresses),
            "text": str(self),
        }
        optional = {
            "due": "" if self.due is None else self.due.isoformat(),
            "deadline": self.open_deadline,
            "occasion": self.occasion,
            "qualifiers": list(self.qualifiers),
            "next_step": list(self.next_step),
            "answers_breach_of": list(self.answers_breach_of),
            "performance": self.performance and self.performance.as_data(),
        }
        return data | {key: value for key, value in optional.items() if value}


_GRAVEST_FIRST = (
    PerformanceState.OVERDUE,
    PerformanceState.BROKEN,
    PerformanceState.MET_LATE,
    PerformanceState.DUE,
    PerformanceState.NOT_ASSESSABLE,
    PerformanceState.PENDING,
    PerformanceState.MET,
    PerformanceState.KEPT,
)
_Key = tuple[tuple[str, ...], Modality, str, Counterparty | None, date | None, str, str]


def required_of(findings: Iterable[Finding], words: Vocabulary) -> tuple[RequiredAction, ...]:
    """Gather what the applying norms require; hard before soft, due before open."""
    groups: dict[_Key, list[Finding]] = {}
    for finding in findings:
        norm = finding.norm
        modality = norm.modality
        if finding.status is not Status.APPLIES or modality is None or not modality.requires:
            continue
        is_open = norm.deadline is not None and finding.due is None
        open_deadline = deadline_in_words(norm.deadline, words) if is_open else ""
        key = (
            norm.bearers, modality, norm.action, norm.counterparty,
            finding.due, open_deadline, finding.occasion,
        )  # fmt: skip
        groups.setdefault(key, []).append(finding)
    actions = [_action(key, group, words) for key, group in groups.items()]
    return tuple(sorted(actions, key=_urgency))


def norm_in_words(norm: Norm, words: Vocabulary) -> str:
    """Say a norm in a sentence: an officer should send a substantive response to the member."""
    if norm.modality is None:
        return norm.kind.value
    bearer = joined([words.roles.roles[role].phrase for role in norm.bearers], "and")
    modal = norm.modality.words
    if len(norm.bearers) > 1 and modal.startswith("is "):
        modal = f"are {modal.removeprefix('is ')}"
    others = [] if norm.counterparty is None else [norm.counterparty]
    return f"{bearer} {modal} {deed_in_words(norm.action, others, norm.bearers, words)}"


def deed_in_words(
    action: str,
    counterparties: Sequence[Counterparty],
    bearers: tuple[str, ...],
    words: Vocabulary,
    between: Literal["and", "or"] = "and",
) -> str:
    """Say a deed with whom it is done to or for: send a substantive response to the member.

    `between` stands between several counterparties.
    """
    deed = words.actions[action]
    parties = [
        joined(
            [_definite(words, role, bearers) for role in each.roles], "and" if each.every else "or"
        )
        for each in counterparties
    ]
    towards = f"{deed.towards} " if deed.towards else ""
    return f"{deed.phrase} {towards}{joined(parties, between)}" if parties else deed.phrase


def deadline_in_words(deadline: Deadline | None, words: Vocabulary) -> str:
    """Say a deadline as the rule file writes it, an action by its phrase."""
    if deadline is None:
        return ""
    if deadline.action:
        return f'before the step "{words.actions[deadline.action].phrase}"'
    return deadline.text


def _action(key: _Key, findings: list[Finding], words: Vocabulary) -> RequiredAction:
    bearers, modality, action, counterparty, due, open_deadline, occasion = key
    clauses = _once([finding.clause for finding in findings])
    qualifiers = _once([f.norm.qualifier for f in findings if f.norm.qualifier])
    steps = [finding.next_step for finding in findings]
    next_step = _once([role for step in steps if step is not None for role in step.to])
    answered = _once([each for f in findings for each in f.answers_breach_of])
    told = [finding.performance for finding in findings if finding.performance is not None]
    performance = min(told, key=gravity) if told else None
    sentence = findings[0].in_words
    if qualifiers:
        sentence += f" ({'; '.join(qualifiers)})"
    if next_step:
        sentence += ", next to " + " or ".join(words.roles.roles[role].phrase for role in next_step)
    if answered:
        sentence += f", for the breach of {', '.join(each.partition('/')[2] for each in answered)}"
    if occasion:
        sentence += f", on the occasion {occasion}"
    addresses = tuple([finding.address for finding in findings])
    return RequiredAction(
        bearers, modality, action, counterparty, due, open_deadline, occasion,
        qualifiers, clauses, addresses, next_step, answered, performance, sentence,
    )  # fmt: skip


def _once(names: list[str]) -> tuple[str, ...]:
    """Name each once, in order; most often there is one, or none."""
    return tuple(dict.fromkeys(names)) if len(names) > 1 else tuple(names)


def gravity(performance: Performance) -> int:
    """Give the place of a performance among the states, the gravest first."""
    return _GRAVEST_FIRST.index(performance.state)


def _urgency(action: RequiredAction) -> tuple[bool, bool, date]:
    return (action.modality.force is not Force.MUST, action.due is None, action.due or date.max)


def _definite(words: Vocabulary, role: str, bearers: tuple[str, ...]) -> str:
    """Say `the member` of the other party, but `another officer` of a second one of a kind."""
    phrase = words.roles.roles[role].phrase
    noun = phrase.removeprefix("an ").removeprefix("a ")
    if noun == phrase:
        return phrase
    return f"another {noun}" if role in bearers else f"the {noun}"
