"""`protocol-rules evaluate`."""

import json

import pytest

LATE = (
    "-g",
    "parcel.from=member",
    "-g",
    "parcel.left_on=2025-04-10",
    "-g",
    "parcel.is_heavy=false",
)
BESIDE = ("-g", "parcel.marks=fragile")
EXAMPLE = "examples/late_answer.yaml"
ANSWER = {
    "protocol", "title", "scenario", "reading", "clauses", "findings", "required_actions",
    "missing", "presumed", "absent",
}  # fmt: skip


def test_a_file_is_held_against_every_protocol_that_ships(run):
    """Without a name all councils answer, and a list lays them side by side."""
    result = run("evaluate", EXAMPLE)

    assert result.exit_code == 0
    head, *rest = result.stdout.split("\n\n")
    assert head == "an email to the housing director, unanswered after Easter"
    rows = [line.split()[0] for line in rest[0].splitlines() if not line.startswith(" ")]
    assert rows == ["cumbria", "medway", "thanet", "town_council", "wolverhampton"]
    titles = [part.partition(": ")[0] for part in rest]
    councils = [
        "Cumbria County Council",
        "Medway Council",
        "Thanet District Council",
        "A town council in Cornwall",
        "City of Wolverhampton Council",
    ]
    assert [title for title in titles if title in councils] == councils


def test_one_protocol_is_asked_by_name(run):
    """With one name there is nothing to lay side by side."""
    result = run("evaluate", EXAMPLE, "-p", "thanet")

    assert "Thanet District Council" in result.stdout
    assert "Medway Council" not in result.stdout
    assert "; first due" not in result.stdout


def test_facts_stand_on_the_command_line(run, littleton):
    """No file is needed to ask what is due, of whom, under which clause."""
    result = run("evaluate", "-p", littleton, *LATE, *BESIDE)

    assert result.exit_code == 0
    assert (
        "Required:\n  2  An officer should open the parcel for the member (gently)\n"
        "     By 17 April 2025\n" in result.stdout
    )


@pytest.mark.parametrize(
    ("more", "by"),
    [
        (["-g", "parcel.opened_on=not_yet", "-t", "2025-04-16"], "17 April 2025"),
        (["-g", "parcel.opened_on=not_yet", "-t", "2025-04-17"], "17 April 2025: due"),
        (["-g", "parcel.opened_on=not_yet", "-t", "2025-04-18"], "17 April 2025: overdue"),
        (["-g", "parcel.opened_on=not_yet"], "17 April 2025"),
        (["-g", "parcel.opened_on=2025-04-17"], "17 April 2025: met"),
        (["-g", "parcel.opened_on=2025-04-18"], "17 April 2025: met late"),
        (["-g", "parcel.opened_on=2025-04-16", "-t", "2025-04-11"], "17 April 2025"),
        (["-g", "parcel.opened_on=2025-04-25", "-t", "2025-04-19"], "17 April 2025: overdue"),
        (["-g", "parcel.opened_on=2025-04-25", "-t", "2025-04-17"], "17 April 2025: due"),
    ],
)
def test_a_duty_says_whether_it_is_late(run, littleton, more, by):
    """Late is what was not done when its day was over, as of the day on which it is looked at."""
    result = run("evaluate", "-p", littleton, *LATE, *BESIDE, *more)

    lines = [line.strip() for line in result.stdout.splitlines()]
    duty = lines.index("2  An officer should open the parcel for the member (gently)")
    assert lines[duty + 1] == f"By {by}"


def test_a_deadline_without_its_date_stands_in_words(run, littleton):
    """Where the day of receipt is not known, the deadline is told as the protocol has it."""
    result = run(
        "evaluate", "-p", littleton, "-g", "parcel.from=member", "-g", "parcel.is_heavy=false"
    )

    assert "(gently)\n     5 working days after parcel.left_on\n" in result.stdout


def test_what_is_said_stands_once(run, littleton):
    """The date and the clauses stand beside the sentence, and not in it as well."""
    result = run("evaluate", "-p", littleton, *LATE, *BESIDE)

    assert result.stdout.count("17 April 2025") == 1


def test_a_card_without_a_norm_is_told_by_its_title(run, littleton):
    """An exception that is an item of its own has no sentence; its title says what it is about."""
    result = run("evaluate", "-p", littleton, "-g", "parcel.from=member")

    assert "  2(a)  Heavy parcels stay shut\n        Turns on parcel.is_heavy\n" in result.stdout


