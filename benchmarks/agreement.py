"""Whether every side gives the same answers, before any of them is timed."""

from __future__ import annotations

from collections.abc import Sequence

from table import Table
from worker import Worker

__all__ = ["Disagreement", "agreement"]

Answers = Sequence[frozenset[str]]


class Disagreement(Exception):
    """Two sides that should say the same do not; what they were timed at would mean nothing."""


def agreement(
    ours: Worker,
    from_dict: Worker,
    closed_world: Worker,
    peers: Sequence[Worker],
    councils: Sequence[str],
) -> Table:
    """Compare which norms apply, scenario by scenario; raises `Disagreement`.

    Where nothing is unknown every peer has to say what we say. Of the scenarios as they are
    checked, every peer has to say what a closed world makes of them, which is not always right.
    """
    rows = [["protocol", "scenarios", "agree, completed", "a closed world is wrong, as checked"]]
    for council in councils:
        whole, sparse = ours.answers(council, "whole"), ours.answers(council, "sparse")
        closed = closed_world.answers(council, "sparse")
        _check(council, closed_world.name, whole, closed_world.answers(council, "whole"))
        _check(council, from_dict.name, sparse, from_dict.answers(council, "sparse"))
        for worker in peers:
            _check(council, worker.name, whole, worker.answers(council, "whole"))
            _check(council, worker.name, closed, worker.answers(council, "sparse"))
        wrong = sum(one != other for one, other in zip(sparse, closed, strict=True))
        agreed = f"{len(whole)} of {len(whole)}"
        rows.append([council, str(len(whole)), agreed, f"{wrong} of {len(sparse)}"])
    return Table("Agreement: which norms apply, for every peer and in both forms", rows)


def _check(council: str, name: str, wanted: Answers, found: Answers) -> None:
    pairs = zip(wanted, found, strict=True)
    differing = [(place, one ^ other) for place, (one, other) in enumerate(pairs) if one != other]
    if differing:
        place, norms = differing[0]
        raise Disagreement(
            f"{name} disagrees on {len(differing)} of {len(wanted)} scenarios of {council}; "
            f"on number {place} about {', '.join(sorted(norms))}"
        )
