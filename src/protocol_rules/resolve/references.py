"""Clause ids and norm addresses, looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.document import CardWritten
from protocol_rules.validation import Place

__all__ = ["References", "has_finding"]


def has_finding(card: CardWritten) -> bool:
    """Tell whether a card without norms has a finding of its own: a caution, exception or proviso."""
    return bool(card.when or card.overrides or card.proviso_of or card.presumes)


class References:
    """The addresses of one protocol, known before its norms are built."""

    def __init__(self, council: str, cards: Sequence[CardWritten]) -> None:
        """Gather the addresses of all cards."""
        self._council = council
        self._norms: Mapping[str, tuple[str, ...]] = {
            card.id: tuple(f"{council}/{card.id}#{name}" for name in card.norms)
            or ((f"{council}/{card.id}",) if has_finding(card) else ())
            for card in cards
        }

    def address(self, clause: str, norm: str = "") -> str:
        """The address of a norm, or of the finding of a card without norms."""
        return f"{self._council}/{clause}#{norm}" if norm else f"{self._council}/{clause}"

    def norms_at(self, reference: str, place: Place) -> tuple[str, ...]:
        """Give the norms that a reference names: one (`10#approach`) or all of a clause (`10`).

        What names nothing is told as a fault, and gives ().
        """
        if not place.is_quoted():
            place.fault("unquoted-id", f"the clause id {quote(reference)} stands without quotation marks",
                        f'write "{reference}"')  # fmt: skip
        clause, hash_sign, name = reference.removeprefix(f"{self._council}/").partition("#")
        known = self._norms.get(clause)
        if known is None:
            place.fault("unknown-clause", f"no clause {quote(clause)} in this protocol",
                        did_you_mean(clause, self._norms))  # fmt: skip
            return ()
        if not hash_sign:
            if not known:
                place.fault("override-of-nothing", f"clause {quote(clause)} has no norm")
            return known
        address = self.address(clause, name)
        if address not in known:
            names = [each.partition("#")[2] for each in known]
            place.fault("unknown-norm", f"clause {quote(clause)} has no norm {quote(name)}",
                        did_you_mean(name, names) or f"it has {', '.join(filter(None, names)) or 'none'}")  # fmt: skip
            return ()
        return (address,)

    def norm_at(self, reference: str, place: Place) -> str | None:
        """Give the one norm that a reference names; a clause will do where it has one norm."""
        found = self.norms_at(reference, place)
        if len(found) > 1:
            names = ", ".join(f"`{each.rpartition('/')[2]}`" for each in found)
            place.fault("ambiguous-norm", f"clause {quote(reference)} has several norms", f"one of {names}")
        return found[0] if len(found) == 1 else None

    def section(self, prefix: str) -> tuple[str, ...]:
        """Give the clauses of a section: the clause itself and all below it."""
        return tuple(
            clause
            for clause in self._norms
            if clause == prefix or (clause.startswith(prefix) and clause[len(prefix)] in ".(")
        )

    def covered(self, clause: str) -> bool:
        """Tell whether the protocol has a card of this id."""
        return clause in self._norms
