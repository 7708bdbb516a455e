"""`protocol-rules explain`."""

from __future__ import annotations

import click

from protocol_rules.cli.inputs import (
    as_json,
    console,
    entries_of,
    given_options,
    json_option,
    protocols_of,
)
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine import Answer, Finding, evaluate
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.answers import proof_view

__all__ = ["explain_command", "split_address"]


@click.command(
    "explain",
    epilog="""\b
Example:
  protocol-rules explain thanet/9.1.6 -g enquiry.from=member -g enquiry.answerable_in_time=false""",
)
@click.argument("address")
@click.argument("scenario", required=False, metavar="[SCENARIO]")
@given_options
@json_option
def explain_command(  # noqa: PLR0913 - one parameter for each option
    address: str,
    scenario: str | None,
    given: tuple[str, ...],
    about: tuple[str, ...],
    today: str | None,
    reading: str | None,
    as_data: bool,  # noqa: FBT001
) -> None:
    """Prove why a clause or norm applies in a scenario, or why it does not.

    ADDRESS is PROTOCOL/CLAUSE or PROTOCOL/CLAUSE#NORM; the protocol may be a rule file.
    """
    name, clause, norm = split_address(address)
    protocol = protocols_of([name])[0]
    found: list[Finding] = []
    for each, entry in entries_of(scenario, given, about, today, [protocol]):
        read = reading or (entry.written.reading if entry else "as_given")
        answer = evaluate(protocol, each, reading=read)  # type: ignore[arg-type]
        found += _findings(answer, protocol, clause, norm)
    if as_data:
        as_json([{**each.as_data(), "proof": each.proof.as_data()} for each in found])
        return
    out = console()
    for each in found:
        out.print(proof_view(each, protocol.vocabulary))


def split_address(address: str) -> tuple[str, str, str]:
    """Part PROTOCOL/CLAUSE#NORM; the protocol may be a path with slashes of its own."""
    whole, _, norm = address.partition("#")
    name, slash, clause = whole.rpartition("/")
    if not slash or not name:
        message = f"{quote(address)} is no address"
        raise InvalidInput([Diagnostic("no-address", message, hint="write PROTOCOL/CLAUSE, as in thanet/9.1.6")])
    return name, clause, norm


def _findings(answer: Answer, protocol: Protocol, clause: str, norm: str) -> list[Finding]:
    if clause not in protocol.clauses:
        hint = did_you_mean(clause, protocol.clauses)
        message = f"no clause {quote(clause)} in `{protocol.council}`"
        raise InvalidInput([Diagnostic("unknown-clause", message, hint=hint)])
    found = [] if clause not in answer.clauses else list(answer.clauses[clause].findings)
    if norm:
        names = [each.address.partition("#")[2] for each in found]
        found = [each for each in found if each.address.partition("#")[2] == norm]
        if not found:
            message = f"clause {quote(clause)} has no norm {quote(norm)}"
            hint = did_you_mean(norm, names) or f"it has {', '.join(names) or 'none'}"
            raise InvalidInput([Diagnostic("unknown-norm", message, hint=hint)])
    if not found:
        message = f"clause {quote(clause)} of `{protocol.council}` has no norm: there is nothing to prove"
        raise InvalidInput([Diagnostic("no-finding", message)])
    return found
