"""A rule file as it is written: the head, the cards, and the norms on them."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from protocol_rules.diagnostics import quote
from protocol_rules.validation.written import (
    AsWritten,
    Day,
    Name,
    OneOrMany,
    Text,
    written_wrong,
)
from protocol_rules.vocabulary import Modality
from protocol_rules.vocabulary.written import (
    ActionWritten,
    CircumstanceWritten,
    ConditionWritten,
    ConstraintWritten,
)

__all__ = [
    "CardWritten",
    "ConditionWritten",
    "NormWritten",
    "ProtocolWritten",
    "ScopeWritten",
    "StepWritten",
]

_CLAUSE_ID = re.compile(r"\w([\w.,()'\u2013\u2019-]| (?! ))*(?<! )")
_LONGEST_ID = 60


def _as_clause_id(value: str) -> str:
    if len(value) > _LONGEST_ID or (value and not _CLAUSE_ID.fullmatch(value)):
        hint = "letters and digits with . , - ' and ( ), as in 9.1.4(a); at most 60 characters"
        raise written_wrong("not-a-clause-id", f"{quote(value)} is no clause id", hint)
    return value


Accepts = dict[str, Text]
"""What `lint` finds and is meant so: the check, and the reason."""

FactValues = Annotated[dict[str, Any], WithJsonSchema({"type": "object", "format": "fact-values"})]
ClauseId = Annotated[str, Field(min_length=1), AfterValidator(_as_clause_id)]
Reference = Annotated[str, Field(min_length=1)]


def _as_counterparty(value: object) -> object:
    return {"all": cast("object", value)} if isinstance(value, (str, list)) else value


class CounterpartyWritten(AsWritten):
    """The other party: one role, all of several, or any of several."""

    all: OneOrMany[Name] = ()
    any: OneOrMany[Name] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> CounterpartyWritten:
        if bool(self.all) == bool(self.any):
            message = "a counterparty has one of `all` and `any`"
            raise written_wrong("wrong-shape", message, "a role, {any: [...]} or {all: [...]}")
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
        BeforeValidator(
            _as_counterparty, json_schema_input_type=str | list[str] | CounterpartyWritten
        ),
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
            has = " and ".join(f"`{word}`" for word in words) or "none"
            message = f"a norm has exactly one modal word, and this one has {has}"
            hint = (
                "give each a norm of its own" if words else f"one of {', '.join(self.MODAL_KEYS)}"
            )
            raise written_wrong("one-modal-word", message, hint)
        return self

    @property
    def modality(self) -> Modality:
        """The one modal word of the norm."""
        return next(Modality(key) for key in self.MODAL_KEYS if getattr(self, key) is not None)

    @property
    def action(self) -> str:
        """The action under the modal word."""
        return str(getattr(self, self.modality.value))


class ReviewWritten(AsWritten):
    """Who has held the card against the printed text and signs for it, and when."""

    by: Text
    on: Day


class CardWritten(AsWritten):
    """The card of one printed address."""

    id: ClauseId
    part_of: ClauseId | None = None
    title: Text
    gist: str = ""
    kind: Literal["statement", "definition", "principle"] | None = None
    topics: OneOrMany[Name] = ()
    judgement: str = ""
    review: ReviewWritten | None = None
    accepts: Accepts = Field(default_factory=dict)
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
            message = "a scope has one of `unless` and `when`"
            hint = "`unless` takes the clauses out, `when` takes them in"
            raise written_wrong("wrong-shape", message, hint)
        return self


class RoleTermWritten(AsWritten):
    """A term which the protocol defines: the roles that it includes, and those that it is."""

    includes: OneOrMany[Name] = ()
    phrase: str = ""
    description: str = ""
    wider: OneOrMany[Name] = Field(default=(), alias="is")

    @model_validator(mode="after")
    def _some_edge(self) -> RoleTermWritten:
        if not self.includes and not self.wider:
            message = "a term of the protocol has `includes`, `is` or both"
            hint = "say which roles it includes, or which wider role it is"
            raise written_wrong("missing-key", message, hint)
        return self


class ProtocolWritten(AsWritten):
    """A rule file."""

    council: Name
    name: Text
    title: Text
    adopted: Day | None = None
    calendar: Name = "england"
    closures: tuple[Day, ...] = ()
    roles: dict[Name, RoleTermWritten] = Field(default_factory=dict)
    facts: dict[Name, CircumstanceWritten] = Field(default_factory=dict)
    actions: dict[Name, ActionWritten] = Field(default_factory=dict)
    impossible: dict[Name, ConstraintWritten] = Field(default_factory=dict)
    accepts: Accepts = Field(default_factory=dict)
    scopes: tuple[ScopeWritten, ...] = ()
    clauses: tuple[CardWritten, ...]
