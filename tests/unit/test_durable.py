"""The second engine: what it refuses, and what a child that fails does to it."""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from second_engine import Tally, compare_histories, compare_scenarios

from protocol_rules import Scenario, evaluate, load
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine import Reading
from protocol_rules.engine.durable import process
from protocol_rules.engine.durable.formula import Both, Either, Known, conjunctions
from protocol_rules.engine.durable.process import Adapter
from protocol_rules.engine.durable.rulesets import Rulesets
from protocol_rules.engine.durable.translate import Translation
from protocol_rules.engine.program import program_of
from protocol_rules.resolve import shipped
from protocol_rules.runtime import OwnEngine, open_case

RULES = [[{"p0": "yes"}, {"p0": "no", "p1": "yes"}]]
CHART = {"new": {"begins": "pending"}, "pending": {}}
GOOD = "import sys; print('{\"ready\": true}', flush=True)\nfor line in sys.stdin:\n    "

there_is_one = pytest.mark.skipif(
    sys.version_info >= (3, 13), reason="durable_rules cannot be imported on Python 3.13"
)


def child(code: str) -> list[str]:
    """Give the command of a child that does something else."""
    return [sys.executable, "-c", code]


def codes(caught: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    """Name the diagnostics that were raised."""
    return [each.code for each in caught.value.diagnostics]


@there_is_one
@pytest.mark.parametrize("council", shipped())
def test_both_engines_agree_on_random_complete_scenarios(council):
    """A second engine, in other code, finds of every norm what our own finds."""
    tally = Tally()
    compare_scenarios(load(council), random.Random(7), 60, tally)  # noqa: S311 - the same each time

    assert tally.differences == []
    assert tally.scenarios > 30
    assert {status for _, status in tally.spoken} >= {"applies", "does_not_apply"}


@there_is_one
@pytest.mark.parametrize("council", shipped())
def test_both_engines_tell_the_same_duties_of_random_histories(council):
    """Day by day, with much unknown, in both readings."""
    tally = Tally()
    compare_histories(load(council), random.Random(8), 15, tally)  # noqa: S311 - the same each time

    assert tally.differences == []
    assert tally.histories > 10


@there_is_one
def test_rules_fire_where_every_equality_holds():
    """What is not known makes no rule fire, and nothing is kept between two questions."""
    adapter = Adapter()
    asked = [(0, {"p0": "yes"}), (0, {"p0": "no"}), (0, {"p0": "no", "p1": "yes"}), (0, {})]

    assert adapter.match("x", RULES, asked) == [[0], [], [1], []]
    assert adapter.match("x", RULES, asked) == [[0], [], [1], []]
    walks = [("", ["begins"]), ("", ["begins"])]
    assert adapter.walk("c", CHART, walks) == [["pending"], ["pending"]]
    adapter.stop()


@there_is_one
def test_a_child_that_was_killed_is_replaced():
    """Its question is asked of another one, which is given the rulesets anew."""
    adapter = Adapter()
    adapter.match("x", RULES, [(0, {"p0": "yes"})])
    assert adapter._child is not None
    adapter._child.kill()

    assert adapter.match("x", RULES, [(0, {"p0": "yes"})]) == [[0]]
    assert len(adapter.failures) == 1
    assert "died with the code" in adapter.failures[0]
    adapter.stop()


@there_is_one
def test_a_child_does_not_grow_for_ever():
    """After some protocols it is begun anew, since memory of a ruleset is not given back."""
    adapter = Adapter()
    adapter.match("0", RULES, [(0, {"p0": "yes"})])
    first = adapter._child
    for number in range(1, process._MOST_LOADED + 1):
        assert adapter.match(str(number), RULES, [(0, {"p0": "yes"})]) == [[0]]

    assert adapter._child is not first
    assert adapter.failures == []
    adapter.stop()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import os; os.abort()", "died with the code -6"),
        ("", "died with the code 0"),
        ("print('hello', flush=True); input()", "it gave 'hello"),
        ("print('[1]', flush=True); input()", "it gave '[1]"),
        ("print('{}', flush=True); input()", "it began with {}"),
        ("import time; time.sleep(60)", "no answer in 0.5 s"),
        (f"{GOOD}import os; os.kill(os.getpid(), 11)", "died with the code -11"),
        (f"{GOOD}import time; time.sleep(60)", "no answer in 0.5 s"),
        (f"{GOOD}print('\\x00\\xff')", "it gave"),
        (f"{GOOD}print('{{}}', flush=True)", "it gave {}"),
        (f'{GOOD}print(\'{{"error": "303"}}\', flush=True)', "303"),
        (f'{GOOD}print(\'{{"loaded": 1, "fired": []}}\', flush=True)', "it gave []"),
    ],
)
def test_a_child_that_fails_again_is_refused(code, told, caplog):
    """Whether it crashes, hangs or talks nonsense: it is told, tried once more, and refused."""
    adapter = Adapter(child(code), limit=0.5 if "sleep" in code else 20)
    with pytest.raises(InvalidInput) as caught:
        adapter.match("x", RULES, [(0, {"p0": "yes"})])

    assert codes(caught) == ["engine-failed"]
    assert len(adapter.failures) == 2
    assert told in adapter.failures[0]
    assert "the child of the engine `durable` failed" in caplog.text


