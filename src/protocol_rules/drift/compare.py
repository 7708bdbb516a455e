"""What has become of each sealed clause in a republished document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.drift.document import Document
from protocol_rules.drift.order import moved
from protocol_rules.drift.pair import is_alike, pair
from protocol_rules.drift.passage import Number, Passage, is_printed
from protocol_rules.drift.recognise import Found, recognise
from protocol_rules.drift.references import numbers_followed
from protocol_rules.drift.seal import Seal
from protocol_rules.drift.words import words

__all__ = ["Change", "Drift", "Fate", "compare"]

_KNOWN = 0.2
"""A document in which fewer of the clauses are found is another one."""


class Fate(StrEnum):
    """What has become of a clause."""

    UNCHANGED = "unchanged"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    REWORDED = "reworded"
    SPLIT = "split"
    GONE = "gone"
    NEW = "new"


class Printed(NamedTuple):
    """Where something is printed in the document: its number as far as known, and its line."""

    number: str
    line: int


@dataclass(frozen=True, slots=True)
class Change:
    """The fate of one clause; `clause` is empty for what is new, `now` for what is gone."""

    clause: str
    fate: Fate
    now: tuple[Printed, ...] = ()
    note: str = ""
    is_of_substance: bool = False


@dataclass(frozen=True)
class Drift:
    """The fates of all sealed clauses in printed order, and then what is new.

    `titles` are the lines of headings that were not sealed.
    """

    changes: tuple[Change, ...]
    titles: tuple[int, ...] = ()

    @property
    def is_of_substance(self) -> bool:
        """Whether anything changed that a rule could stand on."""
        return any(each.is_of_substance for each in self.changes)

    @cached_property
    def counts(self) -> Mapping[Fate, int]:
        """How many clauses have each fate."""
        counted = Counter(each.fate for each in self.changes)
        return {fate: counted[fate] for fate in Fate}


def compare(seal: Seal, document: Document, others: Iterable[Seal] = ()) -> Drift:
    """Find the sealed clauses in a document.

    Raises `InvalidInput` where it is quite another one, and says whose, if one of `others` fits;
    and where two of its clauses have one number.
    """
    passages = document.passages
    found, repeats = recognise(seal, passages)
    paired = pair(seal, passages, found)
    known = len(found) + sum(is_alike(e.likeness, seal.clauses[e.clause]) for e in paired)
    count = len(seal.clauses)
    if known < _KNOWN * count:
        message = (
            f"{quote(document.file)} is no edition of this protocol: {known} of {count} clauses of "
            f"`{seal.council}` are found in it"
        )
        hint = _whose(passages, others)
        raise InvalidInput([Diagnostic("wrong-document", message, hint=hint)])
    if document.faults:
        raise InvalidInput(document.faults)
    editions = _Editions(seal, passages, [*found, *paired])
    left = _left_over(passages, [*found, *paired])
    titles = (each.line for _, each in left if each.may_be_heading)
    new = [_new(seal, each, repeats.get(at)) for at, each in left if not each.may_be_heading]
    return Drift((*editions.changes(), *new), tuple(sorted((*document.titles, *titles))))


class _Editions:
    """The sealed edition beside the new one."""

    def __init__(self, seal: Seal, passages: Sequence[Passage], found: Sequence[Found]) -> None:
        self._seal, self._passages = seal, passages
        self._found = {each.clause: each for each in found}
        self._order = [each.clause for each in sorted(found, key=lambda each: each.place)]
        self._moved = moved(self._order)
        self._old_numbers = dict(self._renumberings())

    def changes(self) -> Iterator[Change]:
        """Tell the fate of each sealed clause."""
        for clause, sealed in enumerate(self._seal.clauses):
            found = self._found.get(clause)
            if found is None:
                yield Change(sealed.id, Fate.GONE, is_of_substance=True)
                continue
            fate, note, is_of_substance = self._fate(found)
            yield Change(sealed.id, fate, self._now(found), note, is_of_substance)

    def _fate(self, found: Found) -> tuple[Fate, str, bool]:
        sealed, note = self._seal.clauses[found.clause], ""
        if found.is_split:
            return Fate.SPLIT, "and reworded" if found.is_reworded else "", True
        if found.is_reworded:
            if not self._only_references_changed(found):
                return Fate.REWORDED, self._elsewhere(found), True
            note = "its references follow the new numbers"
        if found.clause in self._moved:
            other = self._other_lead_in(found.clause)
            note = f"under another lead-in, that of {other}" if other else note
            return Fate.MOVED, note, bool(other)
        if found.order:
            lost = "printed together with the clause before it" if is_printed(sealed.id) else ""
            return (Fate.RENUMBERED if lost else Fate.UNCHANGED), lost or note, False
        if self._passages[found.first].stands_at(sealed.id) is False:
            return Fate.RENUMBERED, note, False
        return Fate.UNCHANGED, note, False

    def _elsewhere(self, found: Found) -> str:
        if found.clause in self._moved:
            return "and moved"
        is_there = self._passages[found.first].stands_at(self._seal.clauses[found.clause].id)
        return "and renumbered" if is_there is False else ""

    def _now(self, found: Found) -> tuple[Printed, ...]:
        passages = self._passages[found.first : found.last + 1]
        if not found.is_split:
            passages = passages[:1]
        sealed = self._seal.clauses[found.clause].id
        return tuple(
            Printed(each.shown if each.stands_at(sealed) is False else sealed, each.line)
            if not found.is_split
            else Printed(each.shown, each.line)
            for each in passages
        )

    def _renumberings(self) -> Iterator[tuple[str, str]]:
        """Give new numbers with the old ones, of clauses and of the sections that hold them."""
        for clause, found in self._found.items():
            new = Number.of(self._passages[found.first].shown)
            old = Number.of(self._seal.clauses[clause].id)
            if not new.root or not old.root:
                continue
            yield str(new), str(old)
            one, other = new.root.split("."), old.root.split(".")
            if len(one) == len(other):
                for depth in range(1, len(one)):
                    if one[depth:] == other[depth:]:
                        yield ".".join(one[:depth]), ".".join(other[:depth])

    def _only_references_changed(self, found: Found) -> bool:
        sealed = self._seal.clauses[found.clause]
        text = " ".join(each.text for each in self._passages[found.first : found.last + 1])
        said = words(numbers_followed(text, self._old_numbers))
        return len(said) == sealed.size and self._seal.hashing.digest(said) == sealed.digest

    def _other_lead_in(self, clause: int) -> str:
        """Name the clause whose list an item has come into; empty where it is still its own."""
        sealed = self._seal.clauses
        whole = sealed[clause].id
        lead_in = whole[: whole.rfind("(")] if whole.endswith(")") else ""
        if lead_in not in {each.id for each in sealed}:
            return ""
        for other in reversed(self._order[: self._order.index(clause)]):
            name = sealed[other].id
            if name == lead_in or name.startswith(f"{lead_in}("):
                return ""
            if Number.of(name).root:
                return name.partition("(")[0]
        return "another list"


def _whose(passages: Sequence[Passage], seals: Iterable[Seal]) -> str:
    """Say of which council a document is, where clauses of another seal stand in it."""
    for other in seals:
        if len(recognise(other, passages)[0]) >= _KNOWN * len(other.clauses):
            return f"it looks like the protocol of `{other.council}`"
    return ""


def _left_over(passages: Sequence[Passage], found: Sequence[Found]) -> list[tuple[int, Passage]]:
    known = {at for each in found for at in range(each.first, each.last + 1)}
    return [(at, passage) for at, passage in enumerate(passages) if at not in known]


def _new(seal: Seal, passage: Passage, repeated: int | None) -> Change:
    note = "" if repeated is None else f"repeats {seal.clauses[repeated].id}"
    return Change("", Fate.NEW, (Printed(passage.shown, passage.line),), note, is_of_substance=True)
