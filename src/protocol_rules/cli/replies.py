"""What may be replied to a question, and what somebody meant who typed something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from protocol_rules.analysis import Interview, roles_told_apart
from protocol_rules.engine import Question
from protocol_rules.vocabulary import Fact, FactType, Role

__all__ = ["Options", "numbered", "picked", "typed_line"]

_HOW = {
    FactType.BOOLEAN: "y or n",
    FactType.CHOICE: "a number or a name",
    FactType.CHOICES: "one or several numbers or names, with commas",
    FactType.ROLE: "one or several, with commas; any role will do by its name",
    FactType.COUNT: "a whole number",
    FactType.DAYS: "a number of days",
    FactType.DATE: "a day, as 2025-04-28 or 28 April 2025; or: not yet",
}
_YES_NO = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False}
_DAYS = ("%d %B %Y", "%d %b %Y")


class Options:
    """What is offered in reply to one question."""

    def __init__(self, question: Question, interview: Interview) -> None:
        """Find the names to choose from; those which no test asks for come last."""
        self._fact: Fact = question.fact
        self._roles: tuple[Role, ...] = ()
        self._others: tuple[Role, ...] = ()
        self._names = [*question.fact.values]
        if question.fact.type is FactType.ROLE:
            told_apart = roles_told_apart(question, interview.protocols, interview.words)
            self._roles, self._others = told_apart.asked, told_apart.others
            self._names = [each.name for each in (*self._roles, *self._others)]

    def write(self, page: click.HelpFormatter) -> None:
        """Write the options with their numbers, and how to reply."""
        texts = [f"{meaning} ({value})" for value, meaning in self._fact.values.items()]
        texts += [f"{each.name}: {each.description}" for each in self._roles]
        with page.indentation():
            if texts:
                page.write_dl(numbered(texts))
            if self._others:
                others = enumerate(self._others, len(self._roles) + 1)
                told = ", ".join(f"{number} {each.name}" for number, each in others)
                page.write_text(f"or somebody else: {told}")
            page.write_text(click.style(f"({_HOW[self._fact.type]})", dim=True))

    def meant(self, typed: str) -> object:
        """Give the value that somebody meant; what is not understood is given back as it is."""
        match self._fact.type:
            case FactType.BOOLEAN:
                return _YES_NO.get(typed.lower(), typed)
            case FactType.CHOICE:
                return picked(typed, self._names)
            case FactType.CHOICES | FactType.ROLE:
                return [picked(part, self._names) for part in typed.split(",") if part.strip()]
            case FactType.DATE:
                return _day(typed)
            case FactType.COUNT | FactType.DAYS:
                return typed


def numbered(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Number the texts from 1."""
    return [(f"{number:>2}", text) for number, text in enumerate(texts, 1)]


def picked(typed: str, names: Sequence[str]) -> str:
    """Give the name that a number stands for, or the name itself as the vocabulary writes it."""
    typed = typed.strip()
    if typed.isdecimal() and 0 < int(typed) <= len(names):
        return names[int(typed) - 1]
    return _plain(typed)


def typed_line(prompt: str) -> str:
    """Ask for a line; raises `EOFError` where there is no more input."""
    click.echo(prompt, nl=False)
    return input().strip()


def _plain(typed: str) -> str:
    """Write a name as the vocabulary does: `Service manager` is `service_manager`."""
    return "_".join(typed.lower().replace("-", " ").split())


def _day(typed: str) -> str:
    if _plain(typed) == "not_yet":
        return "not_yet"
    for form in _DAYS:
        try:
            return datetime.strptime(typed, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return typed
