"""Suggestions for the norms of a protocol which its scenarios do not show from every side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from protocol_rules.checks.exercise import Exercises, Kind, kinds_possible
from protocol_rules.engine import Status, evaluate
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.protocol import Clause, Norm, Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry
from protocol_rules.norms.story import Story
from protocol_rules.suggestions.complete import completed
from protocol_rules.suggestions.naming import (
    difference_named,
    story_named,
    told_in_words,
)
from protocol_rules.suggestions.replay import replayed
from protocol_rules.suggestions.suggestion import STANDING, Suggestion, Variation
from protocol_rules.suggestions.usual import usual_in
from protocol_rules.suggestions.variation import variation_of
from protocol_rules.suggestions.variations import Teller
from protocol_rules.suggestions.words import norm_named, unique

__all__ = ["Suggested", "suggestions_for"]


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested, and the kinds for which no story was found, by the norm's address."""

    council: str
    suggestions: tuple[Suggestion, ...]
    not_found: Mapping[str, tuple[Kind, ...]]


class _Told(NamedTuple):
    """A story that shows a norm, and the one from which it was told otherwise."""

    norm: Norm
    kind: Kind
    story: Story
    base: Story


def suggestions_for(  # noqa: PLR0913 - whose, beside what, and how
    protocol: Protocol,
    bank: Sequence[ScenarioEntry],
    *,
    wanted: Callable[[Norm], bool] = lambda _: True,
    complete: bool = False,
    most: int | None = None,
    taken: Iterable[str] = (),
) -> Suggested:
    """Suggest scenarios for the norms of a protocol that lack some, in printed order.

    What the bank shows already is not suggested again, nor what an earlier suggestion shows. With
    `complete` each story is told until nothing more is undetermined in it. Every suggestion has
    passed when it is given; there are `most` of them, and none has a name that is `taken`.
    """
    suggesting = _Suggesting(protocol, bank, taken, complete=complete)
    suggestions = tuple(islice(suggesting.suggested(wanted), most))
    return Suggested(protocol.council, suggestions, suggesting.not_found)


