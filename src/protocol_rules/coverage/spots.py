"""Where in its rule file each test of a protocol stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from protocol_rules.coverage.decisions import (
    OVERRIDE,
    PROVIDED,
    REPARATION,
    UNLESS,
    WHEN,
    Decision,
)
from protocol_rules.diagnostics import Span
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.resolve.section import section_of
from protocol_rules.source import Source

__all__ = ["Spots", "paths_of_tests"]

_Path = tuple[str | int, ...]
_Written = Mapping[str, object]


def paths_of_tests(written: object, path: _Path) -> Iterator[_Path]:
    """Give the path of each test of a condition as written, in the order of its tests as meant."""
    for key, value in cast("_Written", written).items():
        here = (*path, key)
        several = _listed(value)
        match key:
            case "all" | "any":
                for position, part in enumerate(several or ()):
                    yield from paths_of_tests(part, (*here, position))
            case "not":
                yield from paths_of_tests(value, here)
            case "about" | "breached" if several is not None:
                yield from ((*here, position) for position in range(len(several)))
            case _ if isinstance(value, dict):
                yield from ((*here, word) for word in cast("_Written", value))
            case _:
                yield here


def _listed(value: object) -> list[object] | None:
    return cast("list[object]", value) if isinstance(value, list) else None


class Spots:
    """The spots of one rule file.

    A condition of several norms, that of a card or a scope, is a test of each of them, and
    stands in one place all the same.
    """

    def __init__(self, protocol: Protocol, source: Source) -> None:
        """Take a protocol, and the file that it was made from."""
        self._protocol = protocol
        self._source = source
        plain = source.plain()
        self._cards: dict[str, tuple[_Path, _Written]] = {
            card["id"]: (("clauses", position), card)
            for position, card in enumerate(plain["clauses"])
        }
        self._scopes: list[tuple[_Path, dict[str, object]]] = [
            (("scopes", position), scope) for position, scope in enumerate(plain.get("scopes", ()))
        ]

    def of(self, decision: Decision) -> Span:
        """Give the place of a norm, or of a definition."""
        return self._source.key_span(self._home(decision)[0])

    def part(self, decision: Decision, name: str) -> Span:
        """Give the place of a part of a norm."""
        return next(iter(self._of_part(decision, name)), self.of(decision))

    def test(self, decision: Decision, number: int) -> Span:
        """Give the place of a test; that of its norm where it has none of its own."""
        test = decision.tests[number]
        spans = list(self._of_part(decision, test.part))
        own = spans[test.position : test.position + 1] or spans
        return own[0] if own else self.of(decision)

    def deadline(self, decision: Decision) -> Span:
        """Give the place of the deadline of a norm."""
        return self._source.key_span((*self._home(decision)[0], "deadline"))

    def _home(self, decision: Decision) -> tuple[_Path, _Written]:
        """Give the path of a norm or definition, and what is written there."""
        path, card = self._cards[decision.clause]
        if decision.norm is None:
            path = (*path, "defines", decision.address)
            return path, cast("_Written", cast("_Written", card["defines"])[decision.address])
        name = decision.address.partition("#")[2]
        if not name:
            return (*path, "id"), card
        norms = cast("Mapping[str, _Written]", card["norms"])
        return (*path, "norms", name), norms[name]

    def _of_part(self, decision: Decision, name: str) -> Iterator[Span]:
        return map(self._source.key_span, self._paths(decision, name))

    def _paths(self, decision: Decision, name: str) -> Iterator[_Path]:
        path, written = self._home(decision)
        norm = decision.norm
        if norm is None:
            yield from paths_of_tests(written, path)
        elif name in (WHEN, PROVIDED):
            for home, at in self._shared(norm):
                if name in at:
                    yield from paths_of_tests(at[name], (*home, name))
            if name == PROVIDED:
                yield from self._of_proviso_cards(norm)
        elif name == REPARATION:
            yield (*path, REPARATION)
        elif name.startswith(OVERRIDE):
            yield self._of_override(name.removeprefix(OVERRIDE).strip())
        else:
            number = int(name.removeprefix(UNLESS) or 1)
            for position, (home, exception) in enumerate(self._exceptions(norm), start=1):
                if position == number:
                    yield from paths_of_tests(exception, home)

    def _shared(self, norm: Norm) -> Iterator[tuple[_Path, _Written]]:
        """Give what is written of a norm: on its card, then on itself."""
        path, card = self._cards[norm.clause]
        yield path, card
        name = norm.address.partition("#")[2]
        if name:
            norms = cast("Mapping[str, _Written]", card["norms"])
            yield (*path, "norms", name), norms[name]

    def _of_proviso_cards(self, norm: Norm) -> Iterator[_Path]:
        for other in self._protocol.norms.values():
            path, card = self._cards[other.clause]
            if norm.address in other.proviso_of and WHEN in card:
                yield from paths_of_tests(card[WHEN], (*path, WHEN))

    def _of_override(self, address: str) -> _Path:
        homes = [*self._shared(self._protocol.norms[address])]
        path, _ = next((each for each in reversed(homes) if "overrides" in each[1]), homes[0])
        return (*path, "overrides")

    def _exceptions(self, norm: Norm) -> Iterator[tuple[_Path, object]]:
        """Give each exception as written: of the card, of the norm, then those of the scopes."""
        for home, written in self._shared(norm):
            if UNLESS in written:
                yield (*home, UNLESS), written[UNLESS]
        for home, scope in self._scopes:
            clauses = scope["clauses"]
            prefixes = [clauses] if isinstance(clauses, str) else cast("list[str]", clauses)
            for prefix in prefixes:
                if norm.clause in section_of(prefix, self._cards):
                    key = UNLESS if UNLESS in scope else WHEN
                    yield (*home, key), scope[key]
