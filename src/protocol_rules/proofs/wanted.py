"""What a claim says of a position: its modal words, at least some of them, or not some of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protocol_rules.analysis.position import Degree, Position
from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import Program
from protocol_rules.lint.search import every, none_of
from protocol_rules.norms.protocol import Norm
from protocol_rules.proofs.goals import grants, required_at_least
from protocol_rules.truth import Truth, all_of
from protocol_rules.vocabulary import Modality

__all__ = ["SILENT", "Wanted"]

SILENT = "silent"

_DEGREES = {
    Modality.MUST: (Degree.MUST, False),
    Modality.SHOULD: (Degree.SHOULD, False),
    Modality.MUST_NOT: (Degree.MUST, True),
    Modality.SHOULD_NOT: (Degree.SHOULD, True),
}
_AXES = {
    Modality.MAY: "permitted",
    Modality.NEED_NOT: "exempt",
    Modality.IS_ENTITLED_TO: "claim",
    Modality.IS_NOT_ENTITLED_TO: "no_claim",
    Modality.IS_EMPOWERED_TO: "power",
    Modality.IS_NOT_EMPOWERED_TO: "no_power",
    Modality.IS_PRESUMED_TO: "presumed",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A position as a claim wants it.

    `exactly` are all of its words (none of them: it is silent), or `None` where nothing is said of
    the others; `at_least` are words that hold, or stronger ones; `never` are words of which none is
    among its own.
    """

    exactly: tuple[Modality, ...] | None = None
    at_least: tuple[Modality, ...] = ()
    never: tuple[Modality, ...] = ()

    def __str__(self) -> str:
        """Say it as a claim file does."""
        parts: list[str] = []
        if self.exactly is not None:
            parts.append(" and ".join(each.words for each in self.exactly) or SILENT)
        if self.at_least:
            parts.append(f"at least {' and '.join(each.words for each in self.at_least)}")
        if self.never:
            parts.append(f"not {' or '.join(each.words for each in self.never)}")
        return ", ".join(parts)

    def term(self, program: Program, role: str, norms: tuple[Norm, ...]) -> Term:
        """Give it as a condition on the norms that bind a role to an action."""

        def has(word: Modality) -> Term:
            return _has(program, role, norms, word)

        def reaches(word: Modality) -> Term:
            if word not in _DEGREES:
                return has(word)
            degree, barred = _DEGREES[word]
            return required_at_least(program, role, norms, degree, barred=barred)

        return every(
            *(has(word) for word in self.exactly or ()),
            *map(reaches, self.at_least),
            none_of(*(has(word) for word in self._denied)),
        )

    def truth(self, position: Position) -> Truth:
        """Tell whether a position is as wanted; unknown where it may still become so or not."""
        return all_of(self._truths(position))

    def _truths(self, position: Position) -> Iterator[Truth]:
        for word in self.exactly or ():
            yield _truth(position, word, or_stronger=False)
        for word in self.at_least:
            yield _truth(position, word, or_stronger=True)
        for word in self._denied:
            yield ~_truth(position, word, or_stronger=False)

    @property
    def _denied(self) -> tuple[Modality, ...]:
        rest = () if self.exactly is None else (w for w in Modality if w not in self.exactly)
        return tuple(dict.fromkeys((*self.never, *rest)))


def _has(program: Program, role: str, norms: tuple[Norm, ...], word: Modality) -> Term:
    """The position has a word: of two forces it has the stronger one alone."""
    if word not in _DEGREES:
        return grants(program, role, norms, word)
    degree, barred = _DEGREES[word]
    reached = required_at_least(program, role, norms, degree, barred=barred)
    if degree is Degree.MUST:
        return reached
    stronger = required_at_least(program, role, norms, Degree.MUST, barred=barred)
    return every(reached, none_of(stronger))


def _truth(position: Position, word: Modality, *, or_stronger: bool) -> Truth:
    if word in _AXES:
        axis = _AXES[word]
        lower, upper = getattr(position.lower, axis), getattr(position.upper, axis)
        return Truth.YES if lower else Truth.UNKNOWN if upper else Truth.NO
    degree, barred = _DEGREES[word]
    axis = "barred" if barred else "required"
    lower, upper = getattr(position.lower, axis), getattr(position.upper, axis)
    reached = Truth.YES if lower >= degree else Truth.UNKNOWN if upper >= degree else Truth.NO
    if or_stronger or degree is Degree.MUST:
        return reached
    exceeded = Truth.YES if lower > degree else Truth.UNKNOWN if upper > degree else Truth.NO
    return all_of((reached, ~exceeded))
