"""References of one clause to another, which follow it when it is renumbered."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["numbers_followed"]

_NUMBER = re.compile(r"\d+(?:\.\d+)*(?:\([a-z]{1,4}\))*")
_REFERS = re.compile(r"\b(?:paragraph|section|clause|part|rule|article)s?\s*$", re.IGNORECASE)
_BEFORE = 20
_PLAINLY = 2


def numbers_followed(text: str, old: Mapping[str, str]) -> str:
    """Put the old numbers back into the references of a text; `old` maps new numbers to them.

    A number counts as a reference where it has three parts or a letter, or comes right after a
    word such as *paragraph*: the ten of ten working days stays what it is.
    """

    def _replaced(found: re.Match[str]) -> str:
        number = found.group()
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        is_plain = number.count(".") >= _PLAINLY or "(" in number or _REFERS.search(before)
        return old.get(number, number) if is_plain else number

    return _NUMBER.sub(_replaced, text)
