"""Random complete scenarios and histories under the shipped protocols, held against both engines.

    python tests/second_engine.py [--scenarios 20000] [--histories 1000] [--seed 1]

It tells how many there were and every difference, and ends with 1 where there is one. It needs the
extra `durable`. The tests of the suite do the same with a few hundred.
"""

# ruff: noqa: T201 - as a program it talks to a person

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from protocol_rules import Answer, Protocol, Scenario, Status, evaluate, load
from protocol_rules.analysis.witness import smallest_story
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms import Compare, atoms
from protocol_rules.resolve import shipped
from protocol_rules.runtime import Case, open_case
from protocol_rules.runtime.engines import engine_of
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.constraints import impossible_in
from protocol_rules.vocabulary.values import NOT_YET, Given

FIRST = date(2025, 3, 3)
TRIES = 40
STEPS = (-60, -12, -3, -1, 0, 0, 1, 2, 5, 10, 14, 20, 28, 45)


@dataclass
class Tally:
    """How many were compared, what they spoke of, and what differed."""

    scenarios: int = 0
    histories: int = 0
    days: int = 0
    statuses: int = 0
    norms: set[str] = field(default_factory=set)
    spoken: set[tuple[str, str]] = field(default_factory=set)
    standings: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)


class Lots:
    """Draws values for the facts of one protocol; numbers lie about those that it tests."""

    def __init__(self, protocol: Protocol, lots: random.Random) -> None:
        """Look up what may be drawn."""
        self.protocol = protocol
        self.lots = lots
        self.words = protocol.vocabulary
        self.bounds: dict[str, list[int]] = {}
        for norm in protocol.norms.values():
            for part in (norm.when, norm.provided, *norm.unless, *norm.limits, norm.breached_when):
                for atom in () if part is None else atoms(part):
                    if isinstance(atom, Compare) and isinstance(atom.bound, int):
                        near = [max(0, atom.bound + step) for step in (-1, 0, 1)]
                        self.bounds.setdefault(atom.fact, []).extend(near)
        roles = self.words.roles
        self.narrowest = sorted(each for each in roles.roles if roles.below(each) == {each})
        self.proper = [n for n, each in self.words.circumstances.items() if not each.is_setting]
        self.settings = sorted(self.words.settings)
        self.stories: dict[str, dict[str, Given]] = {}
        self.facts: dict[str, list[str]] = {}
        for fact in self.words.facts:
            if fact not in protocol.definitions:
                self.facts.setdefault(self.words.circumstance_of[fact], []).append(fact)

    def value(self, name: str) -> Given:
        """Draw the whole truth about a fact."""
        fact, lots = self.words.facts[name], self.lots
        match fact.type:
            case FactType.BOOLEAN:
                return lots.random() < 0.5
            case FactType.CHOICE:
                return lots.choice([*fact.values])
            case FactType.CHOICES:
                return frozenset(lots.sample([*fact.values], lots.choice((1, 1, 2))))
            case FactType.ROLE:
                among = frozenset[str]().union(
                    *(self.words.roles.below(each) for each in fact.among)
                )
                able = [each for each in self.narrowest if not among or each in among]
                return frozenset(lots.sample(able, min(len(able), lots.choice((1, 1, 1, 2)))))
            case FactType.DATE:
                far = timedelta(days=lots.choice(STEPS))
                return NOT_YET if lots.random() < 0.2 else FIRST + far
            case _:
                return lots.choice(self.bounds.get(name, [0, 1, 2, 5]))

    def complete(
        self, circumstances: list[str], common: dict[str, Given] | None = None
    ) -> dict[str, Given]:
        """Draw every fact of some circumstances, as far as may be so that they can be at once.

        `common` has what is told besides, of which these are an occasion.
        """
        known: dict[str, Given] = dict(common or {})
        there = frozenset(circumstances)
        facts = [fact for each in circumstances for fact in self.facts.get(each, ())]
        for fact in facts:
            for _ in range(TRIES):
                known[fact] = self.value(fact)
                if impossible_in(self.words, known, there) is None:
                    break
        return {fact: known[fact] for fact in facts}

    def scenario(self) -> Scenario:
        """Draw a complete scenario, now and then with an occasion."""
        chosen = self.lots.sample(self.proper, self.lots.choice((1, 1, 2, 3)))
        # A circumstance stands among the common ones, or on an occasion.
        apart = chosen[:1] if self.lots.random() < 0.2 else []
        about = chosen[len(apart) :]
        common = self.complete([*about, *self.settings])
        again = {"again": {"given": self.complete(apart, common), "about": apart}}
        today = FIRST + timedelta(days=self.lots.choice(STEPS))
        return Scenario(
            common,
            about=about,
            occasions=again if apart else None,
            today=None if self.lots.random() < 0.1 else today,
            vocabulary=self.words,
        )

    def duty_with_a_day(self) -> tuple[dict[str, Given], str]:
        """Draw a norm with a last day, and give a story in which it applies and nothing is done."""
        timed = [
            norm
            for norm in self.protocol.norms.values()
            if norm.deadline and norm.deadline.fact and norm.done_on
        ]
        if not timed:
            return {}, ""
        norm = self.lots.choice(timed)
        if norm.address not in self.stories:
            story = smallest_story(self.protocol, norm.address, Status.APPLIES)
            self.stories[norm.address] = {} if story is None else dict(story.given)
        assert norm.deadline is not None
        received = FIRST + timedelta(days=self.lots.choice((0, 1, 5, 12)))
        begun = {**self.stories[norm.address], norm.deadline.fact: received}
        return {**begun, norm.done_on: NOT_YET}, norm.done_on

    def history(self) -> Case:
        """Draw a case of some events, in which much may stay unknown."""
        chosen = self.lots.sample(self.proper, self.lots.choice((1, 1, 2)))
        begun, done_on = self.duty_with_a_day() if self.lots.random() < 0.5 else ({}, "")
        chosen = [
            *{*chosen, *(self.words.circumstance_of[fact] for fact in begun)} & {*self.proper}
        ]
        chosen.sort()
        names = (*chosen, *self.settings)
        facts = [each for name in names for each in self.facts.get(name, ())]
        reading = self.lots.choice(("as_given", "as_given", "unless_shown"))
        case = open_case("drawn", [self.protocol], reading=reading)
        actions = sorted({norm.action for norm in self.protocol.norms.values() if norm.action})
        day = FIRST
        for number in range(self.lots.randint(2, 7)):
            named = self.lots.sample(facts, min(len(facts), self.lots.randint(1, 6)))
            learnt = {fact: self.value(fact) for fact in named}
            if begun:  # the rest is left as it is, so that the duty stays
                learnt = begun if number == 0 else {}
                if number and self.lots.random() < 0.3:
                    learnt = {done_on: day}
            done = [self.lots.choice(actions)] if self.lots.random() < 0.2 else ()
            known = case.at(day).story.given
            corrected = {fact: value for fact, value in learnt.items() if fact in known}
            for fact in corrected:
                del learnt[fact]
            try:
                case = case.record(
                    learnt, corrected=corrected, done=done, about=chosen, on=day,
                    recorded=datetime.combine(day, time(12), UTC),
                )  # fmt: skip
            except InvalidInput:
                continue  # it contradicts what was recorded
            day += timedelta(days=self.lots.choice((0, 1, 3, 8, 15)))
        return case


