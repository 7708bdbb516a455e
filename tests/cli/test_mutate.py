"""`protocol-rules mutate`."""

import json

import pytest

# A bank of one story, so that much is left to be noticed.
STORIES = "tests/scenarios/stories/enquiries_and_information.yaml"
FEW = (STORIES, "-p", "medway", "--clause", "13.2", "--jobs", "1")


def test_the_score_is_told_with_the_counts_by_operator(run):
    """Without more being asked, no mutant is listed."""
    result = run("mutate", *FEW)

    assert result.exit_code == 0
    assert result.stdout.startswith("medway: ")
    assert " mutants killed" in result.stdout
    assert "\n  norm-dropped " in result.stdout
    assert "rules/medway.yaml:" not in result.stdout


def test_survivors_are_listed_with_what_would_notice_them(run):
    """Each has its line, what was changed, and what would notice it."""
    result = run("mutate", *FEW, "--operator", "force-changed", "--survivors")

    assert result.exit_code == 0
    assert "Survivors (" in result.stdout
    assert "rules/medway.yaml:" in result.stdout
    assert "[force-changed]: `should` for `must`" in result.stdout
    assert "would notice it: a scenario that expects `position` or `required`" in result.stdout


def test_equivalent_mutants_are_listed_on_demand(run):
    """They are counted, and left out of the score."""
    asked = ("mutate", "-p", "medway", "--operator", "override-dropped", "-j", "1")
    told = run(*asked).stdout

    assert "2 equivalent left out" in told
    assert "Equivalent (2)" not in told
    assert "Equivalent (2)" in run(*asked, "--equivalent").stdout


def test_json_has_everything_but_the_killed(run):
    """Nothing but JSON is printed."""
    data = json.loads(run("mutate", *FEW, "--format", "json").stdout)
    (protocol,) = data["protocols"]

    assert data["finished"] is True
    assert protocol["mutants"] == protocol["killed"] + len(protocol["survivors"]) + len(
        protocol["equivalents"]
    )
    assert {*protocol["survivors"][0]} == {
        "operator", "address", "change", "fate", "file", "line", "column", "would_notice",
    }  # fmt: skip


def test_markdown_is_a_page(run):
    """With a table, and the survivors where they are asked for."""
    page = run("mutate", *FEW, "--format", "markdown", "--survivors").stdout

    assert page.startswith("# Mutants of the rules\n\n| protocol | mutants | killed |")
    assert "\n### Survivors\n\n- rules/medway.yaml:" in page


def test_where_there_is_nothing_to_change_there_is_no_score(run):
    """A protocol without a limit has no mutant of that kind, and is above every threshold."""
    asked = ("mutate", "-p", "cumbria", "--operator", "limit-moved", "--fail-under", "100")

    for style in ("text", "markdown", "json"):
        assert run(*asked, "--format", style).exit_code == 0
    assert run(*asked).stdout == "cumbria: no score, 0 of 0 mutants killed:\n"


@pytest.mark.parametrize(("least", "code"), [("0", 0), ("100", 1)])
def test_a_score_below_the_threshold_fails(run, least, code):
    """The exit code is 1, and the report is the same."""
    result = run("mutate", *FEW, "--fail-under", least)

    assert result.exit_code == code
    assert result.stdout == run("mutate", *FEW).stdout


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (("--operator", "bearer-mover"), "no operator `bearer-mover`", "`bearer-moved`"),
        (("--operator", "zzz"), "no operator `zzz`", "there are test-negated, "),
        (("-p", "medwai"), "no protocol `medwai` ships", "did you mean `medway`?"),
        (("-p", "medway", "--clause", "13.22"), "no clause `13.22` in `medway`", "`13.2`?"),
        (("nowhere",), "there is no file or folder `nowhere`", ""),
        (("src",), "there are no scenarios below `src`", ""),
        (
            ("-p", "medway", "tests/scenarios/thanet"),
            "no scenario expects anything of `medway`",
            "",
        ),
    ],
)
def test_what_means_nothing_is_refused(run, options, message, hint):
    """One clear message with a hint, and exit code 2."""
    result = run("mutate", *options)

    assert result.exit_code == 2
    assert message in result.stderr
    assert hint in result.stderr
    assert result.stdout == ""


def test_without_scenarios_it_says_where_they_are_looked_for(run, monkeypatch, tmp_path):
    """Elsewhere there is no folder of them."""
    monkeypatch.chdir(tmp_path)
    result = run("mutate", "-p", "medway")

    assert result.exit_code == 2
    assert "there is no folder `tests/scenarios` or `scenarios`" in result.stderr
