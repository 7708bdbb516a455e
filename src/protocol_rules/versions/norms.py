"""Which norms of two editions differ as the law means them, whatever their wording and place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import NamedTuple, cast

from protocol_rules.engine import in_words, stated
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["NormChange", "norm_changes"]

_PLACE = ("span", "clause", "address")


@dataclass(frozen=True, slots=True)
class NormChange:
    """A norm that is new, gone, or says something else; `parts` names what is different in it."""

    address: str
    before: Norm | None
    after: Norm | None
    parts: Mapping[str, tuple[str, str]]

    def __str__(self) -> str:
        """Say what is different, part by part."""
        if self.before is None or self.after is None:
            return f"{self.address}: {'new' if self.before is None else 'gone'}"
        said = (f"{part} {was or 'nothing'}, now {now or 'nothing'}"
                for part, (was, now) in self.parts.items())  # fmt: skip
        return f"{self.address}: {'; '.join(said)}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        kind = "new" if self.before is None else "gone" if self.after is None else "changed"
        parts = {part: {"before": was, "after": now} for part, (was, now) in self.parts.items()}
        return {"address": self.address, "change": kind, "parts": parts}


def norm_changes(before: Protocol, after: Protocol) -> tuple[NormChange, ...]:
    """Tell which norms differ; one that has only another address is no difference."""
    moved = _moved(before, after)
    earlier = {moved.get(name, name): each for name, each in before.norms.items()}
    found: list[NormChange] = []
    for name, norm in after.norms.items():
        was = earlier.pop(name, None)
        if was is None:
            found.append(NormChange(name, None, norm, {}))
        elif parts := _parts(_Written(before, was, moved), _Written(after, norm, {})):
            found.append(NormChange(name, was, norm, parts))
    found += [NormChange(name, each, None, {}) for name, each in earlier.items()]
    return tuple(found)


def _moved(before: Protocol, after: Protocol) -> Mapping[str, str]:
    """Give the new address of each norm that says the same as a new one, and is itself gone."""
    waiting: dict[str, list[str]] = {}
    for name, norm in after.norms.items():
        if name not in before.norms:
            waiting.setdefault(_bare(norm), []).append(name)
    moved: dict[str, str] = {}
    for name, norm in before.norms.items():
        if name not in after.norms and waiting.get(_bare(norm)):
            moved[name] = waiting[_bare(norm)].pop(0)
    return moved


def _bare(norm: Norm) -> str:
    """Give what a norm says, with no clause in it; as a text, since some parts have no hash."""
    council = norm.address.partition("/")[0]
    said = repr(replace(norm, span=None, clause="", address=""))
    return re.sub(rf"{re.escape(council)}/[^#'\"]+", "", said)


class _Written(NamedTuple):
    protocol: Protocol
    norm: Norm
    moved: Mapping[str, str]

    def worded(self, part: object) -> str:
        """Say a part, with the addresses that have moved as they are now."""
        said = _worded(part)
        for old, new in self.moved.items():
            said = re.sub(rf"{re.escape(old)}(?![\w(.#-])", new, said)
        return said


def _parts(was: _Written, now: _Written) -> dict[str, tuple[str, str]]:
    parts: dict[str, tuple[object, object]] = {
        each.name.replace("_", " "): (getattr(was.norm, each.name), getattr(now.norm, each.name))
        for each in fields(Norm)
        if each.name not in _PLACE
    }
    parts["lifted by"] = (_lifting(was), _lifting(now))
    worded = {
        name: (was.worded(old), now.worded(new)) for name, (old, new) in parts.items() if old != new
    }
    return {name: (old, new) for name, (old, new) in worded.items() if old != new}


def _lifting(written: _Written) -> tuple[str, ...]:
    overrides = written.protocol.overrides.get(written.norm.address, ())
    return tuple(sorted(each.by for each in overrides))


def _worded(part: object) -> str:
    if isinstance(part, tuple):
        return ", ".join(map(_worded, cast("tuple[object, ...]", part)))
    if part is None:
        return ""
    if isinstance(part, Condition):
        return in_words(part)
    return str(getattr(part, "text", "")) or stated(part)
