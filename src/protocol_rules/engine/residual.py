"""What is left of a condition when everything known has been used."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.engine.compile import Shown, Term
from protocol_rules.engine.run import Reading, Run
from protocol_rules.norms.conditions import About, All, Any, Breached, Compare, Has, HasRole, Not, Only
from protocol_rules.truth import Truth

__all__ = ["open_atoms", "relied_on"]

Atom = Has | HasRole | Only | Compare | Breached


def open_atoms(run: Run, term: Term) -> Iterator[Atom]:
    """Give the tests on which a condition still turns, each as often as it occurs."""
    if run.truth(term) is not Truth.UNKNOWN:
        return
    match term:
        case Shown(part):
            if run.reading is Reading.AS_GIVEN:
                yield from open_atoms(run, part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from open_atoms(run, part)
        case Not(part):
            yield from open_atoms(run, part)
        case About():
            pass
        case _:
            yield term


def relied_on(run: Run, term: Term) -> Iterator[Atom]:
    """Give the tests that `unless_shown` took for a no although nobody has shown it."""
    match term:
        case Shown(part):
            if run.truth(part) is Truth.UNKNOWN:
                yield from open_atoms(run, part)
            yield from relied_on(run, part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from relied_on(run, part)
        case Not(part):
            yield from relied_on(run, part)
        case _:
            pass
