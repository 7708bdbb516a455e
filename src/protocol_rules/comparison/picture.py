"""The picture of some councils: where they differ, how far, which are alike, and who is strict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from protocol_rules.comparison.alike import Alike, alike_of
from protocol_rules.comparison.distance import Distances, distances_of
from protocol_rules.comparison.lifting import LiftingGraph, lifting_of
from protocol_rules.comparison.points import Point, points_of
from protocol_rules.comparison.profile import Profile, profile_of, profiles_of
from protocol_rules.comparison.result import Comparison
from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.joined import joined

__all__ = ["Picture", "picture_of"]


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """Some councils side by side.

    `matrix` gives for each council its profile on each topic, and `profiles` that over all points;
    `topics` are those on which any of them speaks, in the vocabulary's order; `words` are those of
    all of them.
    """

    protocols: tuple[Protocol, ...]
    words: Vocabulary
    comparisons: Mapping[tuple[str, str], Comparison]
    topics: Mapping[str, str]
    points: tuple[Point, ...]
    matrix: Mapping[str, Mapping[str, Profile]]
    profiles: Mapping[str, Profile]
    distances: Distances
    alike: Alike
    lifting: tuple[LiftingGraph, ...]

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "councils": [
                {"council": each.council, "name": each.name, "title": each.title}
                for each in self.protocols
            ],
            "topics": dict(self.topics),
            "matrix": {
                council: {topic: profile.as_data() for topic, profile in by_topic.items()}
                for council, by_topic in self.matrix.items()
            },
            "profiles": {council: each.as_data() for council, each in self.profiles.items()},
            "distances": self.distances.as_data(),
            "alike": self.alike.as_data(),
            "lifting": [each.as_data() for each in self.lifting],
        }


def picture_of(
    protocols: Sequence[Protocol], comparisons: Iterable[Comparison], topic: str | None = None
) -> Picture:
    """Put together what the comparisons of all pairs tell of two or more protocols.

    With a `topic` it is a picture of that alone. Raises `InvalidInput` where the libraries of the
    extra `picture` are not installed.
    """
    lifting = tuple(lifting_of(each, topic) for each in protocols)
    words = joined(each.vocabulary for each in protocols)
    compared = {each.councils: each for each in comparisons}
    points = tuple(
        each for each in points_of(compared.values()) if topic is None or topic in each.topics
    )
    spoken = {each for point in points for each in point.topics if topic in (None, each)}
    topics = {name: title for name, title in words.topics.items() if name in spoken}
    distances = distances_of((each.council for each in protocols), points, topics)
    return Picture(
        tuple(protocols),
        words,
        compared,
        topics,
        points,
        {each.council: profiles_of(each, points, topics) for each in protocols},
        {each.council: profile_of(each, points) for each in protocols},
        distances,
        alike_of(distances),
        lifting,
    )
