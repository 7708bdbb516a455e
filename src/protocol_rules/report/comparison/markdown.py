"""The picture of several councils in Markdown, as a summary of a build or a paper shows it."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.comparison.picture import Picture
from protocol_rules.comparison.points import Standing
from protocol_rules.comparison.profile import Profile
from protocol_rules.report.comparison.words import SIGNS, WORDS, force, share

__all__ = ["picture_markdown"]


def picture_markdown(picture: Picture) -> str:
    """Write a table for the matrix, the distances, the profiles and what lifts what."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    names = {each.council: each.name for each in picture.protocols}
    yield "# Protocols compared"
    yield ""
    signs = ", ".join(f"{sign} {WORDS[each]}" for each, sign in SIGNS.items() if sign != "·")
    yield f"On how many points each council speaks, and how it stands to the others: {signs}."
    yield ""
    yield from _table("topic", "points", *names.values())
    for topic, title in picture.topics.items():
        profiles = [by_topic[topic] for by_topic in picture.matrix.values()]
        yield _row(title, str(profiles[0].points), *map(_cell, profiles))
    yield ""
    yield "## Distance"
    yield ""
    yield "The share of points on which two councils differ; where only one speaks, they differ."
    yield ""
    yield from _table("", *names.values())
    for one, name in names.items():
        between = (picture.distances.between(one, each) for each in names if each != one)
        cells = [share(each.distance) for each in between]
        place = [*names].index(one)
        yield _row(name, *cells[:place], "-", *cells[place:])
    yield ""
    yield from _profiles(picture, names)
    yield ""
    yield "## What lifts what"
    yield ""
    for graph in picture.lifting:
        for each in graph.lifts:
            only = f", only where `{each.only_for}`" if each.only_for else ""
            yield f"- `{each.by}` lifts `{each.lifts}`{only}"


def _profiles(picture: Picture, names: dict[str, str]) -> Iterator[str]:
    yield "## How strict"
    yield ""
    yield from _table("council", *WORDS.values(), "must", "should", "mean force")
    for council, each in picture.profiles.items():
        counts = map(str, each.standings.values())
        forces = str(each.musts), str(each.shoulds), force(each.mean_force)
        yield _row(names[council], *counts, *forces)


def _cell(profile: Profile) -> str:
    counts = profile.standings.items()
    told = [f"{SIGNS[each]}{count}" for each, count in counts if count and each != Standing.SILENT]
    return f"{profile.speaks}: {' '.join(told)}" if told else "-"


def _table(*heads: str) -> Iterator[str]:
    yield _row(*heads)
    yield _row(*("---" for _ in heads))


def _row(*cells: str) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(text: str) -> str:
    """Leave a table its columns, whatever a text holds."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