def test_what_is_lifted_says_by_what(run, littleton):
    """A lifted duty is shown with the clause that lifts it."""
    result = run(
        "evaluate", "-p", littleton, "-g", "parcel.from=member", "-g", "parcel.is_heavy=true"
    )

    assert (
        "Lifted:\n  2  An officer should open the parcel for the member\n     Lifted by 2(a)\n"
        in result.stdout
    )


def test_what_is_open_says_what_would_settle_it(run, littleton):
    """The facts on which it turns are told with their questions."""
    result = run("evaluate", "-p", littleton, "-g", "parcel.from=dog_handler")

    assert "\n        Turns on parcel.marks\n" in result.stdout
    assert "What would settle it:\n  parcel.marks  What is written on it?\n" in result.stdout


def test_several_values_of_a_set_stand_with_commas(run, littleton):
    """A blank after the comma does no harm."""
    result = run("evaluate", "-p", littleton, "-g", "parcel.marks=fragile, urgent")

    assert (
        "Allowed and granted:\n  4(a)  A member may take the parcel home from the officer\n"
        in result.stdout
    )


def test_a_circumstance_is_named_without_a_fact(run, littleton):
    """What the scenario is about wakes the norms, and all their facts are open."""
    result = run("evaluate", "-p", littleton, "-a", "parcel")

    assert "parcel.from, parcel.is_heavy" in result.stdout
    assert "Taken to be no part" not in result.stdout


def test_absent_circumstances_are_listed_once_for_all_protocols(run):
    """The answer says what it took to be no part of the story."""
    result = run("evaluate", EXAMPLE)

    assert result.stdout.count("Taken to be no part of the story: ") == 1
    told = result.stdout.rpartition("Taken to be no part of the story: ")[2]
    assert "copying" in told
    assert "enquiry," not in told


def test_nothing_speaks_but_what_always_holds(run, littleton):
    """An empty answer says that it is empty."""
    result = run("evaluate", "-p", littleton, "-g", "copying.by=officer")

    assert (
        "No encoded clause speaks to this situation but those that always hold.\n\n"
        "Always in force: 1\n" in result.stdout
    )


def test_a_reading_takes_what_nobody_has_shown_not_to_hold(run, littleton):
    """The answer says on whose absence it rests."""
    given = ("-g", "parcel.from=member", *BESIDE)
    left_open = run("evaluate", "-p", littleton, *given, "--reading", "as_given")
    taken = run("evaluate", "-p", littleton, *given, "--reading", "unless_shown")

    assert "Required" not in left_open.stdout
    assert "An officer should open the parcel" in taken.stdout
    assert "Taken as not shown:\n  parcel.is_heavy  Does it weigh more than" in taken.stdout


def test_several_scenarios_of_a_file_are_told_one_after_the_other(run, littleton, write):
    """Each has its name above it."""
    path = write("""
        scenarios:
          - {name: the first, given: {parcel.marks: urgent}}
          - {name: the second, given: {parcel.marks: fragile}}
    """)
    result = run("evaluate", path, "-p", littleton)

    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line.startswith("the ")] == [
        "the first",
        "the second",
    ]


def test_today_on_the_command_line_goes_before_that_of_the_file(run, littleton, write):
    """The same file can be looked at on another day."""
    path = write("""
        today: 2025-04-11
        given:
          parcel.from: member
          parcel.is_heavy: false
          parcel.left_on: 2025-04-10
          parcel.opened_on: not_yet
    """)

    assert ": overdue" not in run("evaluate", path, "-p", littleton).stdout
    assert ": overdue" in run("evaluate", path, "-p", littleton, "-t", "2025-04-30").stdout


def test_occasions_are_told_apart(run, littleton, write):
    """A duty says on which occasion it arose, and is late on that one only."""
    path = write("""
        today: 2025-04-30
        given: {parcel.from: member, parcel.is_heavy: false, parcel.marks: fragile}
        occasions:
          monday: {given: {parcel.left_on: 2025-04-07, parcel.opened_on: 2025-04-08}}
          friday: {given: {parcel.left_on: 2025-04-11, parcel.opened_on: not_yet}}
    """)
    result = run("evaluate", path, "-p", littleton)

    said = "An officer should open the parcel for the member (gently), on the occasion"
    lines = [line.strip() for line in result.stdout.splitlines()]
    for occasion, by in (("monday", "14 April 2025: met"), ("friday", "22 April 2025: overdue")):
        assert lines[lines.index(f"2  {said} {occasion}") + 1] == f"By {by}"


