"""The norms of a protocol as the peers read them.

An exception becomes the denial of its condition. What not every peer can be asked is left out;
standing norms apply always and need no engine.
"""

from __future__ import annotations

from dataclasses import dataclass

import tree as t
from conditions import NotTold, circumstances, tree_of
from plain import mentioned

from protocol_rules.norms.protocol import Norm, NormKind, Protocol

__all__ = ["Encoded", "encode"]


@dataclass(frozen=True, slots=True)
class Encoded:
    """The norms of a protocol that have a condition, and the addresses of those left out."""

    norms: tuple[t.Norm, ...]
    left_out: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """What the norms test."""
        return frozenset(leaf.name for norm in self.norms for leaf in t.leaves(norm.whole))


def encode(protocol: Protocol) -> Encoded:
    """Translate every norm that has a condition."""
    norms: list[t.Norm] = []
    left_out: list[str] = []
    for norm in protocol.norms.values():
        if norm.is_standing:
            continue
        try:
            tree = t.all_of([_effective(norm, protocol), *_targets(norm, protocol)])
            norms.append(t.Norm(norm.address, _woken(norm, protocol), tree))
        except NotTold:
            left_out.append(norm.address)
    return Encoded(tuple(norms), tuple(left_out))


def _effective(norm: Norm, protocol: Protocol) -> t.Tree:
    exceptions = [tree_of(each, protocol) for each in norm.unless]
    for override in protocol.overrides.get(norm.address, ()):
        lifting = [_effective(protocol.norms[override.by], protocol)]
        if override.only_for is not None:
            lifting.append(tree_of(override.only_for, protocol))
        exceptions.append(t.all_of(lifting))
    return t.all_of([_speaks(norm, protocol), *map(t.denied, exceptions)])


def _speaks(norm: Norm, protocol: Protocol) -> t.Tree:
    provided = [] if norm.provided is None else [tree_of(norm.provided, protocol)]
    return t.all_of([*_when(norm, protocol), *provided])


def _when(norm: Norm, protocol: Protocol) -> list[t.Tree]:
    if norm.reparation_for:
        raise NotTold
    return [] if norm.when is None else [tree_of(norm.when, protocol)]


def _targets(norm: Norm, protocol: Protocol) -> list[t.Tree]:
    """A card without a norm applies only where one speaks that it lifts or is a proviso of."""
    targets = norm.lifts if norm.kind is NormKind.EXCEPTION else norm.proviso_of
    if norm.kind is NormKind.NORM or not targets:
        return []
    found: list[t.Tree] = []
    for target in (protocol.norms[each] for each in targets):
        is_lifted = norm.kind is NormKind.EXCEPTION
        speaks = [_speaks(target, protocol)] if is_lifted else _when(target, protocol)
        found.append(t.all_of([_woken(target, protocol), *speaks]))
    return [t.any_of(found)]


def _woken(norm: Norm, protocol: Protocol) -> t.Tree:
    wakes = _wakes(norm, protocol)
    return mentioned(wakes) if wakes else t.All(())


def _wakes(norm: Norm, protocol: Protocol) -> frozenset[str]:
    """Give the circumstances of which one has to be mentioned; none where nothing has to be."""
    related = (*norm.lifts, *norm.proviso_of)
    if norm.kind is not NormKind.NORM and related:
        found = [_wakes(protocol.norms[each], protocol) for each in related]
        return frozenset[str]().union(*found) if all(found) else frozenset()
    if norm.reparation_for:
        raise NotTold
    own = frozenset[str]() if norm.when is None else circumstances(norm.when, protocol)
    words = protocol.vocabulary.circumstances
    return frozenset(each for each in own if not words[each].is_setting) or own
