"""`protocol-rules show`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import RenderableType

from protocol_rules.cli.addresses import addressed
from protocol_rules.cli.inputs import protocol_option, protocols_of, words_of
from protocol_rules.cli.output import show
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.lint.uses import words_of_norm
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.words import (
    circumstance_view,
    clause_view,
    fact_view,
    norm_view,
    phrase_view,
    protocol_view,
    role_view,
)
from protocol_rules.resolve import shipped

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
    if what in shipped() or Path(what).is_file():
        show(protocol_view(protocols_of([what])[0]))
    elif "/" in what:
        show(_clause_or_norm(what))
    else:
        show(_word(what, protocols_of(names)))


def _clause_or_norm(address: str) -> RenderableType:
    protocol, clause, norm = addressed(address)
    return clause_view(clause, protocol) if norm is None else norm_view(norm, protocol)


def _word(what: str, protocols: Sequence[Protocol]) -> RenderableType:
    words = words_of(protocols)
    norms = [norm for protocol in protocols for norm in protocol.norms.values()]
    if what in words.facts:
        used = [norm.address for norm in norms if what in words_of_norm(norm)]
        return fact_view(words.facts[what], used)
    if what in words.circumstances:
        return circumstance_view(words.circumstances[what], words)
    if what in words.roles.roles:
        return role_view(words.roles.roles[what], words)
    if what in words.actions:
        used = [norm.address for norm in norms if norm.action == what]
        return phrase_view(what, words.actions[what].phrase, used)
    if what in words.topics:
        used = [
            f"{protocol.council}/{clause.id}"
            for protocol in protocols
            for clause in protocol.clauses.values()
            if what in clause.topics
        ]
        return phrase_view(what, words.topics[what], used)
    known = [
        *shipped(),
        *words.facts,
        *words.circumstances,
        *words.roles.roles,
        *words.actions,
        *words.topics,
    ]
    hint = did_you_mean(what, known) or "`protocol-rules list --help` says what can be listed"
    raise InvalidInput([Diagnostic("unknown-word", f"no word {quote(what)}", hint=hint)])
