"""`protocol-rules explain`."""

import json

import pytest

EXAMPLE = "examples/late_answer.yaml"


def test_a_clause_is_proved_from_a_file(run):
    """Each norm of the clause has its status, its sentence and its proof."""
    result = run("explain", "thanet/9.1.6", EXAMPLE)

    assert result.exit_code == 0
    first, second, top = result.stdout.splitlines()[:3]
    assert first == "thanet/9.1.6#explain: applies"
    assert second.startswith("An officer must ")
    assert top == "└── yes thanet/9.1.6#explain is effective"
    assert "thanet/9.1.4#answer has been breached" in result.stdout


def test_one_norm_is_proved_by_its_address(run, littleton):
    """The other norms of the clause are left out."""
    result = run(
        "explain", f"{littleton}/2#open", "-g", "parcel.from=member", "-g", "parcel.is_heavy=false"
    )

    assert result.stdout.startswith("littleton/2#open: applies\nAn officer should open the parcel")
    assert "yes parcel.from is member  [parcel.from: member]" in result.stdout


def test_a_standing_norm_applies_without_a_condition(run, littleton):
    """The proof says that it stands."""
    result = run("explain", f"{littleton}/1", "-a", "parcel")

    assert "littleton/1#kind: applies" in result.stdout
    assert "yes it stands without a condition" in result.stdout


def test_a_lifted_norm_says_by_what(run, littleton):
    """What lifts it stands in the head and in the proof."""
    result = run(
        "explain", f"{littleton}/2#open", "-g", "parcel.from=member", "-g", "parcel.is_heavy=true"
    )

    assert "littleton/2#open: lifted\n" in result.stdout
    assert "\nlifted by littleton/2(a)\n" in result.stdout


def test_what_would_make_a_norm_apply_is_told(run, littleton):
    """Of a norm that is lifted, and of one that does not apply; no other needs a change."""
    given = ["-g", "parcel.from=member", "-g"]
    lifted = run("explain", f"{littleton}/2#open", *given, "parcel.is_heavy=true")
    applies = run("explain", f"{littleton}/2#open", *given, "parcel.is_heavy=false")
    asleep = run("explain", f"{littleton}/4(a)", "-a", "copying")

    assert "\nit would apply if parcel.is_heavy were false\n" in lifted.stdout
    assert "it would apply" not in applies.stdout
    assert "\nit would apply if parcel.marks were urgent\n" in asleep.stdout


def test_json_holds_the_change(run, littleton):
    """Each change has what was told and what would have to be."""
    given = ["-g", "parcel.from=officer", "-g", "parcel.is_heavy=true"]
    result = run("explain", f"{littleton}/2#open", *given, "--json")

    assert json.loads(result.stdout)[0]["smallest_change"]["changes"] == [
        {"fact": "parcel.from", "before": "officer", "after": "member"},
        {"fact": "parcel.is_heavy", "before": True, "after": False},
    ]


def test_an_undetermined_norm_says_what_it_turns_on(run, littleton):
    """The facts that would settle it stand in the head."""
    result = run("explain", f"{littleton}/2#open", "-g", "parcel.from=member")

    assert "littleton/2#open: undetermined\n" in result.stdout
    assert "\nturns on parcel.is_heavy\n" in result.stdout


def test_a_norm_that_nothing_woke_says_so(run, littleton):
    """Why it does not apply is that the story is about something else."""
    result = run("explain", f"{littleton}/2#open", "-g", "copying.by=officer")

    assert "littleton/2#open: does not apply\n" in result.stdout
    assert "nothing in the scenario is about parcel" in result.stdout


def test_a_card_without_a_norm_is_told_by_its_title(run, littleton):
    """An exception that is an item of its own has a proof too."""
    result = run(
        "explain", f"{littleton}/2(a)", "-g", "parcel.from=member", "-g", "parcel.is_heavy=true"
    )

    assert result.stdout.startswith("littleton/2(a): applies\nHeavy parcels stay shut\n")


