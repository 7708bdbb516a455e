"""`protocol-rules list`."""

from __future__ import annotations

import click

from protocol_rules.cli.inputs import as_json, console, json_option, protocol_option, protocols_of
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine import norm_in_words
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.words import rows_view
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = ["list_command"]

Rows = list[tuple[str, ...]]
_KINDS = ("protocols", "clauses", "norms", "circumstances", "facts", "roles", "actions", "topics")


@click.command(
    "list",
    epilog="""\b
Examples:
  protocol-rules list circumstances
  protocol-rules list norms -p thanet --topic correspondence""",
)
@click.argument("kind", type=click.Choice(_KINDS), default="protocols")
@click.option("--topic", metavar="TOPIC", help="Only clauses and norms of this topic.")
@protocol_option
@json_option
def list_command(kind: str, topic: str | None, names: tuple[str, ...], as_data: bool) -> None:  # noqa: FBT001
    """List protocols, clauses, norms, or the words of the vocabulary."""
    words = shared_vocabulary()
    if topic is not None and topic not in words.topics:
        hint = did_you_mean(topic, words.topics)
        raise InvalidInput([Diagnostic("unknown-topic", f"no topic {quote(topic)}", hint=hint)])
    headings, rows = _of_rules(kind, topic, names) if kind in _KINDS[:3] else _of_words(kind, words)
    if as_data:
        as_json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        console().print(rows_view(headings, rows))


def _of_rules(kind: str, topic: str | None, names: tuple[str, ...]) -> tuple[tuple[str, ...], Rows]:
    protocols = protocols_of(names)
    if kind == "protocols":
        headings = ("protocol", "council", "title", "clauses", "norms")
        rows = [(p.council, p.name, p.title, str(len(p.clauses)), str(len(p.norms))) for p in protocols]
        return headings, rows
    rows: Rows = []
    for protocol in protocols:
        for clause in protocol.clauses.values():
            parent = protocol.clauses.get(clause.part_of, clause)
            if topic is not None and topic not in (*clause.topics, *parent.topics):
                continue
            if kind == "clauses":
                rows.append((f"{protocol.council}/{clause.id}", clause.title))
            else:
                rows += _norms(protocol, clause.id)
    return ("address", "title" if kind == "clauses" else "norm"), rows


def _norms(protocol: Protocol, clause: str) -> Rows:
    norms = protocol.clauses[clause].norms
    return [(norm.address, norm_in_words(norm, protocol.vocabulary)) for norm in norms]


def _of_words(kind: str, words: Vocabulary) -> tuple[tuple[str, ...], Rows]:
    match kind:
        case "circumstances":
            rows = [(each.name, each.title, each.description) for each in words.circumstances.values()]
            return ("circumstance", "title", "description"), rows
        case "facts":
            facts = words.facts.values()
            rows = [(each.name, each.type.value, each.question, ", ".join(each.values)) for each in facts]
            return ("fact", "type", "question", "values"), rows
        case "roles":
            roles = words.roles.roles.values()
            return ("role", "description", "is"), [
                (each.name, each.description, ", ".join(each.wider)) for each in roles
            ]
        case "actions":
            return ("action", "phrase"), [(each.name, each.phrase) for each in words.actions.values()]
        case _:
            return ("topic", "title"), list(words.topics.items())