@pytest.mark.parametrize(
    ("version", "hint"),
    [((3, 12), "pip install 'protocol-rules[durable]'"), ((3, 13), "use 3.11 or 3.12")],
)
def test_a_library_that_is_not_there_is_told_with_what_to_do(monkeypatch, version, hint):
    """On a Python that cannot import it, installing it is no advice."""
    monkeypatch.setattr(process.sys, "version_info", version)
    adapter = Adapter(child('print(\'{"missing": "No module named x"}\')'))
    with pytest.raises(InvalidInput) as caught:
        adapter.start()

    assert codes(caught) == ["missing-extra"]
    assert hint in (caught.value.diagnostics[0].hint or "")


def test_the_child_says_that_the_library_is_missing():
    """It says so in its first line, and ends."""
    hidden = "import runpy, sys; sys.modules['durable'] = None; "
    code = f"{hidden}runpy.run_path(sys.argv[1], run_name='__main__')"
    adapter = Adapter([*child(code), str(process._CHILD)])
    with pytest.raises(InvalidInput) as caught:
        adapter.start()

    assert codes(caught) == ["missing-extra"]


@there_is_one
def test_an_incomplete_scenario_is_refused():
    """The facts which are unknown are named."""
    with pytest.raises(InvalidInput) as caught:
        evaluate(load("thanet"), Scenario({"enquiry.from": "member"}), engine="durable")

    assert codes(caught) == ["incomplete-scenario"]
    assert "`enquiry.answered_on`" in caught.value.diagnostics[0].message


def test_an_unknown_engine_is_refused():
    """With the word that was probably meant."""
    with pytest.raises(InvalidInput) as caught:
        evaluate(load("thanet"), Scenario({}), engine="durabel")

    assert codes(caught) == ["unknown-engine"]
    assert "durable" in (caught.value.diagnostics[0].hint or "")


@there_is_one
def test_a_case_may_be_kept_with_the_second_engine():
    """It is remembered with the case, and gives the same duties."""
    told = {
        "enquiry.from": "backbench_member",
        "enquiry.received_on": "2025-04-10",
        "enquiry.answered_on": "not_yet",
    }
    cases = [
        open_case("late", ["thanet"], engine=engine).record(told, on="2025-04-10")
        for engine in ("own", "durable")
    ]

    assert cases[1].engine.name == "durable"
    assert cases[0].at("2025-04-29").duties == cases[1].at("2025-04-29").duties
    assert "overdue" in {each.standing for each in cases[1].at("2025-04-29").duties}


@pytest.mark.parametrize("council", shipped())
@pytest.mark.parametrize("reading", Reading)
def test_rulesets_keep_to_what_the_engine_bears(council, reading):
    """Fifty rules with the sentinel, few properties, short conjunctions."""
    rulesets = Rulesets(Translation(program_of(load(council)), reading)).all

    assert max(len(each.rules) for each in rulesets) < 50
    assert max(len(each.properties) for each in rulesets) < 200
    assert max(len(rule) for each in rulesets for rule in each.rules) <= 24


def test_names_that_the_child_uses_are_told_apart():
    """The library knows a property by 32 bits of its name (FNV-1a)."""
    names = ["k", "sid", "id", "mark", "label", "chart", *(f"p{n}" for n in range(200))]

    def fnv(name: str) -> int:
        found = 2166136261
        for byte in name.encode():
            found = (found ^ byte) * 16777619 % 2**32
        return found

    assert len({fnv(each) for each in names}) == len(names)


