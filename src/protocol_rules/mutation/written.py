"""Where in the rule file something stands that was resolved from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from protocol_rules.diagnostics import InvalidInput, Span
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.resolve.references import References
from protocol_rules.source import Listing, Scalar, Source, Table, read
from protocol_rules.vocabulary.conditions import All, Any, Condition, Not

__all__ = ["Path", "Trail", "Written"]

Path = tuple[str | int, ...]
"""The keys and positions that lead to a value of the file."""

Trail = tuple[int, ...]
"""The positions that lead to a part of a condition."""


class Written:
    """The rule file of a protocol, where it can still be read; else nothing has a place in it."""

    def __init__(self, protocol: Protocol) -> None:
        """Read the file that the protocol was loaded from."""
        self._council = protocol.council
        self._source = _source_of(protocol)

    def has(self, path: Path) -> bool:
        """Tell whether anything is written at a path."""
        return self._source is not None and self._source.node(path) is not None

    def card(self, clause: str) -> Path:
        """Give the path of a card; () where there is none."""
        return self._cards.get(clause, ())

    def norm(self, norm: Norm) -> Path:
        """Give the path of a norm, or of the card that has a finding without one."""
        card, name = self.card(norm.clause), norm.address.partition("#")[2]
        return (*card, "norms", name) if card and name else card

    def scopes(self, clause: str) -> Iterator[Path]:
        """Give the paths of the scopes that a clause is in, in their order."""
        for position, clauses in enumerate(self._scoped):
            if clause in clauses:
                yield ("scopes", position)

    def span(self, path: Path, *, at_key: bool = True) -> Span | None:
        """Give the place of the key that ends a path, or of the value."""
        if self._source is None or not path:
            return None
        return self._source.key_span(path) if at_key else self._source.span(path)

    def part(self, path: Path, condition: Condition, trail: Trail) -> Path:
        """Give the path of a part of the condition that stands at a path."""
        return path if self._source is None else self._in_table(path, condition, trail)

    def _in_table(self, path: Path, condition: Condition, trail: Trail) -> Path:
        """Follow a trail as conditions are read: several keys are all of them, one is itself."""
        table = None if self._source is None else self._source.node(path)
        if not isinstance(table, Table) or not table.entries:
            return path
        keys = list(table.entries)
        if len(keys) == 1:
            return self._in_entry((*path, keys[0]), condition, trail)
        if not trail or not isinstance(condition, All) or len(keys) != len(condition.parts):
            return path
        below = condition.parts[trail[0]]
        return self._in_entry((*path, keys[trail[0]]), below, trail[1:])

    def _in_entry(self, path: Path, condition: Condition, trail: Trail) -> Path:
        if not trail:
            return path
        node = None if self._source is None else self._source.node(path)
        match path[-1], condition, node:
            case "not", Not(part), _:
                return self._in_table(path, part, trail[1:])
            case "all" | "any", All(parts) | Any(parts), Listing():
                return self._in_table((*path, trail[0]), parts[trail[0]], trail[1:])
            case _, _, Listing():
                return (*path, trail[0])
            case _, _, Table(entries):
                return (*path, [*entries][trail[0]])
            case _:
                return path

    @cached_property
    def _cards(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for path, card in self._listed("clauses"):
            name = card.entries.get("id")
            if name is not None and isinstance(name.value, Scalar):
                found[name.value.text] = path
        return found

    @cached_property
    def _scoped(self) -> list[frozenset[str]]:
        """The clauses of each scope."""
        if self._source is None:
            return []
        references = References(self._council, self._source)
        return [
            frozenset(clause for each in _texts(scope) for clause in references.section(each))
            for _, scope in self._listed("scopes")
        ]

    def _listed(self, key: str) -> Iterator[tuple[Path, Table]]:
        node = None if self._source is None else self._source.node((key,))
        for position, each in enumerate(node.items if isinstance(node, Listing) else ()):
            if isinstance(each, Table):
                yield (key, position), each


def _texts(scope: Table) -> list[str]:
    node = scope.entries["clauses"].value if "clauses" in scope.entries else None
    items = node.items if isinstance(node, Listing) else [node]
    return [each.text for each in items if isinstance(each, Scalar)]


def _source_of(protocol: Protocol) -> Source | None:
    try:
        return read(protocol.file) if protocol.file else None
    except InvalidInput:
        return None
