"""`protocol-rules show`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from protocol_rules.cli.addresses import addressed
from protocol_rules.cli.inputs import protocol_option, protocols_of, words_of
from protocol_rules.cli.output import printed
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.lint.uses import words_of_norm
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.words import (
    write_circumstance,
    write_clause,
    write_fact,
    write_norm,
    write_phrase,
    write_protocol,
    write_role,
)
from protocol_rules.resolve import shipped
from protocol_rules.vocabulary import Vocabulary

__all__ = ["show_command"]


@click.command(
    "show",
    epilog="""\b
Examples:
  protocol-rules show thanet
  protocol-rules show thanet/9.1.4
  protocol-rules show enquiry.received_on""",
)
@click.argument("what")
@protocol_option
def show_command(*, what: str, names: tuple[str, ...]) -> None:
    """Show a protocol, a clause, a norm, or a word of the vocabulary.

    WHAT is a protocol, an address such as thanet/9.1.4 or thanet/9.1.4#answer, or a fact, a
    circumstance, a role, an action or a topic; -p says whose words are meant and who uses them.
    """
    with printed() as page:
        if what in shipped() or Path(what).is_file():
            write_protocol(protocols_of([what])[0], page)
        elif "/" in what:
            _write_clause_or_norm(what, page)
        else:
            _write_word(what, protocols_of(names), page)


def _write_clause_or_norm(address: str, page: click.HelpFormatter) -> None:
    protocol, clause, norm = addressed(address)
    if norm is None:
        write_clause(clause, protocol, page)
    else:
        write_norm(norm, protocol, page)


def _write_word(what: str, protocols: Sequence[Protocol], page: click.HelpFormatter) -> None:
    words = words_of(protocols)
    norms = [norm for protocol in protocols for norm in protocol.norms.values()]
    if what in words.facts:
        used = [norm.address for norm in norms if what in words_of_norm(norm)]
        write_fact(words.facts[what], words, used, page)
    elif what in words.circumstances:
        write_circumstance(words.circumstances[what], words, page)
    elif what in words.roles.roles:
        write_role(words.roles.roles[what], words, page)
    elif what in words.actions:
        used = [norm.address for norm in norms if norm.action == what]
        write_phrase(what, words.actions[what].phrase, used, page)
    elif what in words.topics:
        used = [
            f"{protocol.council}/{clause.id}"
            for protocol in protocols
            for clause in protocol.clauses.values()
            if what in clause.topics
        ]
        write_phrase(what, words.topics[what], used, page)
    else:
        raise InvalidInput([_unknown(what, words)])


def _unknown(what: str, words: Vocabulary) -> Diagnostic:
    known = [
        *shipped(),
        *words.facts,
        *words.circumstances,
        *words.roles.roles,
        *words.actions,
        *words.topics,
    ]
    hint = did_you_mean(what, known) or "`protocol-rules list --help` says what can be listed"
    return Diagnostic("unknown-word", f"no word {quote(what)}", hint=hint)