def test_each_occasion_has_its_proof(run, littleton, write):
    """The occasion is named beside the status."""
    path = write("""
        given: {parcel.from: member}
        occasions:
          monday: {given: {parcel.is_heavy: true}}
          friday: {given: {parcel.is_heavy: false}}
    """)
    result = run("explain", f"{littleton}/2#open", path)

    assert "littleton/2#open: lifted on the occasion monday" in result.stdout
    assert "littleton/2#open: applies on the occasion friday" in result.stdout


def test_each_scenario_of_a_file_has_its_proof_under_its_name(run, littleton, write):
    """Proofs of several scenarios can be told apart."""
    path = write("""
        scenarios:
          - {name: heavy, given: {parcel.from: member, parcel.is_heavy: true}}
          - {name: light, given: {parcel.from: member, parcel.is_heavy: false}}
    """)
    text = run("explain", f"{littleton}/2#open", path).stdout
    data = json.loads(run("explain", f"{littleton}/2#open", path, "--json").stdout)

    assert text.startswith("heavy\nlittleton/2#open: lifted\n")
    assert "\nlight\nlittleton/2#open: applies\n" in text
    assert [(each["scenario"], each["status"]) for each in data] == [
        ("heavy", "lifted"),
        ("light", "applies"),
    ]


def test_a_presumption_is_told(run, write):
    """What would be presumed unless it is rebutted stands in the head."""
    rules = """
        council: presumers
        name: Presumers
        title: A protocol
        actions: {take_part: {phrase: take part}}
        clauses:
          - id: "1"
            title: One
            norms:
              give:
                bearer: officer
                must: take_part
                when: {information.is_exempt: false, enquiry.from: member}
          - id: "2"
            title: Two
            when: {enquiry.from: member}
            presumes: {information.is_exempt: false}
    """
    result = run("explain", write(rules, "presumers.yaml") + "/1", "-g", "enquiry.from=member")

    assert result.exit_code == 0, result.stderr
    assert "presumed unless rebutted: information.is_exempt: false" in result.stdout


def test_json_holds_the_finding_and_its_proof(run):
    """The proof is a tree of statements with their truth and their facts."""
    result = run("explain", "thanet/9.1.6", EXAMPLE, "--json")

    (finding,) = json.loads(result.stdout)
    assert finding["address"] == "thanet/9.1.6#explain"
    assert finding["status"] == "applies"
    assert finding["proof"]["truth"] == "yes"
    assert {"statement", "truth", "steps"} <= set(finding["proof"])


@pytest.mark.parametrize("columns", [60, 80])
def test_a_proof_keeps_to_the_width(run, columns):
    """A long step is broken, and goes on under its own beginning."""
    result = run("explain", "thanet/9.1.6", EXAMPLE, columns=columns)

    assert max(map(len, result.stdout.splitlines())) <= columns


def test_a_proof_is_readable_on_the_narrowest_page(run):
    """Where there is no room for its branches, a proof is wider than the page."""
    result = run("explain", "thanet/9.1.6", EXAMPLE, columns=1)

    assert "yes enquiry.from is member" in " ".join(result.stdout.replace("│", "").split())


def test_a_due_date_is_explained(run):
    """The deadline stands in its own words, with the holidays that were not counted."""
    result = run("explain", "thanet/9.1.4#answer", EXAMPLE)

    assert "due by 28 April 2025: 10 working days after enquiry.received_on" in result.stdout
    assert "Good Friday (18 April 2025), Easter Monday (21 April 2025)" in " ".join(
        result.stdout.split()
    )


def test_what_nobody_showed_is_told_in_the_proof(run):
    """In the reading `unless_shown` an open exception is taken for a no, and the proof says so."""
    facts = ["-g", "group_invitation.to=director", "-g", "group_meeting.kind=council_group"]
    address = "thanet/9.2.2#refuse"

    as_given = run("explain", address, *facts)
    unless_shown = run("explain", address, *facts, "--reading", "unless_shown")

    assert "taken as a no" not in as_given.stdout
    assert "taken as a no" in unless_shown.stdout
