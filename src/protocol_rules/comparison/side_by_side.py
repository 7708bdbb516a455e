"""One story under several protocols: what each says of each action that the story concerns."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from protocol_rules.analysis.position import parts_of
from protocol_rules.comparison.action import ActionComparison, Agreement
from protocol_rules.comparison.side import is_concerned, side_of
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine import Answer, Reading, evaluate
from protocol_rules.norms.protocol import Override, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary import RoleHierarchy
from protocol_rules.vocabulary.conditions import HasRole, atoms

__all__ = ["StoryComparison", "compare_story"]


@dataclass(frozen=True)
class StoryComparison:
    """What several protocols make of one story, action by action, in the vocabulary's order.

    `standing` gives for each protocol the actions that are left out because norms without a
    condition are all that speaks of them: what they say is the same in every story.
    """

    scenario: Story
    answers: tuple[Answer, ...] = field(repr=False)
    actions: tuple[ActionComparison, ...]
    standing: Mapping[str, tuple[str, ...]]

    @cached_property
    def protocols(self) -> tuple[Protocol, ...]:
        """The protocols that are compared."""
        return tuple(each.protocol for each in self.answers)

    @cached_property
    def missing(self) -> Mapping[str, str]:
        """The facts that would settle what is undetermined here, each with its question."""
        found: dict[str, str] = {}
        for protocol in self.protocols:
            facts = protocol.vocabulary.facts
            sides = (side for each in self.actions for side in each.sides)
            own = (fact for each in sides if each.protocol is protocol for fact in each.turns_on)
            found |= {fact: facts[fact].question for fact in protocol.vocabulary.in_order(own)}
        return found

    def of(self, agreement: Agreement) -> tuple[ActionComparison, ...]:
        """The actions of which the councils speak differently, or say the same, or only one speaks.

        Those come first in which nothing is undetermined.
        """
        found = [each for each in self.actions if each.agreement is agreement]
        return tuple(sorted(found, key=lambda each: not each.is_determined))

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "scenario": self.scenario.as_data(),
            "reading": self.answers[0].reading.value,
            "protocols": [
                {"protocol": each.council, "name": each.name, "title": each.title}
                for each in self.protocols
            ],
            "actions": [each.as_data() for each in self.actions],
            "missing": dict(self.missing),
            "standing": {council: list(each) for council, each in self.standing.items()},
        }


def compare_story(  # noqa: PLR0913 - what is compared, and what of it
    scenario: Story,
    *protocols: Protocol,
    role: str | None = None,
    action: str | None = None,
    topic: str | None = None,
    everything: bool = False,
    reading: Reading | Literal["as_given", "unless_shown"] = Reading.AS_GIVEN,
) -> StoryComparison:
    """Lay what several protocols make of one story side by side.

    An action is compared where the story concerns a norm on it in one protocol at least: the norm
    applies, is lifted or is undetermined. Standing norms on it then count as well; those on other
    actions say the same in every story, and are left out unless `everything` is asked for. The
    roles that are compared are the bearers of the norms that speak, or the one `role` that is
    asked for, with what binds wider ones; `action` and `topic` leave out the rest.

    Raises `InvalidInput`, with a hint, for fewer than two protocols or two of the same council,
    for a role, an action or a topic that none of them knows, and where a given fact contradicts
    a protocol's own definition of it.
    """
    _check_protocols(protocols)
    words = [each.vocabulary for each in protocols]
    hierarchy = RoleHierarchy({name: r for each in words for name, r in each.roles.roles.items()})
    _check("role", role, [*hierarchy.roles])
    _check("action", action, [name for each in words for name in each.actions])
    _check("topic", topic, [name for each in words for name in each.topics])
    answers = tuple(evaluate(each, scenario, reading=reading) for each in protocols)
    phrases = {name: each.phrase for every in words for name, each in every.actions.items()}
    wanted = phrases if action is None else {action: phrases[action]}
    concerned = _concerned(answers)
    standing = {
        each.protocol.council: _standing(each, role, topic, concerned, phrases) for each in answers
    }
    # Who asks for one action wants to hear of it whatever there is to say.
    everything = everything or action is not None
    compared: list[ActionComparison] = []
    for name, phrase in wanted.items():
        occasions = concerned.get(name, [])
        if everything and any(name in each for each in standing.values()):
            occasions = [""]
        found = (
            _compared(answers, name, phrase, each, role, hierarchy, everything=everything)
            for each in occasions
        )
        compared += _merged([each for each in found if each is not None])
    return StoryComparison(
        scenario,
        answers,
        tuple(each for each in compared if topic is None or topic in each.topics),
        {} if everything else standing,
    )


def _concerned(answers: Sequence[Answer]) -> dict[str, list[str]]:
    """Give the actions that the story concerns, each with the occasions on which it does."""
    concerned: dict[str, set[str]] = {}
    for answer in answers:
        for finding in answer.live():
            if is_concerned(finding):
                concerned.setdefault(finding.norm.action, set()).add(finding.occasion)
    return {action: _occasions(found, answers[0]) for action, found in concerned.items()}


def _occasions(found: Container[str], answer: Answer) -> list[str]:
    """Put occasions in the order of the story; what is so in all of it is so on each of them.

    That makes a difference where something else is so on one of them.
    """
    several = [each for each in answer.scenario.occasions if each in found]
    if several and "" in found:
        return list(answer.scenario.occasions)
    return several or [""]


def _standing(
    answer: Answer,
    role: str | None,
    topic: str | None,
    concerned: Container[str],
    order: Iterable[str],
) -> tuple[str, ...]:
    """Give the actions, of those that are asked for, of which standing norms alone speak."""
    clauses, roles = answer.protocol.clauses, answer.protocol.vocabulary.roles
    binding = roles.above(role) if role is not None and role in roles.roles else frozenset[str]()
    found = {
        each.norm.action
        for each in answer.standing
        if each.norm.action not in concerned
        and (topic is None or topic in clauses[each.clause].topics)
        and (role is None or not binding.isdisjoint(each.norm.bearers))
    }
    return tuple(each for each in order if each in found)


def _compared(  # noqa: PLR0913 - what is compared, where and for whom
    answers: Sequence[Answer],
    action: str,
    phrase: str,
    occasion: str,
    role: str | None,
    hierarchy: RoleHierarchy,
    *,
    everything: bool,
) -> ActionComparison | None:
    """Compare one action on one occasion; nothing where the story concerns no norm for the role."""
    when = occasion or None
    asked = {role} if role is not None else _bearers(answers, action, when)
    bearers = [each for each in hierarchy.roles if each in asked]
    sides = tuple(side_of(each, bearers, action, when, hierarchy) for each in answers)
    findings = [finding for each in sides for finding in each.findings]
    if not any(everything or is_concerned(each) for each in findings):
        return None
    topics = dict.fromkeys(
        topic
        for each in sides
        for finding in each.findings
        for topic in each.protocol.clauses[finding.clause].topics
    )
    return ActionComparison(action, phrase, tuple(topics), (occasion,) if occasion else (), sides)


def _bearers(answers: Iterable[Answer], action: str, occasion: str | None) -> set[str]:
    """Give the roles whose norms on an action say something, or would if they were not lifted.

    Where an exception is for some bearers only, these are among them.
    """
    found: set[str] = set()
    for answer in answers:
        protocol = answer.protocol
        for norm in protocol.norms.values():
            for role in norm.bearers if norm.action == action else ():
                parts = parts_of(answer, role, action, occasion)
                own = [each for each in parts if each.finding.norm is norm]
                if any(each.speaks or is_concerned(each.finding) for each in own):
                    found.add(role)
                    overrides = protocol.overrides.get(norm.address, ())
                    found |= {name for each in overrides for name in _only_for(each)}
    return found


def _only_for(override: Override) -> Iterator[str]:
    tests = () if override.only_for is None else atoms(override.only_for)
    for each in tests:
        if isinstance(each, HasRole):
            yield from each.roles


def _merged(compared: Sequence[ActionComparison]) -> list[ActionComparison]:
    """Say once what is the same on several occasions."""
    merged: list[ActionComparison] = []
    for each in compared:
        for position, other in enumerate(merged):
            if [side.sayings for side in other.sides] == [side.sayings for side in each.sides]:
                both = (*other.occasions, *each.occasions)
                merged[position] = replace(other, occasions=both)
                break
        else:
            merged.append(each)
    return merged


def _check_protocols(protocols: Sequence[Protocol]) -> None:
    councils = [each.council for each in protocols]
    twice = next((each for each in councils if councils.count(each) > 1), "")
    if twice:
        message = f"{quote(twice)} cannot be compared with itself"
        hint = "`protocol-rules changes` compares two editions of one protocol"
        raise InvalidInput([Diagnostic("same-council", message, hint=hint)])
    if len(protocols) <= 1:
        message = "two protocols at least are wanted for a comparison"
        hint = "name another, or none for all that ship"
        raise InvalidInput([Diagnostic("too-few-protocols", message, hint=hint)])


def _check(kind: str, name: str | None, known: Sequence[str]) -> None:
    if name is not None and name not in known:
        message = f"no {kind} {quote(name)} is known here"
        hint = did_you_mean(name, known) or f"`protocol-rules list {kind}s` shows them"
        raise InvalidInput([Diagnostic(f"unknown-{kind}", message, hint=hint)])
