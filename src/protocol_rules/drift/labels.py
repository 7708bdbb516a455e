"""What stands before a passage in print: numbers, letters and bullets at the start of a line."""

from __future__ import annotations

import re

from protocol_rules.drift.passage import BULLET, Label

__all__ = ["follows", "is_first", "label_of", "next_mark"]

_PART = r"\d{1,3}[A-Z]?"
_NUMBER = re.compile(
    rf"(?P<root>{_PART}(?:\.{_PART})*)[.)]?(?P<marks>(?:\((?:[a-z]{{1,4}}|\d{{1,2}})\))*)(?=\s|$)"
)
_MARK = re.compile(
    r"(?:\((?P<mark>[a-z]{1,2}|[ivxl]{1,5}|[A-Z]|\d{1,2})\)|(?P<other>[a-z]|[ivx]{1,4})[.)])(?=\s|$)"
)
_BULLET = re.compile(
    r"(?:[\u2022\u00b7\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u25e6\u2023\u2043\u27a2\uf0b7*+o\u2013\u2014-])(?=\s)"
)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")


def label_of(line: str) -> Label | None:
    """Read the label at the start of a line, or `None`."""
    if found := _NUMBER.match(line):
        root = found["root"].removesuffix(".0")
        return Label(root, tuple(re.findall(r"\w+", found["marks"])), found.group())
    if found := _MARK.match(line):
        return Label(marks=(found["mark"] or found["other"],), printed=found.group())
    if found := _BULLET.match(line):
        return Label(marks=(BULLET,), printed=found.group())
    return None


def is_first(mark: str) -> bool:
    """Tell whether a mark begins a list."""
    return mark in ("a", "i", "1", "A", BULLET)


def next_mark(mark: str, other: str) -> bool:
    """Tell whether a mark of a list comes right after another."""
    if mark == other == BULLET:
        return True
    if mark.isdecimal() and other.isdecimal():
        return int(other) == int(mark) + 1
    if len(mark) == len(other) == 1 and ord(other) == ord(mark) + 1:
        return True
    return mark in _ROMANS[:-1] and other == _ROMANS[_ROMANS.index(mark) + 1]


def follows(root: str, other: str) -> bool:
    """Tell whether a number is the next one after another: its sibling, child, or an uncle."""
    before, after = root.split("."), other.split(".")
    if len(after) > len(before):
        return after[: len(before)] == before and set(after[len(before) :]) <= {"0", "1"}
    depth = len(after)
    if after[:-1] != before[: depth - 1]:
        return False
    was, now = before[depth - 1], after[-1]
    return was.isdecimal() and now.isdecimal() and int(now) == int(was) + 1
