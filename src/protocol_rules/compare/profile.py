"""How strict a council is on a topic: how it stands on each point, and how often it says must."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from protocol_rules.compare.points import Point, Standing
from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import Force

__all__ = ["Profile", "profile_of", "profiles_of"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One council on some points: on how many it is stricter, looser, equal, silent and so on.

    `musts` and `shoulds` count its duties and bans by their force.
    """

    standings: Mapping[Standing, int]
    musts: int
    shoulds: int

    @property
    def points(self) -> int:
        """On how many points any council speaks."""
        return sum(self.standings.values())

    @property
    def speaks(self) -> int:
        """On how many of them this one does."""
        return self.points - self.standings[Standing.SILENT]

    @property
    def shares(self) -> Mapping[Standing, float]:
        """Each count as a share of the points; empty where there is none."""
        return {each: count / self.points for each, count in self.standings.items() if self.points}

    @property
    def mean_force(self) -> float | None:
        """The mean over its duties and bans, a must as 2 and a should as 1; `None` without any."""
        count = self.musts + self.shoulds
        return (2 * self.musts + self.shoulds) / count if count else None

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "points": self.points,
            "speaks": self.speaks,
            "standings": {each.value: count for each, count in self.standings.items()},
            "shares": {each.value: share for each, share in self.shares.items()},
            "musts": self.musts,
            "shoulds": self.shoulds,
            "mean_force": self.mean_force,
        }


def profile_of(protocol: Protocol, points: Iterable[Point]) -> Profile:
    """Count how a council stands on points; a norm of several roles or actions counts once."""
    told = [*points]
    standings = dict.fromkeys(Standing, 0)
    standings |= Counter(each.standings[protocol.council] for each in told)
    addresses = {address for each in told for address in each.norms[protocol.council]}
    modalities = (protocol.norms[address].modality for address in addresses)
    forces = Counter(each.force for each in modalities if each is not None)
    return Profile(standings, forces[Force.MUST], forces[Force.SHOULD])


def profiles_of(
    protocol: Protocol, points: Iterable[Point], topics: Iterable[str]
) -> dict[str, Profile]:
    """Give the profile of a council for each topic."""
    told = [*points]
    return {
        topic: profile_of(protocol, [each for each in told if topic in each.topics])
        for topic in topics
    }
