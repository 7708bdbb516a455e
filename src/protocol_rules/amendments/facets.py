"""Facets: what a norm says besides its stance, so that it can be compared over all stories.

A stance holds who must do what by when. To whom, how, what shows it, what breaches it, where it
goes next, and what is presumed or left to be shown: each is a facet. A facet is compared as an
action of its own, by a norm which speaks where that facet counts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from protocol_rules.comparison.deadlines import term_of
from protocol_rules.engine import day
from protocol_rules.engine.performance import ways_to_break
from protocol_rules.norms.protocol import Norm, NormKind, Protocol, Step
from protocol_rules.vocabulary import Modality, Vocabulary
from protocol_rules.vocabulary.conditions import All, Any, Breached, Condition, Not
from protocol_rules.vocabulary.values import Given

__all__ = ["Aspect", "Facet", "facets_of", "presumptions_of", "telling_of"]


class Aspect(StrEnum):
    """In which respect two editions may differ; only stance and breach are stricter or looser."""

    STANCE = "stance"
    BREACH = "breach"
    COUNTERPARTY = "counterparty"
    QUALIFIER = "qualifier"
    DEADLINE = "deadline"
    SHOWN_BY = "shown by"
    ROUTE = "route"
    ANSWERS = "answers"
    PROVISO = "proviso"
    PRESUMPTION = "presumption"
    CAUTION = "caution"


@dataclass(frozen=True)
class Facet:
    """One thing that a norm says besides its stance, under the name of `key`, and in words.

    `norm` stands for it: it says something wherever the facet counts.
    """

    aspect: Aspect
    key: Hashable
    said: str
    norm: Norm

    @property
    def can_be_lifted(self) -> bool:
        """Whether it counts only where nothing lifts its norm; a proviso is asked for before."""
        return self.aspect is not Aspect.PROVISO


def facets_of(norm: Norm, protocol: Protocol) -> Iterator[Facet]:
    """Give the facets of a norm proper."""
    words = protocol.vocabulary
    if norm.counterparty is not None:
        parties, every = norm.counterparty.roles, norm.counterparty.every
        for several in [frozenset({each}) for each in parties] if every else [frozenset(parties)]:
            said = " or ".join(_phrase(each, words) for each in sorted(several))
            toward = words.actions[norm.action].towards
            yield Facet(Aspect.COUNTERPARTY, several, f"{toward} {said}", _plain(norm))
    if norm.qualifier:
        said = " ".join(norm.qualifier.split())
        yield Facet(Aspect.QUALIFIER, said, f'"{said}"', _plain(norm))
    if norm.done_on:
        yield Facet(Aspect.SHOWN_BY, norm.done_on, f"shown by {norm.done_on}", _plain(norm))
    if norm.reparation_for:
        answered = protocol.norms[norm.reparation_for]
        key = (frozenset(answered.bearers), answered.action)
        said = f"in answer to a breach of {answered.address}"
        yield Facet(Aspect.ANSWERS, key, said, _plain(norm))
    term = term_of(norm, protocol)
    if term is not None and norm.modality is not None and not norm.modality.requires:
        yield Facet(Aspect.DEADLINE, term, term.said(words), _plain(norm))
    if norm.provided is not None:
        unshown = replace(_plain(norm, Not(norm.provided)), provided=None, unless=())
        said = "a condition has to be shown"
        yield Facet(Aspect.PROVISO, "", said, unshown)
    if ways := tuple(ways_to_break(norm)):
        yield Facet(Aspect.BREACH, "", "it counts as a breach", _plain(norm, Any(ways)))
    yield from _steps(norm, words)


def presumptions_of(norm: Norm) -> Iterator[Facet]:
    """Give what a norm, or a card without a norm, presumes."""
    for fact, value in norm.presumes.items():
        said = f"it is presumed that {fact} is {_stated(value)}"
        yield Facet(Aspect.PRESUMPTION, (fact, value), said, _plain(norm))


def telling_of(caution: Norm, protocol: Protocol) -> Facet:
    """Give a card that has no norm and tells how things are, known by its clause."""
    title = protocol.clauses[caution.clause].title
    return Facet(Aspect.CAUTION, caution.clause, f'it is said "{title}"', _plain(caution))


def _steps(norm: Norm, words: Vocabulary) -> Iterator[Facet]:
    """Give each step of a route as what comes next: nothing before it is still to be done."""
    before: list[Condition] = []
    for step in norm.escalation:
        is_open = _is_open(step)
        said = " and ".join(_phrase(each, words) for each in sorted(step.to))
        when = All((is_open, *before))
        yield Facet(Aspect.ROUTE, frozenset(step.to), f"the next step is to turn to {said}",
                    _plain(norm, when))  # fmt: skip
        before.append(Not(is_open))


def _is_open(step: Step) -> Condition:
    done = [] if step.done is None else [Not(step.done)]
    return All((*([] if step.when is None else [step.when]), *done))


def _plain(norm: Norm, besides: Condition | None = None) -> Norm:
    """Give a norm that says nothing but that this one speaks, where another condition holds."""
    own = Norm(
        norm.address,
        norm.clause,
        NormKind.NORM,
        norm.bearers,
        Modality.IS_PRESUMED_TO,
        norm.action,
        when=norm.when,
        provided=norm.provided,
        unless=norm.unless,
        reparation_for=norm.reparation_for,
        span=norm.span,
    )
    if besides is None:
        return own
    woken: tuple[Condition, ...] = () if norm.when is None else (norm.when,)
    if norm.reparation_for:
        woken = (Any((*woken, Breached(norm.reparation_for))),)
    return replace(own, when=All((*woken, besides)), reparation_for="")


def _phrase(role: str, words: Vocabulary) -> str:
    return words.roles.roles[role].phrase


def _stated(value: Given) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, frozenset)):
        return str(value)
    return day(value)
