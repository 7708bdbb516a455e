"""The plugin of pytest: scenario files are tests, and Python tests can expect an answer."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.resolve import load
from protocol_rules.testing import assert_scenario

pytest_plugins = ["pytester"]

GOOD = """
scenarios:
  - name: an officer is away for a week
    protocol: thanet
    tags: [absence]
    given: {absence.working_days: 6, absence.out_of_office_reply: true}
    expect: {applies: ["9.1.5"]}
  - name: an officer is away for a day
    protocol: thanet
    given: {absence.working_days: 1, absence.out_of_office_reply: false}
    expect: {applies: []}
"""
BAD = GOOD.replace('applies: ["9.1.5"]', 'applies: ["9.1.4"]')
TWO = """
name: an officer is away for a week
given: {absence.working_days: 6, absence.out_of_office_reply: true}
expect_in:
  thanet: {applies: ["9.1.5"]}
  medway: {applies: []}
"""
AWAY = {"absence.working_days": 6, "absence.out_of_office_reply": True}


@pytest.fixture
def files(pytester: pytest.Pytester):
    """Write files by their names."""

    def write(**texts: str) -> None:
        for name, text in texts.items():
            pytester.path.joinpath(f"{name}.yaml").write_text(text, "utf-8")

    return write


def test_each_scenario_is_an_item(pytester, files):
    """Nothing has to be configured; an item is named for its scenario and its protocol."""
    files(away=GOOD)

    result = pytester.runpytest("-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["away.yaml::thanet: an officer is away for a week PASSED*"])


def test_each_protocol_is_an_item(pytester, files):
    """A story that expects something in two councils is two tests."""
    files(two=TWO)

    result = pytester.runpytest("-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*::thanet: an* PASSED*", "*::medway: an* PASSED*"])


def test_a_failure_shows_what_differs(pytester, files):
    """It tells what was expected and found, and where; it shows nothing of the library."""
    files(away=BAD)

    result = pytester.runpytest()
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "FAILED thanet: an officer is away for a week",
            "*away.yaml:3",
            "*applies:",
            "*thanet/9.1.4#*",
            "*rules/thanet.yaml:*",
            "*─ *",
        ]
    )
    assert "runtest" not in result.stdout.str()
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_items_are_chosen_by_name_and_by_tag(pytester, files):
    """`-k` looks at names, `-m` at tags, also where markers are strict."""
    files(away=GOOD)

    pytester.runpytest("-k", "week").assert_outcomes(passed=1, deselected=1)
    pytester.runpytest("-k", "thanet").assert_outcomes(passed=2)
    pytester.runpytest("--strict-markers", "-m", "absence").assert_outcomes(passed=1, deselected=1)
    pytester.runpytest("--strict-markers", "-m", "not absence").assert_outcomes(
        passed=1, deselected=1
    )


def test_the_last_failures_run_again(pytester, files):
    """Names stay the same from run to run, whatever brackets and colons are in them."""
    files(away=BAD.replace("an officer is away for a week", "'[away] :: for a week'"), two=TWO)
    pytester.runpytest().assert_outcomes(passed=3, failed=1)

    pytester.runpytest("--lf").assert_outcomes(failed=1)


def test_one_scenario_can_be_named(pytester, files):
    """A node id that was copied from an earlier run is found."""
    files(away=GOOD)

    result = pytester.runpytest("away.yaml::thanet: an officer is away for a day")
    result.assert_outcomes(passed=1)


def test_several_processes_share_the_items(pytester, files):
    """Every process of xdist collects the same."""
    files(away=BAD, two=TWO)

    result = pytester.runpytest_subprocess("-n", "2", "-p", "xdist", "--strict-markers")
    result.assert_outcomes(passed=3, failed=1)


def test_a_broken_file_is_told_as_such(pytester, files):
    """The message is ours, with file, line and hint, and there is no traceback."""
    files(broken=GOOD.replace("working_days", "workingdays"))

    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*broken.yaml:6:*error*unknown-fact*", "*did you mean `absence.working_days`?"]
    )
    assert "Traceback" not in result.stdout.str()
    assert "read_scenarios" not in result.stdout.str()


def test_an_unknown_clause_or_council_fails_with_our_message(pytester, files):
    """A clause is told by the scenario that names it, a council by the file."""
    files(
        clause=GOOD.replace('"9.1.5"', '"9.1.55"'),
        council=TWO.replace("medway", "midway"),
    )

    result = pytester.runpytest("--continue-on-collection-errors")
    result.assert_outcomes(passed=1, failed=1, errors=1)
    result.stdout.fnmatch_lines_random(["*error*unknown-clause*", "*error*unknown-protocol*"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize(
    "text",
    [
        "services: {web: {image: python}}",
        "scenarios:\n  - flow:\n      - get: {url: /}",
        "council: x\nclauses: []",
        "given: {enquiry.from: member}",
        "\tnot YAML: [",
    ],
)
def test_other_files_are_left_alone(pytester, files, text):
    """Files of other programs, rule files, and scenarios that expect nothing are no tests."""
    files(other=text)

    assert pytester.runpytest().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_project_may_say_which_files_count(pytester, files):
    """Patterns go from the root of the project on, or fit the end of a path."""
    files(away=GOOD)
    pytester.mkdir("checks").joinpath("two.yaml").write_text(TWO, "utf-8")

    for pattern in ("checks/*", "two.yaml", "checks/*.yaml"):
        pytester.makeini(f"[pytest]\nprotocol_rules_files = {pattern}")
        pytester.runpytest().assert_outcomes(passed=2)


def test_json_is_as_good(pytester):
    """A scenario file may be JSON, with everything on one line."""
    text = (
        '{"scenarios": [{"protocol": "thanet", "expect": {"applies": []}, "given": '
        '{"absence.working_days": 1, "absence.out_of_office_reply": false}}]}'
    )
    pytester.path.joinpath("away.json").write_text(text, "utf-8")

    result = pytester.runpytest("-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["away.json::thanet: line 1 PASSED*"])


def test_protocols_are_a_fixture(pytester):
    """They are loaded once for the run, by name or by path."""
    pytester.makepyfile(
        """
        def test_one(protocols):
            assert protocols["thanet"].council == "thanet"
            assert protocols["thanet"] is protocols["thanet"]

        def test_all(protocols):
            assert "medway" in [*protocols] and len(protocols) == len([*protocols])
        """
    )

    pytester.runpytest().assert_outcomes(passed=2)


def test_an_expectation_in_python_is_that_of_a_file():
    """The keys are the same, and so is what is told when it fails."""
    assert_scenario("thanet", AWAY, applies=["9.1.5"])
    assert_scenario(load("thanet"), AWAY, applies="9.1.5", position={})
    with pytest.raises(AssertionError, match=r"9\.1\.4"):
        assert_scenario("thanet", AWAY, applies=["9.1.4"])
    with pytest.raises(InvalidInput, match="did you mean `applies`"):
        assert_scenario("thanet", AWAY, aplies=["9.1.5"])
    with pytest.raises(InvalidInput, match=r"no fact `absence\.workingdays`"):
        assert_scenario("thanet", {"absence.workingdays": 6}, applies=[])


def test_an_expectation_in_python_takes_python_values():
    """Dates, sets and occasions are as good as their texts."""
    assert_scenario(
        "thanet",
        {
            "enquiry.from": {"elected_member"},
            "enquiry.to": "director",
            "enquiry.received_on": date(2024, 3, 1),
        },
        today=date(2024, 3, 1),
        match="at_least",
        due={"9.1.4": date(2024, 3, 15)},
    )
    assert_scenario(
        "thanet",
        {},
        occasions={
            "in May": {"given": AWAY},
            "in June": {"given": {**AWAY, "absence.working_days": 1}},
        },
        applies=["9.1.5"],
    )


def test_importing_the_plugin_costs_nothing():
    """It is loaded in every run of pytest, whatever that is about."""
    told = (
        "import sys; import pytest; before = set(sys.modules);"
        "import protocol_rules.pytest_plugin;"
        "print(*sorted(name for name in set(sys.modules) - before if 'protocol_rules' not in name))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
