"""Bad input: one message, exit code 2, no traceback, and no half answer."""

import pytest

from protocol_rules.errors import ProtocolRulesError

GIVEN = ("-g", "parcel.from=member")


FACT = ("-g", "enquiry.from=member")
CASES = [
    (
        ["evaluate", "-p", "thannet", *FACT],
        "error[unknown-protocol]: no protocol `thannet` ships with the library",
        "did you mean `thanet`?",
    ),
    (
        ["evaluate", "-g", "enquiry.form=member"],
        "error[unknown-fact]: no fact `enquiry.form` in the vocabulary",
        "did you mean `enquiry.from`?",
    ),
    (
        ["evaluate", "-a", "enquirey"],
        "error[unknown-circumstance]: no circumstance `enquirey` in the vocabulary",
        "did you mean `enquiry`?",
    ),
    (
        ["evaluate"],
        "error[no-scenario]: a scenario is wanted: a file, or facts with -g FACT=VALUE",
        "`protocol-rules list facts` shows the words",
    ),
    (["evaluate", "-t", "2025-01-01"], "error[no-scenario]: a scenario is wanted", ""),
    (
        ["evaluate", "-g", "complaint.direct_talk=settled", "-g", "complaint.settled=false"],
        "error[impossible]: `complaint.direct_talk: settled` and `complaint.settled: false` cannot",
        "one of them is wrong",
    ),
    (
        ["evaluate", "-g", "officer.role=chair"],
        "error[wrong-role]: `officer.role` cannot be `chair`",
        "only an officer can stand there",
    ),
    (
        ["evaluate", "-g", "enquiry.from"],
        "error[wrong-shape]: `enquiry.from` is not FACT=VALUE",
        "",
    ),
    (
        ["evaluate", *FACT, "-g", "enquiry.from=officer"],
        "error[given-twice]: `enquiry.from` is given twice",
        "",
    ),
    (["evaluate", "-g", "enquiry.from="], "error[empty-value]: no value is written", ""),
    (
        ["evaluate", "enquiry.from=member"],
        "error[no-such-file]: `enquiry.from=member` is no file",
        "",
    ),
    (
        ["evaluate", "examples/late_anser.yaml"],
        "error[no-such-file]: there is no file `examples/late_anser.yaml`",
        "did you mean `late_answer.yaml`?",
    ),
    (["evaluate", "examples"], "error[is-a-directory]: `examples` is a folder", ""),
    (["evaluate", "-p", "rules/", *FACT], "error[is-a-directory]: `rules` is a folder", ""),
    (["evaluate", "rules/medway.yaml"], "error[wrong-file]: this is a rule file", ""),
    (
        ["evaluate", "-p", "examples/late_answer.yaml", *FACT],
        "error[wrong-file]: this is a file of scenarios",
        "",
    ),
    (
        ["evaluate", "examples/late_answer.yaml", "-t", "29.4.2025"],
        "error[wrong-type]: `today` is a date, not `29.4.2025`",
        "a date is written as 2025-04-28",
    ),
    (["evaluate", *FACT, "-t", "2025-02-30"], "there is no date `2025-02-30`", ""),
    (
        ["evaluate", "examples/late_answer.yaml", *FACT],
        "error[two-scenarios]: a scenario comes from a file or from -g and -a, not from both",
        "",
    ),
    (
        ["evaluate", "enquiry.to=officer", *FACT],
        "error[two-scenarios]: a scenario comes from a file or from -g and -a, not from both",
        "a FACT=VALUE needs its own -g",
    ),
    (
        ["explain", "thanet", *FACT],
        "error[no-address]: `thanet` is no address",
        "write PROTOCOL/CLAUSE, as `protocol-rules list clauses` does",
    ),
    (
        ["explain", "rules/thanet.yaml", *FACT],
        "error[no-address]: `rules/thanet.yaml` names a file and no clause of it",
        "",
    ),
    (
        ["explain", "thanet/9.1.66", *FACT],
        "error[unknown-clause]: no clause `9.1.66` in `thanet`",
        "",
    ),
    (
        ["explain", "thanet/9.1.6#explian", *FACT],
        "error[unknown-norm]: clause `9.1.6` has no norm `explian`",
        "did you mean `explain`?",
    ),
    (["explain", "thanet/9.1.6#zzz", *FACT], "error[unknown-norm]: ", "it has explain"),
    (["explain", "thanet/9.1.6"], "error[no-scenario]: ", ""),
    (["show", "thanet/"], "error[no-address]: `thanet/` is no address", ""),
    (
        ["show", "enquiry.form"],
        "error[unknown-word]: no word `enquiry.form`",
        "did you mean `enquiry.from`?",
    ),
    (
        ["show", "xylophone"],
        "error[unknown-word]: no word `xylophone`",
        "`protocol-rules list --help` says what can be listed",
    ),
    (
        ["list", "norms", "--topic", "correspondance"],
        "error[unknown-topic]: no topic `correspondance`",
        "did you mean `correspondence`?",
    ),
    (
        ["list", "facts", "--topic", "correspondence"],
        "error[no-topic]: facts have no topic; clauses and norms have",
        "",
    ),
    (["list", "norms", "-p", "nowhere"], "error[unknown-protocol]: ", ""),
]


