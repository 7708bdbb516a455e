"""Clauses, norms and the words of the vocabulary for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from protocol_rules.engine import day, in_words, norm_in_words, stated
from protocol_rules.norms.protocol import Clause, Norm, Protocol
from protocol_rules.vocabulary import Circumstance, Fact, Role, Vocabulary

__all__ = [
    "Rows",
    "circumstance_view",
    "clause_view",
    "fact_view",
    "norm_view",
    "phrase_view",
    "protocol_view",
    "role_view",
]

_READABLE = 40


@dataclass(frozen=True, slots=True)
class Rows:
    """One or more rows of the same keys: a table, or a list where a table would be too narrow.

    The first cell is the name to go on with, and is never broken.
    """

    rows: Sequence[Mapping[str, str]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Choose the layout by the width."""
        names = (next(iter(row.values())) for row in self.rows)
        room = options.max_width - max(map(cell_len, names))
        yield self._table() if room >= _READABLE else self._stack()

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for position, heading in enumerate(self.rows[0]):
            table.add_column(heading, overflow="fold", no_wrap=position == 0)
        for row in self.rows:
            table.add_row(*map(Text, row.values()))
        return table

    def _stack(self) -> Group:
        lines: list[RenderableType] = []
        for row in self.rows:
            (_, name), *rest = row.items()
            lines.append(Text(name, style="bold"))
            for heading, cell in rest:
                said = f"{heading}: {cell}" if len(rest) > 1 else cell
                lines += [Padding(Text(said), (0, 0, 0, 4))] if cell else []
        return Group(*lines)


def protocol_view(protocol: Protocol) -> RenderableType:
    """A protocol with its clauses, as a table of contents."""
    adopted = "" if protocol.adopted is None else f", adopted {day(protocol.adopted)}"
    rows = [
        {"clause": each.id, "title": each.title, "norms": str(len(each.norms) or "")}
        for each in protocol.clauses.values()
    ]
    title = Text(f"{protocol.name}: {protocol.title}", style="bold underline")
    counted = f"{len(protocol.clauses)} clauses, {len(protocol.norms)} norms{adopted}"
    return Group(title, Text(counted, style="dim"), Rows(rows))


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
    said = protocol.clauses[norm.clause].title
    if norm.modality is not None:
        said = norm_in_words(norm, protocol.vocabulary)
    heading = Text(norm.address, style="bold")
    details = {
        "how": norm.qualifier,
        "when": _when(norm),
        "provided": "" if norm.provided is None else in_words(norm.provided),
        "unless": "; ".join(in_words(each) for each in norm.unless),
        "lifted by": ", ".join(each.by for each in protocol.overrides.get(norm.address, ())),
        "lifts": ", ".join(norm.lifts),
        "deadline": "" if norm.deadline is None else norm.deadline.text,
        "done on": norm.done_on,
        "limit": "; ".join(in_words(each) for each in norm.limits),
        "breached when": "" if norm.breached_when is None else in_words(norm.breached_when),
        "answers a breach of": norm.reparation_for,
        "route": "; then ".join(" or ".join(step.to) for step in norm.escalation),
        "presumes": ", ".join(f"{fact}: {stated(value)}" for fact, value in norm.presumes.items()),
    }
    told = (f"{name}: {value}" for name, value in details.items() if value)
    return Group(heading, _indented(said[:1].upper() + said[1:]), *map(_indented, told))


def _when(norm: Norm) -> str:
    if norm.is_standing:
        return "always"
    return "" if norm.when is None else in_words(norm.when)


def fact_view(fact: Fact, used_by: list[str]) -> RenderableType:
    """A fact with its question, its values and the norms that use it."""
    lines = [
        Text(fact.name, style="bold underline"),
        Text(fact.question),
        Text(f"type: {fact.type}"),
    ]
    if fact.is_judged:
        lines.append(Text("a person has to judge it"))
    values = (f"{value}: {meaning}" for value, meaning in fact.values.items())
    return Group(*lines, *map(_indented, values), *_used(used_by))


def circumstance_view(circumstance: Circumstance, words: Vocabulary) -> RenderableType:
    """A circumstance with the questions of its facts."""
    there = " (always there)" if circumstance.is_setting else ""
    lines: list[RenderableType] = [
        Text(f"{circumstance.name}: {circumstance.title}{there}", style="bold underline"),
        Text(circumstance.description),
    ]
    for name in circumstance.facts:
        fact = words.facts[name]
        values = f": {', '.join(fact.values)}" if fact.values else ""
        lines.append(_indented(f"{name}: {fact.question} ({fact.type}{values})"))
    return Group(*lines)


def phrase_view(name: str, phrase: str, used_by: list[str]) -> RenderableType:
    """An action or a topic with its phrase and with what uses it."""
    return Group(Text(name, style="bold underline"), Text(phrase), *_used(used_by))


def role_view(role: Role, words: Vocabulary) -> RenderableType:
    """A role with what is wider and what is narrower."""
    narrower = sorted(words.roles.below(role.name) - {role.name})
    lines = [Text(role.name, style="bold underline"), Text(role.description)]
    if role.wider:
        lines.append(Text(f"is: {', '.join(role.wider)}"))
    if narrower:
        lines.append(Text(f"includes: {', '.join(narrower)}"))
    return Group(*lines)


def _indented(line: str) -> Padding:
    return Padding(Text(line), (0, 0, 0, 2))


def _used(by: Sequence[str]) -> list[Text]:
    return [Text(f"used by: {', '.join(by)}", style="dim")] if by else []
