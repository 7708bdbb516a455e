"""The passages of a republished document, and what is printed before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from protocol_rules.drift.words import words

__all__ = ["BULLET", "Label", "Number", "Passage", "is_printed"]

BULLET = "*"
"""The mark of an item that has no letter in print."""

_ROOT = re.compile(r"\d+[A-Z]?(?:\.\d+[A-Z]?)*")
_MARK = re.compile(r"\(([a-z]{1,4}|[A-Z]{1,2}|\d{1,2})\)")
_PRINTED = re.compile(rf"{_ROOT.pattern}(?:{_MARK.pattern})*")


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a passage: a number, marks of items such as `(a)`, or both."""

    root: str = ""
    marks: tuple[str, ...] = ()
    printed: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is printed with digits or letters."""
        return bool(self.root or self.marks) and self.marks[-1:] != (BULLET,)


@dataclass(frozen=True, slots=True)
class Number:
    """Where a passage stands: the number above it and the marks below that, as far as known."""

    root: str = ""
    marks: tuple[str, ...] = ()

    @classmethod
    def of(cls, address: str) -> Number:
        """Read the printed part of a clause's address: `9.1.p2(a)` is printed as `9.1(a)`."""
        root = _ROOT.match(address)
        return cls(_without_zero(root.group()) if root else "", tuple(_MARK.findall(address)))

    def __str__(self) -> str:
        """Write it as an address; an item without a letter is known by what it belongs to."""
        marks = "".join(f"({mark})" for mark in self.marks if mark != BULLET)
        return f"{self.root}{marks}" if self.root else ""


@dataclass(frozen=True)
class Passage:
    """A paragraph of a document; `address` is known where it comes from a clause file.

    `is_heading` says that it is a heading, and `may_be_heading` that it looks like one.
    """

    text: str
    line: int
    label: Label = Label()
    number: Number = Number()
    address: str = ""
    is_heading: bool = False
    may_be_heading: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words after the label."""
        return words(self.text)

    @cached_property
    def all_words(self) -> tuple[str, ...]:
        """The words with the label, which may have been no label but part of the text."""
        return words(f"{self.label.printed} {self.text}")

    @property
    def is_numbered(self) -> bool:
        """Whether it has a printed number or letter of its own."""
        return bool(self.address) or self.label.is_number

    @property
    def shown(self) -> str:
        """The address under which it stands, as far as it is known."""
        return self.address or str(self.number)

    def at(self, number: Number) -> Passage:
        """Say where the passage stands."""
        return replace(self, number=number)

    def stands_at(self, address: str) -> bool | None:
        """Tell whether it stands at a clause's address; `None` where print does not say so."""
        if self.address:
            return self.address == address
        wanted, own = Number.of(address), self.number
        if not wanted.root:
            return False if self.label.root else None
        if not own.root:
            is_other = self.label.is_number and own.marks[-1:] != wanted.marks[-1:]
            return False if is_other else None
        if own.root != wanted.root or len(own.marks) != len(wanted.marks):
            return False
        return all(
            mark in (BULLET, other) for mark, other in zip(own.marks, wanted.marks, strict=True)
        )


def is_printed(address: str) -> bool:
    """Tell whether an address is printed as it is: `9.1(a)` is, `9.1.p2` stands for a place."""
    return _PRINTED.fullmatch(address) is not None


def _without_zero(root: str) -> str:
    """Take `.0` off: a section 6 is printed as 6 or as 6.0."""
    return root.removesuffix(".0")
