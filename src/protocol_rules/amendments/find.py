"""Find what was amended: only what may have changed is asked, and that over all stories."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from protocol_rules.amendments.amendment import (
    AmendedProtocol,
    Amendment,
    Amendments,
    Turn,
    row_turns,
)
from protocol_rules.amendments.asked import Asked, rows_of
from protocol_rules.amendments.dressed import in_common_words
from protocol_rules.amendments.facets import Aspect, Facet, facets_of, presumptions_of, telling_of
from protocol_rules.amendments.form import Form, Forms
from protocol_rules.comparison.pairs import row_of, subjects
from protocol_rules.comparison.result import Relation, Row
from protocol_rules.comparison.voice import Voice, voices_of
from protocol_rules.diagnostics import Span
from protocol_rules.norms.protocol import Norm, NormKind, Protocol
from protocol_rules.versions import Edition

__all__ = ["amendments_between", "amendments_of"]


def amendments_between(before: Edition, after: Edition) -> Amendments:
    """Tell what was amended between two editions of the rules, in which words whatever."""
    both = [name for name in after.protocols if name in before.protocols]
    return Amendments(
        before.label,
        after.label,
        tuple(amendments_of(before.protocols[name], after.protocols[name]) for name in both),
        tuple(name for name in after.protocols if name not in before.protocols),
        tuple(name for name in before.protocols if name not in after.protocols),
    )


def amendments_of(before: Protocol, after: Protocol) -> AmendedProtocol:
    """Tell what was amended between two versions of a protocol.

    Wording, order, names and ways of writing a condition are no amendments. Raises `InvalidInput`
    where the two versions have words that cannot be put together.
    """
    one, two = in_common_words(before, after)
    return _Comparison(one, two).amended()


@dataclass(frozen=True, slots=True)
class _Found:
    """An aspect of a role and an action that is otherwise, or may be."""

    aspect: Aspect
    said: str
    row: Row


class _Comparison:
    """Two versions of a protocol, put into common words."""

    def __init__(self, one: Protocol, two: Protocol) -> None:
        self._protocols = one, two
        self._forms = Forms(one), Forms(two)
        self._asked = 0

    def amended(self) -> AmendedProtocol:
        """Ask about each role and action, and about the cards that bind nobody."""
        one, two = self._protocols
        listed = [*subjects(one, two)]
        stances: dict[tuple[str, str], Row] = {}
        facets: list[Asked] = []
        for role, action in listed:
            sides = voices_of((one, two), role, action)
            if not self._say_the_same(sides, role):
                stances[role, action] = row_of(one, two, role, action)
            row = stances.get((role, action))
            if row is None or row.relation is not Relation.SILENT:
                facets += self._facets(sides, role, action, is_same=row is None or not row.regions)
        facets += self._of_cards()
        self._asked = len(stances) + len(facets)
        found = [_Found(Aspect.STANCE, "", row) for row in stances.values()]
        told = rows_of(one, two, facets)
        found += [_Found(asked.any.aspect, asked.any.said, row) for asked, row in told]
        found = [each for each in found if row_turns(each.row, each.aspect)]
        kept = [each for each in found if not _is_told(each, stances)]
        return AmendedProtocol(
            two.council, tuple(self._amendments(kept)), len(listed) + len(facets), self._asked
        )

    def _say_the_same(self, sides: tuple[Voice, Voice], role: str) -> bool:
        """Tell whether the two versions need not be asked, since the same stands in both."""
        one, two = (
            frozenset(forms.stance(norm) for norm in side.norms)
            for forms, side in zip(self._forms, sides, strict=True)
        )
        is_for_some = any(
            override.only_for is not None
            for side in sides
            for norm in side.norms
            for override in side.protocol.overrides.get(norm.address, ())
        )
        is_same_role = self._forms[0].of_role(role) == self._forms[1].of_role(role)
        return one == two and (is_same_role or not is_for_some)

    def _facets(
        self, sides: tuple[Voice, Voice], role: str, action: str, *, is_same: bool
    ) -> Iterator[Asked]:
        """Give the facets that may be otherwise; beside another stance, those new or gone only."""
        one, two = (
            [facet for norm in side.norms for facet in facets_of(norm, side.protocol)]
            for side in sides
        )
        for asked in self._differing(role, action, one, two):
            if is_same or not all(asked.facets) or asked.any.aspect is Aspect.BREACH:
                yield asked

    def _of_cards(self) -> Iterator[Asked]:
        """Give what cards say to nobody in particular: cautions, and what is presumed."""
        role = next(iter(self._protocols[0].vocabulary.roles.roles))
        one, two = (
            [replace(f, norm=replace(f.norm, bearers=(role,)))
             for norm in protocol.norms.values() for f in presumptions_of(norm)]
            for protocol in self._protocols
        )  # fmt: skip
        yield from self._differing(role, "", one, two)
        one, two = ([*_cautions(protocol)] for protocol in self._protocols)
        was, now = self._left(0, one, two), self._left(1, two, one)
        yield from self._differing(role, "", was, now)

    def _left(self, side: int, own: list[Facet], others: list[Facet]) -> list[Facet]:
        """Leave out the cautions that the other version has as well, wherever they stand."""
        there = [self._forms[1 - side].facet(each) for each in others]
        left: list[Facet] = []
        for each in own:
            form = self._forms[side].facet(each)
            if form in there:
                there.remove(form)
            else:
                left.append(each)
        return left

    def _differing(
        self, role: str, action: str, one: Sequence[Facet], two: Sequence[Facet]
    ) -> Iterator[Asked]:
        was, now = self._keyed(0, one), self._keyed(1, two)
        for key in dict.fromkeys((*now, *was)):
            earlier, later = was.get(key, {}), now.get(key, {})
            if earlier.keys() != later.keys():
                yield Asked(role, action, (tuple(earlier.values()), tuple(later.values())))

    def _keyed(self, side: int, facets: Iterable[Facet]) -> Mapping[Hashable, Mapping[Form, Facet]]:
        found: dict[Hashable, dict[Form, Facet]] = {}
        for each in facets:
            form = self._forms[side].facet(each)
            found.setdefault((each.aspect, each.key), {}).setdefault(form, each)
        return found

    def _amendments(self, found: Sequence[_Found]) -> Iterator[Amendment]:
        """Tell alike rows of narrower roles together with that of the widest."""
        hierarchy = self._protocols[1].vocabulary.roles
        together: dict[Hashable, list[_Found]] = {}
        for each in found:
            regions = frozenset((r.stances, frozenset(r.where)) for r in each.row.regions)
            alike = (each.row.action, each.aspect, each.said, regions, each.row.undecided)
            together.setdefault(alike, []).append(each)
        for several in together.values():
            rest = sorted(several, key=lambda each: len(hierarchy.above(each.row.role)))
            while rest:
                widest, *rest = rest
                below = hierarchy.below(widest.row.role)
                alike = [each for each in rest if each.row.role in below]
                rest = [each for each in rest if each.row.role not in below]
                yield self._amendment(widest, [each.row.role for each in (widest, *alike)])

    def _amendment(self, found: _Found, roles: Sequence[str]) -> Amendment:
        row, (_, two) = found.row, self._protocols
        return Amendment(
            two.council,
            tuple(roles) if row.action else (),
            row.action,
            found.aspect,
            found.said,
            row,
            row_turns(row, found.aspect),
            two.vocabulary,
            _place(two, row.norms[1]),
        )


def _cautions(protocol: Protocol) -> Iterator[Facet]:
    for norm in protocol.norms.values():
        if norm.kind is NormKind.CAUTION:
            yield telling_of(norm, protocol)


def _is_told(found: _Found, stances: Mapping[tuple[str, str], Row]) -> bool:
    """Tell whether another breach says no more than that the duty itself is another one."""
    row = stances.get((found.row.role, found.row.action))
    if found.aspect is not Aspect.BREACH or row is None:
        return False
    turns = row_turns(found.row, found.aspect)
    return Turn.NOT_DECIDED not in turns and turns <= row_turns(row, Aspect.STANCE)


def _place(protocol: Protocol, addresses: Sequence[str]) -> Span | None:
    norms: list[Norm] = [protocol.norms[each] for each in addresses if each in protocol.norms]
    return next((norm.span for norm in norms if norm.span is not None), None)
