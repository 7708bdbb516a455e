"""`protocol-rules show`."""

from __future__ import annotations

import click
from rich.console import RenderableType
from rich.text import Text

from protocol_rules.cli.explain import split_address
from protocol_rules.cli.inputs import console, protocols_of
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.lint.unused_word import words_of_norm
from protocol_rules.report.words import (
    circumstance_view,
    clause_view,
    fact_view,
    norm_view,
    role_view,
)
from protocol_rules.vocabulary import shared_vocabulary

__all__ = ["show_command"]


@click.command(
    "show",
    epilog="""\b
Examples:
  protocol-rules show thanet/9.1.4
  protocol-rules show enquiry.received_on""",
)
@click.argument("what")
def show_command(what: str) -> None:
    """Show a clause, a norm, a fact, a circumstance, a role or an action.

    WHAT is an address such as thanet/9.1.4 or thanet/9.1.4#answer, or a word of the vocabulary.
    """
    console().print(_view(what))


def _view(what: str) -> RenderableType:
    if "/" in what:
        return _clause_or_norm(what)
    words = shared_vocabulary()
    if what in words.facts:
        used = [
            address
            for protocol in protocols_of(())
            for address, norm in protocol.norms.items()
            if what in words_of_norm(norm)
        ]
        return fact_view(words.facts[what], used)
    if what in words.circumstances:
        return circumstance_view(words.circumstances[what], words)
    if what in words.roles.roles:
        return role_view(words.roles.roles[what], words)
    if what in words.actions:
        return Text(f"{what}: {words.actions[what].phrase}")
    if what in words.topics:
        return Text(f"{what}: {words.topics[what]}")
    known = [*words.facts, *words.circumstances, *words.roles.roles, *words.actions, *words.topics]
    raise InvalidInput([Diagnostic("unknown-word", f"no word {quote(what)}", hint=did_you_mean(what, known))])


def _clause_or_norm(address: str) -> RenderableType:
    name, clause, norm = split_address(address)
    protocol = protocols_of([name])[0]
    if clause not in protocol.clauses:
        hint = did_you_mean(clause, protocol.clauses)
        raise InvalidInput([Diagnostic("unknown-clause", f"no clause {quote(clause)} in `{name}`", hint=hint)])
    if not norm:
        return clause_view(protocol.clauses[clause], protocol)
    for each in protocol.clauses[clause].norms:
        if each.address.partition("#")[2] == norm:
            return norm_view(each, protocol)
    names = [each.address.partition("#")[2] for each in protocol.clauses[clause].norms]
    hint = did_you_mean(norm, names) or f"it has {', '.join(names)}"
    raise InvalidInput([Diagnostic("unknown-norm", f"clause {quote(clause)} has no norm {quote(norm)}", hint=hint)])
