"""The models of scenario files: what may stand in one, for the editor and for what is wrong."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from protocol_rules.validation.written import AnyNumber, AsWritten, OneOrMany, Text

__all__ = ["ExpectationWritten", "OccasionWritten", "ScenarioFileWritten", "ScenarioWritten"]


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
