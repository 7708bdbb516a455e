"""Files of scenarios, in YAML or JSON: one scenario, or several under `scenarios:`."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from protocol_rules.diagnostics import quote
from protocol_rules.norms.occasion import (
    Occasion,
    check_dates,
    check_occasions,
    read_occasion,
    read_today,
)
from protocol_rules.norms.scenario_parts import Expectation, ScenarioParts, parts_of
from protocol_rules.norms.story import Story
from protocol_rules.norms.values import Misfit
from protocol_rules.source import Limits, Source, read
from protocol_rules.validation import Faults, FileKind, Path, Place, check_kind
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

if TYPE_CHECKING:
    from protocol_rules.norms.scenario import Scenario

__all__ = ["ScenarioEntry", "read_scenarios", "scenarios_in"]


@dataclass(frozen=True, slots=True)
class ScenarioEntry:
    """A scenario of a file, with the protocols it is for and the place where it stands."""

    story: Story
    written: ScenarioParts
    place: Place

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
        if self.written.expect is not None:
            return {self.written.protocol: self.written.expect, **self.written.expect_in}
        return self.written.expect_in


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
    entries: list[ScenarioEntry] = []
    for written, place in _parts(plain, root):
        parts = parts_of(written) or _sound_parts(written, place)
        if parts is not None:
            entries.append(ScenarioEntry(_story(parts, place, words), parts, place))
    _check_names(entries)
    faults.stop_if_any()
    return tuple(entries)


def _parts(plain: Any, place: Place) -> list[tuple[object, Place]]:  # noqa: ANN401
    """Give the scenarios of a file one by one, so that a fault in one leaves the rest readable."""
    if "scenarios" not in plain:
        return [(plain, place)]
    head: dict[str, Any] = dict(plain)
    if isinstance(plain["scenarios"], list):
        head["scenarios"] = []
    if head != {"scenarios": []}:
        _check_head(head, place)
    several = place / "scenarios"
    if plain["scenarios"] == []:
        several.fault("empty-value", "at least one scenario is wanted here")
    if not isinstance(plain["scenarios"], list):
        return []
    return [(each, several / position) for position, each in enumerate(plain["scenarios"])]


def _check_head(head: Mapping[str, Any], place: Place) -> None:
    from protocol_rules.norms.scenario_models import ScenarioFileWritten  # noqa: PLC0415
    from protocol_rules.validation.validate import validate  # noqa: PLC0415

    validate(ScenarioFileWritten, head, place)


def _sound_parts(written: object, place: Place) -> ScenarioParts | None:
    """Tell what is wrong with a scenario, and give what is left of it without that."""
    # Imported here because the models need pydantic, and most files are plainly sound.
    from protocol_rules.norms.scenario_models import ScenarioWritten  # noqa: PLC0415
    from protocol_rules.validation.validate import validate  # noqa: PLC0415

    left = validate(ScenarioWritten, written, place)
    return None if left is None else parts_of(left.model_dump(exclude_defaults=True))


def _check_names(entries: Iterable[ScenarioEntry]) -> None:
    lines: dict[str, int] = {}
    for each in entries:
        name, spot = each.written.name, each.place / "name"
        if name and name in lines:
            message = f"two scenarios are named {quote(name)}"
            spot.fault("duplicate-name", message, f"the first stands in line {lines[name]}")
        lines.setdefault(name, spot.span.line)
        if each.written.expect is not None and not each.written.protocol:
            message = "nothing says which protocol the expectation is for"
            (each.place / "expect").fault("missing-key", message, "add `protocol`", at="key")


def _story(written: ScenarioParts, place: Place, words: Vocabulary) -> Story:
    def tell(path: Path, misfit: Misfit, at: Literal["key", "value"]) -> None:
        place.below(path).fault(misfit.code, misfit.message, misfit.hint, at=at)

    today = read_today(written.today, tell)
    common = read_occasion(written.given, written.about, words, (), tell)
    parts = {
        name: read_occasion(part.given, part.about, words, ("occasions", name), tell)
        for name, part in written.occasions.items()
    }
    check_occasions(common, parts, tell)
    check_dates(common, parts, words, tell)
    return Story.of(written.name, common, parts, today)
