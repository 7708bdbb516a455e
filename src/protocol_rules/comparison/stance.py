"""Stances: what a protocol makes of a role and an action, with the deadlines that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from protocol_rules.analysis.position import Axes, Strictness, contribution
from protocol_rules.comparison.deadlines import Term, are_as_strict, term_of
from protocol_rules.engine import Status
from protocol_rules.engine.outcomes import outcomes_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.statuses import status_in
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import Vocabulary

__all__ = ["SILENCE", "Stance", "held_against", "stance_in", "told_as"]


_NO_AXES = Axes()


@dataclass(frozen=True, slots=True)
class Stance:
    """What a protocol says to somebody of a role about an action, all its norms together.

    `deadlines` are those of the duties that apply.
    """

    axes: Axes = _NO_AXES
    deadlines: frozenset[Term] = frozenset()

    @property
    def is_silent(self) -> bool:
        """Whether nothing is said."""
        return self == SILENCE

    @property
    def words(self) -> tuple[str, ...]:
        """The modal words, as a rule file has them; none where nothing is said."""
        return self.axes.words

    def said(self, role: str, action: str, words: Vocabulary) -> str:
        """Say it in a sentence: an officer should answer the enquiry, 10 working days after ...."""
        bearer, deed = words.roles.roles[role].phrase, words.actions[action].phrase
        if not self.words:
            return "nothing is said"
        modals = " and ".join(each.replace("_", " ") for each in self.words)
        by = "".join(f", {each.said(words)}" for each in sorted(self.deadlines))
        return f"{bearer} {modals} {deed}{by}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        deadlines = [
            {"amount": each.amount, "unit": each.unit.value, "of": each.fact or each.action}
            for each in sorted(self.deadlines)
        ]
        return {"words": list(self.words), "deadlines": deadlines}


SILENCE = Stance()


def held_against(own: Stance, other: Stance) -> Strictness:
    """Tell whether a stance is stricter than another one.

    It is at least as strict where it requires and bars as much, permits and exempts no more, and
    whoever keeps its deadlines keeps the other's. Rights and powers make none stricter: stances
    that differ in nothing else cannot be put in an order.
    """
    if own == other:
        return Strictness.EQUAL
    is_stricter, is_looser = _is_as_strict(own, other), _is_as_strict(other, own)
    if is_stricter == is_looser:
        return Strictness.INCOMPARABLE
    return Strictness.STRICTER if is_stricter else Strictness.LOOSER


def _is_as_strict(own: Stance, other: Stance) -> bool:
    one, two = own.axes, other.axes
    return (
        one.required >= two.required
        and one.barred >= two.barred
        and one.permitted <= two.permitted
        and one.exempt <= two.exempt
        and are_as_strict(own.deadlines, other.deadlines)
    )


def stance_in(run: Run, norms: Sequence[Norm], role: str) -> Stance | None:
    """Give the stance of a protocol in a situation, or `None` where it is not settled yet.

    `norms` are those on the action that bind the role. What one norm may come to is taken to be
    open whatever the others come to.
    """
    told = [_told_by(run, norm, role) for norm in norms]
    most = _together(each for several in told for each in several)
    return most if most == _together(map(_least, told)) else None


def _told_by(run: Run, norm: Norm, role: str) -> list[Stance]:
    """Give what a norm may come to say, by each status to which it can still come."""
    if norm.modality is None or not run.is_triggered(norm.address):
        return [SILENCE]
    status = status_in(run, run.program.ready[norm.address])
    outcomes = outcomes_of(run, run.program.ready[norm.address], status, role)
    return [told_as(each, norm, run.program.protocol) for each in outcomes]


def told_as(status: Status, norm: Norm, protocol: Protocol) -> Stance:
    """Give what one norm says by its status."""
    if norm.modality is None:
        return SILENCE
    term = term_of(norm, protocol) if norm.modality.requires else None
    is_due = term is not None and status is Status.APPLIES
    return Stance(contribution(norm.modality, status), frozenset({term} if is_due and term else ()))


def _together(stances: Iterable[Stance]) -> Stance:
    listed = list(stances)
    axes = Axes(*map(max, zip(_NO_AXES, *(each.axes for each in listed), strict=True)))
    return Stance(axes, frozenset[Term]().union(*(each.deadlines for each in listed)))


def _least(stances: Sequence[Stance]) -> Stance:
    axes = Axes(*map(min, zip(*(each.axes for each in stances), strict=True)))
    first, *others = (each.deadlines for each in stances)
    return Stance(axes, first.intersection(*others))
