"""The clause to which a place in a rule file belongs, as an author would name it."""

from __future__ import annotations

from protocol_rules.source import Listing, Scalar, Source

__all__ = ["Breadcrumbs"]


class Breadcrumbs:
    """The clauses of one rule file by their position."""

    def __init__(self, source: Source) -> None:
        """Look up the council, and each clause with its title."""
        self._source = source
        self._council = self._text("name") or self._text("council")
        cards = source.node(("clauses",))
        positions = range(len(cards.items)) if isinstance(cards, Listing) else ()
        titles = {
            self._text("clauses", n, "id"): self._text("clauses", n, "title") for n in positions
        }
        self._titles = {clause: title for clause, title in titles.items() if clause}

    def at(self, position: int) -> str:
        """Name the clause at a position: `Medway Council, 10 Approaching officers, 10(a)`."""
        clause, parent = (self._text("clauses", position, key) for key in ("id", "part_of"))
        if not parent:
            title = self._text("clauses", position, "title")
            return ", ".join(filter(None, [self._council, f"{clause} {title}".strip()]))
        heading = f"{parent} {self._titles.get(parent, '')}".strip()
        return ", ".join(filter(None, [self._council, heading, clause]))

    def _text(self, *path: str | int) -> str:
        node = self._source.node(path)
        return node.text if isinstance(node, Scalar) else ""
