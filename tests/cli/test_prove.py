"""`protocol-rules prove`."""

import json
from xml.etree import ElementTree as ET

import pytest

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.proofs import finder
from protocol_rules.vocabulary import shipped

RULES = """
council: wren
name: Wren Council
title: A protocol
clauses:
  - id: "1"
    title: Answers
    gist: Members get answers.
    topics: enquiries_and_response_times
    norms:
      answer: {bearer: officer, must: respond_to_enquiry, when: {enquiry.from: member}}
  - id: "2"
    title: Telephone
    gist: Not by telephone.
    topics: enquiries_and_response_times
    overrides: "1"
    when: {enquiry.medium: telephone}
"""
ANSWERED = """
  - name: answered
    when: {enquiry.from: member, not: {enquiry.medium: telephone}}
    role: officer
    action: respond_to_enquiry
    position: must
"""
ALWAYS = """
  - name: always answered
    when: {enquiry.from: member}
    role: officer
    action: respond_to_enquiry
    position: must
"""
NEVER = """
  - name: in no story
    when: {enquiry.medium: telephone, not: {enquiry.medium: telephone}}
    role: officer
    action: respond_to_enquiry
    position: must
"""


@pytest.fixture
def claims(write):
    """Write a rule file and a file of claims on it, and give the paths of both."""

    def written(*entries, head="protocol: {rules}"):
        rules = write(RULES, "wren.yaml")
        text = head.format(rules=rules) + "\nclaims:" + "".join(entries)
        return write(text, "claims.yaml"), rules

    return written


def test_what_holds_in_every_story_is_proved(run, claims):
    """The exit code is 0."""
    path, _ = claims(ANSWERED)
    result = run("prove", path)

    assert result.exit_code == 0
    assert result.stdout == "PROVED wren: answered (officer)\n1 claim: 1 proved\n"


def test_what_does_not_is_refuted_with_the_smallest_story_and_the_proof_of_the_norms(run, claims):
    """The exit code is 1."""
    path, _ = claims(ANSWERED, ALWAYS)
    result = run("prove", path)

    assert result.exit_code == 1
    assert "REFUTED wren: always answered (officer)" in result.stdout
    assert f"{path}:9" in result.stdout
    assert (
        "but not in this one: enquiry.from: member; enquiry.medium: telephone. "
        "There an officer need not answer the enquiry"
    ) in result.stdout
    assert "yes wren/2 lifts it" in result.stdout
    assert result.stdout.endswith("2 claims: 1 proved, 1 refuted\n")


ON_INTEREST = """
council: wren
name: Wren Council
title: A protocol
clauses:
  - id: "1"
    title: Interests
    gist: Members declare what they have, or that they have none.
    topics: interests
    norms:
      declare: {bearer: member, must: declare_interest, when: {member.has_interest: IS}}
"""
DECLARED = """
claims:
  - {name: declared, role: member, action: declare_interest, position: must}
"""


@pytest.mark.parametrize(("values", "code"), [("[true, false]", 0), ("true", 1)])
def test_a_story_that_is_told_to_the_end_mentions_every_setting(run, write, values, code):
    """A norm on the member is asleep only where nobody has got round to the member yet."""
    rules = write(ON_INTEREST.replace("IS", values), "wren.yaml")
    path = write(f"protocol: {rules}{DECLARED}", "claims.yaml")

    assert run("prove", path).exit_code == code


DATED = """
  - name: nothing bars an explanation
    when: {enquiry.received_on: {before: 2024-03-01}, enquiry.answered_on: {after: 2024-03-04}}
    role: officer
    action: explain_delay
    position: {not: must_not}
"""


def test_what_holds_in_every_story_is_proved_whatever_the_dates_of_its_condition(run, write):
    """They are looked at only where a norm may say otherwise."""
    late = RULES.replace(
        "when: {enquiry.from: member}}",
        "when: {enquiry.from: member}, deadline: 10 working days after enquiry.received_on,"
        " done_on: enquiry.answered_on}",
    )
    late += """
  - id: "3"
    title: Late
    gist: Who is late says why.
    topics: enquiries_and_response_times
    norms: {explain: {bearer: officer, must: explain_delay, reparation_for: "1"}}
"""
    rules = write(late, "wren.yaml")
    path = write(f"protocol: {rules}\nclaims:{DATED}", "claims.yaml")

    assert run("prove", path).exit_code == 0


def test_a_claim_on_no_story_fails(run, claims):
    """Anything would hold of none."""
    path, _ = claims(NEVER)
    result = run("prove", path)

    assert result.exit_code == 1
    assert "SAYS NOTHING wren: in no story (officer)" in result.stdout


@pytest.fixture
def gives_up(monkeypatch):
    """Let every search and the solver give up."""

    def refuse(*_):
        message = "it took too long"
        raise NotDecided(message)

    monkeypatch.setattr(finder, "MOST_TRIES", 0)
    monkeypatch.setattr(finder.Solved, "somewhere", refuse)


@pytest.mark.usefixtures("gives_up")
def test_what_is_not_decided_is_neither_proved_nor_refuted(run, claims):
    """The exit code is 3, and the reason is told."""
    path, _ = claims(ANSWERED)
    result = run("prove", path)

    assert result.exit_code == 3
    assert "NOT DECIDED wren: answered (officer)" in result.stdout
    assert "it took too long" in result.stdout
    assert result.stdout.endswith("1 claim: 0 proved, 1 not decided\n")


