"""From the lines of plain text or Markdown to passages with the labels before them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from protocol_rules.drift.labels import follows, is_first, label_of, next_mark
from protocol_rules.drift.passage import BULLET, Label, Passage

__all__ = ["passages_in"]

_PAGE = re.compile(r"(?:page )?\d{1,4}(?: of \d{1,4})?", re.IGNORECASE)
_CONTENTS = re.compile(r".*(?:\.{4}|(?:\. ){4})[. ]*\d+")
_RULE = re.compile(r"(?:[-*_] ?){3,}|[|:\s-]+|```.*|~~~.*")
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])"
    r"|(?<!\w)_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w)"
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_TAG = re.compile(r"</?(?:br|p|b|i|u|em|strong|sup|sub|span)\b[^<>]*>", re.IGNORECASE)
_ENDED = re.compile(r"(?:[.:;?!]['\")\]\u2019\u201d]{0,3}|[;,] (?:and|or))$")
_REFERS = re.compile(
    r"\b(?:paragraphs?|sections?|clauses?|parts?|rules?|articles?|of|to|under|in|see|with)$",
    re.IGNORECASE,
)
_LINE_OF_CONTENTS = 300
_END = 20
_MOST_LABELS = 4


def passages_in(
    lines: Iterable[str], is_known_heading: Callable[[str], bool], *, is_markdown: bool
) -> list[Passage]:
    """Part a document into passages: at blank lines and headings, and before numbers and bullets.

    A number at the start of a line in the middle of a sentence belongs to the sentence.
    """
    parts = _Parts()
    for number, line in enumerate(lines, start=1):
        text, is_heading = _plain(line) if is_markdown else (" ".join(line.split()), False)
        if not text or _is_furniture(text):
            parts.end()
        elif is_heading or is_known_heading(text):
            parts.end()
            parts.begin(text, number, is_heading=True)
            parts.end()
        else:
            parts.read(text, number)
    parts.end()
    return parts.passages


def _plain(line: str) -> tuple[str, bool]:
    """Take the marks of Markdown off a line, and say whether it is a heading."""
    text = line.strip().lstrip(">").strip()
    if _RULE.fullmatch(text):
        return "", False
    heading = _HEADING.fullmatch(text)
    text = heading[1].rstrip("# ") if heading else text
    text = _EMPHASIS.sub("", _TAG.sub(" ", _LINK.sub(r"\1", text)))
    text = html.unescape(_ESCAPE.sub(r"\1", text)).strip("| ")
    return " ".join(text.split()), heading is not None


def _is_furniture(text: str) -> bool:
    """Tell whether a line is the number of a page, or belongs to a table of contents."""
    if _PAGE.fullmatch(text):
        return True
    return len(text) <= _LINE_OF_CONTENTS and _CONTENTS.fullmatch(text) is not None


class _Parts:
    """The passages so far, and the one that is being read."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self._texts: list[str] = []
        self._head: tuple[Label, int, bool] | None = None
        self._root, self._mark = "0", ""

    def read(self, text: str, line: int) -> None:
        """Read one line."""
        label = label_of(text)
        if self._head is None or (label is not None and self._may_begin(label)):
            self.end()
            self.begin(text, line)
        else:
            self._texts.append(text)

    def begin(self, text: str, line: int, *, is_heading: bool = False) -> None:
        """Begin a passage; where several labels stand in a row, each begins one."""
        labels = list(_labels(text))
        for label, _ in labels[:-1]:
            self._begin(label, "", line, is_heading=False)
            self.end()
        label, rest = labels[-1] if labels else (Label(), text)
        self._begin(label, rest, line, is_heading=is_heading)

    def end(self) -> None:
        """End the passage that is being read."""
        if self._head is None:
            return
        label, line, is_heading = self._head
        text = " ".join(filter(None, self._texts))
        self.passages.append(Passage(text, line, label, is_heading=is_heading))
        self._head, self._texts = None, []

    def _begin(self, label: Label, text: str, line: int, *, is_heading: bool) -> None:
        self._head, self._texts = (label, line, is_heading), [text]
        if label.root:
            self._root, self._mark = label.root, ""
        if label.marks:
            self._mark = label.marks[-1]

    def _may_begin(self, label: Label) -> bool:
        before = next((text for text in reversed(self._texts) if text), "")[-_END:]
        if not before or _ENDED.search(before):
            return True
        if label.marks == (BULLET,) and not label.root:
            return self._mark == BULLET and label.printed not in "-\u2013\u2014"
        if _REFERS.search(before):
            return False
        if label.root:
            return "." in label.root and follows(self._root, label.root)
        return is_first(label.marks[0]) or next_mark(self._mark, label.marks[0])


def _labels(text: str) -> Iterator[tuple[Label, str]]:
    """Give the labels at the start of a line, each with what comes after it."""
    for _ in range(_MOST_LABELS):
        label = label_of(text)
        if label is None:
            return
        text = text[len(label.printed) :].strip()
        inner = label_of(text)
        is_bullet_of = label.marks == (BULLET,) and inner is not None and not inner.root
        if not is_bullet_of:
            yield label, text
            if not label.root:
                return
