"""Where each passage stands: the number above it, and its place in the lists below that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from protocol_rules.diagnostics import Diagnostic, Span, quote
from protocol_rules.drift.labels import is_first, next_mark
from protocol_rules.drift.passage import BULLET, Number, Passage

__all__ = ["numbered"]


def numbered(passages: Iterable[Passage], file: str) -> tuple[list[Passage], list[Diagnostic]]:
    """Give each passage its number, and a fault for each number that stands twice."""
    lists = _Lists()
    faults: list[Diagnostic] = []
    found: list[Passage] = []
    lines: dict[tuple[str, ...], int] = {}
    for each in passages:
        key = lists.enter(each)
        found.append(each.at(Number(lists.root, lists.marks)))
        if not key or each.is_heading or each.may_be_heading:
            continue
        if key in lines:
            faults.append(_twice(found[-1], lines[key], file))
        lines.setdefault(key, each.line)
    return found, faults


def _twice(passage: Passage, first: int, file: str) -> Diagnostic:
    message = f"two clauses are numbered {quote(passage.shown or passage.label.printed)}"
    hint = (
        f"the first stands in line {first}; give one of them another number, and cut off what "
        "does not belong to the protocol"
    )
    end = len(passage.label.printed or passage.address) + 1
    return Diagnostic(
        "duplicate-clause", message, Span(file, passage.line, 1, passage.line, end), hint
    )


@dataclass
class _List:
    """A list of items: which one it is in the document, and the marks read so far."""

    order: int
    marks: list[str] = field(default_factory=list[str])


class _Lists:
    """The number that was read last, and the lists that are open below it."""

    def __init__(self) -> None:
        self.root = ""
        self._open: list[_List] = []
        self._begun = 0

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of the item that was read last, from the outermost list inwards."""
        return tuple(each.marks[-1] for each in self._open)

    def enter(self, passage: Passage) -> tuple[str, ...]:
        """Go to a passage, and give what nothing else may be numbered with."""
        label = passage.label
        if passage.address:
            return (passage.address,)
        if label.root or passage.is_heading or passage.may_be_heading:
            # Below a heading without a number nothing says which number goes on.
            self.root = label.root
            self._open = [self._begin(mark) for mark in label.marks]
            return (label.root, *label.marks) if label.root else ()
        if not label.marks:
            self._open = []
            return ()
        mark = label.marks[0]
        self._open = self._lists_with(mark)
        return () if mark == BULLET else (f"list {self._open[-1].order}", mark)

    def _begin(self, mark: str) -> _List:
        self._begun += 1
        return _List(self._begun, [mark])

    def _lists_with(self, mark: str) -> list[_List]:
        """Find the list that an item goes on with, or begin one, and put it in."""
        for depth in range(len(self._open), 0, -1):
            last = self._open[depth - 1].marks
            if next_mark(last[-1], mark):
                last.append(mark)
                return self._open[:depth]
        if self._open and (not is_first(mark) or self._open[-1].marks[-1] == mark):
            self._open[-1].marks.append(mark)
            return self._open
        again = (at for at, each in enumerate(self._open) if mark in each.marks)
        return [*self._open[: next(again, len(self._open))], self._begin(mark)]
