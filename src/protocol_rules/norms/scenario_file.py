"""Files of scenarios, in YAML or JSON: one scenario, or several under `scenarios:`."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from protocol_rules.diagnostics import quote
from protocol_rules.norms.occasion import check_dates, check_occasions, read_occasion, read_today
from protocol_rules.norms.scenario import Scenario
from protocol_rules.norms.values import Misfit
from protocol_rules.source import Limits, Source, read
from protocol_rules.validation import (
    AnyNumber,
    AsWritten,
    Faults,
    FileKind,
    OneOrMany,
    Path,
    Place,
    Text,
    check_kind,
    validate,
)
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = [
    "ScenarioEntry",
    "ScenarioFileWritten",
    "ScenarioWritten",
    "read_scenarios",
    "scenarios_in",
]


class OccasionWritten(AsWritten):
    """What differs on one occasion."""

    about: OneOrMany[Text] = ()
    given: dict[str, Any] = Field(default_factory=dict)


class ExpectationWritten(AsWritten):
    """What an answer has to be: clause ids or norm addresses; `missing` names facts."""

    applies: AnyNumber[Text] = ()
    lifted: AnyNumber[Text] = ()
    undetermined: AnyNumber[Text] = ()
    missing: AnyNumber[Text] = ()
    due: dict[str, Text] = Field(default_factory=dict)


class ScenarioWritten(AsWritten):
    """One scenario as written, with what its check expects."""

    name: str = ""
    protocol: str = ""
    today: str | None = None
    reading: Literal["as_given", "unless_shown"] = "as_given"
    about: OneOrMany[Text] = ()
    given: dict[str, Any] = Field(default_factory=dict)
    occasions: dict[str, OccasionWritten] = Field(default_factory=dict)
    expect: ExpectationWritten | None = None
    expect_in: dict[str, ExpectationWritten] = Field(default_factory=dict)


class ScenarioFileWritten(AsWritten):
    """A file of several scenarios."""

    scenarios: tuple[ScenarioWritten, ...] = Field(json_schema_extra={"minItems": 1})


@dataclass(frozen=True, slots=True)
class ScenarioEntry:
    """A scenario of a file, with the protocols it is for and the place where it stands."""

    scenario: Scenario
    written: ScenarioWritten
    place: Place

    @property
    def expectations(self) -> Mapping[str, ExpectationWritten]:
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
        scenario = validate(ScenarioWritten, written, place)
        if scenario is not None:
            entries.append(ScenarioEntry(_scenario(scenario, place, words), scenario, place))
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
    validate(ScenarioFileWritten, head, place)
    several = place / "scenarios"
    if plain["scenarios"] == []:
        several.fault("empty-value", "at least one scenario is wanted here")
    if not isinstance(plain["scenarios"], list):
        return []
    return [(each, several / position) for position, each in enumerate(plain["scenarios"])]


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


def _scenario(written: ScenarioWritten, place: Place, words: Vocabulary) -> Scenario:
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
    return Scenario.of(written.name, common, parts, today)
