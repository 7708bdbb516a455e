"""`protocol-rules explain`."""

from __future__ import annotations

import click

from protocol_rules.cli.addresses import Addressed, addressed
from protocol_rules.cli.inputs import entries_of, given_options, json_option, words_of
from protocol_rules.cli.output import as_json, printed
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.engine import Answer, Finding, Reading, evaluate
from protocol_rules.report.answers import write_proof

__all__ = ["explain_command"]


@click.command(
    "explain",
    epilog="""\b
Examples:
  protocol-rules explain thanet/9.1.6 examples/late_answer.yaml
  protocol-rules explain thanet/9.1.6#explain \\
      -g enquiry.from=member -g enquiry.answerable_in_time=false""",
)
@click.argument("address")
@click.argument("scenario", required=False, metavar="[SCENARIO]")
@given_options
@json_option
def explain_command(  # noqa: PLR0913 - one parameter for each option
    *,
    address: str,
    scenario: str | None,
    given: tuple[str, ...],
    about: tuple[str, ...],
    today: str | None,
    reading: str | None,
    as_data: bool,
) -> None:
    """Prove why a clause or norm applies in a scenario, or why it does not.

    ADDRESS is PROTOCOL/CLAUSE or PROTOCOL/CLAUSE#NORM; the protocol may be a rule file. SCENARIO
    is a YAML or JSON file of one or several scenarios; -g states facts instead.
    """
    asked = addressed(address)
    _check_that_norms_are_there(asked)
    answers: list[Answer] = []
    for each, entry in entries_of(scenario, given, about, today, words_of([asked.protocol])):
        taken = Reading(reading or (entry.written.reading if entry else Reading.AS_GIVEN))
        answers.append(evaluate(asked.protocol, each, reading=taken))
    if as_data:
        as_json([_as_data(answer, each) for answer in answers for each in _found(answer, asked)])
        return
    with printed() as page:
        for answer in answers:
            page.write_paragraph()
            if len(answers) > 1:
                page.write_text(click.style(answer.scenario.name, bold=True, underline=True))
            for each in _found(answer, asked):
                write_proof(each, asked.protocol, page)


def _check_that_norms_are_there(asked: Addressed) -> None:
    if asked.clause.norms:
        return
    clauses = asked.protocol.clauses.values()
    items = [each.id for each in clauses if each.part_of == asked.clause.id]
    message = f"clause {quote(asked.clause.id)} has no norm: there is nothing to prove"
    hint = f"its items are {', '.join(items)}" if items else ""
    raise InvalidInput([Diagnostic("no-finding", message, hint=hint)])


def _found(answer: Answer, asked: Addressed) -> list[Finding]:
    findings = answer.clauses[asked.clause.id].findings
    return [each for each in findings if asked.norm is None or each.norm is asked.norm]


def _as_data(answer: Answer, finding: Finding) -> dict[str, object]:
    named = {"scenario": answer.scenario.name} if answer.scenario.name else {}
    data = {**named, **finding.as_data(), "proof": finding.proof.as_data()}
    if finding.smallest_change is not None:
        data["smallest_change"] = finding.smallest_change.as_data()
    return data
