"""Names of stories and of their variations: what the norm says, and the fact that differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocol_rules.engine import Answer, Status, day
from protocol_rules.engine.footing import facts_behind
from protocol_rules.norms.protocol import Clause, Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.suggestions.words import facts_in_words, listed, nobody_knows, norm_named
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.conditions import atoms

__all__ = ["difference_named", "row_named", "story_named", "to_confirm", "told_in_words"]

_LONGEST = 4
"""How many facts a name tells at the most."""


def story_named(norms: Sequence[Norm], clause: Clause, protocol: Protocol) -> str:
    """Name a story for the norm that it is about, or for the clause of several."""
    if len(norms) == 1:
        return f"{norm_named(norms[0], protocol)} ({clause.id})"
    return f"{clause.title} ({clause.id})"


def told_in_words(norm: Norm, protocol: Protocol, story: Story) -> str:
    """Say what of a story matters to a norm."""
    words = protocol.vocabulary
    own = () if norm.when is None else (getattr(each, "fact", "") for each in atoms(norm.when))
    near = dict.fromkeys((*own, *facts_behind(protocol, norm.address)))
    facts = [fact for fact in near if fact in story.given][:_LONGEST]
    if facts:
        return facts_in_words({fact: story.given[fact] for fact in facts}, words)
    if story.about:
        return listed([_there(name, words) for name in sorted(story.about)])
    return "in every situation"


def row_named(story: Story, shared: Story, words: Vocabulary) -> str:
    """Say what a row tells beyond what it shares with the others of its story."""
    own = {fact: value for fact, value in story.given.items() if fact not in shared.given}
    parts = [facts_in_words(own, words)] if own else []
    there = story.about - shared.about
    parts += [_there(name, words) for name in words.circumstances if name in there]
    if story.today != shared.today and story.today is not None:
        parts.append(f"today is {day(story.today)}")
    return "; ".join(parts) or "no more is known"


def difference_named(before: Story, after: Story, words: Vocabulary) -> str:
    """Say what is told otherwise in a second story."""
    parts = [*_differences(before, after, words)]
    return f"but {listed(parts)}" if parts else "the same"


def _differences(before: Story, after: Story, words: Vocabulary) -> Iterator[str]:
    changed = {
        fact: value for fact, value in after.given.items() if before.given.get(fact) != value
    }
    if changed:
        yield facts_in_words(changed, words)
    gone = _circumstances(before, words) - _circumstances(after, words)
    for fact in words.in_order(before.given.keys() - after.given.keys()):
        if words.circumstance_of[fact] not in gone:
            yield nobody_knows(fact, words)
    for name in words.circumstances:
        if name in gone:
            yield f"there is no {name.replace('_', ' ')}"
        if name in after.about - _circumstances(before, words):
            yield _there(name, words)


def _circumstances(story: Story, words: Vocabulary) -> frozenset[str]:
    return story.about.union(words.circumstance_of[fact] for fact in story.given)


def _there(name: str, words: Vocabulary) -> str:
    return f"it is about “{words.circumstances[name].title}”"


def to_confirm(norm: Norm, answer: Answer) -> str:
    """Say what a person has to confirm: the clause, what its norm says, and what becomes of it."""
    return f"{norm.clause}, {norm_named(norm, answer.protocol)}: {_outcome(norm, answer)}"


def _outcome(norm: Norm, answer: Answer) -> str:
    finding = answer.finding(norm.address)
    match finding.status:
        case Status.LIFTED:
            lifting = [by.partition("/")[2] for by in finding.lifted_by]
            own = norm.address.partition("/")[2]
            names = ["its own exception" if by == own else by for by in lifting]
            return f"is lifted by {listed(names)}"
        case Status.UNDETERMINED:
            return f"is undetermined and turns on {listed(finding.missing)}"
        case _:
            return finding.status.words