def test_conjunctions_stay_few():
    """What would multiply is named, and worked out first."""
    named: list[object] = []

    def name(formula: object) -> Known:
        named.append(formula)
        return Known(f"part {len(named)}")

    pairs = tuple(Either((Known(f"a{n}"), Known(f"b{n}"))) for n in range(10))
    long = Both(tuple(Known(f"c{n:02}") for n in range(60)))

    assert len(conjunctions(Both(pairs), name)) <= 8
    assert len(named) == 7
    assert max(map(len, conjunctions(long, name))) == 24
    assert conjunctions(Both((Known("x"), Known("x", value=False))), name) == []


def test_the_child_is_a_program_of_its_own():
    """It imports nothing of this library, which would cost every start."""
    source = Path(process._CHILD).read_text("utf-8")

    assert "from protocol_rules" not in source
    assert "import protocol_rules" not in source


CHILD = process._CHILD
PERFORMANCE = {
    "new": {"begins": "pending"},
    "pending": {"day_comes": "due", "is_done": "met"},
    "due": {"day_is_over": "overdue"},
    "overdue": {},
    "met": {},
}


@there_is_one
def test_a_statechart_goes_on_from_where_it_was():
    """A mark more is one mark posted; other marks lead through it from the beginning."""
    started = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(CHILD)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    walks = [
        ("a", ["begins"]),
        ("a", ["begins", "day_comes", "day_is_over"]),
        ("b", ["begins"]),
        ("a", ["begins", "day_comes", "day_is_over"]),
        ("a", ["begins", "is_done"]),
        ("", ["begins"]),
        *((f"n{number}", ["begins"]) for number in range(1_100)),
        ("a", ["begins", "is_done"]),
    ]
    requests = [{"do": "chart", "name": "c", "states": PERFORMANCE}]
    requests += [{"do": "walk", "name": "c", "walks": [each], "gone": []} for each in walks]
    requests += [{"do": "walk", "name": "c", "walks": [walks[-1]], "gone": ["a"]}]
    out, _ = started.communicate("".join(f"{json.dumps(each)}\n" for each in requests), timeout=60)
    told = [json.loads(line) for line in out.splitlines()[2:]]

    posted = [each["posted"] for each in told]
    assert posted[:6] == [1, 2, 1, 0, 2, 1]
    assert set(posted[6:-2]) == {1}
    assert posted[-2:] == [2, 2], "what has not been asked for longest is forgotten, then what is"
    assert [each["entered"][0][-1] for each in told[:5]] == [
        "pending", "overdue", "pending", "overdue", "met",
    ]  # fmt: skip
    assert told[-1]["entered"] == [["pending", "met"]]


@there_is_one
def test_the_charts_of_a_case_are_forgotten_with_it():
    """The next question tells the child which are gone."""
    case = open_case("late", ["thanet"], engine="durable").record(
        {
            "enquiry.from": "member",
            "enquiry.received_on": "2025-04-10",
            "enquiry.answered_on": "not_yet",
        },
        on="2025-04-10",
    )
    assert "overdue" in {each.standing for each in case.at("2025-04-29").duties}
    process.adapter()._dropped.clear()
    del case
    gc.collect()

    assert any("thanet/9.1.4#answer" in each for each in process.adapter()._dropped)


@there_is_one
def test_a_case_whose_child_died_goes_on():
    """Its charts are walked anew in another one, and the past may be told otherwise."""
    case = open_case("late", ["thanet"], engine="durable").record(
        {
            "enquiry.from": "member",
            "enquiry.received_on": "2025-04-10",
            "enquiry.answered_on": "not_yet",
        },
        on="2025-04-10",
    )
    own = replace(case, engine=OwnEngine())
    for day in ("2025-04-28", "2025-04-29", "2025-05-02"):
        assert case.at(day).duties == own.at(day).duties
        child = process.adapter()._child
        assert child is not None
        child.kill()
    told = {"corrected": {"enquiry.received_on": "2025-04-24"}, "on": "2025-04-10"}
    assert case.record(**told).at("2025-05-02").duties == own.record(**told).at("2025-05-02").duties
