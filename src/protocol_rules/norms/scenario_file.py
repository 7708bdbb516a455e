"""Files of scenarios, in YAML or JSON: one scenario, or several under `scenarios:`."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from protocol_rules.diagnostics import quote
from protocol_rules.norms.expectation import Expectation, Match
from protocol_rules.norms.expectation_faults import check_expectation
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.scenario_levels import (
    Level,
    Written,
    place_below,
    read_level,
    story_of,
    written_in,
)
from protocol_rules.norms.scenario_parts import ScenarioParts, defaults_of, parts_of
from protocol_rules.norms.story import Story
from protocol_rules.source import Limits, Source, read
from protocol_rules.validation import Faults, FileKind, Path, Place, check_kind
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

if TYPE_CHECKING:
    from protocol_rules.norms.scenario import Scenario

__all__ = ["ScenarioEntry", "protocols_named", "read_scenarios", "scenarios_in"]


@dataclass(frozen=True, slots=True)
class ScenarioEntry:
    """A scenario of a file, with the protocols it is for and the place where it stands.

    A row of a story is an entry of its own. `levels` are what it is made of: the head of the file
    where there is one, the story, and the row where it is one.
    """

    story: Story
    written: Written
    place: Place
    levels: tuple[Level, ...]

    @property
    def scenario(self) -> Scenario:
        """The story as a `Scenario`, as `evaluate` takes the one or the other."""
        # Imported here because it needs pydantic, and those who only evaluate need none.
        from protocol_rules.norms.scenario import Scenario  # noqa: PLC0415

        story = self.story
        common = Occasion(story.about, story.given)
        return Scenario.of(story.name, common, story.occasions, story.today)

    @property
    def expectations(self) -> Mapping[str, Expectation]:
        """What is expected, by the name of the protocol."""
        if self.written.expect is None:
            return self.written.expect_in
        return dict.fromkeys(self.written.protocols, self.written.expect) | dict(
            self.written.expect_in
        )

    def place_of(self, *path: str | int) -> Place:
        """Find where something is written of it: on its row, in its story, or in the head."""
        return place_below(self.levels, path)

    def place_of_protocol(self, name: str) -> Place:
        """Find where it is written that it is for a protocol."""
        for level in reversed(self.levels):
            named = level.parts.protocols
            if name in self.written.protocols and named:
                place = level.place / "protocol"
                return place / named.index(name) if name in named else place
        return self.place_of("expect_in", name)

    def place_of_expectation(self, protocol: str) -> Place:
        """Find where it is written what is expected of a protocol."""
        path: Path = ("expect_in", protocol) if protocol in self.written.expect_in else ("expect",)
        level = next(each for each in reversed(self.levels) if each.parts.expects)
        return level.place.below(path)


def read_scenarios(
    path: str | pathlib.Path, vocabulary: Vocabulary | None = None, limits: Limits | None = None
) -> tuple[ScenarioEntry, ...]:
    """Read a file of scenarios; raises `InvalidInput` with every fault and its place."""
    return scenarios_in(read(path, limits), vocabulary)


def scenarios_in(source: Source, vocabulary: Vocabulary | None = None) -> tuple[ScenarioEntry, ...]:
    """Read the scenarios of a parsed file."""
    words = shared_vocabulary() if vocabulary is None else vocabulary
    faults = Faults()
    root, plain = Place(source, faults), source.plain()
    check_kind(FileKind.SCENARIOS, plain, root)
    if plain.keys().isdisjoint(("scenarios", "defaults")):
        wider, found = [], [(plain, root)]
    else:
        wider, found = _head(plain, root, words), _several(plain, root)
    stories = [_story(*each, _match(wider)) for each in found]
    _check_names(stories)
    entries = [entry for each in stories for entry in _entries(each, wider, words)]
    faults.stop_if_any()
    return tuple(entries)


def protocols_named(source: Source) -> tuple[str, ...]:
    """Name the protocols that a file is for, before its words are known; faults are left alone."""
    plain = cast("object", source.plain())
    levels: list[object] = [plain]
    found: dict[str, None] = {}
    while levels:
        level = levels.pop()
        if not isinstance(level, dict):
            continue
        parts = cast("dict[str, object]", level)
        for key in ("protocol", "expect_in"):
            named = parts.get(key, ())
            names = [named] if isinstance(named, str) else cast("Iterable[object]", named)
            found.update((each, None) for each in names if isinstance(each, str))
        levels.append(parts.get("defaults"))
        for key in ("scenarios", "rows"):
            below = parts.get(key)
            levels += cast("list[object]", below) if isinstance(below, list) else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Story:
    """A scenario of a file, or what several rows have in common, with the places of all."""

    parts: ScenarioParts | None
    place: Place
    rows: list[tuple[ScenarioParts, Place]]


def _head(plain: Mapping[str, Any], root: Place, words: Vocabulary) -> list[Level]:
    """Read what a file says of all its scenarios."""
    head = dict(plain)
    if isinstance(plain.get("scenarios"), list):
        head["scenarios"] = []
    parts = defaults_of(head.get("defaults", {}))
    if parts is None or head.keys() - {"defaults"} != {"scenarios"} or head["scenarios"] != []:
        from protocol_rules.norms.scenario_faults import sound_head  # noqa: PLC0415

        parts = sound_head(head, root)
    if parts is None or "defaults" not in plain:
        return []
    return [read_level(parts, root / "defaults", words)]


def _match(wider: Sequence[Level]) -> Match:
    for each in wider:
        if each.parts.match is not None:
            return each.parts.match
    return "exact"


def _several(plain: Mapping[str, Any], root: Place) -> list[tuple[object, Place]]:
    """Give the scenarios of a file one by one, so that a fault in one leaves the rest readable."""
    written, place = plain.get("scenarios"), root / "scenarios"
    if written == []:
        place.fault("empty-value", "at least one scenario is wanted here")
    if not isinstance(written, list):
        return []
    several = cast("list[object]", written)
    return [(each, place / position) for position, each in enumerate(several)]


def _story(written: object, place: Place, match: Match) -> _Story:
    parts = parts_of(written, match)
    if parts is not None:
        rows = [(row, place / "rows" / n) for n, row in enumerate(parts.rows)]
        return _Story(parts, place, rows)
    # Imported here because the models need pydantic, and most files are plainly sound.
    from protocol_rules.norms.scenario_faults import sound_rows, sound_story  # noqa: PLC0415

    listed: list[object] = []
    if isinstance(written, dict):
        table = cast("dict[str, object]", written)
        under_rows = table.get("rows")
        listed = cast("list[object]", under_rows) if isinstance(under_rows, list) else []
        written = {key: each for key, each in table.items() if key != "rows" or not listed}
    story = sound_story(cast("object", written), place, match)
    return _Story(story, place, sound_rows(listed, place / "rows", match))


def _entries(story: _Story, wider: list[Level], words: Vocabulary) -> list[ScenarioEntry]:
    """Read one scenario, or each row of a story."""
    if story.parts is None:
        return []
    level = read_level(story.parts, story.place, words)
    rows = [read_level(*row, words) for row in story.rows]
    for row in rows:
        _check_expectations(row, has_occasions=bool(level.occasions or row.occasions))
    using = [bool(row.occasions) for row in rows if not row.parts.expects]
    several = bool(level.occasions) or (bool(using) and all(using))
    _check_expectations(level, has_occasions=several)
    return [_entry([*wider, level, row], words) for row in rows] or [_entry([*wider, level], words)]


def _entry(levels: list[Level], words: Vocabulary) -> ScenarioEntry:
    written = written_in(levels)
    if written.expect is not None and not written.protocols:
        place = place_below(levels, ("expect",))
        # One that is there and faulty has been told.
        if not any((each.place / "protocol").is_there for each in levels):
            message = "nothing says which protocol the expectation is for"
            place.fault("missing-key", message, "add `protocol`", at="key")
    story = story_of(written.name, levels, words)
    return ScenarioEntry(story, written, levels[-1].place, tuple(levels))


def _check_expectations(level: Level, *, has_occasions: bool) -> None:
    parts, place = level.parts, level.place
    if parts.expect is not None:
        check_expectation(parts.expect, place / "expect", has_occasions=has_occasions)
    for name, each in parts.expect_in.items():
        check_expectation(each, place / "expect_in" / name, has_occasions=has_occasions)


def _check_names(stories: Sequence[_Story]) -> None:
    """Check that nothing is named twice: no story, no row of a story, and no scenario in all."""
    lines: dict[str, int] = {}

    def check(name: str, spot: Place) -> bool:
        """Tell a name that was there before."""
        is_new = name not in lines
        if not is_new:
            message = f"two scenarios are named {quote(name)}"
            spot.fault("duplicate-name", message, f"the first stands in line {lines[name]}")
        lines.setdefault(name, spot.span.line)
        return is_new

    for story in stories:
        name = "" if story.parts is None else story.parts.name
        if name and not check(name, story.place / "name"):
            continue
        for row, place in story.rows:
            check(": ".join(each for each in (name, row.name) if each), place / "name")
