"""Every case of the conformance suite, held against every engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from protocol_rules import Answer, Finding, Protocol, Scenario, Status, evaluate
from protocol_rules.analysis.space import Space
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine import Performance, Reading
from protocol_rules.engine.answer import OccasionRun
from protocol_rules.engine.durable.evaluate import Matching
from protocol_rules.engine.durable.process import adapter
from protocol_rules.engine.program import program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import situations
from protocol_rules.engine.statuses import OFTEN
from protocol_rules.resolve import resolve
from protocol_rules.smt import Encoding, Solver
from protocol_rules.smt.variables import TODAY
from protocol_rules.source import parse
from protocol_rules.vocabulary import Vocabulary, read_vocabulary

HERE = Path(__file__).parent
OTHER_SUITES = {"working_days.yaml"}
HEAD = {"council": "test", "name": "Test Council", "title": "A protocol as small as its point"}
EXPECTED = {
    "statuses", "clauses", "stands", "lifted_by", "missing", "moot", "presumed", "presumptions",
    "due", "next", "required", "absent", "per_occasion", "error",
    "state", "turns_on", "breached", "breached_on", "answers_breach_of",
}  # fmt: skip
SAID = {"given", "about", "occasions", "today", "reading", "because"}

Backend = Callable[..., Answer]


class CaseLoader(yaml.SafeLoader):
    """Reads cases as rule files are read: a date stays the text that stands there."""


CaseLoader.yaml_implicit_resolvers = {
    key: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def cases() -> list[Any]:
    """Give every case of every file, named after its file and its sentence."""
    found: list[Any] = []
    for path in sorted(HERE.glob("*.yaml")):
        if path.name in OTHER_SUITES:
            continue
        for group in yaml.load(path.read_text("utf-8"), CaseLoader):  # noqa: S506 - it is a safe one
            for number, case in enumerate(group["cases"], 1):
                told = case.get("because", number)
                found.append(pytest.param(group, case, id=f"{path.stem}: {group['name']} [{told}]"))
    return found


@cache
def words() -> Vocabulary:
    """Read the vocabulary of the suite once."""
    return read_vocabulary(HERE / "vocabulary")


def protocol_of(group: Mapping[str, Any]) -> Protocol:
    """Resolve the rule file of a group; JSON is YAML in which every text is quoted."""
    written = json.dumps({**HEAD, **group["protocol"]}, default=str)
    return resolve(parse(written, "test.yaml"), words())[0]


def engine(protocol: Protocol, scenario: Scenario, reading: str) -> Answer:
    """One scenario at a time."""
    return evaluate(protocol, scenario, reading=reading)  # type: ignore[arg-type]


def engine_asked_often(protocol: Protocol, scenario: Scenario, reading: str) -> Answer:
    """One scenario at a time, by the functions that are generated for what is met often."""
    for _ in range(OFTEN):
        engine(protocol, scenario, reading)
    return engine(protocol, scenario, reading)


def second_engine(protocol: Protocol, scenario: Scenario, reading: str) -> Answer:
    """The second engine, which takes complete scenarios only."""
    try:
        return evaluate(protocol, scenario, reading=reading, engine="durable")  # type: ignore[arg-type]
    except InvalidInput as refusal:
        if [each.code for each in refusal.diagnostics] == ["incomplete-scenario"]:
            pytest.skip("something is unknown in it")
        raise


def second_engine_in_a_case(protocol: Protocol, scenario: Scenario, reading: str) -> Answer:
    """The second engine as live cases ask it: what is unknown stays undetermined."""
    return Matching(protocol, scenario, Reading(reading), adapter()).answer


def formulas(protocol: Protocol, scenario: Scenario, reading: str) -> Answer:
    """The formulas that the solver works on, held in the one situation of a scenario."""
    if reading != Reading.AS_GIVEN:
        pytest.skip("the solver reads what is given")
    program = program_of(protocol)
    runs: dict[str, OccasionRun] = {}
    for name, situation, touched in situations(scenario, protocol.vocabulary):
        run = Run(program, situation)
        runs[name] = OccasionRun(run, touched, solved(protocol, run))
    return Answer(program, scenario, Reading.AS_GIVEN, runs, evaluate)


def solved(protocol: Protocol, run: Run) -> dict[str, Status]:
    """Give the status of each norm that a situation wakes, as the solver has it."""
    given, today = run.situation.given, run.situation.today
    space = Space(
        words=protocol.vocabulary,
        circumstances=tuple(protocol.vocabulary.circumstances),
        values={fact: (value,) for fact, value in given.items()},
        todays=(today,),
        is_complete=True,
        asked=dict.fromkeys(given, ()),
    )
    encoding = Encoding(space)
    awake = [each for each in protocol.norms if run.is_triggered(each)]
    statuses = {each: encoding.status(protocol, each) for each in awake}
    solver = Solver(encoding)
    there = {name: frozenset({name in run.situation.mentioned}) for name in space.circumstances}
    known = {fact: frozenset({value}) for fact, value in given.items()}
    with solver.within(encoding.cube({**there, **known, TODAY: frozenset({today})})):
        assert solver.is_possible()
        return {
            address: next(
                (status for status, certain in each.items() if solver.is_possible(certain)),
                Status.UNDETERMINED,
            )
            for address, each in statuses.items()
            if address not in run.program.unconditional
        }


SECOND = (second_engine, second_engine_in_a_case)
BACKENDS = [engine, engine_asked_often, *SECOND, formulas]


@pytest.fixture(params=BACKENDS, ids=lambda each: each.__name__)
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each engine in turn."""
    if request.param in SECOND:
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    return request.param


