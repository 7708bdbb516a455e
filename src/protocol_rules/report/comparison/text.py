"""The picture of several councils for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import click

from protocol_rules.comparison.picture import Picture
from protocol_rules.comparison.points import Standing
from protocol_rules.comparison.profile import Profile
from protocol_rules.report.comparison.words import EXPLAINED, WORDS, force, groups_in_words, share

__all__ = ["write_picture"]


def write_picture(picture: Picture, page: click.HelpFormatter) -> None:
    """Write the matrix, the distances, the profiles and what lifts what."""
    names = {each.council: each.name for each in picture.protocols}
    page.write_text(click.style(", ".join(names.values()), bold=True))
    page.write_text(
        f"{len(picture.points)} points, each one role and one action of which at least one of "
        "these councils speaks"
    )
    _write_matrix(picture, page)
    _write_distances(picture, names, page)
    _write_profiles(picture, names, page)
    _write_lifting(picture, names, page)


def _write_matrix(picture: Picture, page: click.HelpFormatter) -> None:
    with page.section("Council by topic: on how many points of a topic it speaks, and how"):
        for topic, title in picture.topics.items():
            rows = [
                (council, profile_in_words(by_topic[topic]))
                for council, by_topic in picture.matrix.items()
            ]
            points = next(iter(picture.matrix.values()))[topic].points
            page.write_text(click.style(f"{title} ({points})", bold=True))
            with page.indentation():
                page.write_dl(rows)
    with page.section("Standing to the other councils that speak"):
        page.write_dl([(WORDS[each], said) for each, said in EXPLAINED.items()])


def profile_in_words(profile: Profile) -> str:
    """Say a profile in one line: `9: 3 stricter, 2 looser, 4 alone`."""
    counts = profile.standings.items()
    told = [f"{count} {WORDS[each]}" for each, count in counts if count and each != Standing.SILENT]
    return f"{profile.speaks}: {', '.join(told)}" if told else "silent"


def _write_distances(picture: Picture, names: Mapping[str, str], page: click.HelpFormatter) -> None:
    with page.section("Distance: the share of points on which two differ; silence counts"):
        rows: list[tuple[str, str]] = []
        for pair in combinations(names, 2):
            apart = picture.distances.between(*pair)
            both = apart.same + apart.different
            said = f"{share(apart.distance)} of {both + apart.alone}"
            where_both = f"where both speak {share(apart.where_both_speak)} of {both}"
            said += f"; {where_both}" if both else "; nothing of which both speak"
            said += f"; {apart.undecided} not decided" if apart.undecided else ""
            rows.append((" and ".join(pair), said))
        page.write_dl(rows)
        page.write_text(groups_in_words(picture.alike, names))


def _write_profiles(picture: Picture, names: Mapping[str, str], page: click.HelpFormatter) -> None:
    with page.section("How strict: on all points; mean force counts a must as 2, a should as 1"):
        page.write_dl(
            [
                (
                    names[council],
                    f"speaks on {profile_in_words(profile)}; {_forces(profile)}",
                )
                for council, profile in picture.profiles.items()
            ]
        )


def _forces(profile: Profile) -> str:
    mean = force(profile.mean_force)
    return f"{profile.musts} must, {profile.shoulds} should, mean force {mean}"


def _write_lifting(picture: Picture, names: Mapping[str, str], page: click.HelpFormatter) -> None:
    with page.section("What lifts what"):
        for graph in picture.lifting:
            page.write_text(click.style(names[graph.council], bold=True))
            with page.indentation():
                for each in graph.lifts:
                    only = f", only where {each.only_for}" if each.only_for else ""
                    page.write_text(f"{each.by} lifts {each.lifts}{only}")
                if not graph.lifts:
                    page.write_text("nothing")
