"""Clause ids and norm addresses, looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.document import CardWritten
from protocol_rules.resolve.section import section_of
from protocol_rules.source import Listing, Node, Scalar, Source, Table
from protocol_rules.validation import Place

__all__ = ["References", "check_quoted", "has_finding"]

_GIVES_A_FINDING = ("when", "overrides", "proviso_of", "presumes")


def has_finding(card: CardWritten) -> bool:
    """Tell whether a card without norms has a finding of its own, as a caution has."""
    return any(getattr(card, key) for key in _GIVES_A_FINDING)


def check_quoted(clause: str, place: Place) -> None:
    """Refuse a clause id without quotation marks, which other readers take for a number."""
    if not place.is_quoted():
        message = f"the clause id {quote(clause)} stands without quotation marks"
        place.fault("unquoted-id", message, f'write "{clause}"')


class References:
    """The addresses of one protocol, known before its norms are built.

    They are taken from the file as it stands, so that a card with a fault is still known.
    """

    def __init__(self, council: str, source: Source) -> None:
        """Gather the addresses of all cards."""
        self._council = council
        self._norms: Mapping[str, tuple[str, ...]] = {
            clause: tuple(self.address(clause, name) for name in _names(card, "norms"))
            or ((self.address(clause),) if _names(card, *_GIVES_A_FINDING) else ())
            for clause, card in _cards(source)
        }

    def address(self, clause: str, norm: str = "") -> str:
        """The address of a norm, or of the finding of a card without norms."""
        return f"{self._council}/{clause}#{norm}" if norm else f"{self._council}/{clause}"

    def norms_at(self, reference: str, place: Place) -> tuple[str, ...]:
        """Give the norms that a reference names: one (`10#approach`) or all of a clause (`10`).

        What names nothing is told as a fault, and gives ().
        """
        check_quoted(reference, place)
        clause, hash_sign, name = reference.removeprefix(f"{self._council}/").partition("#")
        if not self.is_clause(clause, place):
            return ()
        known = self._norms[clause]
        if not hash_sign:
            if not known:
                place.fault("clause-without-norm", f"clause {quote(clause)} has no norm")
            return known
        address = self.address(clause, name)
        if address not in known:
            names = [each.partition("#")[2] for each in known if "#" in each]
            hint = did_you_mean(name, names) or f"it has {', '.join(names) or 'none'}"
            message = f"clause {quote(clause)} has no norm {quote(name)}"
            place.fault("unknown-norm", message, hint)
            return ()
        return (address,)

    def norm_at(self, reference: str, place: Place) -> str | None:
        """Give the one norm that a reference names; a clause will do where it has one norm."""
        found = self.norms_at(reference, place)
        if len(found) > 1:
            names = ", ".join(f"`{each.removeprefix(f'{self._council}/')}`" for each in found)
            message = f"clause {quote(reference)} has several norms"
            place.fault("ambiguous-norm", message, f"one of {names}")
        return found[0] if len(found) == 1 else None

    def is_clause(self, clause: str, place: Place) -> bool:
        """Tell whether the protocol has a card of this id; where not, that is a fault."""
        if clause not in self._norms:
            hint = did_you_mean(clause, self._norms)
            if "/" in clause:
                hint = "a protocol speaks of its own clauses only"
            place.fault("unknown-clause", f"no clause {quote(clause)} in this protocol", hint)
        return clause in self._norms

    def section(self, prefix: str) -> tuple[str, ...]:
        """Give the clauses of a section: the clause itself and all below it."""
        return section_of(prefix, self._norms)

    def nearest_section(self, prefix: str) -> str:
        """Word the hint for a section that has no clause."""
        return did_you_mean(prefix, self._norms)


def _cards(source: Source) -> Iterator[tuple[str, Table]]:
    cards = source.node(("clauses",))
    for card in cards.items if isinstance(cards, Listing) else ():
        if isinstance(card, Table):
            clause = _value(card, "id")
            if isinstance(clause, Scalar) and clause.text:
                yield clause.text, card


def _names(card: Table, *keys: str) -> list[str]:
    """Name what stands under keys of a card: the keys of a mapping, or what there is else."""
    found: list[str] = []
    for value in (_value(card, key) for key in keys):
        match value:
            case Table(entries):
                found += entries
            case Listing(items) if items:
                found.append("")
            case Scalar(text) if text:
                found.append(text)
            case _:
                pass
    return found


def _value(card: Table, key: str) -> Node | None:
    return card.entries[key].value if key in card.entries else None
