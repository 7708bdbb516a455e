"""The interview: from what a story is about to a scenario, asking only what still matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from protocol_rules.engine import Answer, Question, evaluate, questions_about
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story, read_story
from protocol_rules.vocabulary import Circumstance, FactType, Vocabulary
from protocol_rules.vocabulary.values import Given

__all__ = ["Interview", "Reply"]


class Reply(NamedTuple):
    """What was replied when a fact was asked for; `None` is "don't know"."""

    fact: str
    value: Given | None


@dataclass(frozen=True)
class Interview:
    """An interview under one or several protocols; each reply gives a new one.

    `about` names the circumstances that are part of the story, and `replies` stand in the order
    in which they were given. `words` is the vocabulary of all the protocols together.
    """

    protocols: tuple[Protocol, ...]
    words: Vocabulary
    about: tuple[str, ...] = ()
    today: date | None = None
    replies: tuple[Reply, ...] = ()

    @cached_property
    def circumstances(self) -> tuple[Circumstance, ...]:
        """What a story may be about: the circumstances for which some norm waits."""
        # An empty story lacks all of them.
        spoken = {name for each in self.protocols for name in evaluate(each, read_story()).absent}
        return tuple(each for name, each in self.words.circumstances.items() if name in spoken)

    @cached_property
    def scenario(self) -> Story:
        """The scenario as far as it has been told."""
        return read_story(self._given, about=self.about, today=self.today, vocabulary=self.words)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The answer of each protocol as it stands now."""
        return tuple(evaluate(protocol, self.scenario) for protocol in self.protocols)

    @cached_property
    def question(self) -> Question | None:
        """What to ask next; `None` where nothing that could be asked matters any more.

        First come the facts that settle undetermined norms, the one that settles most of them
        before the others; then those that tell how far the norms that apply have been performed.
        A role that was named too widely to tell is asked for again.
        """
        open_norms = [each for answer in self.answers for each in answer.undetermined]
        in_force = [each for answer in self.answers for each in answer.applies]
        for findings in (open_norms, in_force):
            for question in questions_about(findings, self.scenario, self.words):
                if self._may_ask(question):
                    return question
        return None

    def told(self, fact: str) -> Given | None:
        """What has been told of a fact; `None` where nothing has."""
        return self._given.get(fact)

    def tell(self, fact: str, value: object) -> Interview:
        """Take a reply.

        Raises `InvalidInput` where it does not fit or contradicts another one, and
        `DateOutOfRange` where a deadline would leave the years that are known.
        """
        scenario = read_story(
            {**self._given, fact: value}, about=self.about, today=self.today, vocabulary=self.words
        )
        after = replace(self, replies=(*self.replies, Reply(fact, scenario.given[fact])))
        # The answers refuse what contradicts a definition, and the question needs their deadlines.
        _ = after.question
        return after

    def leave_open(self, fact: str) -> Interview:
        """Take "don't know" for a reply: the fact is not asked for again."""
        return replace(self, replies=(*self.replies, Reply(fact, None)))

    def back(self) -> Interview:
        """Take the last reply back; the first question has nothing before it."""
        return replace(self, replies=self.replies[:-1])

    def with_about(self, names: Iterable[str]) -> Interview:
        """Change what the story is about; replies on what is no part of it any more are dropped."""
        about = tuple(dict.fromkeys(names))
        kept = tuple(each for each in self.replies if self._is_part(each.fact, about))
        return replace(self, about=about, replies=kept)

    @cached_property
    def _given(self) -> dict[str, Given]:
        return {fact: value for fact, value in self.replies if value is not None}

    def _may_ask(self, question: Question) -> bool:
        """Tell whether a fact is part of the story, and a reply to it might be a new one."""
        fact = question.fact
        if not self._is_part(fact.name, self.about):
            return False
        said = [value for name, value in self.replies if name == fact.name]
        # Somebody who was named too widely may be named more closely, but once.
        is_vague = fact.type is FactType.ROLE and len(said) == 1 and said[0] is not None
        return not said or is_vague

    def _is_part(self, fact: str, about: tuple[str, ...]) -> bool:
        circumstance = self.words.facts[fact].circumstance
        return circumstance in about or self.words.circumstances[circumstance].is_setting
