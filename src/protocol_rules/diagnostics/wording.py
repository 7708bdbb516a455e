"""Words inside a message: what the author wrote, and what the author may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["did_you_mean", "nearest", "quote", "visible"]

_QUOTED_AT_MOST = 60
# Longer than any name; an edit distance on longer texts would only cost time.
_NAME_AT_MOST = 120
_SEPARATORS = re.compile(r"[\s._/#-]+")


def visible(text: str) -> str:
    """Show a text on one line: a tab as one space, other unprintable characters escaped."""
    if text.isprintable():
        return text
    return "".join(_visible_character(character) for character in text)


def quote(text: object) -> str:
    """Put what the author wrote into backticks, shortened and on one line."""
    try:
        written = str(text)
    except ValueError:  # an int of more digits than Python is willing to print
        written = "a number of too many digits"
    # Cut before escaping: the text may be megabytes long.
    shown = visible(written[: _QUOTED_AT_MOST + 1]).replace("`", "'")
    if len(shown) > _QUOTED_AT_MOST:
        shown = f"{shown[: _QUOTED_AT_MOST - 3]}..."
    return f"`{shown}`"


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Word the hint for a misspelt name, or nothing where no candidate is close."""
    meant = nearest(word, candidates)
    return "" if meant is None else f"did you mean {quote(meant)}?"


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Find the candidate that the author most likely meant; `None` where none is close.

    Close are a few wrong letters, other capitals or separators, the halves of a name in
    another order (`subject.approach`), and the last half alone where only one name ends so.
    """
    if not word.strip() or len(word) > _NAME_AT_MOST:
        return None
    others = sorted({other for other in candidates if other and other != word})
    plain, ordered = _plain(word), _ordered(word)
    limit = _tolerance(plain)
    best: tuple[int, str] | None = None
    for other in others:
        most = limit if best is None else min(limit, best[0] - 1)
        distance = _distance(plain, _plain(other), most)
        if distance > most and len(ordered) > 1:
            # Another order counts as one change more, so that spelling comes before order.
            distance = 1 + _distance(" ".join(ordered), " ".join(_ordered(other)), most - 1)
        if distance <= most:
            best = (distance, other)
    if best is not None:
        return best[1]
    ending = [other for other in others if _plain(other).endswith(f" {plain}")]
    return ending[0] if len(ending) == 1 else None


def _visible_character(character: str) -> str:
    if character == "\t":
        return " "
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _plain(word: str) -> str:
    return _SEPARATORS.sub(" ", word.casefold()).strip()


def _ordered(word: str) -> list[str]:
    return sorted(_plain(word.replace("_", " ")).split())


def _tolerance(word: str) -> int:
    """Allow one wrong letter in four, in a word of two letters none, and four at most."""
    return 0 if len(word) < 3 else min(4, (len(word) + 3) // 4)  # noqa: PLR2004


def _distance(left: str, right: str, most: int) -> int:
    """Count insertions, deletions, changes and swaps of neighbours; give up beyond `most`."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        earlier, before = before, row
        row = [i]
        for j, b in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        # A swap reaches back two rows, so both must be out of reach before it is hopeless.
        if min(row) > most and min(before) > most:
            return most + 1
    return row[-1]
