"""The models of claim files: what may stand in one, for the editor and for what is wrong."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from protocol_rules.document.card import ConditionWritten
from protocol_rules.validation.written import AsWritten, OneOrMany, Text, written_wrong

__all__ = ["ClaimFileWritten", "ClaimWritten", "PositionWritten"]

Word = Literal[
    "must", "must_not", "should", "should_not", "may", "need_not", "is_entitled_to",
    "is_not_entitled_to", "is_empowered_to", "is_not_empowered_to", "is_presumed_to",
]  # fmt: skip
WordOrSilent = Literal[
    "must", "must_not", "should", "should_not", "may", "need_not", "is_entitled_to",
    "is_not_entitled_to", "is_empowered_to", "is_not_empowered_to", "is_presumed_to", "silent",
]  # fmt: skip


class PositionWritten(AsWritten):
    """A part of a position: words that it has at least, and words that it has not."""

    at_least: OneOrMany[Word] = ()
    never: OneOrMany[Word] = Field(default=(), alias="not")

    @model_validator(mode="after")
    def _says_something(self) -> PositionWritten:
        if not self.at_least and not self.never:
            message = "a position is wanted here, and nothing is written"
            raise written_wrong("empty-value", message, "write at_least, not, or the words alone")
        return self


Words = Annotated[
    Annotated[PositionWritten, Tag("part")] | Annotated[OneOrMany[WordOrSilent], Tag("words")],
    Discriminator(lambda written: "part" if isinstance(written, dict) else "words"),
]


class ClaimWritten(AsWritten):
    """One claim: in all stories where `when` holds, the position is this."""

    name: Text
    protocol: OneOrMany[Text] = ()
    when: ConditionWritten | None = None
    role: OneOrMany[Text]
    action: Text
    position: Words
    because: str = ""


class ClaimFileWritten(AsWritten):
    """A file of claims; `protocol` holds for each of them that names none."""

    protocol: OneOrMany[Text] = ()
    claims: tuple[ClaimWritten, ...] = Field(json_schema_extra={"minItems": 1})
