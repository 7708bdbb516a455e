"""The words of a printed text, freed from what a new edition may print otherwise."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["lines_of", "words"]

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = '"`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u00ab\u00bb'
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# The bar stands between the cells of a table, which may as well be printed apart.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_QUOTES, "'"),
        **dict.fromkeys(_UNSEEN),
        "|": " ",
    }
)
_BREAKS = str.maketrans(dict.fromkeys("\f\v\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
_WORD = re.compile(r"\w+|(?:-\s*)+|(?:'\s*)+|[^\w\s]")


def words(text: str) -> tuple[str, ...]:
    """Give the words and marks of a text in order.

    White space, line breaks, kinds of dashes and of quotation marks, and characters that cannot
    be seen make no difference. Capitals, punctuation and every letter do.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE)
    return tuple(
        word[0] if word[0] in "-'" else word  # several in a row are one
        for word in _WORD.findall(plain)
    )


def lines_of(text: str) -> list[str]:
    """Part a text into lines, at whatever breaks a line or a page."""
    return text.translate(_BREAKS).replace("\r\n", "\n").replace("\r", "\n").split("\n")
