"""The models of scenario files: what may stand in one, for the editor and for what is wrong."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from protocol_rules.validation.written import AnyNumber, AsWritten, OneOrMany, Text, written_wrong
from protocol_rules.vocabulary import Modality

__all__ = [
    "DefaultsWritten",
    "ExpectationWritten",
    "OccasionWritten",
    "RequiredWritten",
    "RowWritten",
    "ScenarioFileWritten",
    "ScenarioWritten",
]

Match = Literal["exact", "at_least"]
Reading = Literal["as_given", "unless_shown"]
PositionWord = Literal[
    "must", "must_not", "should", "should_not", "may", "need_not", "is_entitled_to",
    "is_not_entitled_to", "is_empowered_to", "is_not_empowered_to", "is_presumed_to",
    "silent", "undetermined",
]  # fmt: skip


Lifted = Annotated[
    Annotated[dict[str, OneOrMany[Text]], Tag("by")] | Annotated[AnyNumber[Text], Tag("names")],
    Discriminator(lambda written: "by" if isinstance(written, dict) else "names"),
]


class OccasionWritten(AsWritten):
    """What differs on one occasion."""

    about: OneOrMany[Text] = ()
    given: dict[str, Any] = Field(default_factory=dict)


class RequiredWritten(AsWritten):
    """One required action: a bearer, one modal word with its action, and what else is expected."""

    bearer: OneOrMany[Text]
    must: Text | None = None
    must_not: Text | None = None
    should: Text | None = None
    should_not: Text | None = None
    counterparty: OneOrMany[Text] | None = None
    by: Text | None = None
    clauses: OneOrMany[Text] | None = None

    @model_validator(mode="after")
    def _one_modal_word(self) -> RequiredWritten:
        known = [each.value for each in Modality if each.requires]
        words = [key for key in known if getattr(self, key) is not None]
        if len(words) != 1:
            has = " and ".join(f"`{word}`" for word in words) or "none"
            message = f"a required action has exactly one modal word, and this one has {has}"
            hint = "give each an entry of its own" if words else f"one of {', '.join(known)}"
            raise written_wrong("one-modal-word", message, hint)
        return self


class ExpectationWritten(AsWritten):
    """What an answer has to be: clause ids or norm addresses; `missing` names facts."""

    match: Match | None = None
    applies: AnyNumber[Text] = ()
    lifted: Lifted = ()
    undetermined: AnyNumber[Text] = ()
    missing: AnyNumber[Text] = ()
    does_not_apply: AnyNumber[Text] = Field(default=(), alias="not")
    due: dict[str, Text] = Field(default_factory=dict)
    breached: AnyNumber[Text] = ()
    not_breached: AnyNumber[Text] = ()
    next_step: dict[str, OneOrMany[Text]] = Field(default_factory=dict)
    required: tuple[RequiredWritten, ...] | None = None
    position: dict[str, dict[str, OneOrMany[PositionWord]]] = Field(default_factory=dict)
    next_question: Text | None = None


class DefaultsWritten(AsWritten):
    """What holds of every scenario of a file that does not say otherwise."""

    protocol: OneOrMany[Text] = ()
    tags: OneOrMany[Text] = ()
    today: str | None = None
    reading: Reading | None = None
    match: Match | None = None
    about: OneOrMany[Text] = ()
    given: dict[str, Any] = Field(default_factory=dict)


class RowWritten(AsWritten):
    """One variation of a story: its facts are laid over those of the story."""

    name: Text
    description: str = ""
    tags: OneOrMany[Text] = ()
    today: str | None = None
    reading: Reading | None = None
    about: OneOrMany[Text] = ()
    given: dict[str, Any] = Field(default_factory=dict)
    occasions: dict[str, OccasionWritten] = Field(default_factory=dict)
    expect: ExpectationWritten | None = None
    expect_in: dict[str, ExpectationWritten] = Field(default_factory=dict)


class ScenarioWritten(AsWritten):
    """One scenario as written, with what its check expects; or a story with its rows."""

    name: str = ""
    description: str = ""
    protocol: OneOrMany[Text] = ()
    tags: OneOrMany[Text] = ()
    today: str | None = None
    reading: Reading | None = None
    about: OneOrMany[Text] = ()
    given: dict[str, Any] = Field(default_factory=dict)
    occasions: dict[str, OccasionWritten] = Field(default_factory=dict)
    expect: ExpectationWritten | None = None
    expect_in: dict[str, ExpectationWritten] = Field(default_factory=dict)
    rows: tuple[RowWritten, ...] = Field(default=(), min_length=1)


class ScenarioFileWritten(AsWritten):
    """A file of several scenarios."""

    defaults: DefaultsWritten = Field(default_factory=DefaultsWritten)
    scenarios: tuple[ScenarioWritten, ...] = Field(json_schema_extra={"minItems": 1})
