"""A republished document, read as the passages that stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.drift.clause_file import PrintedClause, clauses_in
from protocol_rules.drift.numbering import numbered
from protocol_rules.drift.paragraphs import passages_in
from protocol_rules.drift.passage import Passage
from protocol_rules.drift.seal import Seal, unnumbered
from protocol_rules.drift.words import lines_of, words
from protocol_rules.source import Limits, content
from protocol_rules.source.text import as_text, check_text

__all__ = ["Document", "lines_in", "read_clauses", "read_document"]

_CLAUSE_FILE = ".jsonl"
_MARKDOWN = (".md", ".markdown")
_NO_TEXT = {b"%PDF": "a PDF", b"PK\x03\x04": "a word processor's file", b"{\\rtf": "an RTF file"}
_LONGEST_HEADING = 12
_LONGEST_WORD = 40
_SPARE, _TIMES = 200, 10


@dataclass(frozen=True, slots=True)
class Document:
    """A document's passages in order without headings; `titles` are lines of unknown ones.

    `faults` tell of numbers that stand twice, unless it is another document altogether.
    """

    file: str
    passages: tuple[Passage, ...]
    titles: tuple[int, ...]
    faults: tuple[Diagnostic, ...]


def read_clauses(path: str | Path) -> tuple[PrintedClause, ...]:
    """Read a clause file; raises `InvalidInput`, also where two clauses have one id."""
    clauses = clauses_in(lines_in(path), str(path))
    _, faults = numbered(map(_as_passage, clauses), str(path))
    if faults:
        raise InvalidInput(faults)
    return clauses


def read_document(path: str | Path, seal: Seal) -> Document:
    """Read plain text, Markdown (`.md`) or a clause file (`.jsonl`) that may be a sealed protocol.

    Raises `InvalidInput` where the file is not text or has no clause numbers.
    """
    file, titles = str(path), _Titles(seal)
    if file.endswith(_CLAUSE_FILE):
        clauses = clauses_in(lines_in(path), file)
        records, faults = numbered(map(_as_passage, clauses), file)
        return Document(file, tuple(records), _unknown_titles(clauses, titles), tuple(faults))
    lines, is_markdown = lines_in(path), file.endswith(_MARKDOWN)
    passages = _with_headings(passages_in(lines, titles.is_known, is_markdown=is_markdown), titles)
    most = _SPARE + _TIMES * len(seal.clauses)
    if len(passages) > most:
        message = f"{quote(file)} has {len(passages):,} paragraphs, which is no protocol"
        hint = f"cut the protocol out of it; up to {most:,} paragraphs are looked at"
        raise InvalidInput([Diagnostic("too-large", message, hint=hint)])
    if not any(each.label.root for each in passages):
        message = f"{quote(file)} has no clause numbers"
        hint = "each number has to stand at the start of a line, as it does in print"
        raise InvalidInput([Diagnostic("no-clause-numbers", message, hint=hint)])
    placed, faults = numbered(passages, file)
    said = tuple(each for each in placed if each.words and not each.is_heading)
    unknown = (each for each in placed if each.is_heading and not titles.is_known(each.text))
    return Document(file, said, tuple(each.line for each in unknown), tuple(faults))


def lines_in(path: str | Path) -> list[str]:
    """Read the lines of a text in UTF-8; raises `InvalidInput` for anything else."""
    file = str(path)
    data = content(path, Limits.from_environment())
    for start, kind in _NO_TEXT.items():
        if data.startswith(start):
            hint = "save its text as plain text in UTF-8"
            message = f"{quote(file)} is {kind}, and no plain text"
            raise InvalidInput([Diagnostic("not-text", message, hint=hint)])
    text = "\n".join(lines_of(as_text(data, file).removeprefix("\ufeff")))
    check_text(text, file)
    return text.split("\n")


def _as_passage(clause: PrintedClause) -> Passage:
    return Passage(clause.text, clause.line, address=clause.id)


class _Titles:
    """The headings that were sealed."""

    def __init__(self, seal: Seal) -> None:
        self._hashing, self._known = seal.hashing, seal.headings
        self._longest = max((size for size, _ in seal.headings), default=0)

    def is_known(self, text: str) -> bool:
        """Tell whether a text is one of them, with or without a number before it."""
        title = unnumbered(words(text[: self._longest * _LONGEST_WORD]))
        return (len(title), self._hashing.digest(title)) in self._known


def _unknown_titles(clauses: Sequence[PrintedClause], titles: _Titles) -> tuple[int, ...]:
    """Give the lines in which headings first stand that were not sealed."""
    first: dict[str, int] = {}
    for clause in clauses:
        for heading in clause.headings:
            first.setdefault(heading, clause.line)
    return tuple(line for heading, line in first.items() if not titles.is_known(heading))


def _with_headings(passages: Sequence[Passage], titles: _Titles) -> list[Passage]:
    """Mark the headings that were sealed, those of Markdown, and what looks like one."""
    marked = [
        replace(each, is_heading=each.is_heading or titles.is_known(each.text)) for each in passages
    ]
    for at in range(len(marked) - 2, -1, -1):
        here, below = marked[at : at + 2]
        if not here.is_heading and _looks_like_heading(here, below):
            marked[at] = replace(here, may_be_heading=True)
    return marked


def _looks_like_heading(passage: Passage, below: Passage) -> bool:
    """Tell whether a short line without a full stop stands above a heading or a number."""
    text, label = passage.text, passage.label
    if not text or label.marks or not (text[0].isupper() and text[-1].isalnum()):
        return False
    if len(passage.words) > _LONGEST_HEADING:
        return False
    if label.root:
        return below.label.root == label.root or below.label.root.startswith(f"{label.root}.")
    return below.is_heading or below.may_be_heading or bool(below.label.root)
