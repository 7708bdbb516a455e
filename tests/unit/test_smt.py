"""The solver: it finds the smallest story, proves that there is none, and says when it gave up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest

from protocol_rules import Answer, Protocol, Status, evaluate, load
from protocol_rules.analysis.space import Space, space_of
from protocol_rules.analysis.witness import NotDecided, smallest_story
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine.program import program_of
from protocol_rules.engine.run import Run
from protocol_rules.norms import Breached, Has, HasRole
from protocol_rules.resolve import resolve
from protocol_rules.smt import DoesNotReplay, Encoding, Solver
from protocol_rules.smt.logic import logic
from protocol_rules.smt.replay import replayed
from protocol_rules.smt.variables import TODAY
from protocol_rules.source import parse
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import shared_vocabulary, shipped
from protocol_rules.vocabulary.values import NOT_YET, Given

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

RULES = """
council: tidy
name: Tidy Council
title: A tidy protocol
calendar: england
facts:
  parcel:
    title: A parcel
    description: Somebody leaves a parcel
    facts:
      from: {type: role, question: "Who left it?"}
      weight: {type: count, question: "How heavy is it?"}
      left_on: {type: date, question: "When was it left?"}
      opened_on: {type: date, question: "When was it opened?", not_before: left_on}
      is_light: {type: boolean, question: "Is it light?"}
actions: {open_it: {phrase: open it}, explain_it: {phrase: explain it}, take_it: {phrase: take it}}
clauses:
  - id: "1"
    title: Opening
    norms:
      open:
        bearer: officer
        must: open_it
        when: {parcel.from: chief_executive}
        unless: {parcel.weight: {more_than: 9}}
        deadline: 10 working days after parcel.left_on
        done_on: parcel.opened_on
  - id: "2"
    title: Explaining
    norms:
      explain: {bearer: officer, must: explain_it, reparation_for: "1#open"}
  - id: "3"
    title: Taking
    norms:
      take: {bearer: member, may: take_it, when: {parcel.is_light: true}}
      never: {bearer: member, may: take_it, when: {parcel.is_light: true, parcel.weight: 4}}
  - id: "4"
    title: What is light
    kind: definition
    defines: {parcel.is_light: {parcel.weight: {at_most: 2}}}
