"""`compare`: what councils make of one story, side by side."""

import json

import pytest

STORY = "examples/late_answer.yaml"
GIVEN = ("-g", "enquiry.from=member", "-g", "enquiry.received_on=2025-06-02")


def test_it_says_where_councils_differ_and_what_one_alone_says(run, littleton):
    """In sentences, with the clauses of each; what stands everywhere is counted at the end."""
    result = run("compare", STORY, columns=2000)

    assert result.exit_code == 0
    assert result.stderr == ""
    for heading in (
        "Where councils differ",
        "Where those that speak say the same",
        "What only Thanet speaks of",
        "What would settle it:",
        "Actions left out, since only norms without a condition speak of them:",
    ):
        assert heading in result.stdout
    assert (
        "in Wolverhampton an officer should do so; Cumbria and Thanet are silent." in result.stdout
    )
    assert "by 28 April 2025; overdue" in result.stdout
    assert run("compare", STORY, "thanet", littleton).exit_code == 0


def test_protocols_are_named_with_or_without_an_option(run):
    """By their name or as a rule file, before or behind the scenario."""
    named = run("compare", STORY, "-p", "thanet", "-p", "medway")

    assert run("compare", STORY, "thanet", "medway").stdout == named.stdout
    assert run("compare", "thanet", STORY, "rules/medway.yaml").stdout == named.stdout
    assert "Thanet and Medway, on 14 actions:" in named.stdout


def test_facts_are_stated_instead_of_a_file(run):
    """As with `evaluate`."""
    result = run("compare", "thanet", "medway", *GIVEN, "-t", "2025-06-20", "--role", "officer")

    assert result.exit_code == 0
    assert "by 16 June 2025" in result.stdout


def test_conditions_are_told_on_request(run):
    """They are long, and a sentence does without."""
    few, more = (run("compare", STORY, *each).stdout for each in ((), ("--conditions",)))

    assert "where enquiry.from is member" not in few
    assert "where enquiry.from is member" in more


def test_what_stands_is_told_on_request(run):
    """With `--all` nothing is left out."""
    asked = ("compare", STORY, "--topic", "party_groups")

    assert "Actions left out" in run(*asked).stdout
    whole = run(*asked, "--all").stdout
    assert "Actions left out" not in whole
    assert "always in force" in whole
    assert len(whole) > len(run(*asked).stdout)


def test_a_topic_and_an_action_leave_out_the_rest(run):
    """An action that is asked for is told even where all of it always holds."""
    found = run("compare", STORY, "--action", "treat_with_respect").stdout

    assert "on one action: they differ." in found
    assert "nothing to say" not in found
    nothing = run("compare", STORY, "thanet", "medway", "--topic", "premises_access")
    assert "has anything to say here" in nothing.stdout
    assert nothing.exit_code == 0


def test_every_scenario_of_a_file_is_compared(run, write):
    """One after the other, each under its name; in JSON they are a list."""
    file = write(
        "scenarios:\n"
        "  - {name: a question, given: {enquiry.from: member}}\n"
        "  - {name: a meeting, given: {group_meeting.kind: council_group}}\n"
    )
    text = run("compare", file, "thanet", "medway").stdout
    data = json.loads(run("compare", file, "thanet", "medway", "--format", "json").stdout)

    assert text.index("a question") < text.index("a meeting")
    assert [each["scenario"]["name"] for each in data] == ["a question", "a meeting"]
    assert {"agreement", "differs_in", "together", "silent", "sides"} <= data[0]["actions"][
        0
    ].keys()


def test_markdown_is_a_table_for_each_action_and_shows_text_as_text(run, write):
    """What a rule file or a scenario says is never markup."""
    file = write("name: '<b>a|b</b> *c*'\ngiven: {enquiry.from: member}\n")
    page = run("compare", file, "--format", "markdown").stdout

    assert page.startswith("## \\<b\\>a\\|b\\</b\\> \\*c\\*\n")
    assert (
        "| council | clause | who, and how | by when | next step | conditions | remarks |" in page
    )
    rows = [line for line in page.splitlines() if line.startswith("| Wolverhampton ")]
    assert rows
    assert all(line.replace("\\|", "").count("|") == 8 for line in rows)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_it_goes_into_a_file(run, tmp_path, form):
    """The same that is printed, without styles."""
    path = tmp_path / "out"
    result = run("compare", STORY, "thanet", "medway", "--format", form, "-o", str(path))

    assert (result.exit_code, result.stdout) == (0, "")
    printed = run("compare", STORY, "thanet", "medway", "--format", form, columns=100).stdout
    assert path.read_text("utf-8") == printed


def test_the_reading_of_the_file_counts_and_the_option_goes_before_it(run, write):
    """What nobody has shown does not hold where the reading says so."""
    file = write(
        "reading: unless_shown\ngiven: {work_request.from: member, work_request.kind: order}\n"
    )

    def reading(*options: str) -> str:
        return json.loads(run("compare", file, "--format", "json", *options).stdout)[0]["reading"]

    assert reading() == "unless_shown"
    assert reading("--reading", "as_given") == "as_given"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "error[no-scenario]: a scenario is wanted"),
        (("thanett", STORY), "`thanett` is no protocol that ships, and no file"),
        (("x=y",), "a fact is given with -g FACT=VALUE"),
        ((STORY, "thanet"), "two protocols at least are wanted"),
        ((STORY, "thanet", "rules/thanet.yaml"), "`thanet` cannot be compared with itself"),
        ((STORY, STORY.replace("late", "lat")), "there is no file `examples/lat_answer.yaml`"),
        ((STORY, STORY), "are both files of scenarios"),
        ((STORY, *GIVEN), "a scenario comes from a file or from -g and -a, not from both"),
        ((STORY, "--role", "oficer"), "did you mean `officer`?"),
        ((STORY, "--topic", "zzz"), "`protocol-rules list topics` shows them"),
        ((STORY, "-o", "nowhere/file"), "the folder `nowhere` is not there"),
        (("rules/vocabulary/roles.yaml",), "a file of scenarios is wanted here"),
        (("examples",), "`examples` is a folder; a file is wanted here"),
    ],
)
def test_bad_input_is_one_clear_fault(run, arguments, told):
    """Nothing is printed beside it."""
    result = run("compare", *arguments)

    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_every_fault_of_the_arguments_is_told_at_once(run):
    """A wrong name and a missing file come together."""
    result = run("compare", "thanett", "nothing.yaml")

    assert "`thanett`" in result.stderr
    assert "`nothing.yaml`" in result.stderr
    assert "2 faults" in result.stderr
