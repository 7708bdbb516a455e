"""Files of scenarios, in YAML or JSON: one scenario, or several under `scenarios:`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from protocol_rules.diagnostics import quote
from protocol_rules.norms.scenario import (
    Scenario,
    Tell,
    check_occasions,
    read_occasion,
    read_today,
)
from protocol_rules.source import Limits, Source, Table, read
from protocol_rules.validation import AsWritten, Faults, OneOrMany, Place, Text, validate
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = ["ScenarioEntry", "ScenarioFileWritten", "ScenarioWritten", "read_scenarios", "scenarios_in"]


class OccasionWritten(AsWritten):
    """What differs on one occasion."""

    about: OneOrMany[Text] = ()
    given: dict[str, Any] = Field(default_factory=dict)


class ExpectationWritten(AsWritten):
    """What an answer has to be: clause ids or norm addresses; `missing` names facts."""

    applies: OneOrMany[Text] = ()
    lifted: OneOrMany[Text] = ()
    undetermined: OneOrMany[Text] = ()
    missing: OneOrMany[Text] = ()
    due: dict[str, Text] = Field(default_factory=dict)


class ScenarioWritten(AsWritten):
    """One scenario as written, with what its check expects."""

    name: str = ""
    protocol: str = ""
    today: str | None = None
    reading: str = "as_given"
    about: OneOrMany[Text] = ()
    given: dict[str, Any] = Field(default_factory=dict)
    occasions: dict[str, OccasionWritten] = Field(default_factory=dict)
    expect: ExpectationWritten | None = None
    expect_in: dict[str, ExpectationWritten] = Field(default_factory=dict)


class ScenarioFileWritten(AsWritten):
    """A file of several scenarios."""

    scenarios: tuple[ScenarioWritten, ...] = Field(min_length=1)


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
    path: str | Path, vocabulary: Vocabulary | None = None, limits: Limits | None = None
) -> tuple[ScenarioEntry, ...]:
    """Read a file of scenarios; raises `InvalidInput` with every fault and its place."""
    return scenarios_in(read(path, limits), vocabulary)


def scenarios_in(source: Source, vocabulary: Vocabulary | None = None) -> tuple[ScenarioEntry, ...]:
    """Read the scenarios of a parsed file."""
    words = shared_vocabulary() if vocabulary is None else vocabulary
    faults = Faults.none()
    place = Place(source, faults)
    if isinstance(source.root, Table) and "scenarios" not in source.root.entries:
        written = (validate(ScenarioWritten, source, lambda _: ""),)
        places = (place,)
    else:
        written = validate(ScenarioFileWritten, source, lambda _: "").scenarios
        places = tuple(place / "scenarios" / position for position in range(len(written)))
    entries: list[ScenarioEntry] = []
    names: dict[str, int] = {}
    for each, spot in zip(written, places, strict=True):
        if each.name and each.name in names:
            (spot / "name").fault("duplicate-name", f"two scenarios are named {quote(each.name)}",
                                  f"the first stands in line {names[each.name]}")  # fmt: skip
        names.setdefault(each.name, spot.span.line)
        if each.reading not in ("as_given", "unless_shown"):
            (spot / "reading").fault("unknown-word", f"no reading {quote(each.reading)}",
                                     "as_given or unless_shown")  # fmt: skip
        entries.append(ScenarioEntry(_scenario(each, spot, words), each, spot))
    faults.stop_if_any()
    return tuple(entries)


def _scenario(written: ScenarioWritten, place: Place, words: Vocabulary) -> Scenario:
    tell = _teller(place)
    today = read_today(written.today, tell)
    common = read_occasion(written.given, written.about, words, (), tell)
    parts = {
        name: read_occasion(part.given, part.about, words, ("occasions", name), tell)
        for name, part in written.occasions.items()
    }
    check_occasions(common, parts, today, tell)
    return Scenario.model_construct(
        name=written.name, about=common.about, given=common.given, occasions=parts, today=today
    )


def _teller(place: Place) -> Tell:
    def tell(
        path: tuple[str | int, ...], code: str, message: str, hint: str, at_key: bool  # noqa: FBT001
    ) -> None:
        spot = place
        for step in path:
            spot = spot / step
        spot.fault(code, message, hint, at="key" if at_key else "value")

    return tell