class _Suggesting:
    def __init__(
        self,
        protocol: Protocol,
        bank: Sequence[ScenarioEntry],
        taken: Iterable[str],
        *,
        complete: bool,
    ) -> None:
        self._protocol = protocol
        self._liking = usual_in(bank)
        self._teller = Teller(protocol, self._liking)
        self._exercises = Exercises(protocol, bank)
        self._complete = complete
        self._names = {*taken, *(entry.story.name for entry in bank)}
        self.not_found: dict[str, tuple[Kind, ...]] = {}

    def suggested(self, wanted: Callable[[Norm], bool]) -> Iterator[Suggestion]:
        """Give the suggestions clause by clause, and at last those for what always stands."""
        standing: list[Norm] = []
        for clause in self._protocol.clauses.values():
            told: list[_Told] = []
            for norm in filter(wanted, clause.norms):
                lacking = self._lacking(norm)
                if norm.is_standing and Kind.APPLIES in lacking:
                    standing.append(norm)
                    lacking = tuple(kind for kind in lacking if kind is not Kind.APPLIES)
                if lacking:
                    told += self._told(norm, lacking, [each.base for each in told])
            for group in _by(told, lambda each: _key(each.base)):
                yield self._checked(self._suggestion(clause, group))
        if standing:
            yield self._checked(self._in_every_situation(standing))

    def _lacking(self, norm: Norm) -> tuple[Kind, ...]:
        exercise = self._exercises.of(norm)
        possible = kinds_possible(self._protocol, norm.address)
        return exercise.lacks(possible)

    def _checked(self, suggestion: Suggestion) -> Suggestion:
        self._exercises.add(replayed(suggestion))
        return suggestion

    def _told(
        self, norm: Norm, lacking: tuple[Kind, ...], beside: Sequence[Story]
    ) -> Iterator[_Told]:
        """Tell the stories that a norm lacks, if it can be from a story that is told anyway."""
        shown = self._exercises.of(norm).shown[Kind.APPLIES]
        usable = sorted(_plain_stories(shown), key=lambda each: len(each.given))
        known = [each for each in beside if self._applies(norm, each)]
        base, told = self._teller.told(norm, lacking, (*known, *usable))
        if base is not None and Kind.APPLIES in lacking:
            told = {Kind.APPLIES: base, **told}
        missed = tuple(kind for kind in lacking if kind not in told)
        if missed:
            self.not_found[norm.address] = missed
        if base is None:
            return
        if self._complete:
            base, told = self._completed(norm, base, told)
        for kind in Kind:
            if kind in told:
                yield _Told(norm, kind, told[kind], base)

    def _applies(self, norm: Norm, story: Story) -> bool:
        return evaluate(self._protocol, story).finding(norm.address).status is Status.APPLIES

    def _suggestion(self, clause: Clause, group: Sequence[_Told]) -> Suggestion:
        """Put what is told of one story together; stories that are the same are told once."""
        base = group[0].base
        variations = [
            self._variation(base, [*each]) for each in _by(group, lambda each: _key(each.story))
        ]
        norms = {each.norm.address: each.norm for each in group}
        name = story_named([*norms.values()], clause, self._protocol)
        is_shown = any(each.kind is Kind.APPLIES for each in group)
        beside = "" if is_shown else base.name
        return Suggestion(self._protocol, self._free(name), _apart(variations), beside)

    def _variation(self, base: Story, told: Sequence[_Told]) -> Variation:
        story, protocol = told[0].story, self._protocol
        norms = tuple({each.norm.address: each.norm for each in told}.values())
        if _key(story) == _key(base):
            name = told_in_words(norms[0], protocol, story)
        else:
            name = difference_named(base, story, protocol.vocabulary)
        return variation_of(name, norms, story, protocol)

    def _in_every_situation(self, norms: Sequence[Norm]) -> Suggestion:
        nothing = Story.of("", Occasion(), {}, None)
        variations = [
            variation_of(
                f"{norm_named(norm, self._protocol)} ({norm.clause})",
                (norm,),
                nothing,
                self._protocol,
            )
            for norm in norms
        ]
        name = self._free(f"{STANDING} ({self._protocol.name})")
        return Suggestion(self._protocol, name, _apart(variations))

    def _completed(
        self, norm: Norm, base: Story, told: Mapping[Kind, Story]
    ) -> tuple[Story, dict[Kind, Story]]:
        """Tell the base to its end, and lay over it what each variation tells otherwise."""
        whole = completed(self._protocol, norm, base, self._liking)
        found: dict[Kind, Story] = {}
        for kind, story in told.items():
            again = _laid_over(whole, base, story, self._protocol)
            held_back = base.given.keys() - story.given.keys()
            if not self._is_found_alike(norm, story, again):
                again = story
            found[kind] = completed(self._protocol, norm, again, self._liking, held_back)
        return whole, found

    def _is_found_alike(self, norm: Norm, story: Story, other: Story) -> bool:
        try:
            answers = [evaluate(self._protocol, each) for each in (story, other)]
        except ProtocolRulesError:
            return False
        return len({each.finding(norm.address).status for each in answers}) == 1

    def _free(self, name: str) -> str:
        free = unique(name, self._names)
        self._names.add(free)
        return free


def _plain_stories(entries: Iterable[ScenarioEntry]) -> Iterator[Story]:
    """Give the stories that can be told otherwise: those without occasions, read as given."""
    for entry in entries:
        if not entry.story.occasions and entry.written.reading == "as_given":
            yield entry.story


def _key(story: Story) -> object:
    return frozenset(story.given.items()), story.about, story.today


def _by(told: Iterable[_Told], key: Callable[[_Told], object]) -> list[list[_Told]]:
    groups: dict[object, list[_Told]] = {}
    for each in told:
        groups.setdefault(key(each), []).append(each)
    return [*groups.values()]


def _apart(variations: Iterable[Variation]) -> tuple[Variation, ...]:
    """Give each variation a name of its own."""
    found: list[Variation] = []
    for each in variations:
        name = unique(each.name, [other.name for other in found])
        found.append(replace(each, name=name))
    return tuple(found)


def _laid_over(whole: Story, base: Story, story: Story, protocol: Protocol) -> Story:
    """Tell of a whole story otherwise what one of its beginnings tells otherwise."""
    gone = base.given.keys() - story.given.keys()
    given = {fact: value for fact, value in whole.given.items() if fact not in gone} | {
        fact: value for fact, value in story.given.items() if base.given.get(fact) != value
    }
    words = protocol.vocabulary
    told = {words.circumstance_of[fact] for fact in given}
    about = frozenset(whole.about | story.about) - told
    ordered = {fact: given[fact] for fact in words.in_order(given)}
    return Story.of(story.name, Occasion(about, ordered), {}, story.today)