"""


def tidy(council: str = "tidy", *changes: tuple[str, str]) -> Protocol:
    """Read the protocol of these tests, with some of its words changed."""
    text = RULES.replace("council: tidy", f"council: {council}")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return resolve(parse(text, f"{council}.yaml"), shared_vocabulary())[0]


TIDY = tidy()
OPEN, EXPLAIN, TAKE, NEVER = "tidy/1#open", "tidy/2#explain", "tidy/3#take", "tidy/3#never"


def encoding_of(*addresses: str, protocol: Protocol = TIDY) -> Encoding:
    """Encode the space of some norms."""
    return Encoding(space_of([(protocol, each) for each in addresses]))


def story_with(address: str, status: Status) -> Mapping[str, object] | None:
    """Give the smallest story in which a norm has a status, as plain data."""
    encoding = encoding_of(address)
    story = Solver(encoding).smallest(encoding.status(TIDY, address)[status])
    return None if story is None else story.as_data()


def test_the_smallest_story_has_the_fewest_facts() -> None:
    """A norm with an exception needs both told; of two facts that do, the first one is."""
    applies = {"given": {"parcel.from": "chief_executive", "parcel.weight": 8}}
    assert story_with(OPEN, Status.APPLIES) == applies
    lifted = {"given": {"parcel.from": "chief_executive", "parcel.weight": 10}}
    assert story_with(OPEN, Status.LIFTED) == lifted
    assert story_with(OPEN, Status.DOES_NOT_APPLY) == {"given": {}}
    assert story_with(TAKE, Status.APPLIES) == {"given": {"parcel.weight": 1}}


def test_no_story_is_given_where_it_is_proved_that_there_is_none() -> None:
    """What contradicts a definition cannot be told, and nothing lifts what has no exception."""
    assert story_with(NEVER, Status.APPLIES) is None
    assert story_with(TAKE, Status.LIFTED) is None


def test_a_norm_that_a_protocol_lacks_does_not_apply() -> None:
    """It does so in every story, as where two editions of a protocol are compared."""
    encoding = encoding_of(TAKE)
    found = encoding.status(TIDY, "tidy/9#nowhere")
    solver = Solver(encoding)
    assert solver.find(found[Status.DOES_NOT_APPLY]) is not None
    assert solver.find(found[Status.APPLIES]) is None
    assert solver.holds(found[Status.DOES_NOT_APPLY])
    outcomes = encoding.outcomes(TIDY, "tidy/9#nowhere")
    assert [status for status, may in outcomes.items() if solver.is_possible(may)] == [
        Status.DOES_NOT_APPLY
    ]


DATED = replace(
    space_of([(TIDY, EXPLAIN)]),
    values={
        "parcel.weight": (1,),
        "parcel.left_on": (date(2025, 4, 10), date(2025, 4, 11), NOT_YET),
        "parcel.opened_on": (date(2025, 4, 10), date(2025, 4, 11), NOT_YET),
    },
    todays=(None, date(2025, 4, 25)),
)


@pytest.mark.parametrize(
    ("space", "address"), [(space_of([(TIDY, NEVER)]), NEVER), (DATED, EXPLAIN)]
)
def test_every_situation_of_a_space_is_found_once(space: Space, address: str) -> None:
    """As many are found, blocking one after the other, as can be told one by one.

    Among those that cannot be are an opening before the parcel was left, and a fact that is given
    against its definition.
    """
    encoding = Encoding(space)
    encoding.status(TIDY, address)
    solver = Solver(encoding)
    found: list[Mapping[str, object]] = []
    with solver.within():
        while (assignment := solver.assignment()) is not None:
            found.append(assignment)
            solver.block({name: frozenset({cell}) for name, cell in assignment.items()})
    assert len({tuple(each.items()) for each in found}) == len(found)
    assert len(found) == sum(1 for _ in told(space))
    assert solver.is_possible()


def told(space: Space) -> Iterator[Run]:
    """Give every situation of a space that the protocol does not refuse."""
    for frame in space.frames():
        facts = space.facts_in(frame)
        for values in product(*((None, *space.values[fact]) for fact in facts)):
            given = {
                fact: value for fact, value in zip(facts, values, strict=True) if value is not None
            }
            if not space.can_be_told(given):
                continue
            try:
                yield Run(program_of(TIDY), space.situation(frame, given))
            except InvalidInput:
                continue


def test_goals_stand_only_as_long_as_they_are_wanted() -> None:
    """What was asked within other goals is asked afresh after them."""
    encoding = encoding_of(OPEN)
    status = encoding.status(TIDY, OPEN)
    solver = Solver(encoding)
    with solver.within(status[Status.APPLIES]):
        assert not solver.is_possible(status[Status.LIFTED])
        with solver.within(encoding.cube({"parcel.weight": frozenset({10})})):
            assert not solver.is_possible()
        assert solver.is_possible()
    assert solver.is_possible(status[Status.LIFTED])


def test_a_cube_may_leave_facts_open_and_circumstances_out() -> None:
    """`None` stands for a fact that is not known, `False` for a circumstance that is not there."""
    encoding = encoding_of(OPEN)
    status = encoding.status(TIDY, OPEN)
    solver = Solver(encoding)
    nobody = encoding.cube({"parcel.from": frozenset({None})})
    absent = encoding.cube({"parcel": frozenset({False})})
    assert not solver.is_possible(nobody, status[Status.APPLIES])
    assert solver.is_possible(nobody, status[Status.DOES_NOT_APPLY], absent)
    assert not solver.is_possible(absent, status[Status.APPLIES])
    either = encoding.cube({"parcel": frozenset({True, False})})
    assert solver.is_possible(either, status[Status.APPLIES])


def test_a_complete_story_leaves_nothing_open_that_matters() -> None:
    """All facts of what is there are known, the day too, and no role is too wide to tell."""
    encoding = encoding_of(EXPLAIN)
    status = encoding.status(TIDY, EXPLAIN)
    solver = Solver(encoding)
    here = encoding.cube({"parcel": frozenset({True})})
    story = solver.find(encoding.complete, here)
    assert story is not None
    assert {"parcel.from", "parcel.weight", "parcel.left_on", "parcel.opened_on"} <= {*story.given}
    assert story.today is not None
    for missing in ("parcel.from", "parcel.left_on", TODAY):
        lacking = encoding.cube({missing: frozenset({None})})
        assert not solver.is_possible(encoding.complete, here, lacking)
    wide = [each for each in encoding.space.values["parcel.from"] if not is_told(each)]
    assert wide
    assert not solver.is_possible(
        encoding.complete, encoding.cube({"parcel.from": frozenset(wide)})
    )
    assert solver.is_possible(encoding.cube({"parcel.from": frozenset(wide)}))
    assert solver.holds(encoding.logic.any_of(status.values()))


def is_told(roles: Given) -> bool:
    """Tell whether roles say for certain that the chief executive is among them, or is not."""
    is_a = TIDY.vocabulary.roles.is_a
    return all(is_a(each, "chief_executive") is not Truth.UNKNOWN for each in roles)  # type: ignore[union-attr]


def test_a_derived_fact_need_not_be_given_in_a_complete_story() -> None:
    """Its definition tells it; where two protocols define it otherwise, neither is contradicted."""
    other = tidy("other", ("parcel.weight: {at_most: 2}", "parcel.weight: {at_most: 3}"))
    norms = [(TIDY, TAKE), (other, "other/3#take")]
    encoding = Encoding(space_of(norms))
    one, two = (encoding.status(*each)[Status.APPLIES] for each in norms)
    solver = Solver(encoding)
    apart = encoding.logic.all_of((encoding.logic.negated(one), two, encoding.complete))
    story = solver.smallest(apart)
    assert story is not None
    assert story.as_data() == {"given": {"parcel.weight": 3}}
    assert not solver.is_possible(apart, encoding.cube({"parcel.is_light": frozenset({True})}))


def test_lateness_is_that_of_working_days_over_easter() -> None:
    """Ten working days after 10 April 2025 end on 28 April; each day around it is held to that."""
    left, due = date(2025, 4, 10), date(2025, 4, 28)
    near = tuple(due + timedelta(days=step) for step in (-1, 0, 1))
    space = replace(
        space_of([(TIDY, EXPLAIN)]),
        values={
            "parcel.from": (frozenset({"chief_executive"}),),
            "parcel.weight": (1,),
            "parcel.left_on": (left, left + timedelta(days=1), NOT_YET),
            "parcel.opened_on": (*near, NOT_YET),
        },
        todays=(None, *near),
        asked=dict.fromkeys(("parcel.from", "parcel.weight", "parcel.left_on"), ()),
    )
    encoding = Encoding(space)
    rails = encoding.truth(TIDY, Breached(OPEN))
    solver = Solver(encoding)
    seen: set[Truth] = set()
    for run in told(space):
        cells = {
            **{each: each in run.situation.mentioned for each in space.circumstances},
            TODAY: run.situation.today,
            **{fact: run.given.get(fact) for fact in space.facts},
        }
        here = encoding.cube({name: frozenset({cell}) for name, cell in cells.items()})
        truth = run.truth(Breached(OPEN))
        seen.add(truth)
        assert solver.is_possible(here, rails.yes) is (truth is Truth.YES)
        assert solver.is_possible(here, rails.no) is (truth is Truth.NO)
    assert seen == {*Truth}


def test_a_day_whose_deadline_leaves_the_known_years_is_not_told() -> None:
    """The engine refuses it, and so no story has it."""
    space = space_of([(TIDY, EXPLAIN)])
    far = date(9999, 12, 30)
    encoding = Encoding(replace(space, values={**space.values, "parcel.left_on": (far, NOT_YET)}))
    status = encoding.status(TIDY, EXPLAIN)
    solver = Solver(encoding)
    assert solver.find(status[Status.APPLIES]) is None
    assert not solver.is_possible(encoding.cube({"parcel.left_on": frozenset({far})}))
    assert solver.is_possible(encoding.cube({"parcel.left_on": frozenset({NOT_YET})}))


def test_what_the_vocabulary_bars_is_in_no_story() -> None:
    """A constraint holds for circumstances alone, and for facts that are given."""
    barred = tidy(
        "barred",
        (
            "actions:",
            """impossible:
  asked_with_a_parcel: {when: {all: [{about: enquiry}, {about: parcel}]}, because: it is so}
  heavy: {when: {parcel.from: chief_executive, parcel.weight: {at_least: 10}}, because: it is so}
