"""What an expectation looks at, so that nobody asks it what it cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import cast

from protocol_rules.norms.protocol import Norm
from protocol_rules.norms.scenario_parts import Expectation

__all__ = ["Expected"]

# These speak of statuses, of what they name, or of how exact the others are.
_OF_STATUSES = frozenset(
    {
        "match", "applies", "lifted", "lifted_by", "undetermined", "missing", "does_not_apply",
        "next_question",
    }
)  # fmt: skip
_OF_WHAT_IS_NAMED = frozenset({"due", "position", "breached", "not_breached", "next_step"})
_OF_DUTIES = frozenset({"required"})


@dataclass(frozen=True, slots=True)
class Expected:
    """The words of one expectation, and whether it speaks of more than it names.

    `of_duties` says that it has to hold of every duty, `of_more` that it speaks of something else.
    """

    words: frozenset[str]
    of_duties: bool
    of_more: bool

    @classmethod
    def of(cls, expectation: Expectation) -> Expected:
        """Read an expectation for what it looks at."""
        said = {each.name: getattr(expectation, each.name) for each in fields(expectation)}
        # That nothing is required is an expectation as well.
        keys = {
            name for name, value in said.items() if value or (name in _OF_DUTIES and value == ())
        }
        words = frozenset(word for name in keys for word in _words(said[name]))
        known = _OF_STATUSES | _OF_WHAT_IS_NAMED | _OF_DUTIES
        return cls(words, bool(keys & _OF_DUTIES), bool(keys - known))

    def sees(self, norm: Norm) -> bool:
        """Tell whether it could see what a norm says where its status is the same.

        It does where it names the norm, its clause or its action, or every duty there is; a norm
        that always stands is no such duty.
        """
        if self.of_more or not self.words.isdisjoint(_names_of(norm)):
            return True
        return self.of_duties and not norm.is_standing


def _names_of(norm: Norm) -> frozenset[str]:
    return frozenset({norm.clause, norm.address.partition("/")[2], norm.address, norm.action})


def _words(value: object) -> Iterator[str]:
    """Give every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in cast("Mapping[object, object]", value).items():
            yield from _words(key)
            yield from _words(each)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in cast("tuple[object, ...]", value):
            yield from _words(each)
    elif hasattr(value, "__dataclass_fields__"):
        for each in fields(value):  # type: ignore[arg-type]
            yield from _words(getattr(value, each.name))
