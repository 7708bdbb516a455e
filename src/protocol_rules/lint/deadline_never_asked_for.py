"""`deadline-never-asked-for`: a deadline that no question brings up where its norm speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.engine.program import program_of
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.norms.protocol import Norm

__all__ = ["CHECK"]

_CHECK = "deadline-never-asked-for"


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for norm in _norms(linted):
            dates = () if norm.deadline is None else (norm.deadline.fact, norm.done_on)
            for fact in filter(None, dates):
                if _is_far(linted, norm, fact):
                    message = f"`{norm.address}` speaks where nobody is asked for `{fact}`"
                    hint = "date it from a fact of the circumstance in which the norm speaks"
                    yield found(_CHECK, linted, norm, message, hint, severity="warning")


def _find_in_all(protocols: Iterable[Linted]) -> Iterator[Slip]:
    everything = tuple(protocols)
    shown: set[str] = set()
    for linted in everything:
        for norm in _norms(linted):
            shown.update(_likeness(norm) if norm.done_on else ())
    for linted in everything:
        for norm in _norms(linted):
            if not norm.done_on and not shown.isdisjoint(_likeness(norm)):
                message = f"nothing shows whether `{norm.address}` was done by its deadline"
                hint = "other norms with this action or deadline have a `done_on`: add one"
                yield found(_CHECK, linted, norm, message, hint, severity="warning")


def _norms(linted: Linted) -> Iterable[Norm]:
    return linted.protocol.norms.values()


def _likeness(norm: Norm) -> tuple[str, ...]:
    """What other norms are like it in: the action, and the date that the deadline counts from."""
    deadline = norm.deadline
    return () if deadline is None else tuple(filter(None, (norm.action, deadline.fact)))


def _is_far(linted: Linted, norm: Norm, fact: str) -> bool:
    """Tell whether the fact's circumstance may be absent wherever the norm is awake."""
    program = program_of(linted.protocol)
    wakes = program.wakes(norm.address)
    return wakes is not None and program.circumstances_of(fact).isdisjoint(
        wakes | linted.protocol.vocabulary.settings
    )


CHECK = Check(
    _CHECK,
    "a deadline that no question brings up where its norm speaks",
    _find,
    _find_in_all,
)