actions:""",
        ),
        ("{parcel.is_light: true, parcel.weight: 4}", "{all: [{about: enquiry}, {about: parcel}]}"),
    )
    for address, status in (("barred/3#never", Status.APPLIES), ("barred/1#open", Status.LIFTED)):
        encoding = encoding_of(address, protocol=barred)
        assert Solver(encoding).find(encoding.status(barred, address)[status]) is None


def test_one_encoding_may_be_asked_for_more_while_it_is_solved() -> None:
    """A norm that is asked for later brings its own axioms along."""
    encoding = encoding_of(OPEN, NEVER)
    solver = Solver(encoding)
    assert solver.is_possible()
    light = encoding.cube({"parcel.is_light": frozenset({True}), "parcel.weight": frozenset({4})})
    assert solver.is_possible(light)
    encoding.status(TIDY, NEVER)
    assert not solver.is_possible(light)


def test_a_term_can_be_asked_for_without_a_norm() -> None:
    """Any condition has its rails, as the protocol takes it."""
    encoding = encoding_of(OPEN)
    rails = encoding.truth(TIDY, HasRole("parcel.from", frozenset({"chief_executive"})))
    solver = Solver(encoding)
    assert solver.smallest(rails.yes) is not None
    assert not solver.is_possible(rails.yes, rails.no)
    outside = encoding.truth(TIDY, Has("parcel.is_light", frozenset({True})))
    assert solver.is_possible(outside.no, encoding.cube({"parcel": frozenset({True})}))


def test_the_same_question_has_the_same_witness_whatever_was_asked_before() -> None:
    """The smallest story is one of a kind, so that no turn of the solver shows in it."""
    encoding = encoding_of(OPEN, EXPLAIN)
    wanted = encoding.status(TIDY, EXPLAIN)[Status.APPLIES]
    first = Solver(encoding).smallest(wanted)
    busy = Solver(encoding)
    for status in encoding.status(TIDY, OPEN).values():
        busy.find(status)
        busy.smallest(status)
    assert first is not None
    assert busy.smallest(wanted) == first
    assignment = busy.smallest_assignment(wanted)
    assert assignment is not None
    assert encoding.story(assignment) == first
    assert busy.smallest_assignment(wanted, encoding.cube({"parcel": frozenset({False})})) is None


def test_a_question_that_takes_too_long_is_not_decided() -> None:
    """Nothing is claimed where the time is over."""
    encoding = encoding_of(OPEN)
    with pytest.raises(NotDecided, match="0 ms"):
        Solver(encoding, timeout_ms=0).find(encoding.status(TIDY, OPEN)[Status.APPLIES])


def test_a_question_that_takes_more_than_a_moment_is_asked_with_a_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The answer is the same; what the clock is for is a question that has no end."""
    encoding = encoding_of(EXPLAIN)
    wanted = encoding.status(TIDY, EXPLAIN)[Status.APPLIES]
    expected = Solver(encoding).smallest(wanted)
    monkeypatch.setattr("protocol_rules.smt.solver._SOON", 1)
    assert Solver(encoding).smallest(wanted) == expected
    endless = Solver(encoding, timeout_ms=200)
    with pytest.raises(NotDecided, match="gave up"):
        endless.is_possible(*pigeons(encoding, 12))
    endless._timeout_ms = 60_000
    assert endless.is_possible(wanted)


