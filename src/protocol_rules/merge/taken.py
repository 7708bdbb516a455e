"""Norms as they are taken from a parent: whole, with all that lifts them written beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from protocol_rules.amendments.effective import effective
from protocol_rules.merge.written import simplified
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary.conditions import About, Any, Condition, Not

__all__ = ["Taken", "taken_from"]


@dataclass(frozen=True)
class Taken:
    """A norm with its exceptions as its own `unless`.

    `lifts` are the norms, taken as well, that it lifts for some of their bearers: whom it lets off
    is told by whom it binds. `lifted_by` are the addresses of the cards and norms whose conditions
    are among its exceptions now.
    """

    norm: Norm
    lifts: tuple[str, ...]
    lifted_by: tuple[str, ...]


def taken_from(protocol: Protocol, norm: Norm) -> Taken:
    """Take a norm out of a protocol."""
    overrides = protocol.overrides.get(norm.address, ())
    inlined = [each.by for each in overrides if each.only_for is None]
    lifting = [*norm.unless, *(effective(protocol, each) for each in inlined)]
    simple = [simplified(each) for each in lifting]
    unless = [_always(protocol) if each is True else each for each in simple if each is not False]
    plain = replace(
        norm,
        when=None if norm.when is None else _plain(norm.when, protocol),
        provided=None if norm.provided is None else _plain(norm.provided, protocol),
        unless=tuple(dict.fromkeys(unless)),  # type: ignore[arg-type]
        proviso_of=(),
    )
    return Taken(plain, tuple(_lifted_for_some(protocol, norm)), tuple(inlined))


def _lifted_for_some(protocol: Protocol, norm: Norm) -> Iterator[str]:
    for target, overrides in protocol.overrides.items():
        if any(each.by == norm.address and each.only_for is not None for each in overrides):
            yield target


def _plain(condition: Condition, protocol: Protocol) -> Condition:
    simple = simplified(condition)
    if isinstance(simple, bool):
        always = _always(protocol)
        return always if simple else Not(always)
    return simple


def _always(protocol: Protocol) -> Condition:
    """Give a condition that holds in every story, as a rule file can have it."""
    words = protocol.vocabulary.circumstances
    about = About(next(name for name, each in words.items() if not each.is_setting))
    return Any((about, Not(about)))
