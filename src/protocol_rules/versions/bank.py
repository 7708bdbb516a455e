"""A bank of scenarios under two editions of the rules: whose answers change, and how."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine import evaluate
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.norms.story import Story, read_story
from protocol_rules.versions.edition import Edition
from protocol_rules.versions.norms import NormChange, norm_changes
from protocol_rules.versions.remark import Remark, remarks_on
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.values import Given

__all__ = ["AnswerChanges", "BankChanges", "changes_in"]


@dataclass(frozen=True, slots=True)
class AnswerChanges:
    """What one scenario is answered otherwise under one protocol.

    `unreadable` says why there is no answer in one of the editions, which is a change as well.
    """

    scenario: str
    place: str
    protocol: str
    remarks: tuple[Remark, ...]
    unreadable: str = ""

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "scenario": self.scenario,
            "place": self.place,
            "protocol": self.protocol,
            "remarks": [each.as_data() for each in self.remarks],
            **({"unreadable": self.unreadable} if self.unreadable else {}),
        }


@dataclass(frozen=True)
class BankChanges:
    """What a newer edition changes for a bank of scenarios.

    `checked` counts the answers that were compared; `came` and `went` name protocols that only
    one edition has; `norms` are those that say something else, and `answers` what came of it.
    """

    checked: int
    came: tuple[str, ...]
    went: tuple[str, ...]
    norms: tuple[NormChange, ...]
    answers: tuple[AnswerChanges, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no answer and no protocol is another one."""
        return not (self.came or self.went or self.answers)

    @cached_property
    def by_remark(self) -> Mapping[Remark, tuple[AnswerChanges, ...]]:
        """The answers in which each remark is made, the most frequent remark first."""
        found: dict[Remark, list[AnswerChanges]] = {}
        for answer in self.answers:
            for remark in answer.remarks:
                found.setdefault(remark, []).append(answer)
        ordered = sorted(found.items(), key=lambda each: -len(each[1]))
        return {remark: tuple(answers) for remark, answers in ordered}

    @cached_property
    def unnoticed(self) -> tuple[NormChange, ...]:
        """The norms that differ, and of which no answer of the bank says anything else."""
        told = {remark.address for answer in self.answers for remark in answer.remarks}
        return tuple(each for each in self.norms if each.address not in told)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "checked": self.checked,
            "protocols": {"came": list(self.came), "went": list(self.went)},
            "norms": [each.as_data() for each in self.norms],
            "unnoticed": [each.address for each in self.unnoticed],
            "answers": [each.as_data() for each in self.answers],
        }


def changes_in(bank: Iterable[ScenarioEntry], before: Edition, after: Edition) -> BankChanges:
    """Evaluate each scenario of a bank under both editions, for every protocol it is for."""
    both = [name for name in before.protocols if name in after.protocols]
    norms = [
        each
        for name in both
        for each in norm_changes(before.protocols[name], after.protocols[name])
    ]
    checked = 0
    found: list[AnswerChanges] = []
    for entry in bank:
        for name in _named(entry, both):
            checked += 1
            changes = _changes(entry, name, before, after)
            if changes is not None:
                found.append(changes)
    return BankChanges(
        checked,
        tuple(sorted(after.protocols.keys() - before.protocols.keys())),
        tuple(sorted(before.protocols.keys() - after.protocols.keys())),
        tuple(norms),
        tuple(found),
    )


def _named(entry: ScenarioEntry, known: Iterable[str]) -> Iterator[str]:
    """Give the protocols that a scenario is for; all of them where it names none.

    A rule file that is named by its path is for the council after which it is named.
    """
    named = {Path(each).stem for each in (*entry.written.protocols, *entry.written.expect_in)}
    yield from (name for name in known if not named or name in named)


def _changes(
    entry: ScenarioEntry, name: str, before: Edition, after: Edition
) -> AnswerChanges | None:
    scenario, place = entry.story.name, str(entry.place.span)
    editions = (before.protocols[name], after.protocols[name])
    facts = {fact for each in editions for fact in each.vocabulary.facts}
    try:
        was, now = (
            evaluate(
                each, _retold(entry.story, facts, each.vocabulary), reading=entry.written.reading
            )
            for each in editions
        )
    except InvalidInput as error:
        return AnswerChanges(scenario, place, name, (), error.diagnostics[0].message)
    remarks = remarks_on(was, now)
    return AnswerChanges(scenario, place, name, remarks) if remarks else None


def _retold(story: Story, facts: Container[str], words: Vocabulary) -> Story:
    """Read a story again in the words of one edition, which may lack some of them.

    Facts that neither edition of the protocol knows are those of another council.
    """
    occasions = {
        name: Occasion(each.about, _among(facts, each.given))
        for name, each in story.occasions.items()
    }
    return read_story(
        _among(facts, story.given),
        name=story.name,
        about=story.about,
        occasions=occasions,
        today=story.today,
        vocabulary=words,
    )


def _among(facts: Container[str], given: Mapping[str, Given]) -> dict[str, Given]:
    return {fact: value for fact, value in given.items() if fact in facts}
