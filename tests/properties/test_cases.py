"""What holds of every case: its history, and that it agrees with the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.protocols import PROPER, WORDS, protocols
from properties.stories import values_of

from protocol_rules import Protocol, evaluate
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.story import read_story
from protocol_rules.runtime import Case, Event, OwnEngine, open_case
from protocol_rules.runtime.event_data import event_from
from protocol_rules.runtime.state import State
from protocol_rules.vocabulary.values import NOT_YET, Given

START = date(2024, 3, 1)
FACTS = tuple(WORDS.facts)
LENGTH = 60


def moment(day: date) -> datetime:
    """Noon of a day."""
    return datetime.combine(day, time(12), UTC)


@st.composite
def happenings(draw: DrawFn) -> tuple[date, date, Mapping[str, Given], str]:
    """Draw the day of an event, that on which it is recorded, facts, and a circumstance."""
    on = START + timedelta(days=draw(st.integers(0, LENGTH)))
    recorded = on + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 9])))
    names = draw(st.lists(st.sampled_from(FACTS), max_size=3, unique=True))
    facts = {name: draw(st.sampled_from(values_of(name))) for name in names}
    return on, recorded, facts, draw(st.sampled_from(("", *PROPER)))


@st.composite
def cases(draw: DrawFn) -> Case:
    """Draw a case of a few events; what is refused is corrected, or else left out."""
    case = Case("test", (draw(protocols()),), engine=OwnEngine())
    drawn = draw(st.lists(happenings(), min_size=1, max_size=5))
    for on, recorded, facts, about in sorted(drawn, key=lambda each: each[1]):
        names = (about,) if about else ()
        try:
            case = case.record(facts, about=names, on=on, recorded=moment(recorded))
        except InvalidInput:
            known = case.at(recorded).story.given
            corrected = {name: value for name, value in facts.items() if name in known}
            try:
                case = case.record(corrected=corrected, on=on, recorded=moment(recorded))
            except InvalidInput:
                continue
    assume(case.events)
    return case


def replayed(case: Case, events: Iterable[Event]) -> Case:
    """Make a case anew from events, each checked."""
    again = Case(case.id, case.protocols, engine=OwnEngine())
    for event in events:
        again = again.with_event(event)
    return again


def told(state: State) -> object:
    """Tell all that a state says."""
    duties = [(each.action, each.acted_on) for each in state.duties]
    statuses = [
        (each.address, each.status) for answer in state.answers.values() for each in answer.findings
    ]
    return state.story, duties, statuses, state.next_day


@given(cases())
def test_replaying_a_log_gives_the_same_case(case: Case) -> None:
    """From the events, and from what is kept of them as plain data."""
    data = [event_from(each.as_data(), case.words) for each in case.events]

    assert replayed(case, case.events) == case
    assert replayed(case, data) == case


@given(cases())
def test_what_was_known_then_never_changes(case: Case) -> None:
    """Whatever is recorded later: each beginning of the log told the same on its days."""
    for count in range(len(case.events)):
        earlier = case.replayed(case.events[:count])
        next_day = case.events[count].recorded_on
        for step in range(0, LENGTH, 7):
            day = START + timedelta(days=step)
            if day < next_day:
                assert told(case.at(day, known="then")) == told(earlier.at(day, known="then"))


@given(protocols(), st.data())
def test_facts_of_one_day_may_be_recorded_in_any_order(
    protocol: Protocol, data: st.DataObject
) -> None:
    """They give the same state, whoever comes first."""
    names = data.draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=4, unique=True))
    facts = {name: data.draw(st.sampled_from(values_of(name))) for name in names}
    orders = (names, data.draw(st.permutations(names)))
    states: list[object] = []
    for order in orders:
        case = Case("test", (protocol,), engine=OwnEngine())
        try:
            for name in order:
                case = case.record({name: facts[name]}, on=START, recorded=moment(START))
        except InvalidInput:
            return  # together they contradict a definition, or one another
        state = case.at(START)
        states.append((state.story.given, [*state.duties], state.next_day))
    assert states[0] == states[1]


def believed(before: Given | None, after: Given, on: date) -> Given:
    """Tell what somebody believes of a fact who knew it and is told of it again on a day."""
    if isinstance(before, frozenset) and isinstance(after, frozenset):
        wider = all(any(each in WORDS.roles.above(old) for old in before) for each in after)
        return before if wider else after
    return before if isinstance(before, date) and after == NOT_YET and on < before else after


@given(cases(), st.integers(0, LENGTH))
def test_what_is_owed_agrees_with_the_engine(case: Case, step: int) -> None:
    """The scenario of all that the events say by a day has the same required actions."""
    day = START + timedelta(days=step)
    facts: dict[str, Given] = {}
    about: set[str] = set()
    for event in sorted(case.events, key=lambda each: (each.on, each.number)):
        if event.on <= day:
            about |= event.about
            for name, value in event.learnt.items():
                facts[name] = believed(facts.get(name), value, event.on)
            facts |= {name: value for name, value in event.corrected.items() if value is not None}
    answer = evaluate(
        case.protocols[0], read_story(facts, about=about, today=day, vocabulary=WORDS)
    )
    state = case.at(day)

    assert dict(state.story.given) == facts
    assert [each.action for each in state.duties] == [*answer.required_actions]
    assert {each.action for each in state.overdue} <= {*answer.required_actions}


@given(cases())
def test_nothing_changes_by_itself_between_the_days_that_are_told(case: Case) -> None:
    """The index of a store may rest on the next day: on all days before it, all is the same."""
    day = max(each.recorded_on for each in case.events)
    state = case.at(day)
    until = state.next_day or day + timedelta(days=90)

    def said(state: State) -> object:
        return [
            (each.address, each.status, each.performance)
            for answer in state.answers.values()
            for each in answer.applies
        ]

    later = day + timedelta(days=1)
    while later < until and later < day + timedelta(days=90):
        assert said(case.at(later)) == said(state)
        later += timedelta(days=1)


@given(cases())
def test_steps_lead_from_one_state_to_the_next(case: Case) -> None:
    """The history has each event once, in order, and what it says adds up to how things stand."""
    end = max(each.recorded_on for each in case.events) + timedelta(days=30)
    steps = case.changes(today=end)

    assert [each.event.number for each in steps if each.event] == [
        each.number for each in case.events
    ]
    assert all(before.day <= after.day for before, after in pairwise(steps))
    standing: dict[tuple[str, ...], str] = {}
    for step in steps:
        for change in step.duties:
            if change.before is not None:
                standing.pop(change.before.action.addresses, None)
            if change.after is not None:
                standing[change.after.action.addresses] = change.after.standing
    final = {each.action.addresses: each.standing for each in case.at(end).duties}
    assert {key: value for key, value in final.items() if key in standing} == standing


@settings(max_examples=15)
@given(st.data())
def test_what_is_exported_is_imported(data: st.DataObject) -> None:
    """Whatever a case of a real protocol holds."""
    from protocol_rules.runtime.log import log_of, read_log  # noqa: PLC0415

    case = open_case("real", ["town_council"], title=data.draw(st.text(max_size=20)))
    words = case.words.facts
    names = [name for name, fact in words.items() if fact.type == "boolean"]
    for number in range(data.draw(st.integers(1, 5))):
        on = START + timedelta(days=number)
        fact = data.draw(st.sampled_from(names))
        try:
            case = case.record(
                {fact: data.draw(st.booleans())}, on=on, recorded=moment(on),
                note=data.draw(st.text(max_size=20)),
            )  # fmt: skip
        except InvalidInput:
            continue
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        path.write_text(log_of(case), "utf-8")
        assert read_log(path).case == case
