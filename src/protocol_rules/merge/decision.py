"""What is decided for a draft: for each group of actions, whose norms are in force, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from protocol_rules.amendments.form import Forms
from protocol_rules.analysis.position import Strictness
from protocol_rules.comparison import Relation, Row, held_against, row_of, subjects
from protocol_rules.comparison.pairs import turned
from protocol_rules.comparison.stance import Stance
from protocol_rules.comparison.voice import voices_of
from protocol_rules.merge.groups import groups_of
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.processes import in_processes

__all__ = ["LOOSEST", "STRICTEST", "Decision", "Option", "Reason", "decisions_on"]

STRICTEST, LOOSEST = "strictest", "loosest"
_SHARES = 6
"""How many shares of the work each process gets, so that none has long to wait for another."""


class Reason(StrEnum):
    """Why the norms of one parent are in force in the draft."""

    ONLY = "it alone speaks of it"
    AGREED = "all who speak of it agree"
    PREFERRED = "it is the one that was preferred"
    STRICTEST = "nowhere is another one stricter"
    LOOSEST = "nowhere is another one looser"
    FIRST = "none is the strictest everywhere, or it was not decided; it was named first"


_WANTED = {
    STRICTEST: (Strictness.STRICTER, Reason.STRICTEST),
    LOOSEST: (Strictness.LOOSER, Reason.LOOSEST),
}


@dataclass(frozen=True)
class Option:
    """What one parent says, held against the norms that are in force in the draft.

    `rows` are the roles and actions on which they differ, the draft first; `undecided` are those
    of which that was not found out.
    """

    council: str
    norms: tuple[Norm, ...]
    rows: tuple[Row, ...]
    undecided: tuple[Row, ...]

    @property
    def is_the_same(self) -> bool:
        """Whether it says the same in all stories."""
        return not self.rows and not self.undecided


@dataclass(frozen=True)
class Decision:
    """Some actions that hang together, whose norms the draft has, and what the others say."""

    actions: tuple[str, ...]
    council: str
    reason: Reason
    options: tuple[Option, ...]
    silent: tuple[str, ...]

    @property
    def is_agreed(self) -> bool:
        """Whether all parents say the same of it, and none is silent."""
        return not self.silent and all(each.is_the_same for each in self.options)


def decisions_on(parents: Sequence[Protocol], prefer: str, jobs: int = 1) -> tuple[Decision, ...]:
    """Decide for each group of actions, in `jobs` processes; the parents have common words."""
    groups = groups_of(parents)
    number = max(1, min(jobs * _SHARES if jobs > 1 else 1, len(groups)))
    shares = [_Share(tuple(parents), prefer, groups[n::number]) for n in range(number)]
    decided = {
        decision.actions: decision
        for several in in_processes(_decided, shares, jobs)
        for decision in several
    }
    return tuple(decided[group] for group in groups)


@dataclass(frozen=True)
class _Share:
    """A part of the work: some of the groups."""

    parents: tuple[Protocol, ...]
    prefer: str
    groups: tuple[tuple[str, ...], ...]


def _decided(share: _Share) -> list[Decision]:
    chooser = _Chooser(share.parents, share.prefer)
    return [chooser.decide(group) for group in share.groups]


class _Chooser:
    def __init__(self, parents: Sequence[Protocol], prefer: str) -> None:
        self._parents = {each.council: each for each in parents}
        self._forms = {each.council: Forms(each) for each in parents}
        self._prefer = prefer
        self._found: dict[tuple[str, str, tuple[str, ...]], tuple[Row, ...]] = {}
        self._subjects: dict[str, dict[str, None]] = {}
        for one, two in combinations(parents, 2):
            for role, action in subjects(one, two):
                self._subjects.setdefault(action, {})[role] = None

    def decide(self, group: tuple[str, ...]) -> Decision:
        """Choose whose norms are in force, and hold the others against them."""
        speaking = [name for name, each in self._parents.items() if _norms_on(each, group)]
        council, reason = self._chosen(speaking, group)
        options: list[Option] = []
        for name in speaking:
            if name != council:
                rows = self._between(council, name, group)
                differing = tuple(row for row in rows if row.regions)
                undecided = tuple(row for row in rows if row.undecided or row.bounded)
                norms = _norms_on(self._parents[name], group)
                options.append(Option(name, norms, differing, undecided))
        silent = tuple(name for name in self._parents if name not in speaking)
        return Decision(group, council, reason, tuple(options), silent)

    def _chosen(self, speaking: Sequence[str], group: tuple[str, ...]) -> tuple[str, Reason]:
        first, *rest = speaking
        if not rest:
            return first, Reason.ONLY
        if self._prefer in speaking:
            return self._prefer, Reason.PREFERRED
        if not any(_differs(row) for two in rest for row in self._between(first, two, group)):
            return first, Reason.AGREED
        if self._prefer not in _WANTED:
            return first, Reason.FIRST
        wanted, reason = _WANTED[self._prefer]
        for one in speaking:
            against = (self._between(one, two, group) for two in speaking if two != one)
            if all(_turns_only(row, wanted) for rows in against for row in rows):
                return one, reason
        return first, Reason.FIRST

    def _between(self, one: str, two: str, group: tuple[str, ...]) -> tuple[Row, ...]:
        """Compare two parents on a group, whichever of them was the first before."""
        if (one, two, group) not in self._found:
            rows = tuple(self._rows(self._parents[one], self._parents[two], group))
            self._found[one, two, group] = rows
            self._found[two, one, group] = tuple(map(turned, rows))
        return self._found[one, two, group]

    def _rows(self, one: Protocol, two: Protocol, group: Sequence[str]) -> Iterator[Row]:
        for action in group:
            for role in self._subjects.get(action, ()):
                sides = voices_of((one, two), role, action)
                forms = (
                    frozenset(
                        self._forms[side.protocol.council].stance(norm) for norm in side.norms
                    )
                    for side in sides
                )
                # Whom an exception lets off may be told by roles which two parents order otherwise.
                is_for_some = any(
                    each.only_for is not None
                    for side in sides
                    for norm in side.norms
                    for each in side.protocol.overrides.get(norm.address, ())
                )
                means = {self._forms[each.council].of_role(role) for each in (one, two)}
                if len({*forms}) > 1 or (is_for_some and len(means) > 1):
                    yield row_of(one, two, role, action)


def _differs(row: Row) -> bool:
    return bool(row.regions or row.undecided or row.bounded)


def _turns_only(row: Row, wanted: Strictness) -> bool:
    """Tell whether the first of a row turns from the second one way only, as far as duties go."""
    if row.relation is Relation.NOT_DECIDED or row.bounded:
        return False
    turns = (held_against(*(_duties(each) for each in region.stances)) for region in row.regions)
    return all(turn in (wanted, Strictness.EQUAL) for turn in turns)


def _duties(stance: Stance) -> Stance:
    axes = stance.axes
    return Stance(type(axes)(*axes[:4]), stance.deadlines)


def _norms_on(protocol: Protocol, group: Sequence[str]) -> tuple[Norm, ...]:
    return tuple(
        norm
        for norm in protocol.norms.values()
        if norm.modality is not None and norm.action in group
    )
