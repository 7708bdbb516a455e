"""Suggestions against mutants: few small stories, of which each notices what no scenario does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.checks.expect import Part, expectation_of, positions_beside
from protocol_rules.engine import evaluate
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.mutation import Bank, Commission, Mutant, Sight, bench_of
from protocol_rules.mutation.trial import Told, Trial
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry, scenarios_in
from protocol_rules.norms.story import Story
from protocol_rules.processes import in_processes
from protocol_rules.source.parse import parse
from protocol_rules.suggestions.absurd import is_absurd
from protocol_rules.suggestions.naming import row_named, story_named, told_in_words
from protocol_rules.suggestions.replay import replayed
from protocol_rules.suggestions.suggestion import STANDING, Suggestion, Variation
from protocol_rules.suggestions.usual import usual_in
from protocol_rules.suggestions.variation import variation_of
from protocol_rules.suggestions.words import norm_named, unique
from protocol_rules.suggestions.written import Written, shared_by, written

__all__ = ["Killing", "Order", "Unseen", "against_mutants", "killing"]

_STORIES_TRIED = 6
"""In how many stories that tell a mutant from the rules an expectation is looked for."""

_MOST_TRIES = 20_000
"""After how many situations the search for one more is given up."""

_LOOKED_FOR_SENSE = 20
"""How many stories are looked at where the smallest one is absurd."""

_WHY = {
    Sight.STATUS: "no expectation was found that sees it",
    Sight.POSITION: "another norm says as much wherever it could be seen",
    Sight.DUE: "no due date was found that shows it",
    Sight.BREACHED: "it takes a `not_breached`, which is not suggested yet",
    Sight.ROUTE: "it takes a `next_step`, which is not suggested yet",
}
_MORE: tuple[tuple[Part, ...], ...] = (
    (),
    ("required",),
    ("breached", "required", "next_question"),
)
"""What is expected besides, where less does not notice a mutant."""


class Unseen(NamedTuple):
    """A mutant that no suggestion notices: where it stands, what it changes, and why."""

    address: str
    change: str
    reason: str


class Killing(NamedTuple):
    """What is suggested against the mutants of a protocol, and those that nothing notices."""

    council: str
    suggestions: tuple[Written, ...]
    unseen: tuple[Unseen, ...]


class Order(NamedTuple):
    """Suggestions that are wanted: against which mutants, and beside which others.

    With `norms` only mutants count that change one of them; `besides` is a file of scenarios that
    are suggested already, as text.
    """

    commission: Commission
    norms: frozenset[str] = frozenset()
    besides: str = ""


def against_mutants(orders: Sequence[Order], jobs: int = 1) -> Iterator[Killing]:
    """Suggest for each order what kills the mutants that survive its scenarios.

    Raises `InvalidInput` where a scenario fails before anything is changed.
    """
    for each in orders:
        bench_of(each.commission).bank.check()
    return in_processes(_killing, orders, jobs)


def _killing(order: Order) -> Killing:
    bench = bench_of(order.commission)
    protocol = bench.bank.protocol
    entries = [each.entry for each in bench.bank.checks]
    if order.besides:
        entries += scenarios_in(parse(order.besides, "<suggestions>"), protocol.vocabulary)
    wanted = (
        each
        for each in bench.mutants
        if not order.norms or not order.norms.isdisjoint((each.address, *each.norms))
    )
    return killing(protocol, entries, wanted)


def killing(
    protocol: Protocol, entries: Iterable[ScenarioEntry], mutants: Iterable[Mutant]
) -> Killing:
    """Suggest scenarios that kill the mutants which none of some scenarios notices.

    A mutant that an earlier suggestion notices gets none of its own. Every suggestion passes today,
    and each mutant that is not left has been seen to fail a scenario or one of them.
    """
    hunt = _Hunt(protocol, [*entries])
    for mutant in mutants:
        hunt.take(mutant)
    return hunt.ended()


@dataclass(slots=True)
class _Row:
    """One story about a norm, what is expected of it so far, and the mutants that it kills."""

    norm: Norm
    story: Story
    also: frozenset[Part] = frozenset()
    positions: tuple[tuple[str, str], ...] = ()
    kills: list[Mutant] = field(default_factory=list[Mutant])

    def key(self) -> tuple[str, object]:
        """What makes it another row than others."""
        story = self.story
        told = (frozenset(story.given.items()), story.about, story.today)
        return (self.norm.address, told)

    @property
    def is_standing(self) -> bool:
        """Whether it says nothing but what always holds of a norm that always stands."""
        return self.norm.is_standing and not (self.story.given or self.story.about)

    def variation(self, name: str, protocol: Protocol) -> Variation:
        """Expect of it what the rules answer today."""
        return variation_of(
            name, (self.norm,), self.story, protocol, also=self.also, positions=self.positions
        )


class _Hunt:
    def __init__(self, protocol: Protocol, entries: Sequence[ScenarioEntry]) -> None:
        self._protocol = protocol
        self._bank = Bank(protocol, entries)
        self._liking = usual_in(entries)
        self._names = {entry.story.name for entry in entries}
        self._rows: dict[tuple[str, object], _Row] = {}
        self._unseen: list[Unseen] = []

    def take(self, mutant: Mutant) -> None:
        """See whether anything notices a mutant; else tell a story that does."""
        trial = Trial(self._bank, mutant)
        if trial.noticed_by() is not None:
            return
        try:
            if mutant.sight is not Sight.ROUTE and self._tells(trial):
                return
            if trial.story() is None:
                return
            reason = _WHY[mutant.sight]
        except NotDecided as error:
            reason = f"not decided: {error}"
        self._unseen.append(_unseen(mutant, reason))

    def ended(self) -> Killing:
        """Put the stories of each norm together, and try every mutant once more before them."""
        suggestions = tuple(self._suggestions())
        for suggestion, rows in suggestions:
            entries = replayed(suggestion)
            for row, entry in zip(rows, entries, strict=True):
                self._unseen += (
                    _unseen(each, "what was told of it notices nothing")
                    for each in row.kills
                    if not Trial(self._bank, each).is_noticed_in(entry)
                )
        texts = tuple(written(each) for each, _ in suggestions)
        return Killing(self._protocol.council, texts, tuple(self._unseen))

    def _tells(self, trial: Trial) -> bool:
        """Find a story in which an expectation tells the mutant from the rules."""
        return any(self._is_told_apart(trial, told) for told in self._sensible(trial))

    def _sensible(self, trial: Trial) -> Iterator[Told]:
        """Give the stories that an expectation may tell from the rules, sensible ones first."""
        stories = trial.stories(self._liking, as_expected=True, most_tries=_MOST_TRIES)
        several: list[Told] = []
        try:
            for told in islice(stories, _LOOKED_FOR_SENSE):
                several.append(told)
                if not self._is_absurd(told):
                    break
            yield from sorted(several, key=self._is_absurd)
            yield from islice(stories, _STORIES_TRIED)
        except NotDecided:
            yield from sorted(several, key=self._is_absurd)

    def _is_absurd(self, told: Told) -> bool:
        return is_absurd(self._protocol, told.story)

    def _is_told_apart(self, trial: Trial, told: Told) -> bool:
        """Expect of a story as much as it takes for a mutant to fail, where anything does."""
        norm = self._protocol.norms[told.address]
        new = _Row(norm, told.story)
        row = self._rows.get(new.key(), new)
        mutant = trial.mutant
        beside = positions_beside([*mutant.norms.values()], self._protocol)
        if not self._may_fail(trial, row, beside):
            return False
        for positions in (row.positions, (*row.positions, *beside)):
            for also in _MORE:
                wider = _Row(norm, told.story, row.also.union(also), positions)
                entry = self._entry(wider)
                if trial.is_noticed_in(entry):
                    row.also, row.positions = wider.also, tuple(dict.fromkeys(positions))
                    row.kills.append(mutant)
                    self._rows[row.key()] = row
                    self._bank.add([entry])
                    return True
        return False

    def _may_fail(self, trial: Trial, row: _Row, beside: tuple[tuple[str, str], ...]) -> bool:
        """Whether an expectation of everything would be another one under the mutant."""
        own = positions_beside([row.norm], self._protocol)
        try:
            before, after = (
                expectation_of(
                    evaluate(each, row.story),
                    also=_MORE[-1],
                    positions=(*own, *beside),
                    norms=(each.norms[row.norm.address],),
                )
                for each in (trial.before, trial.after)
            )
        except ProtocolRulesError:
            return True
        return before != after

    def _entry(self, row: _Row) -> ScenarioEntry:
        name = f"{row.norm.address} {len(self._rows)}"
        (entry,) = replayed(
            Suggestion(self._protocol, name, (row.variation("so far", self._protocol),))
        )
        return entry

    def _suggestions(self) -> Iterator[tuple[Suggestion, list[_Row]]]:
        """Put the rows of a norm together, and last those of all norms that always stand."""
        groups: dict[str, list[_Row]] = {}
        standing: list[_Row] = []
        for row in self._rows.values():
            if row.is_standing:
                standing.append(row)
            else:
                groups.setdefault(row.norm.address, []).append(row)
        for norm in self._protocol.norms.values():
            if rows := groups.get(norm.address):
                clause = self._protocol.clauses[norm.clause]
                yield self._suggestion(story_named([norm], clause, self._protocol), rows)
        if standing:
            yield self._suggestion(f"{STANDING} ({self._protocol.name})", standing)

    def _suggestion(self, name: str, rows: list[_Row]) -> tuple[Suggestion, list[_Row]]:
        free = unique(name, self._names)
        self._names.add(free)
        shared = shared_by([each.story for each in rows])
        variations: list[Variation] = []
        for row in rows:
            own = unique(self._row_name(row, rows, shared), [each.name for each in variations])
            variations.append(row.variation(own, self._protocol))
        return Suggestion(self._protocol, free, tuple(variations)), rows

    def _row_name(self, row: _Row, rows: Sequence[_Row], shared: Story) -> str:
        if row.is_standing:
            return f"{norm_named(row.norm, self._protocol)} ({row.norm.clause})"
        if len(rows) == 1:
            return told_in_words(row.norm, self._protocol, row.story)
        return row_named(row.story, shared, self._protocol.vocabulary)


def _unseen(mutant: Mutant, reason: str) -> Unseen:
    return Unseen(mutant.address, f"{mutant.change} [{mutant.operator}]", reason)