def pigeons(encoding: Encoding, holes: int) -> Iterator[Formula]:
    """Say that one more pigeon than there are holes has a hole of its own, which none can prove."""
    logic = encoding.logic
    sits = [
        [logic.variable(f"{pigeon} in {hole}") for hole in range(holes)]
        for pigeon in range(holes + 1)
    ]
    yield from map(logic.any_of, sits)
    for one, other in combinations(sits, 2):
        for here, there in zip(one, other, strict=True):
            yield logic.negated(logic.all_of((here, there)))


def test_a_witness_that_the_engine_answers_otherwise_is_never_given() -> None:
    """A slip in the formulas, or in the engine, is told as one and not as an answer."""
    encoding = encoding_of(OPEN)
    status = encoding.status(TIDY, OPEN)
    wrong = {Status.APPLIES: status[Status.LIFTED], Status.LIFTED: status[Status.APPLIES]}
    encoding.asked[TIDY, OPEN, ""] = wrong
    with pytest.raises(DoesNotReplay, match="applies by the solver, lifted by the engine"):
        Solver(encoding).smallest(status[Status.LIFTED])


def test_a_story_is_held_against_the_answer_that_it_should_have() -> None:
    """A story is given back where its answer is as it should be, and refused otherwise."""
    encoding = encoding_of(TAKE)
    story = Solver(encoding).smallest(encoding.status(TIDY, TAKE)[Status.APPLIES])
    assert story is not None
    assert replayed(story, TIDY, lambda answer: takes(answer, Status.APPLIES)) is story
    with pytest.raises(DoesNotReplay, match="finds otherwise"):
        replayed(story, TIDY, lambda answer: takes(answer, Status.LIFTED))
    contradiction = Encoding(space_of([(TIDY, NEVER)]))
    amiss = contradiction.story(
        {"parcel": True, TODAY: None, "parcel.weight": 4, "parcel.is_light": True}
    )
    with pytest.raises(DoesNotReplay, match="refuses"):
        replayed(amiss, TIDY, lambda answer: takes(answer, Status.APPLIES))


