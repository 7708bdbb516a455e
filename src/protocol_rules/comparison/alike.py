"""Which councils are alike: a map on which near means alike, a tree, and groups.

The map is classical multidimensional scaling, the tree average linkage; both are those of
scikit-learn and SciPy, of the extra `picture`, and imported when somebody asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from math import dist, sqrt
from typing import Any

from protocol_rules.comparison.distance import Distances
from protocol_rules.diagnostics import needs

__all__ = ["Alike", "Merge", "alike_of"]

_STANDS_OUT = 0.05
"""By how much a group has to be nearer to itself than to others, as a share of points."""
_FLAT = 2


@dataclass(frozen=True, slots=True)
class Merge:
    """Where two branches of the tree meet: the councils of each, and their mean distance."""

    branches: tuple[tuple[str, ...], tuple[str, ...]]
    distance: float

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {"branches": [list(each) for each in self.branches], "distance": self.distance}


@dataclass(frozen=True, slots=True)
class Alike:
    """The map and the tree of some councils, and the groups that stand out.

    `places` gives each council two coordinates, in shares of points like the distances; `stress`
    tells how far the map is from them (0: not at all; a flat map cannot show all distances).
    `order` is that of the leaves of the tree.
    """

    places: dict[str, tuple[float, float]]
    stress: float
    tree: tuple[Merge, ...]
    order: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "places": {council: list(place) for council, place in self.places.items()},
            "stress": self.stress,
            "tree": [each.as_data() for each in self.tree],
            "groups": [list(each) for each in self.groups],
        }


def alike_of(distances: Distances) -> Alike:
    """Lay out two or more councils; raises `InvalidInput` where the libraries are not installed."""
    with needs("picture", "a map of councils"):
        manifold: Any = import_module("sklearn.manifold")
        hierarchy: Any = import_module("scipy.cluster.hierarchy")
        squareform: Any = import_module("scipy.spatial.distance").squareform
    matrix, councils = distances.matrix(), distances.councils
    places = _places(manifold, matrix)
    linkage = hierarchy.linkage(squareform(matrix), method="average", optimal_ordering=True)
    tree = _tree(councils, linkage.tolist())
    leaves: list[int] = hierarchy.leaves_list(linkage).tolist()
    order = tuple(councils[each] for each in leaves)
    labels: list[int] = hierarchy.fcluster(linkage, _cut(tree), criterion="distance").tolist()
    by_label: dict[int, list[str]] = {}
    for council in order:
        by_label.setdefault(labels[councils.index(council)], []).append(council)
    return Alike(
        dict(zip(councils, places, strict=True)),
        _stress(matrix, places),
        tree,
        order,
        tuple(map(tuple, by_label.values())),
    )


def _places(manifold: Any, matrix: list[list[float]]) -> list[tuple[float, float]]:  # noqa: ANN401 - a library without types
    if not any(map(any, matrix)):
        return [(0.0, 0.0)] * len(matrix)
    if len(matrix) == _FLAT:
        half = matrix[0][1] / 2  # two places lie on a line, and the library wants a plane
        return [(-half, 0.0), (half, 0.0)]
    scaled = manifold.ClassicalMDS(n_components=2, metric="precomputed").fit_transform(matrix)
    return [(round(x, 6), round(y, 6)) for x, y in scaled.tolist()]


def _stress(matrix: list[list[float]], places: Sequence[tuple[float, float]]) -> float:
    """Compare the distances on the map with the true ones, as Kruskal does."""
    pairs = [(i, j) for i in range(len(places)) for j in range(i)]
    off = sum((matrix[i][j] - dist(places[i], places[j])) ** 2 for i, j in pairs)
    whole = sum(matrix[i][j] ** 2 for i, j in pairs)
    return round(sqrt(off / whole), 6) if whole else 0.0


def _tree(councils: Sequence[str], linkage: list[list[float]]) -> tuple[Merge, ...]:
    branches: list[tuple[str, ...]] = [(each,) for each in councils]
    merges: list[Merge] = []
    for one, other, distance, _ in linkage:
        pair = branches[int(one)], branches[int(other)]
        merges.append(Merge(pair, round(distance, 6)))
        branches.append(pair[0] + pair[1])
    return tuple(merges)


def _cut(tree: tuple[Merge, ...]) -> float:
    """Cut the tree at its longest branch; below nothing where none is long enough."""
    heights = [0.0, *(each.distance for each in tree)]
    longest, at = 0.0, heights[-1]
    # The first merge always lies above nothing, and says nothing about groups.
    for below, above in pairwise(heights[1:]):
        if above - below > longest:
            longest, at = above - below, (above + below) / 2
    return at if longest >= _STANDS_OUT else heights[-1] + 1
