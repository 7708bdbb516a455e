"""`question-without-question-mark`: a fact whose question does not ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found_in_words

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    facts = {
        fact.name: fact
        for linted in protocols
        for fact in linted.protocol.vocabulary.facts.values()
    }
    for fact in facts.values():
        if "?" not in fact.question:
            message = f"the question for `{fact.name}` does not ask: {fact.question}"
            hint = "put it as a question, as somebody would be asked"
            yield found_in_words("question-without-question-mark", message, hint)


CHECK = Check("question-without-question-mark", "a fact whose question does not ask", _find)
