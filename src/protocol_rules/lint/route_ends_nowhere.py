"""`route-ends-nowhere`: a route with a step that is never the next, or with no step left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from protocol_rules.engine.compile import Effective
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.routes import conditions_of_route, routes_of, taken_by, turn_of
from protocol_rules.lint.search import Search, Undecided, every, none_of
from protocol_rules.norms.protocol import Norm
from protocol_rules.vocabulary.values import Given, plain

__all__ = ["CHECK"]

_CHECK = "route-ends-nowhere"


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for norm in routes_of(linted.protocol):
            for position, step in enumerate(norm.escalation):
                if _where(linted, norm, position) is None:
                    to = " or ".join(step.to)
                    message = f"the step to `{to}` of `{norm.address}` is never the next one"
                    hint = "an earlier step is always open: give that one a `when` or a `done`"
                    yield found(_CHECK, linted, norm, message, hint)
            nowhere = _nowhere(linted, norm)
            if nowhere:
                told = ", ".join(f"{fact}: {_written(value)}" for fact, value in nowhere.items())
                message = f"`{norm.address}` applies and leads to nobody where {{{told}}}"
                hint = "add a last step, or accept it with the reason why nobody is to be turned to"
                yield found(_CHECK, linted, norm, message, hint, severity="warning")


def _where(linted: Linted, norm: Norm, position: int) -> Mapping[str, Given] | None:
    search = Search(linted.protocol, (norm.address,))
    term = every(Effective(norm.address), turn_of(norm, position))
    try:
        return search.where(term, *conditions_of_route(norm))
    except Undecided:
        return {}


def _nowhere(linted: Linted, norm: Norm) -> Mapping[str, Given] | None:
    search = Search(linted.protocol, (norm.address,))
    turns = [turn_of(norm, position) for position in range(len(norm.escalation))]
    taken = [each for step in norm.escalation for each in taken_by(step)]
    term = every(Effective(norm.address), none_of(*turns, *taken))
    try:
        return search.where(term, *conditions_of_route(norm))
    except Undecided:
        return None


def _written(value: Given) -> object:
    told = plain(value)
    return str(told).lower() if isinstance(told, bool) else told


CHECK = Check(_CHECK, "a route with a step that is never the next, or with no step left", _find)
