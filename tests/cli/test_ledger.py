"""`protocol-rules ledger`."""

import json

SCENARIOS = """
    scenarios:
      - name: a parcel comes by post
        protocol: littleton
        given: {parcel.from: member}
        expect: {applies: ["2#open"]}
"""


def test_each_clause_has_its_kind_its_norms_and_its_review(run, littleton):
    """A norm stands in one line; nobody has signed for a card until the rule file says so."""
    result = run("ledger", littleton)

    assert result.exit_code == 0
    assert "littleton/2#open: an officer should open the parcel for the member; gently" in (
        " ".join(result.stdout.split())
    )
    assert "review: nobody yet" in result.stdout


def test_a_review_is_shown_with_its_day(run, write):
    """Whoever has held a card against the printed text signs for it by name."""
    path = write(
        """
        council: hamlet
        name: Hamlet
        title: A protocol
        clauses:
          - id: "1"
            title: Why
            kind: statement
            review: {by: A. Clerk, on: 2026-03-02}
        """,
        "hamlet.yaml",
    )

    (entry,) = json.loads(run("ledger", path, "--json").stdout)
    assert entry["review"] == "A. Clerk, 2 March 2026"
    assert entry["kind"] == "statement"


def test_scenarios_that_expect_something_of_a_clause_exercise_it(run, littleton, write, tmp_path):
    """An expectation of a norm counts for its clause."""
    write(SCENARIOS, "parcels.yaml")

    data = json.loads(run("ledger", littleton, "--json", "--scenarios", str(tmp_path)).stdout)
    exercised = {entry["clause"]: entry["scenarios"] for entry in data}
    assert exercised["2"] == ["a parcel comes by post"]
    assert exercised["1"] == []


def test_a_folder_that_is_not_there_is_told(run, littleton):
    """Scenarios that are asked for are not left out in silence."""
    result = run("ledger", littleton, "--scenarios", "nowhere")

    assert result.exit_code == 2
    assert "no folder `nowhere`" in result.stderr


def test_the_ledger_can_be_a_page(run, littleton):
    """In Markdown each clause has a heading."""
    result = run("ledger", littleton, "--markdown")

    assert result.stdout.startswith("# Ledger: ")
    assert "\n## 2 " in result.stdout
