"""The page docs/reference/vocabulary.md: every word, and the clauses that use it."""

# ruff: noqa: INP001 - a script, and no package

from collections.abc import Iterable, Iterator, Mapping

from protocol_rules import Protocol
from protocol_rules.engine import in_words
from protocol_rules.lint.uses import words_of_norm
from protocol_rules.norms.protocol import Clause, Norm
from protocol_rules.vocabulary import Circumstance, Fact, FactType, shared_vocabulary

HEAD = """\
<!-- Written by tools/reference_pages.py from the rule files; change those, and run it again. -->

# Vocabulary

The words that rules and scenarios share: what can be told of a situation, by circumstance, with
the question that asks for it and the clauses that use it; then what can [never be
so](rule-file.md#what-is-impossible), the roles and the actions.
`protocol-rules show enquiry` shows the same at a terminal.
"""

ANSWERS = {
    FactType.BOOLEAN: "yes or no",
    FactType.ROLE: "one role or several",
    FactType.COUNT: "a number",
    FactType.DAYS: "a number of days",
    FactType.DATE: "a date",
}
Word = tuple[str, str]
"""A kind of word, and the word: a role may be named as a circumstance is."""

Uses = Mapping[Word, Mapping[str, Iterable[str]]]
"""For each word, the clauses of each council that use it."""


def vocabulary(protocols: list[Protocol]) -> str:
    """Word the page."""
    words, uses = shared_vocabulary(), _uses(protocols)
    lines = [HEAD, "## Circumstances\n"]
    for circumstance in words.circumstances.values():
        lines += _circumstance(circumstance, words.facts, uses)
    lines += ["## What is impossible\n", "| never so, all of it at once | because |", "|---|---|"]
    lines += [f"| {in_words(each.when)} | {each.because} |" for each in words.impossible]
    lines += ["\n## Roles\n", "| role | what it is | is a | used by |", "|---|---|---|---|"]
    for role in words.roles.roles.values():
        wider = ", ".join(f"`{each}`" for each in role.wider)
        lines.append(
            f"| `{role.name}` | {role.description} | {wider} | {_used(('role', role.name), uses)} |"
        )
    lines += ["\n## Actions\n", "| action | somebody must ... | used by |", "|---|---|---|"]
    for action in words.actions.values():
        lines.append(
            f"| `{action.name}` | {action.phrase} | {_used(('action', action.name), uses)} |"
        )
    return "\n".join([*lines, ""])


def _circumstance(each: Circumstance, facts: Mapping[str, Fact], uses: Uses) -> Iterator[str]:
    setting = " It is part of every situation." if each.is_setting else ""
    yield f"### {each.title}\n"
    yield f"`{each.name}`: {each.description}.{setting}\n"
    if alone := _used(("told", each.name), uses):
        yield f"Clauses that ask only whether it is there: {alone}\n"
    yield "| fact | question | answer | used by |"
    yield "|---|---|---|---|"
    for name in each.facts:
        fact = facts[name]
        judged = " (a person judges)" if fact.is_judged else ""
        values = (f"`{value}` {told}" for value, told in fact.values.items())
        answer = ANSWERS.get(fact.type) or ", ".join(values)
        if fact.among:
            answer += f": {', '.join(f'`{each}`' for each in fact.among)}"
        used = _used(("told", name), uses)
        yield f"| `{name}` | {fact.question}{judged} | {answer} | {used} |"
    yield ""


def _uses(protocols: list[Protocol]) -> Uses:
    uses: dict[Word, dict[str, dict[str, None]]] = {}
    for protocol in protocols:
        for clause in protocol.clauses.values():
            for word in _words(clause):
                uses.setdefault(word, {}).setdefault(protocol.council, {})[clause.id] = None
    return uses


def _words(clause: Clause) -> Iterator[Word]:
    for norm in clause.norms:
        yield from (("told", word) for word in words_of_norm(norm))
        yield from (("role", role) for role in _parties(norm))
        if norm.action:
            yield "action", norm.action


def _parties(norm: Norm) -> Iterator[str]:
    yield from norm.bearers
    if norm.counterparty is not None:
        yield from norm.counterparty.roles
    for step in norm.escalation:
        yield from step.to


def _used(word: Word, uses: Uses) -> str:
    by_council = uses.get(word, {}).items()
    return "; ".join(f"{council} {', '.join(clauses)}" for council, clauses in by_council)
