"""`protocol-rules lint`."""

import json

import pytest

CLEAN = """
council: tidy
name: Tidy Council
title: A tidy protocol
clauses:
  - id: "1"
    title: One
    gist: A member is kind.
    topics: respect_and_courtesy
    norms:
      ask: {bearer: member, may: make_enquiry, when: {enquiry.from: member}}
"""
NO_GIST = CLEAN.replace("    gist: A member is kind.\n", "")
ASLEEP = CLEAN.replace("{enquiry.from: member}", "{member.has_interest: true}")
BROKEN = CLEAN.replace("enquiry.from", "enquiry.form").replace("title: One", "titel: One")


def test_the_rules_that_ship_have_no_error(run):
    """All five councils stay clean."""
    result = run("lint")

    assert result.exit_code == 0, result.stdout
    assert "5 protocols read; 0 errors" in result.stdout


def test_a_clean_file_is_told_in_one_line(run, write):
    """Nothing found is said."""
    result = run("lint", write(CLEAN, "tidy.yaml"))

    assert result.exit_code == 0
    assert result.stdout == "1 protocol read; 0 errors, 0 warnings\n"


def test_an_error_is_told_with_its_place_and_its_hint(run, write):
    """The exit code is 1."""
    path = write(NO_GIST, "tidy.yaml")
    result = run("lint", path)

    assert result.exit_code == 1
    assert result.stdout.startswith(
        f"{path}:6:5: error[clause-without-gist]: clause `1` has norms and no gist\n"
    )
    assert "say in a sentence of your own what it asks" in result.stdout
    assert "= Tidy Council, 1 One\n" in result.stdout
    assert result.stdout.endswith("1 protocol read; 1 error, 0 warnings\n")


def test_a_warning_fails_only_where_it_is_asked_to(run, write):
    """With --strict the exit code is 1."""
    path = write(ASLEEP, "tidy.yaml")

    assert "warning[norm-never-wakes]" in run("lint", path).stdout
    assert run("lint", path).exit_code == 0
    assert run("lint", path, "--strict").exit_code == 1


def test_what_the_loader_refuses_is_told_whole(run, write):
    """Every fault of every file is told, the clean ones are still read, and the exit code is 2."""
    result = run("lint", write(BROKEN, "broken.yaml"), write(CLEAN, "tidy.yaml"))

    assert result.exit_code == 2
    assert "error[unknown-key]: no key `titel` is known here" in result.stdout
    assert "did you mean `title`?" in result.stdout
    assert "1 protocol read; " in result.stdout


def test_a_file_named_twice_is_read_once(run, write):
    """Its findings are not told twice."""
    path = write(NO_GIST)

    assert run("lint", path, path).stdout == run("lint", path).stdout


def test_words_that_no_rule_uses_are_told_for_the_whole_only(run):
    """A single protocol need not use every word."""
    assert "unused-word" not in run("lint", "thanet").stdout


@pytest.mark.parametrize(("text", "code"), [(CLEAN, 0), (NO_GIST, 1), (BROKEN, 2)])
def test_json_has_the_same_findings(run, write, text, code):
    """Nothing but JSON is printed, and the exit code is the same."""
    result = run("lint", write(text, "tidy.yaml"), "--json")

    assert result.exit_code == code
    found = json.loads(result.stdout)
    keys = {"code", "severity", "message", "span", "hint", "clause", "excerpt"}
    assert all(set(each) == keys for each in found)
    assert bool(found) == bool(code)


TWICE = (
    CLEAN
    + """
      again: {bearer: member, may: make_enquiry, when: {enquiry.from: member}}
"""
)
MEANT = TWICE.replace(
    "    topics:", "    accepts: {same-norm-twice: It is printed twice}\n    topics:"
)


def test_what_is_accepted_is_counted_and_does_not_fail(run, write):
    """It is shown, with its reason, where somebody asks for it."""
    path = write(MEANT, "tidy.yaml")
    result = run("lint", path, "--strict")

    assert result.exit_code == 0
    assert result.stdout == "1 protocol read; 0 errors, 0 warnings, 1 accepted\n"
    shown = run("lint", path, "--accepted").stdout
    assert "warning[same-norm-twice]" in shown
    assert "= accepted: It is printed twice\n" in shown
    (accepted,) = json.loads(run("lint", path, "--accepted", "--json").stdout)
    assert (accepted["code"], accepted["accepted"]) == ("same-norm-twice", "It is printed twice")
    assert json.loads(run("lint", path, "--json").stdout) == []


def test_a_reason_is_wanted(run, write):
    """An empty one is refused with the file."""
    result = run("lint", write(MEANT.replace("It is printed twice", '""'), "tidy.yaml"))

    assert result.exit_code == 2
    assert "empty" in result.stdout


def test_an_acceptance_of_nothing_fails(run, write):
    """So does one of a check that does not exist, whose name is mended."""
    stale = write(MEANT.replace("again:", "other:").replace("may: make", "should: make", 1))
    wrong = write(MEANT.replace("same-norm-twice", "same-norm-twise"), "tidy.yaml")

    assert (
        "error[acceptance-of-nothing]: `same-norm-twice` finds nothing" in run("lint", stale).stdout
    )
    result = run("lint", wrong)
    assert result.exit_code == 1
    assert "error[acceptance-of-nothing]: no check is named `same-norm-twise`" in result.stdout
    assert "did you mean `same-norm-twice`?" in result.stdout


def test_one_check_alone(run, write):
    """Of two findings only the one that was asked for is told."""
    path = write(TWICE.replace("    gist: A member is kind.\n", ""), "tidy.yaml")

    assert "2 errors" not in run("lint", path).stdout
    assert "clause-without-gist" in run("lint", path, "--only", "clause-without-gist").stdout
    assert "same-norm-twice" not in run("lint", path, "--only", "clause-without-gist").stdout


def test_an_unknown_check_is_refused(run):
    """With what was probably meant."""
    result = run("lint", "--only", "same-norm-twise")

    assert result.exit_code == 2
    assert "error[unknown-check]: no check is named `same-norm-twise`" in result.stderr
    assert "did you mean `same-norm-twice`?" in result.stderr


def test_the_checks_are_listed(run):
    """Each with what it finds; nothing is read."""
    listed = run("lint", "--list").stdout

    assert "same-norm-twice" in listed
    assert "two norms of one protocol that say the same in every respect" in listed
    data = json.loads(run("lint", "--list", "--json").stdout)
    assert {"check", "finds"} == set(data[0])
    assert {each["check"] for each in data} <= set(listed.split())


def test_norms_without_scenarios_are_told_where_a_folder_is_named(run):
    """Without one nobody is asked for scenarios."""
    check = ("lint", "medway", "--only", "norm-without-scenario")
    named = run(*check, "--scenarios", "tests/scenarios/medway")
    missing = run(*check, "--scenarios", "nowhere")

    assert "warning[norm-without-scenario]: no scenario shows `medway/" in named.stdout
    assert "norm-without-scenario]" not in run(*check).stdout
    assert (missing.exit_code, "nowhere" in missing.stderr) == (2, True)
