"""The page docs/reference/coverage.md: which clauses are encoded."""

# ruff: noqa: INP001 - a script, and no package

from collections.abc import Iterator

from protocol_rules import Protocol
from protocol_rules.norms.protocol import Clause

HEAD = """\
<!-- Written by tools/reference_pages.py from the rule files; change those, and run it again. -->

# Coverage

These are the clauses that have a card in the [rule files](../../rules/), with the number of norms
on them. A clause that is not listed here is not encoded: no answer speaks of it, and that an answer
says nothing of a matter does not mean that the printed protocol says nothing of it. What scenarios
show of the rules is another thing: [Coverage of rules](coverage-of-rules.md).

A clause stands under the first of its topics; an item without topics stands with the clause that
it is part of. A clause without a norm is a statement, a definition or a principle, or it is an item
of a clause that has the norm.
"""


def coverage(protocols: list[Protocol]) -> str:
    """Word the page."""
    return "\n".join(
        [HEAD, *_summary(protocols), *(line for each in protocols for line in _section(each))]
    )


def _summary(protocols: list[Protocol]) -> Iterator[str]:
    yield "| protocol | council | clauses encoded | of these with a norm | norms |"
    yield "|---|---|--:|--:|--:|"
    for each in protocols:
        bearing = sum(bool(clause.norms) for clause in each.clauses.values())
        name = f"[`{each.council}`](#{each.name.lower().replace(' ', '-')})"
        yield f"| {name} | {each.name} | {len(each.clauses)} | {bearing} | {len(each.norms)} |"


def _section(protocol: Protocol) -> Iterator[str]:
    yield f"\n## {protocol.name}\n"
    adopted = f", adopted {protocol.adopted.isoformat()}" if protocol.adopted else ""
    yield f"{protocol.title}{adopted}.\n"
    yield "| topic | clauses | norms | which |"
    yield "|---|--:|--:|---|"
    for topic, title in {**protocol.vocabulary.topics, "": "No topic"}.items():
        clauses = [each for each in protocol.clauses.values() if _topic(each, protocol) == topic]
        if clauses:
            norms = sum(len(each.norms) for each in clauses)
            names = ", ".join(each.id for each in clauses)
            yield f"| {title} | {len(clauses)} | {norms} | {names} |"


def _topic(clause: Clause, protocol: Protocol) -> str:
    """Give the first topic of a clause, or of the clause that it is part of."""
    if not clause.topics and clause.part_of:
        return _topic(protocol.clauses[clause.part_of], protocol)
    return clause.topics[0] if clause.topics else ""
