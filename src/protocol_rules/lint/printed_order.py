"""The parts of a printed address, and whether one may be printed after another."""

from __future__ import annotations

import re

__all__ = ["is_before", "parts_of", "shared"]

_PART = re.compile(r"\([^()]*\)|[^.()]+")
_COUNTED = re.compile(r"\(?([^\d()]*)(\d+)\)?")
_LETTERS = re.compile(r"\(([a-z]{1,2})\)")
_ROMAN = re.compile(r"\(([ivxl]+)\)")
_WORTH = {"i": 1, "v": 5, "x": 10, "l": 50}


def parts_of(clause: str) -> tuple[str, ...]:
    """Take an address apart: `9.1.12.p2(a)` into `9`, `1`, `12`, `p2` and `(a)`."""
    return tuple(_PART.findall(clause))


def shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Count the parts in which two addresses begin alike."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def is_before(one: str, other: str) -> bool:
    """Tell whether a part may be printed before another one beside it.

    Numbers run upwards, whatever stands before them alike (`p1`, `p2`); letters and Roman
    numbers do as well, and `(i)` may be either. Parts of different kinds follow in any order.
    """
    counts = _COUNTED.fullmatch(one), _COUNTED.fullmatch(other)
    if counts[0] and counts[1]:
        return counts[0][1] != counts[1][1] or int(counts[0][2]) < int(counts[1][2])
    roman = _ROMAN.fullmatch(one), _ROMAN.fullmatch(other)
    letters = _LETTERS.fullmatch(one), _LETTERS.fullmatch(other)
    if letters[0] and letters[1] and _letter(letters[0][1]) < _letter(letters[1][1]):
        return True
    if roman[0] and roman[1]:
        return _number(roman[0][1]) < _number(roman[1][1])
    return not (letters[0] and letters[1])


def _letter(name: str) -> tuple[int, str]:
    return len(name), name


def _number(roman: str) -> int:
    worths = [_WORTH[each] for each in roman]
    following = [*worths[1:], 0]
    return sum(
        -worth if worth < after else worth for worth, after in zip(worths, following, strict=True)
    )
