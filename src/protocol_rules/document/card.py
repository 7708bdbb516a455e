"""A rule file as it is written: the head, the cards, and the norms on them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from protocol_rules.validation import AsWritten, Name, OneOrMany, Text
from protocol_rules.vocabulary import ActionWritten, CircumstanceWritten, Modality

__all__ = [
    "CardWritten",
    "ConditionWritten",
    "NormWritten",
    "ProtocolWritten",
    "ScopeWritten",
    "StepWritten",
]

ConditionWritten = Annotated[dict[str, Any], WithJsonSchema({"type": "object", "format": "condition"})]
"""A condition; `resolve` reads it, since it takes its types from the vocabulary."""

FactValues = Annotated[dict[str, Any], WithJsonSchema({"type": "object", "format": "fact-values"})]
ClauseId = Annotated[str, Field(min_length=1, max_length=60)]
Reference = Annotated[str, Field(min_length=1, max_length=120)]


def _as_any(value: object) -> object:
    if isinstance(value, (str, list)):
        return {"all": value}
    return value


class CounterpartyWritten(AsWritten):
    """The other party: one role, all of several, or any of several."""

    all: OneOrMany[Name] = ()
    any: OneOrMany[Name] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> CounterpartyWritten:
        if bool(self.all) == bool(self.any):
            message = "a counterparty is a role, a list of roles, or one of `{any: [...]}` and `{all: [...]}`"
            raise ValueError(message)
        return self


class StepWritten(AsWritten):
    """One step of a route."""

    to: OneOrMany[Name]
    when: ConditionWritten | None = None
    done: str = ""


class NormWritten(AsWritten):
    """One norm: a bearer, exactly one modal word with its action, and its conditions."""

    MODAL_KEYS: ClassVar[tuple[str, ...]] = tuple(modality.value for modality in Modality)

    bearer: OneOrMany[Name]
    must: Name | None = None
    must_not: Name | None = None
    should: Name | None = None
    should_not: Name | None = None
    may: Name | None = None
    need_not: Name | None = None
    is_entitled_to: Name | None = None
    is_not_entitled_to: Name | None = None
    is_empowered_to: Name | None = None
    is_not_empowered_to: Name | None = None
    is_presumed_to: Name | None = None
    counterparty: Annotated[
        CounterpartyWritten | None,
        BeforeValidator(_as_any, json_schema_input_type=str | list[str] | CounterpartyWritten),
    ] = None
    qualifier: str = ""
    when: ConditionWritten | None = None
    provided: ConditionWritten | None = None
    unless: ConditionWritten | None = None
    overrides: OneOrMany[Reference] = ()
    limit: ConditionWritten | None = None
    deadline: Text | None = None
    done_on: str = ""
    breached_when: ConditionWritten | None = None
    reparation_for: Reference | None = None
    escalation: tuple[StepWritten, ...] = ()
    presumes: FactValues = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_modal_word(self) -> NormWritten:
        words = [key for key in self.MODAL_KEYS if getattr(self, key) is not None]
        if len(words) != 1:
            has = f"this one has {' and '.join(f'`{word}`' for word in words)}" if words else "this one has none"
            message = f"a norm has exactly one modal word ({', '.join(self.MODAL_KEYS)}); {has}"
            raise ValueError(message)
        return self

    @property
    def modality(self) -> Modality:
        """The one modal word of the norm."""
        return next(Modality(key) for key in self.MODAL_KEYS if getattr(self, key) is not None)

    @property
    def action(self) -> str:
        """The action under the modal word."""
        return str(getattr(self, self.modality.value))


class CardWritten(AsWritten):
    """The card of one printed address."""

    id: ClauseId
    part_of: ClauseId | None = None
    title: Text
    gist: str = ""
    kind: Annotated[str | None, Field(pattern="^(statement|definition|principle)$")] = None
    topics: OneOrMany[Name] = ()
    judgement: str = ""
    overrides: OneOrMany[Reference] = ()
    proviso_of: OneOrMany[Reference] = ()
    defines: dict[str, ConditionWritten] = Field(default_factory=dict)
    presumes: FactValues = Field(default_factory=dict)
    when: ConditionWritten | None = None
    provided: ConditionWritten | None = None
    unless: ConditionWritten | None = None
    norms: dict[Name, NormWritten] = Field(default_factory=dict)


class ScopeWritten(AsWritten):
    """What takes whole sections out (`unless`) or in (`when`)."""

    clauses: OneOrMany[ClauseId]
    unless: ConditionWritten | None = None
    when: ConditionWritten | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> ScopeWritten:
        if (self.unless is None) == (self.when is None):
            message = "a scope has one of `unless` (takes the clauses out) and `when` (takes them in)"
            raise ValueError(message)
        return self


class RoleTermWritten(AsWritten):
    """A term which the protocol defines: the roles that it includes."""

    includes: OneOrMany[Name]
    phrase: str = ""
    description: str = ""
    wider: OneOrMany[Name] = Field(default=(), alias="is")


class ProtocolWritten(AsWritten):
    """A rule file."""

    council: Name
    name: Text
    title: Text
    adopted: date | None = None
    calendar: Name = "england"
    closures: tuple[date, ...] = ()
    roles: dict[Name, RoleTermWritten] = Field(default_factory=dict)
    facts: dict[Name, CircumstanceWritten] = Field(default_factory=dict)
    actions: dict[Name, ActionWritten] = Field(default_factory=dict)
    scopes: tuple[ScopeWritten, ...] = ()
    clauses: tuple[CardWritten, ...]