def test_protocols_that_are_named_are_the_only_ones_tried(run, claims):
    """By name or by path; a claim that names none is tried on them."""
    path, rules = claims(ANSWERED, head="")
    assert run("prove", path, rules, "medway").stdout.count(": answered (officer)") == 2

    path, rules = claims(ANSWERED, head="protocol: [{rules}, thanet]")
    assert "thanet" not in run("prove", path, rules).stdout


def test_the_claims_that_ship_are_proved(run):
    """Every claim on each of the five protocols."""
    result = run("prove", "tests/claims")

    assert result.exit_code == 0, result.stdout
    assert "PROVED" in result.stdout


@pytest.mark.parametrize("council", shipped())
def test_each_council_has_claims(run, council):
    """At least eight of them."""
    result = run("prove", "tests/claims", council, "--json")

    assert len({each["name"] for each in json.loads(result.stdout)["claims"]}) >= 8


def test_the_data_holds_what_refutes(run, claims):
    """The witness, the position and the proofs."""
    path, _ = claims(ALWAYS)
    (claim,) = json.loads(run("prove", path, "--json").stdout)["claims"]

    assert claim["conclusion"] == "refuted"
    assert claim["witness"] == {"given": {"enquiry.from": "member", "enquiry.medium": "telephone"}}
    assert claim["found"]["words"] == ["need_not"]
    assert [(each["address"], each["status"]) for each in claim["norms"]] == [
        ("wren/1#answer", "lifted")
    ]


@pytest.mark.usefixtures("gives_up")
def test_a_claim_that_is_not_decided_is_an_error_in_junit(run, claims):
    """What a build server counts."""
    path, _ = claims(ANSWERED)
    root = ET.fromstring(run("prove", path, "--format", "junit").stdout)  # noqa: S314

    assert (root.get("failures"), root.get("errors")) == ("0", "1")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("tap", "not ok 1 - "),
        ("github", "::error file="),
        ("sarif", '"claim-refuted"'),
        ("markdown", "always answered"),
    ],
)
def test_a_refutation_is_told_in_every_format(run, claims, form, told):
    """As the reports of the other commands."""
    path, _ = claims(ALWAYS)
    result = run("prove", path, "--format", form)

    assert result.exit_code == 1
    assert told in result.stdout


CLAIM = "  - {name: a, role: officer, action: respond_to_enquiry, position: must}\n"
THANET = f"protocol: thanet\nclaims:\n{CLAIM}"


def met(condition):
    """Give a file with one claim that has a condition."""
    return THANET.replace("role", f"when: {condition}, role")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("claims: []", ":1:9: error[empty-value]"),
        ("claims:\n", "error[wrong-shape]"),
        ("protocol: thanet", "error[missing-key]"),
        ("given: {}", "error[wrong-file]: this is a file of scenarios; a file of claims is wanted"),
        (f"claims:\n{CLAIM}", ":2:5: error[missing-key]: nothing says which protocol"),
        (THANET.replace("thanet", "thant"), ":1:11: error[unknown-protocol]"),
        (THANET.replace("officer", "oficer"), ":3:21: error[unknown-role]: no role `oficer`"),
        (THANET.replace("respond_to", "respnd_to"), "did you mean `respond_to_enquiry`?"),
        (THANET.replace("must", "muster"), "error[unknown-word]: `muster` is not allowed here"),
        (THANET.replace("must", "[silent, must]"), "error[silent-and-not]"),
        (THANET.replace("must", "{}"), "error[empty-value]"),
        (THANET.replace("must", "{at_most: must}"), "error[unknown-key]: no key `at_most`"),
        (met("{enquiry.frm: member}"), ":3:22: error[unknown-fact]"),
        (met("{breached: '9.9'}"), "error[unknown-clause]"),
        (met("{breached: '9.1.4'}"), "error[ambiguous-norm]"),
        (met("{breached: '9.1.4#anser'}"), "error[unknown-norm]"),
        (f"{THANET}{CLAIM}", "error[duplicate-name]: two claims are named"),
    ],
)
def test_a_slip_is_told_with_its_place(run, write, text, told):
    """Never by a traceback, and with exit code 2."""
    result = run("prove", write(text, "claims.yaml"))

    assert result.exit_code == 2
    assert told in result.stderr


def test_all_faults_of_a_folder_come_at_once(run, write, tmp_path):
    """Other files are passed over, broken ones of claims are not."""
    write("scenarios: [{given: {enquiry.from: member}}]", "scenarios.yaml")
    write("protocol: thanet\nclaims: [{name: a, role: oficer}]", "one.yaml")
    write("protocol: thanet\nclaims: []", "two.yaml")
    result = run("prove", str(tmp_path))

    assert result.exit_code == 2
    assert "one.yaml" in result.stderr
    assert "two.yaml" in result.stderr
    assert "scenarios.yaml" not in result.stderr


def test_a_folder_without_claims_is_told(run, write, tmp_path):
    """And so is a choice of protocols that leaves nothing."""
    write("scenarios: [{given: {enquiry.from: member}}]", "scenarios.yaml")
    assert "error[no-claims]" in run("prove", str(tmp_path)).stderr

    result = run("prove", "tests/claims/medway.yaml", "thanet")
    assert result.exit_code == 2
    assert "no claim below `tests/claims/medway.yaml` is on `thanet`" in result.stderr


def test_a_protocol_that_there_is_not_is_told(run):
    """On the command line too."""
    result = run("prove", "tests/claims", "thant")

    assert result.exit_code == 2
    assert "did you mean `thanet`?" in result.stderr
