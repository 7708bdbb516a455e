"""Picking what a story is about: from a list, by a number, by a name, or by a word of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from protocol_rules.cli.output import printed, show
from protocol_rules.cli.replies import numbered, picked, typed_line
from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.vocabulary import Circumstance, Vocabulary

__all__ = ["CircumstancePicker"]

_PROMPT = "\nNumbers or names, with commas; or a word to look for: "
_SHORTEST_WORD = 3


class CircumstancePicker:
    """Lets somebody pick from a numbered list of circumstances."""

    def __init__(self, listed: Sequence[Circumstance], words: Vocabulary) -> None:
        """Take the list, and the vocabulary in which a word is looked for."""
        self._listed = listed
        self._words = words
        self._names = [each.name for each in listed]

    def show_list(self) -> None:
        """Show the whole list, in the vocabulary's order: what is akin stands together."""
        if self._listed:
            with printed() as page, page.indentation():
                page.write_dl(numbered([each.title for each in self._listed]))

    def pick(self, about: tuple[str, ...]) -> tuple[str, ...] | None:
        """Ask until an empty line confirms the choice; `None` where somebody leaves."""
        while (typed := typed_line(_PROMPT)) or not about:
            names = [picked(part, self._names) for part in typed.split(",") if part.strip()]
            if typed == "q":
                return None
            if not names:
                show("Pick one at least, or leave with q.")
            elif all(name in self._names for name in names):
                # What is picked a second time is taken out again.
                kept = [each for each in about if each not in names]
                about = (*kept, *(each for each in names if each not in about))
                self._show_picked(about)
            else:
                self._look_for(typed)
        return about

    def _show_picked(self, about: tuple[str, ...]) -> None:
        titles = "; ".join(self._words.circumstances[each].title for each in about)
        show(f"It is about: {titles or 'nothing yet'}")
        if about:
            show(click.style("Pick more, or go on with an empty line.", dim=True))

    def _look_for(self, word: str) -> None:
        texts = [f"{each.title}: {each.description}" for each in self._listed]
        listed = zip(self._listed, numbered(texts), strict=True)
        found = [row for each, row in listed if self._speaks_of(each, word)]
        if found:
            with printed() as page, page.indentation():
                page.write_dl(found)
        else:
            hint = did_you_mean(word, self._names) or "try a word of three letters or more"
            show(f"Nothing in the list is called, or speaks of, {quote(word)}: {hint}")

    def _speaks_of(self, circumstance: Circumstance, word: str) -> bool:
        """Tell whether the circumstance or one of its questions has a word that begins so."""
        if len(word) < _SHORTEST_WORD or word.isdecimal():
            return False
        facts = (self._words.facts[each] for each in circumstance.facts)
        asked = (text for fact in facts for text in (fact.question, *fact.values.values()))
        texts = (circumstance.name, circumstance.title, circumstance.description, *asked)
        return re.search(rf"\b{re.escape(word)}", " ".join(texts), re.IGNORECASE) is not None