def test_the_protocol_that_a_scenario_names_is_asked(run, write):
    """Without -p a scenario goes to its own protocol and to those in which it expects something."""
    path = write("""
        protocol: medway
        given: {enquiry.from: member}
        expect_in: {cumbria: {lifted: []}}
    """)
    result = run("evaluate", path)

    assert "Medway Council: " in result.stdout
    assert "Cumbria County Council: " in result.stdout
    assert "Thanet District Council" not in result.stdout


def test_a_rule_file_named_in_a_scenario_is_asked(run, littleton, write):
    """A scenario can name a rule file of its own."""
    result = run("evaluate", write(f"{{protocol: {littleton}, given: {{copying.by: officer}}}}"))

    assert result.stdout.startswith("Littleton")


MET = """
protocol: littleton
given: {parcel.from: member, parcel.is_heavy: true, parcel.left_on: 2025-04-10}
expect:
  applies: ["2(a)"]
  lifted: ["2"]
  undetermined: ["4(a)"]
  missing: parcel.marks
  due: {"2": 2025-04-17}
"""


def test_an_expectation_that_is_met_passes(run, littleton, write):
    """Nothing is said of it, and the exit code is 0."""
    result = run("evaluate", write(MET), "-p", littleton)

    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("met", "other", "said"),
    [
        ('applies: ["2(a)"]', "applies: []", "2(a): expected: nothing; found: applies"),
        ('lifted: ["2"]', 'lifted: ["2", "3"]', "3: expected: lifted; found: does not apply"),
        (
            'lifted: ["2"]',
            'lifted: ["2#open", "4(a)#take"]',
            "4(a)#take: expected: lifted; found: undetermined",
        ),
        ("missing: parcel.marks", "missing: []", "parcel.marks: expected: nothing; found: missing"),
        ("2025-04-17}", "2025-04-16}", "2: expected: due on 2025-04-16; found: due on 2025-04-17"),
    ],
)
def test_an_expectation_that_is_not_met_says_what_differs(run, littleton, write, met, other, said):
    """The answer is shown, the difference stands on standard error, and the exit code is 1."""
    result = run(
        "evaluate", write("name: a heavy one\n" + MET.replace(met, other)), "-p", littleton
    )

    assert result.exit_code == 1
    assert "Heavy parcels stay shut" in result.stdout
    assert result.stderr.startswith("not as expected: littleton: a heavy one\n")
    assert f"  {said}\n" in result.stderr


def test_only_what_is_asked_for_is_held_against_its_expectations(run, littleton, write):
    """With -p, what another protocol is expected to answer is not looked at."""
    path = write('{given: {copying.by: officer}, expect_in: {thanet: {applies: ["9.1.4"]}}}')

    assert run("evaluate", path, "-p", littleton).exit_code == 0
    assert run("evaluate", path).exit_code == 1


def test_json_has_the_documented_keys(run, littleton):
    """One answer for each scenario and protocol, with nothing beside the JSON."""
    result = run("evaluate", "-p", littleton, "-p", "thanet", *LATE, "--json")

    data = json.loads(result.stdout)
    assert [each["protocol"] for each in data] == ["littleton", "thanet"]
    assert all(set(each) == ANSWER for each in data)
    assert data[0]["clauses"] == {
        "1": "standing", "2": "applies", "3": "undetermined", "4(a)": "undetermined",
    }  # fmt: skip
    assert data[0]["required_actions"][0]["due"] == "2025-04-17"


def test_json_names_the_scenario(run, littleton, write):
    """Answers to several scenarios can be told apart."""
    path = write("scenarios: [{name: a}, {name: b, today: 2025-01-01}]")
    result = run("evaluate", path, "-p", littleton, "--json")

    assert [each["scenario"]["name"] for each in json.loads(result.stdout)] == ["a", "b"]


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_lines_keep_to_the_width(run, columns):
    """On a narrow terminal the answer wraps, and no line is longer than it."""
    result = run("evaluate", EXAMPLE, columns=columns)

    assert max(map(len, result.stdout.splitlines())) <= columns


def test_no_line_ends_in_blanks(run):
    """What goes into a file or a pipe is clean."""
    result = run("evaluate", EXAMPLE, columns=None)

    assert all(line == line.rstrip() for line in result.stdout.splitlines())


def test_markup_in_a_text_is_shown_as_it_stands(run, littleton):
    """What an author wrote between brackets or colons is never taken for a style."""
    result = run("evaluate", "-p", littleton, "-g", "parcel.from=member")

    assert (
        "Littleton [red]Parish[/red] Council: Protocol on parcels :smile: and letters"
        in result.stdout
    )
    assert "Does it weigh more than a [bold]stone[/bold]?" in result.stdout
