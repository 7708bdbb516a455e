"""A scenario: what a situation is about, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.story import Story, read_story
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.values import Given

__all__ = ["Occasion", "Scenario"]

T = TypeVar("T")


def _read_only(mapping: Mapping[str, T]) -> Mapping[str, T]:
    return MappingProxyType(dict(mapping))


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


def _as_dicts(occasions: Mapping[str, Occasion]) -> dict[str, object]:
    return {
        name: {"about": each.about, "given": dict(each.given)} for name, each in occasions.items()
    }


_Facts = Annotated[Mapping[str, Any], AfterValidator(_read_only), PlainSerializer(dict)]
_Occasions = Annotated[
    Mapping[str, Occasion], AfterValidator(_read_only), PlainSerializer(_as_dicts)
]


class Scenario(BaseModel, Story):
    """An immutable situation: circumstances that are there, facts that are known, and the day.

    `given` maps facts to values: booleans, counts, dates, names, or for a role or a set of
    choices one name or several. `about` names circumstances of which no fact is known.
    `occasions` holds, by name, what differs where a story has two of a kind. Deadlines are
    looked at as of the end of `today`. `vocabulary` brings the words of a protocol that has its
    own. Raises `InvalidInput` with a hint for each unknown fact, wrong type or impossible date.

    >>> Scenario({"enquiry.from": "member"}, today="2024-03-18").given["enquiry.from"]
    frozenset({'member'})
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str = ""
    about: frozenset[str] = frozenset()
    given: _Facts = Field(default_factory=_nothing)
    occasions: _Occasions = Field(default_factory=_nothing)
    today: date | None = None

    def __init__(  # noqa: PLR0913 - a scenario has that many parts
        self,
        given: Mapping[str, object] | None = None,
        *,
        name: str = "",
        about: str | Iterable[str] = (),
        occasions: Mapping[str, Mapping[str, object] | Occasion] | None = None,
        today: date | str | None = None,
        vocabulary: Vocabulary | None = None,
        **unknown: object,
    ) -> None:
        """Check everything against the vocabulary, and tell all faults at once."""
        read = read_story(
            given,
            name=name,
            about=about,
            occasions=occasions,
            today=today,
            vocabulary=vocabulary,
            **unknown,
        )
        parts: dict[str, Any] = {part: getattr(read, part) for part in Scenario.model_fields}
        super().__init__(**parts)

    @classmethod
    def of(
        cls, name: str, common: Occasion, occasions: Mapping[str, Occasion], today: date | None
    ) -> Scenario:
        """Put together what has been read and checked already."""
        return cls.model_construct(
            name=name,
            about=common.about,
            given=common.given,
            occasions=MappingProxyType(dict(occasions)),
            today=today,
        )

    def __hash__(self) -> int:
        """Hash by content, so that equal scenarios are one key."""
        return hash((self.name, self.about, self.today, frozenset(self.given.items())))

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Scenario:
        """What cannot change is its own copy."""
        return self

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        thawed = {
            name: dict(cast("Mapping[str, Any]", value))
            if isinstance(value, MappingProxyType)
            else value
            for name, value in state["__dict__"].items()
        }
        return {**state, "__dict__": thawed}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        frozen = {
            name: _read_only(cast("Mapping[str, Any]", value)) if isinstance(value, dict) else value
            for name, value in state["__dict__"].items()
        }
        super().__setstate__({**state, "__dict__": frozen})

    def with_given(self, facts: Mapping[str, Given]) -> Scenario:
        """The same scenario with more known, or with some facts changed; names are not checked."""
        return self.model_copy(update={"given": MappingProxyType({**self.given, **facts})})
