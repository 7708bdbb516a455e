"""`protocol-rules suggest`."""

import json

import pytest

from protocol_rules.source import read


def test_what_is_lacking_is_printed_ready_to_review(run, littleton):
    """Each story has a row for what becomes of the norm, and says what to confirm."""
    result = run("suggest", "-p", littleton, "--clause", "2")

    assert result.exit_code == 0
    assert "# to confirm: 2, an officer should open the parcel for the member: applies" in (
        result.stdout
    )
    assert "but the parcel is from" in result.stdout
    assert '"2": "2(a)"' in result.stdout
    assert "open_parcel: {" in result.stdout


def test_one_norm_is_asked_for_by_its_address(run, littleton):
    """With or without its council."""
    short = run("suggest", "-p", littleton, "--norm", "3#explain").stdout
    full = run("suggest", "-p", littleton, "--norm", "littleton/3#explain").stdout

    assert short == full
    assert short.count("protocol:") == 1


def test_no_more_stories_are_printed_than_are_wanted(run):
    """The limit holds over all protocols together."""
    result = run("suggest", "tests/scenarios/stories", "--limit", "3")

    assert result.stdout.count("\n    protocol: ") == 3


def test_what_the_bank_shows_is_not_suggested_again(run, littleton, write):
    """A norm whose sides are all shown gets no suggestion."""
    path = write(
        f"""
        scenarios:
          - {{name: kind, protocol: {littleton}, expect: {{applies: "1#kind"}}}}
        """
    )

    assert "be_kind" in run("suggest", "-p", littleton, "--clause", "1").stdout
    result = run("suggest", path, "-p", littleton, "--clause", "1")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing is lacking" in result.stderr


def test_a_file_for_each_protocol_is_written(run, littleton, tmp_path):
    """A folder that is not there is made; what is there is not written over."""
    folder = tmp_path / "new" / "suggested"
    result = run("suggest", "-p", littleton, "--clause", "1", "--output", str(folder))

    assert result.exit_code == 0
    assert "littleton.yaml: 1 story" in result.stdout
    (scenario,) = read(folder / "littleton.yaml").plain()["scenarios"]
    assert scenario["protocol"] == littleton
    again = run("suggest", "-p", littleton, "--output", str(folder))
    assert again.exit_code == 2
    assert "file-exists" in again.stderr
    assert [each.name for each in folder.iterdir()] == ["littleton.yaml"]


def test_nothing_is_written_where_nothing_is_lacking(run, littleton, write, tmp_path):
    """No empty file is left behind."""
    path = write(f'{{name: kind, protocol: {littleton}, expect: {{applies: "1#kind"}}}}')
    folder = tmp_path / "suggested"
    result = run("suggest", path, "-p", littleton, "--clause", "1", "--output", str(folder))

    assert "nothing is lacking" in result.stdout
    assert not folder.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (("--clause", "2(b)"), "unknown-clause", "2(a)"),
        (("--norm", "3#explian"), "unknown-norm", "3#explain"),
        (("nowhere",), "no-such-file", ""),
        (("pyproject.toml",), "", ""),
        (("--output", "pyproject.toml"), "no-such-folder", ""),
    ],
)
def test_bad_input_is_told_with_a_hint(run, littleton, arguments, code, hint):
    """A slip gets exit code 2, its code, and what was probably meant."""
    result = run("suggest", "-p", littleton, *arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert code in result.stderr
    assert hint in result.stderr


def test_an_unknown_protocol_is_told(run):
    """As every command does."""
    assert "did you mean" in run("suggest", "-p", "thanett").stderr


def test_what_kills_the_mutants_is_suggested_on_request(run, littleton, tmp_path):
    """Written beside the bank, it lets no mutant survive but those that are named."""
    bank = tmp_path / "bank"
    bank.mkdir()
    (bank / "one.yaml").write_text(
        f"{{name: one, protocol: {littleton}, given: {{parcel.from: member}},"
        ' expect: {match: at_least, undetermined: ["2"]}}',
        "utf-8",
    )
    found = run("suggest", str(bank), "-p", littleton, "--for", "mutants", "-j", "1")
    (bank / "more.yaml").write_text(found.stdout, "utf-8")
    left = run("mutate", str(bank), "-p", littleton, "-j", "1", "--format", "json")
    (protocol,) = json.loads(left.stdout)["protocols"]

    assert found.exit_code == 0
    assert protocol["survived"] == found.stderr.count("nothing notices ") < protocol["killed"]


def test_a_protocol_that_scenarios_name_by_its_path_is_taken_without_being_asked_for(
    run, littleton, tmp_path
):
    """Its coverage is measured, its mutants are tried and its norms are suggested for."""
    bank = tmp_path / "bank"
    bank.mkdir()
    (bank / "one.yaml").write_text(
        f"{{name: one, protocol: {littleton}, given: {{parcel.from: member}},"
        ' expect: {match: at_least, undetermined: ["2"]}}',
        "utf-8",
    )

    assert "(littleton): 1 scenario" in run("coverage", str(bank)).stdout
    assert "littleton: " in run("mutate", str(bank), "-j", "1").stdout
    folder = tmp_path / "suggested"
    assert (
        "littleton.yaml: "
        in run("suggest", str(bank), "--norm", "littleton/2#open", "--output", str(folder)).stdout
    )
