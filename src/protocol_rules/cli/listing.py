"""`protocol-rules list`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from protocol_rules.cli.inputs import json_option, protocol_option, protocols_of, words_of
from protocol_rules.cli.output import as_json, printed
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine import norm_in_words
from protocol_rules.norms.protocol import Clause, Protocol
from protocol_rules.report.words import write_rows
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = ["list_command"]

Row = dict[str, str]
_OF_RULES = ("clauses", "norms")
_KINDS = ("protocols", *_OF_RULES, "circumstances", "facts", "roles", "actions", "topics")


@click.command(
    "list",
    epilog="""\b
Examples:
  protocol-rules list
  protocol-rules list circumstances
  protocol-rules list norms -p thanet --topic correspondence""",
)
@click.argument("kind", type=click.Choice(_KINDS), default="protocols")
@click.option("--topic", metavar="TOPIC", help="Only clauses and norms of this topic.")
@protocol_option
@json_option
def list_command(*, kind: str, topic: str | None, names: tuple[str, ...], as_data: bool) -> None:
    """List protocols, their clauses or norms, or the words of the vocabulary."""
    if topic is not None:
        _check_topic(kind, topic)
    if kind in ("protocols", *_OF_RULES):
        rows = list(_of_rules(kind, topic, protocols_of(names)))
    else:
        words = words_of(protocols_of(names)) if names else shared_vocabulary()
        rows = list(_of_words(kind, words))
    if as_data:
        as_json(rows)
    elif not rows:
        click.echo("none")
    else:
        with printed(whole_lines=True) as page:
            write_rows(rows, page)


def _check_topic(kind: str, topic: str) -> None:
    topics = shared_vocabulary().topics
    if kind not in _OF_RULES:
        message = f"{kind} have no topic; clauses and norms have"
        raise InvalidInput([Diagnostic("no-topic", message)])
    if topic not in topics:
        hint = did_you_mean(topic, topics) or f"there are {', '.join(topics)}"
        raise InvalidInput([Diagnostic("unknown-topic", f"no topic {quote(topic)}", hint=hint)])


def _of_rules(kind: str, topic: str | None, protocols: list[Protocol]) -> Iterator[Row]:
    for protocol in protocols:
        if kind == "protocols":
            yield {
                "protocol": protocol.council,
                "council": protocol.name,
                "title": protocol.title,
                "clauses": str(len(protocol.clauses)),
                "norms": str(len(protocol.norms)),
            }
            continue
        for clause in protocol.clauses.values():
            parent = protocol.clauses.get(clause.part_of, clause)
            if topic is None or topic in (*clause.topics, *parent.topics):
                yield from _of_clause(kind, clause, protocol)


def _of_clause(kind: str, clause: Clause, protocol: Protocol) -> Iterator[Row]:
    if kind == "clauses":
        yield {"address": f"{protocol.council}/{clause.id}", "title": clause.title}
        return
    for norm in clause.norms:
        said = norm_in_words(norm, protocol.vocabulary) if norm.modality else clause.title
        yield {"address": norm.address, "norm": said}


def _of_words(kind: str, words: Vocabulary) -> Iterator[Row]:
    match kind:
        case "circumstances":
            for each in words.circumstances.values():
                yield {
                    "circumstance": each.name,
                    "title": each.title,
                    "description": each.description,
                }
        case "facts":
            for each in words.facts.values():
                yield {
                    "fact": each.name,
                    "question": each.question,
                    "type": each.type.value,
                    "values": ", ".join(each.values),
                }
        case "roles":
            for each in words.roles.roles.values():
                yield {
                    "role": each.name,
                    "description": each.description,
                    "is": ", ".join(each.wider),
                }
        case "actions":
            yield from ({"action": e.name, "phrase": e.phrase} for e in words.actions.values())
        case _:
            yield from ({"topic": name, "title": title} for name, title in words.topics.items())
