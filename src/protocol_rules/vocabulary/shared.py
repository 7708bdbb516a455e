"""The vocabulary that ships with the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from protocol_rules.cache import Kinds, Plain, as_plain, from_plain, keep, key_of, recall
from protocol_rules.source import Limits, Source, content, read, read_content
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Has,
    HasRole,
    Not,
    Only,
    Relation,
)
from protocol_rules.vocabulary.constraints import Constraint
from protocol_rules.vocabulary.facts import Circumstance, Fact, FactType
from protocol_rules.vocabulary.roles import Role, RoleHierarchy
from protocol_rules.vocabulary.words import Action, Vocabulary

__all__ = [
    "KINDS",
    "RULES",
    "SharedWords",
    "read_vocabulary",
    "shared_vocabulary",
    "shared_words",
    "shipped",
]

_CONDITIONS: Kinds = (About, All, Any, Breached, Compare, Has, HasRole, Not, Only, Relation)
_WORDS: Kinds = (Action, Circumstance, Constraint, Fact, FactType, Role, RoleHierarchy, Vocabulary)

KINDS: Kinds = (*_WORDS, *_CONDITIONS)
"""What a vocabulary is made of."""

_FILES = ("actions.yaml", "facts.yaml", "roles.yaml", "topics.yaml")


def _rules_folder() -> Path:
    inside = Path(__file__).parents[1] / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "rules"


RULES = _rules_folder()
"""The folder of the rules that ship: inside an installed wheel, or at the top of a checkout."""


def shipped() -> tuple[str, ...]:
    """Name the protocols that ship with the library."""
    return tuple(sorted(path.stem for path in RULES.glob("*.yaml")))


@dataclass(frozen=True, slots=True)
class SharedWords:
    """The shared vocabulary as last of its parts, and the key that tells it from any other."""

    parts: Sequence[object]
    key: bytes

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary itself."""
        return cast("Vocabulary", self.parts[-1])


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read `facts.yaml`, `roles.yaml`, `actions.yaml` and `topics.yaml` of a folder.

    Raises `InvalidInput` with every fault of the four files that can be told at once.
    """
    return _read(lambda name: read(folder / name))


def shared_vocabulary() -> Vocabulary:
    """Give the vocabulary that ships with the library."""
    return shared_words().vocabulary


@cache
def shared_words() -> SharedWords:
    """Give the vocabulary that ships with what the cache of the protocols has to know of it."""
    folder, limits = RULES / "vocabulary", Limits.from_environment()
    written = {name: content(folder / name, limits) for name in _FILES}
    key = key_of(*written.values())
    parts = recall(folder, key, _parts)
    if parts is None:
        words = _read(lambda name: read_content(written[name], folder / name))
        plain = as_plain(words, KINDS)
        keep(folder, key, plain)
        parts = _parts(plain)
    return SharedWords(parts, key)


def _parts(plain: Plain) -> Sequence[object]:
    return from_plain(plain, KINDS, Vocabulary)


def _read(source_of: Callable[[str], Source]) -> Vocabulary:
    # Imported here because it needs pydantic, which takes longer than all that is done with it.
    from protocol_rules.vocabulary.from_written import vocabulary_from  # noqa: PLC0415

    return vocabulary_from(source_of)
