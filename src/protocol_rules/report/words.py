"""Clauses, norms and the words of the vocabulary for people at a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from protocol_rules.engine import in_words, norm_in_words
from protocol_rules.norms.protocol import Clause, Norm, Protocol
from protocol_rules.vocabulary import Circumstance, Fact, Role, Vocabulary

__all__ = [
    "circumstance_view",
    "clause_view",
    "fact_view",
    "norm_view",
    "role_view",
    "rows_view",
]


def rows_view(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> RenderableType:
    """A plain table."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def clause_view(clause: Clause, protocol: Protocol) -> RenderableType:
    """A clause with its gist, its norms and what was left to judgement."""
    parts: list[RenderableType] = [
        Text(f"{protocol.name}, {clause.id}: {clause.title}", style="bold underline")
    ]
    facts = {
        "part of": clause.part_of,
        "kind": clause.kind.value if clause.kind else "",
        "topics": ", ".join(protocol.vocabulary.topics[topic] for topic in clause.topics),
        "left to judgement": clause.judgement,
    }
    if clause.gist:
        parts.append(Text(clause.gist))
    parts += [Text(f"{name}: {value}", style="dim") for name, value in facts.items() if value]
    for fact, condition in clause.defines.items():
        parts.append(Text(f"{fact} holds where {in_words(condition)}"))
    parts += [norm_view(norm, protocol) for norm in clause.norms]
    items = [each for each in protocol.clauses.values() if each.part_of == clause.id]
    parts += [Text(f"{each.id}: {each.title}") for each in items]
    return Group(*parts)


def norm_view(norm: Norm, protocol: Protocol) -> RenderableType:
    """A norm in a sentence, with its conditions in words."""
    said = norm_in_words(norm, protocol.vocabulary)
    lines = [Text(norm.address, style="bold"), Text(f"  {said[:1].upper()}{said[1:]}")]
    lifted_by = ", ".join(each.by for each in protocol.overrides.get(norm.address, ()))
    details = {
        "how": norm.qualifier,
        "when": "always" if norm.is_standing else "" if norm.when is None else in_words(norm.when),
        "provided": "" if norm.provided is None else in_words(norm.provided),
        "unless": "; ".join(in_words(each) for each in norm.unless),
        "lifted by": lifted_by,
        "lifts": ", ".join(norm.lifts),
        "deadline": "" if norm.deadline is None else norm.deadline.text,
        "limit": "; ".join(in_words(each) for each in norm.limits),
        "answers a breach of": norm.reparation_for,
        "route": "; then ".join(" or ".join(step.to) for step in norm.escalation),
        "presumes": ", ".join(f"{fact}: {str(value).lower()}" for fact, value in norm.presumes.items()),
    }
    lines += [Text(f"  {name}: {value}") for name, value in details.items() if value]
    return Group(*lines)


def fact_view(fact: Fact, used_by: list[str]) -> RenderableType:
    """A fact with its question, its values and the norms that use it."""
    lines = [Text(fact.name, style="bold underline"), Text(fact.question), Text(f"type: {fact.type}")]
    if fact.is_judged:
        lines.append(Text("a person has to judge it"))
    lines += [Text(f"  {value}: {meaning}") for value, meaning in fact.values.items()]
    return Group(*lines, *_used(used_by))


def circumstance_view(circumstance: Circumstance, words: Vocabulary) -> RenderableType:
    """A circumstance with the questions of its facts."""
    there = " (always there)" if circumstance.is_setting else ""
    lines = [
        Text(f"{circumstance.name}: {circumstance.title}{there}", style="bold underline"),
        Text(circumstance.description),
    ]
    lines += [Text(f"  {name}: {words.facts[name].question}") for name in circumstance.facts]
    return Group(*lines)


def role_view(role: Role, words: Vocabulary) -> RenderableType:
    """A role with what is wider and what is narrower."""
    narrower = sorted(words.roles.below(role.name) - {role.name})
    lines = [Text(role.name, style="bold underline"), Text(role.description)]
    if role.wider:
        lines.append(Text(f"is: {', '.join(role.wider)}"))
    if narrower:
        lines.append(Text(f"includes: {', '.join(narrower)}"))
    return Group(*lines)


def _used(by: list[str]) -> list[Text]:
    return [Text(f"used by: {', '.join(by)}", style="dim")] if by else []
