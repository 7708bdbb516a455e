"""Clauses, norms and the words of the vocabulary for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from protocol_rules.engine import day, in_words, norm_in_words, stated
from protocol_rules.norms.protocol import Clause, Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary import Circumstance, Fact, Role, Vocabulary
from protocol_rules.vocabulary.constraints import facts_of

__all__ = [
    "story_in_a_line",
    "write_circumstance",
    "write_clause",
    "write_fact",
    "write_norm",
    "write_phrase",
    "write_protocol",
    "write_role",
    "write_rows",
]

_READABLE = 50
"""What is said of a name stands beside it where it has as many columns, else below it."""


def write_rows(rows: Sequence[Mapping[str, str]], page: click.HelpFormatter) -> None:
    """Write rows of the same keys: the first cell is the name to go on with, and is never broken.

    The second is what is said of it; those after it say in brackets what they are.
    """
    told: list[tuple[str, str]] = []
    for row in rows:
        name, said, *_ = row.values()
        more = "; ".join(f"{key}: {cell}" for key, cell in list(row.items())[2:] if cell)
        told.append((name, f"{said} ({more})" if more else said))
    page.write_dl(told, col_max=max(page.width - _READABLE, 0))


def story_in_a_line(story: Story) -> str:
    """Say what is told in a story without occasions: its facts, what else is there, and the day."""
    parts = [f"{fact}: {stated(value)}" for fact, value in story.given.items()]
    parts += [f"about {name}" for name in sorted(story.about)]
    if story.today is not None:
        parts.append(f"today {day(story.today)}")
    return "; ".join(parts) or "nothing need be known"


def write_protocol(protocol: Protocol, page: click.HelpFormatter) -> None:
    """Write the clauses of a protocol, as a table of contents."""
    adopted = "" if protocol.adopted is None else f", adopted {day(protocol.adopted)}"
    counted = f"{len(protocol.clauses)} clauses, {len(protocol.norms)} norms{adopted}"
    _write_title(f"{protocol.name}: {protocol.title}", page)
    page.write_text(click.style(counted, dim=True))
    clauses = protocol.clauses.values()
    _write_details({each.id: _in_contents(each) for each in clauses}, page)


def _in_contents(clause: Clause) -> str:
    return f"{clause.title} (norms: {len(clause.norms)})" if clause.norms else clause.title


def write_clause(clause: Clause, protocol: Protocol, page: click.HelpFormatter) -> None:
    """Write the gist of a clause, its norms and what was left to judgement."""
    _write_title(f"{protocol.name}, {clause.id}: {clause.title}", page)
    if clause.gist:
        page.write_text(clause.gist)
    details = {
        "part of": clause.part_of,
        "kind": clause.kind.value if clause.kind else "",
        "topics": ", ".join(protocol.vocabulary.topics[topic] for topic in clause.topics),
        "left to judgement": clause.judgement,
    }
    details |= {fact: f"holds where {in_words(each)}" for fact, each in clause.defines.items()}
    _write_details(details, page)
    for norm in clause.norms:
        write_norm(norm, protocol, page)
    items = [each for each in protocol.clauses.values() if each.part_of == clause.id]
    _write_details({each.id: each.title for each in items}, page)


def write_norm(norm: Norm, protocol: Protocol, page: click.HelpFormatter) -> None:
    """Write a norm in a sentence, with its conditions in words."""
    said = protocol.clauses[norm.clause].title
    if norm.modality is not None:
        said = norm_in_words(norm, protocol.vocabulary)
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
    page.write_text(click.style(norm.address, bold=True))
    with page.indentation():
        page.write_text(said[:1].upper() + said[1:])
        _write_details(details, page)


def _when(norm: Norm) -> str:
    if norm.is_standing:
        return "always"
    return "" if norm.when is None else in_words(norm.when)


def write_fact(
    fact: Fact, words: Vocabulary, used_by: Sequence[str], page: click.HelpFormatter
) -> None:
    """Write the question of a fact, its values, what it cannot be, and the norms that use it."""
    _write_title(fact.name, page)
    page.write_text(fact.question)
    page.write_text(f"type: {fact.type}")
    if fact.is_judged:
        page.write_text("a person has to judge it")
    if fact.among:
        page.write_text(f"who can stand there: {', '.join(fact.among)}")
    with page.indentation():
        _write_details(fact.values, page)
    for each in words.impossible:
        if fact.name in facts_of(each.when):
            page.write_text(f"never so: {in_words(each.when)} ({each.because})")
    _write_uses(used_by, page)


def write_circumstance(
    circumstance: Circumstance, words: Vocabulary, page: click.HelpFormatter
) -> None:
    """Write what a circumstance is, with the questions of its facts."""
    there = " (always there)" if circumstance.is_setting else ""
    _write_title(f"{circumstance.name}: {circumstance.title}{there}", page)
    page.write_text(circumstance.description)
    asked: dict[str, str] = {}
    for name in circumstance.facts:
        fact = words.facts[name]
        values = f": {', '.join(fact.values)}" if fact.values else ""
        asked[name] = f"{fact.question} ({fact.type}{values})"
    with page.indentation():
        _write_details(asked, page)


def write_phrase(name: str, phrase: str, used_by: Sequence[str], page: click.HelpFormatter) -> None:
    """Write the phrase of an action or a topic, with what uses it."""
    _write_title(name, page)
    page.write_text(phrase)
    _write_uses(used_by, page)


def write_role(role: Role, words: Vocabulary, page: click.HelpFormatter) -> None:
    """Write what a role is, with what is wider and what is narrower."""
    narrower = sorted(words.roles.below(role.name) - {role.name})
    _write_title(role.name, page)
    page.write_text(role.description)
    _write_details({"is": ", ".join(role.wider), "includes": ", ".join(narrower)}, page)


def _write_title(title: str, page: click.HelpFormatter) -> None:
    page.write_text(click.style(title, bold=True, underline=True))


def _write_details(details: Mapping[str, str], page: click.HelpFormatter) -> None:
    """Write what there is to say; click takes no empty list."""
    if told := [(name, said) for name, said in details.items() if said]:
        page.write_dl(told)


def _write_uses(by: Sequence[str], page: click.HelpFormatter) -> None:
    if by:
        page.write_text(click.style(f"used by: {', '.join(by)}", dim=True))