@pytest.mark.parametrize(("arguments", "message", "hint"), CASES)
def test_bad_input_is_told_in_one_message(run, arguments, message, hint):
    """What is wrong and how to mend it, on standard error alone."""
    result = run(*arguments)

    assert result.exit_code == 2
    assert message in result.stderr
    assert not hint or f"      = {hint}\n" in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["evalute"],
        ["list", "fact"],
        ["evaluate", "--reading", "strict", "-g", "enquiry.from=member"],
        ["evaluate", "--no-such-option"],
        ["explain"],
        ["schema", "rules"],
    ],
)
def test_a_command_line_that_is_no_command_is_bad_input_too(run, arguments):
    """Click's own messages have the same exit code."""
    result = run(*arguments)

    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")
    assert result.stdout == ""


@pytest.mark.parametrize("more", [[], ["--json"]])
@pytest.mark.parametrize(
    "fault",
    [
        'expect: {applies: ["99"]}',
        'expect: {applies: ["2#opne"]}',
        "expect: {missing: parcel.form}",
        'expect_in: {littleton: {lifted: ["22"]}}',
    ],
)
def test_nothing_is_printed_of_a_file_with_a_fault(run, littleton, write, fault, more):
    """A fault in the last scenario leaves no answer to the first ones that could pass for all."""
    path = write(f"""
        scenarios:
          - {{name: first, given: {{parcel.from: member}}}}
          - {{name: last, protocol: littleton, given: {{parcel.from: member}}, {fault}}}
    """)
    result = run("evaluate", path, "-p", littleton, *more)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"{path}:4:")


def test_an_expectation_of_a_clause_that_is_not_there_is_told_at_its_place(run, write):
    """The line, the word and what was probably meant."""
    path = write("""
protocol: thanet
given: {enquiry.from: member}
expect:
  applies: ["9.1.44"]
  lifted: "9.1.6#explian"
  due: {"9.1.4#anwser": 2025-01-01}
  missing: enquiry.form
""")
    result = run("evaluate", path)

    assert (result.exit_code, result.stdout) == (2, "")
    for said in (
        f"{path}:5:13: error[unknown-clause]: no clause `9.1.44` in `thanet`",
        "error[unknown-norm]: clause `9.1.6` has no norm `explian`",
        "error[unknown-norm]: clause `9.1.4` has no norm `anwser`",
        "error[unknown-fact]: no fact `enquiry.form` in the vocabulary",
        "4 faults",
    ):
        assert said in result.stderr


def test_a_protocol_that_a_scenario_misspells_is_told_at_its_place(run, write):
    """Each of them, with what was probably meant."""
    path = write("""
scenarios:
  - {protocol: thannet, given: {enquiry.from: member}}
  - {given: {enquiry.from: member}, expect_in: {medwey: {applies: []}}}
""")
    result = run("evaluate", path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{path}:3:16: error[unknown-protocol]: no protocol `thannet`" in result.stderr
    assert f"{path}:4:" in result.stderr
    assert "did you mean `medway`?" in result.stderr


def test_a_rule_file_with_faults_that_a_scenario_names_is_told_with_its_own_places(run, write):
    """The faults stand in the rule file, not in the scenario."""
    rules = write("council: x\nname: X\ntitel: T\nclauses: []\n", "x.yaml")
    result = run("evaluate", write(f"{{protocol: {rules}, given: {{enquiry.from: member}}}}"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{rules}:3:1: error[unknown-key]: no key `titel`" in result.stderr


def test_every_protocol_with_faults_is_told(run):
    """Two wrong names make two messages and a count."""
    result = run("list", "-p", "medwey", "-p", "thannet")

    assert result.exit_code == 2
    assert "`medwey`" in result.stderr
    assert "`thannet`" in result.stderr
    assert result.stderr.endswith("\n2 faults\n")


def test_a_clause_without_a_norm_has_nothing_to_prove(run, littleton):
    """The hint leads to its items."""
    result = run("explain", f"{littleton}/4", *GIVEN)

    assert result.exit_code == 2
    message = "error[no-finding]: clause `4` has no norm: there is nothing to prove"
    assert result.stderr == f"{message}\n      = its items are 4(a)\n"


def test_a_role_of_one_protocol_is_unknown_where_several_are_asked(run, littleton):
    """To the others the word would mean nothing."""
    assert run("evaluate", "-p", littleton, "-g", "parcel.from=dog_handler").exit_code == 0
    both = run("evaluate", "-p", littleton, "-p", "medway", "-g", "parcel.from=dog_handler")

    assert both.exit_code == 2
    assert "no role `dog_handler`" in both.stderr


def test_a_fault_of_our_own_is_not_swallowed(run, monkeypatch):
    """A mistake in the library shows its traceback, and is not taken for bad input."""

    def broken(*_, **__):
        message = "a mistake of ours"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("protocol_rules.cli.evaluate.evaluate", broken)

    with pytest.raises(ZeroDivisionError, match="a mistake of ours"):
        run("evaluate", "examples/late_answer.yaml")


def test_an_error_of_the_library_without_a_place_is_one_line(run, monkeypatch):
    """Whatever the library raises on purpose is told, with exit code 2."""

    def refusing(*_, **__):
        message = "not today"
        raise ProtocolRulesError(message)

    monkeypatch.setattr("protocol_rules.cli.evaluate.evaluate", refusing)
    result = run("evaluate", "examples/late_answer.yaml")

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "error: not today\n")
