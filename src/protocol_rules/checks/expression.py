"""Which scenarios are meant: words joined by `and`, `or`, `not` and parentheses, as pytest's `-k`.

A word is met where one of the names contains it, whatever the case of its letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from protocol_rules.diagnostics import Diagnostic, InvalidInput, Span

__all__ = ["Chooser", "read_expression"]

Chooser = Callable[[Iterable[str]], bool]
"""Tells whether something of these names is meant."""

_TOKEN = re.compile(r"""\s*(?:([()])|"([^"]*)"|'([^']*)'|([^\s()"']+)|(["']))""")
_JOINING = ("and", "or", "not")
_DEEPEST = 100


class _Token(NamedTuple):
    text: str
    at: int
    is_word: bool


def read_expression(text: str) -> Chooser:
    """Read an expression; raises `InvalidInput` with the place of what is wrong.

    >>> meant = read_expression("thanet and not (late or early)")
    >>> meant(["thanet", "a late answer"]), meant(["thanet", "an answer"])
    (False, True)
    """
    return _Reader(text).read()


class _Reader:
    """Reads one expression from left to right: `not` binds closest, then `and`, then `or`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [*_tokens(text)]
        self._at = 0
        self._depth = 0

    def read(self) -> Chooser:
        meant = self._any_of()
        if (token := self._next) is not None:
            said = "a `)` that closes nothing" if token.text == ")" else "expected `and` or `or`"
            raise self._fault(said)
        return lambda names: meant([each.casefold() for each in names])

    @property
    def _next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, text: str) -> bool:
        token = self._next
        if token is None or token.is_word or token.text != text:
            return False
        self._at += 1
        return True

    def _any_of(self) -> Chooser:
        parts = [self._all_of()]
        while self._take("or"):
            parts.append(self._all_of())
        return lambda names: any(part(names) for part in parts)

    def _all_of(self) -> Chooser:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return lambda names: all(part(names) for part in parts)

    def _one(self) -> Chooser:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._fault(f"more than {_DEEPEST} parts stand in one another")
        meant = self._denied_or_not()
        self._depth -= 1
        return meant

    def _denied_or_not(self) -> Chooser:
        if self._take("not"):
            part = self._one()
            return lambda names: not part(names)
        if self._take("("):
            part = self._any_of()
            if not self._take(")"):
                raise self._fault("a `)` is wanted")
            return part
        token = self._next
        if token is None or not token.is_word:
            raise self._fault("a word, `not` or `(` is wanted")
        self._at += 1
        word = token.text.casefold()
        return lambda names: any(word in name for name in names)

    def _fault(self, said: str) -> InvalidInput:
        token = self._next
        return _fault(self._text, len(self._text.rstrip()) if token is None else token.at, said)


def _tokens(text: str) -> Iterable[_Token]:
    position = 0
    while found := _TOKEN.match(text, position):
        position = found.end()
        bracket, double, single, plain, open_quote = found.groups()
        at = found.start() + len(found[0]) - len(found[0].lstrip())
        if open_quote:
            raise _fault(text, at, f"the {open_quote} is not closed")
        quoted = double if double is not None else single
        word = quoted if quoted is not None else plain
        if quoted == "":
            raise _fault(text, at, "there is nothing between the quotation marks")
        is_word = quoted is not None or (not bracket and plain not in _JOINING)
        yield _Token(bracket or word, at, is_word)


def _fault(text: str, at: int, said: str) -> InvalidInput:
    line = re.sub(r"[\t\r\n]", " ", text)
    span = Span("-k", 1, at + 1, 1, at + 2)
    return InvalidInput([Diagnostic("wrong-expression", said, span, excerpt=line)])