@pytest.mark.parametrize(("group", "case"), cases())
def test_a_case_has_its_meaning(
    backend: Backend, group: Mapping[str, Any], case: Mapping[str, Any]
) -> None:
    """Each finding of a case is what the table of statuses makes of it."""
    if "error" in case:
        with pytest.raises(InvalidInput) as caught:
            ask(backend, group, case)
        assert case["error"] in {each.code for each in caught.value.diagnostics}
        return
    answer = ask(backend, group, case)
    assert expected_of(case) == found_in(answer, case)
    for occasion, part in case.get("per_occasion", {}).items():
        assert expected_of(part) == found_in(answer, part, occasion)


def test_every_case_says_only_what_the_runner_reads() -> None:
    """A misspelt expectation would pass unread."""
    for param in cases():
        _, case = param.values
        for part in (case, *case.get("per_occasion", {}).values()):
            assert set(part) <= SAID | EXPECTED
            assert set(part) & EXPECTED


def test_every_case_has_a_name_of_its_own() -> None:
    """No two cases share a name, so that a failure points at one of them."""
    names = [param.id for param in cases()]

    assert sorted(set(names)) == sorted(names)


def ask(backend: Backend, group: Mapping[str, Any], case: Mapping[str, Any]) -> Answer:
    """Evaluate the scenario of a case."""
    protocol = protocol_of(group)
    scenario = Scenario(
        case.get("given", {}),
        about=case.get("about", ()),
        occasions=case.get("occasions"),
        today=case.get("today"),
        vocabulary=protocol.vocabulary,
    )
    return backend(protocol, scenario, case.get("reading", "as_given"))


def expected_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """Say what a case expects in the shape of `found_in`."""
    expected = {key: value for key, value in case.items() if key in EXPECTED - {"per_occasion"}}
    for key in ("missing", "presumed", "lifted_by", "turns_on", "answers_breach_of"):
        if key in expected:
            expected[key] = {name: sorted(as_list(each)) for name, each in expected[key].items()}
    for key in ("moot", "stands", "absent", "required", "breached"):
        if key in expected:
            expected[key] = sorted(as_list(expected[key]))
    return expected


def found_in(answer: Answer, case: Mapping[str, Any], occasion: str = "") -> dict[str, Any]:  # noqa: C901, PLR0912 - all the words of a case
    """Read from an answer all that a case speaks of."""

    def finding(address: str) -> Finding:
        known = {each.address: each for each in answer.findings if each.occasion == occasion}
        clause = answer.protocol.clauses[address.partition("#")[0]]
        full = f"test/{address}" if "#" in address else clause.norms[0].address
        return known[full]

    def performed(address: str) -> Performance:
        performance = finding(address).performance
        assert performance is not None
        return performance

    found: dict[str, Any] = {}
    for key, expected in case.items():
        match key:
            case "statuses":
                found[key] = {name: finding(name).status.value for name in expected}
            case "clauses":
                found[key] = {name: answer.clauses[name].status.value for name in expected}
            case "stands":
                found[key] = sorted(n for n, each in answer.clauses.items() if each.stands)
            case "lifted_by" | "missing" | "presumed":
                found[key] = {
                    name: sorted(short(each) for each in getattr(finding(name), key))
                    for name in expected
                }
            case "presumptions":
                found[key] = {name: dict(finding(name).presumptions) for name in expected}
            case "moot":
                found[key] = sorted(
                    short(each.address)
                    for each in answer.findings
                    if each.is_moot and each.occasion == occasion
                )
            case "state":
                states = {name: finding(name).performance for name in expected}
                found[key] = {name: each and each.state.value for name, each in states.items()}
            case "answers_breach_of":
                found[key] = {
                    name: sorted(map(short, finding(name).answers_breach_of)) for name in expected
                }
            case "turns_on":
                found[key] = {name: sorted(performed(name).turns_on) for name in expected}
            case "breached":
                found[key] = sorted(
                    short(each.address) for each in answer.breached if each.occasion == occasion
                )
            case "breached_on":
                days = {name: performed(name).breached_on for name in expected}
                found[key] = {n: day and day.isoformat() for n, day in days.items()}
            case "due":
                due = {name: finding(name).due for name in expected}
                found[key] = {n: None if day is None else day.isoformat() for n, day in due.items()}
            case "next":
                found[key] = {name: list(finding(name).next_step.to) for name in expected}  # type: ignore[union-attr]
            case "required":
                found[key] = sorted(
                    f"{each.modality} {each.action}" for each in answer.required_actions
                )
            case "absent":
                found[key] = sorted(answer.absent)
            case _:
                pass
    return found


def as_list(value: object) -> list[str]:
    """Read one name as a list of one."""
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]


def short(address: str) -> str:
    """Leave the council out of an address."""
    return address.removeprefix("test/")
