"""What the operators work on: a protocol, its sites, and where they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from protocol_rules.diagnostics import Span
from protocol_rules.mutation.mutant import Mutant, Sight
from protocol_rules.mutation.sites import Part, Site, changed_at, nodes, put, sites
from protocol_rules.mutation.written import Path, Trail, Written
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["Edit", "Ground", "NormEdit"]

_SIGHTS = {
    "limits": Sight.BREACHED,
    "breached_when": Sight.BREACHED,
    "escalation": Sight.ROUTE,
}
_WHERE: dict[Part, str] = {
    "when": "",
    "provided": " in its proviso",
    "unless": " in its exception",
    "limits": " as its limit",
    "breached_when": " in what breaches it",
    "escalation": " in its route",
    "definition": " in the definition",
}


class Edit(NamedTuple):
    """Another condition in the place of one; `at` is the part on whose line it is told."""

    new: Condition
    change: str
    at: Trail = ()


class NormEdit(NamedTuple):
    """Another norm in the place of one; `key` is the key of the file that says it."""

    new: Norm
    change: str
    sight: Sight
    key: Path


class Ground:
    """A protocol that is to be changed, here and there, by the operators."""

    def __init__(self, protocol: Protocol) -> None:
        """Find the sites."""
        self.protocol = protocol
        self.words: Vocabulary = protocol.vocabulary
        self._written = Written(protocol)
        self.sites = sites(protocol, self._written)

    def conditions(
        self, operator: str, edits: Callable[[Condition, Vocabulary], Iterator[Edit]]
    ) -> Iterator[Mutant]:
        """Change each part of each condition; a limit is no condition."""
        for site in self.sites:
            if site.part == "limits":
                continue
            for trail, node in nodes(site.condition):
                for new, change, at in edits(node, self.words):
                    whole = put(site.condition, trail, new)
                    yield self.at_site(operator, site, whole, change, (*trail, *at))

    def norms(
        self, operator: str, edits: Callable[[Norm, Protocol], Iterator[NormEdit]]
    ) -> Iterator[Mutant]:
        """Change each norm."""
        for norm in self.protocol.norms.values():
            for new, change, sight, key in edits(norm, self.protocol):
                yield Mutant(
                    operator, norm.clause, norm.address, change, sight,
                    self._span(norm, key), {norm.address: new}, {},
                )  # fmt: skip

    def at_site(
        self, operator: str, site: Site, new: Condition | None, change: str, at: Trail = ()
    ) -> Mutant:
        """Put another condition at a site, or none."""
        norms, definitions = changed_at(self.protocol, site, new)
        path = self._written.part(site.path, site.condition, at) if site.path else ()
        first = site.holders[0].name
        is_defined = site.part == "definition"
        where = _WHERE[site.part] + (f" of {first}" if is_defined else "")
        return Mutant(
            operator,
            site.clause,
            f"{self.protocol.council}/{site.clause}" if is_defined else first,
            change + where,
            _SIGHTS.get(site.part, Sight.STATUS),
            self._written.span(path) or self._otherwise(site),
            norms,
            definitions,
        )

    def _otherwise(self, site: Site) -> Span | None:
        norm = self.protocol.norms.get(site.holders[0].name)
        return self.protocol.clauses[site.clause].span if norm is None else norm.span

    def _span(self, norm: Norm, key: Path) -> Span | None:
        own, card = self._written.norm(norm), self._written.card(norm.clause)
        for path in (own, card):
            if path and self._written.has((*path, *key)):
                return self._written.span((*path, *key))
        return norm.span