def statuses(answer: Answer) -> dict[tuple[str, str], str]:
    """Tell the status of every norm that is awake."""
    return {(each.address, each.occasion): each.status.value for each in answer.live()}


def compare_scenarios(protocol: Protocol, lots: random.Random, count: int, tally: Tally) -> None:
    """Hold both engines against each other on complete scenarios."""
    drawn = Lots(protocol, lots)
    for _ in range(count):
        try:
            scenario = drawn.scenario()
            own = statuses(evaluate(protocol, scenario))
        except InvalidInput:
            continue  # what was drawn contradicts itself
        second = statuses(evaluate(protocol, scenario, engine="durable"))
        tally.scenarios += 1
        tally.statuses += len(own)
        tally.norms |= {address for address, _ in own}
        tally.spoken |= {(address, status) for (address, _), status in own.items()}
        if own != second:
            differ = {key: (own.get(key), second.get(key)) for key in own | second}
            told = {key: pair for key, pair in differ.items() if pair[0] != pair[1]}
            tally.differences.append(f"{protocol.council}: {told} in {scenario.as_data()}")


def compare_histories(protocol: Protocol, lots: random.Random, count: int, tally: Tally) -> None:
    """Hold both engines against each other on the duties of live cases, day by day."""
    drawn, engine = Lots(protocol, lots), engine_of("durable")
    for _ in range(count):
        case = drawn.history()
        if not case.events:
            continue
        second = replace(case, engine=engine)
        tally.histories += 1
        for day in days_of(case):
            own, other = case.at(day).duties, second.at(day).duties
            tally.days += 1
            for duty in own:
                tally.standings[duty.standing] = tally.standings.get(duty.standing, 0) + 1
            if own != other:
                told = [*map(str, set(own) ^ set(other))]
                events = [each.as_data() for each in case.events]
                tally.differences.append(f"{protocol.council}, {day}: {told} in {events}")


def days_of(case: Case) -> Iterator[date]:
    """Give the days of the events, and some on which something may change by itself."""
    days = {each.recorded_on for each in case.events}
    last = max(days)
    for _ in range(4):
        coming = case.at(last).next_day
        if coming is None:
            break
        last = coming
        days.add(last)
    yield from sorted(days)


def main() -> int:
    """Compare as many as are asked for, in turns over the protocols."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scenarios", type=int, default=20_000)
    options.add_argument("--histories", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    lots = random.Random(chosen.seed)  # noqa: S311 - drawn to be the same each time
    tally, names = Tally(), shipped()
    every = 0
    for name in names:
        protocol = load(name)
        every += len(protocol.norms)
        compare_scenarios(protocol, lots, chosen.scenarios // len(names), tally)
        compare_histories(protocol, lots, chosen.histories // len(names), tally)
        print(
            f"{name}: so far {tally.scenarios} scenarios with {tally.statuses} statuses, "
            f"{tally.histories} histories on {tally.days} days, "
            f"{len(tally.differences)} differences",
            flush=True,
        )
    by_status = {s: len([1 for _, each in tally.spoken if each == s])
                 for s in ("applies", "lifted", "does_not_apply", "undetermined")}  # fmt: skip
    print(f"{len(tally.norms)} of {every} norms, with each status: {by_status}")
    print(f"standings of duties met: {tally.standings}")
    print(*tally.differences[:20], sep="\n")
    return 1 if tally.differences else 0


if __name__ == "__main__":
    sys.exit(main())