def takes(answer: Answer, status: Status) -> bool:
    """Tell whether the norm on taking has a status."""
    return answer.finding(TAKE).status is status


def test_without_the_solver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Z3 is not installed, the hint is the command that installs it."""
    monkeypatch.setitem(sys.modules, "z3", None)
    logic.cache_clear()
    try:
        with pytest.raises(InvalidInput) as caught:
            encoding_of(OPEN)
    finally:
        logic.cache_clear()
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "missing-extra"
    assert 'pip install "protocol-rules[analysis]"' in diagnostic.hint


def test_the_solver_is_imported_only_where_something_is_encoded() -> None:
    """It takes longer to import than most commands take to answer."""
    code = "import protocol_rules.smt, sys; sys.exit('z3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@cache
def protocols() -> tuple[Protocol, ...]:
    """Read the shipped protocols once."""
    return tuple(map(load, shipped()))


EVERY = 11
"""One norm in so many is asked about: all of them would take too long for each run."""


@pytest.mark.parametrize("council", shipped())
def test_the_solver_and_the_search_find_the_same_of_the_shipped_norms(council: str) -> None:
    """For each status both come to one and the same story, or to none."""
    (protocol,) = (each for each in protocols() if each.council == council)
    for address in list(protocol.norms)[::EVERY]:
        encoding = encoding_of(address, protocol=protocol)
        found = encoding.status(protocol, address)
        solver = Solver(encoding)
        for status, certain in found.items():
            story = solver.smallest(certain)
            assert story == smallest_story(protocol, address, status)
            if story is not None:
                assert evaluate(protocol, story).finding(address).status is status
