"""Where things stand in the drawings of the page; the template draws them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from protocol_rules.comparison.alike import Alike
from protocol_rules.comparison.lifting import LiftingGraph

__all__ = ["Drawing", "Line", "Mark", "bar", "lifting_drawing", "map_drawing", "tree_drawing"]

_WIDE, _HIGH, _EDGE, _LABELS = 600, 400, 50, 230
_LEAF, _ABOVE, _BELOW, _LINE = 28, 16, 34, 17
_BOX, _GAP, _STEP, _TALL = 300, 80, 46, 34


@dataclass(frozen=True, slots=True)
class Mark:
    """Something named at a place; `kind` is the number of its group, or how it is drawn.

    Its name stands beside it at `label_y`, where it covers no other name.
    """

    name: str
    x: float
    y: float
    kind: int = 0
    label_y: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line through some places, with what is written at its middle."""

    places: tuple[tuple[float, float], ...]
    label: str = ""

    @property
    def path(self) -> str:
        """The line as SVG writes it."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.places)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing: its size, its marks and its lines."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...] = ()


def bar(counts: Mapping[str, int]) -> list[tuple[str, float, float]]:
    """Lay counts end to end on a length of a hundred: each with its start and its length."""
    whole, start = sum(counts.values()), 0.0
    parts: list[tuple[str, float, float]] = []
    for name, count in counts.items():
        length = 100 * count / whole if whole else 0.0
        if length:
            parts.append((name, round(start, 2), round(length, 2)))
        start += length
    return parts


def map_drawing(alike: Alike, names: Mapping[str, str]) -> Drawing:
    """Draw the map in one scale both ways, as near and far have to look."""
    xs, ys = zip(*alike.places.values(), strict=True)
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    room = _WIDE - _EDGE - _LABELS, _HIGH - 2 * _EDGE
    scale = min(
        (have / want for have, want in zip(room, (across, down), strict=True) if want), default=1.0
    )
    groups = _groups(alike)
    marks = (
        Mark(
            names[council],
            round(_EDGE + (x - min(xs)) * scale, 1),
            round(_EDGE + (y - min(ys)) * scale, 1),
            groups[council],
        )
        for council, (x, y) in alike.places.items()
    )
    labelled = tuple(_labelled(marks))
    return Drawing(_WIDE, max(each.label_y for each in labelled) + _EDGE, labelled)


def _labelled(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Move names down until none covers another; from the top, where there is nothing to cover."""
    taken: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.y, each.x)):
        at = mark.y
        for other in taken:
            is_beside = abs(other.x - mark.x) > _LABELS
            if not is_beside and abs(other.label_y - at) < _LINE:
                at = other.label_y + _LINE
        labelled = replace(mark, label_y=round(at, 1))
        taken = sorted([*taken, labelled], key=lambda each: each.label_y)
        yield labelled


def tree_drawing(alike: Alike, names: Mapping[str, str]) -> Drawing:
    """Draw the tree from its leaves on the left; the scale goes from no difference to all."""
    height = _ABOVE + _LEAF * len(alike.order) + _BELOW
    start, end = _LABELS, _WIDE - 25
    rows: dict[tuple[str, ...], float] = {
        (name,): _ABOVE + _LEAF * (at + 0.5) for at, name in enumerate(alike.order)
    }
    ends: dict[tuple[str, ...], float] = dict.fromkeys(rows, float(start))
    lines: list[Line] = []
    for merge in alike.tree:
        x = round(start + (end - start) * merge.distance, 1)
        (one, other), whole = merge.branches, merge.branches[0] + merge.branches[1]
        upper, lower = rows[one], rows[other]
        corners = (ends[one], upper), (x, upper), (x, lower), (ends[other], lower)
        lines.append(Line(corners))
        rows[whole], ends[whole] = (rows[one] + rows[other]) / 2, x
    groups = _groups(alike)
    marks = (Mark(names[each], start - 8, rows[each,], groups[each]) for each in alike.order)
    across = (end - start) / 100
    ticks = (Mark(f"{each}%", start + across * each, height - 10, -1) for each in _TICKS)
    return Drawing(_WIDE, height, (*marks, *ticks), tuple(lines))


_TICKS = (0, 25, 50, 75, 100)


def _groups(alike: Alike) -> dict[str, int]:
    return {council: at for at, group in enumerate(alike.groups) for council in group}


def lifting_drawing(graph: LiftingGraph) -> Drawing:
    """Draw what lifts on the left of what is lifted."""
    placed = {
        each.address: (1.0 + each.layer * (_BOX + _GAP), 1.0 + each.row * _STEP)
        for each in graph.nodes
    }
    width = max((x for x, _ in placed.values()), default=0.0) + _BOX + 1
    height = max((y for _, y in placed.values()), default=0.0) + _TALL + 1
    marks = (Mark(name, x, y) for name, (x, y) in placed.items())
    return Drawing(width, height, tuple(marks), tuple(_arrows(graph, placed)))


def _arrows(graph: LiftingGraph, placed: Mapping[str, tuple[float, float]]) -> Iterator[Line]:
    for lift in graph.lifts:
        (x, y), (to_x, to_y) = placed[lift.by], placed[lift.lifts]
        yield Line(((x + _BOX, y + _TALL / 2), (to_x - 7, to_y + _TALL / 2)), lift.only_for)
