"""Which rules a case was kept under: a digest of each rule file, and since when it is another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from weakref import WeakKeyDictionary

from protocol_rules.engine import day
from protocol_rules.norms.protocol import Protocol
from protocol_rules.runtime.event import Event

__all__ = ["RulesChange", "digest_of", "digest_of_file", "digests", "newly", "rules_changes"]

_LENGTH = 32
_DIGESTS: WeakKeyDictionary[Protocol, str] = WeakKeyDictionary()


@dataclass(frozen=True)
class RulesChange:
    """The rules of a council are others than those that were there at an event, or the opening.

    `after` is the number of the last event that was recorded under the former ones, 0 where that
    was the opening, and `on` its day; `by` is the first event under the new ones, or `None` where
    nothing has been recorded under them yet.
    """

    council: str
    after: int
    on: date | None
    by: int | None

    def __str__(self) -> str:
        """Say since when, and what it means for what was known then."""
        was = f"event {self.after} was recorded" if self.after else "the case was opened"
        since = f"{was}{f' on {day(self.on)}' if self.on else ''}"
        until = "" if self.by is None else f", and before event {self.by}"
        return (
            f"the rules of {self.council} have changed since {since}{until}; "
            "what was known then is told by the rules of today"
        )

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "council": self.council,
            "after": self.after,
            "on": self.on and self.on.isoformat(),
            "by": self.by,
            "text": str(self),
        }


def digest_of_file(path: str | Path) -> str:
    """Give what is kept of the content of a rule file; nothing where it cannot be read."""
    try:
        return sha256(Path(path).read_bytes()).hexdigest()[:_LENGTH]
    except OSError:
        return ""


def digest_of(protocol: Protocol) -> str:
    """Give what is kept of the rule file of a protocol, as it was when it was first asked for."""
    if protocol not in _DIGESTS:
        _DIGESTS[protocol] = digest_of_file(protocol.file) if protocol.file else ""
    return _DIGESTS[protocol]


def digests(protocols: Iterable[Protocol]) -> dict[str, str]:
    """Give the digests of protocols, by their councils; of one without a file there is none."""
    found = {each.council: digest_of(each) for each in protocols}
    return {council: digest for council, digest in found.items() if digest}


def newly(
    rules: Mapping[str, str], events: Iterable[Event], now: Mapping[str, str]
) -> dict[str, str]:
    """Give the digests that are others than were noted last: at the opening, or with an event."""
    noted = dict(rules)
    for event in events:
        noted |= event.rules
    return {council: digest for council, digest in now.items() if noted.get(council) != digest}


def rules_changes(
    rules: Mapping[str, str],
    opened: datetime | None,
    events: Sequence[Event],
    now: Mapping[str, str],
) -> tuple[RulesChange, ...]:
    """Tell when rules became others, from the opening of a case until now."""
    noted = dict(rules)
    found: list[RulesChange] = []
    last, on = 0, opened and opened.date()
    for event in events:
        changed = _different(noted, event.rules)
        found += [RulesChange(each, last, on, event.number) for each in changed]
        noted |= event.rules
        last, on = event.number, event.recorded_on
    found += [RulesChange(each, last, on, None) for each in _different(noted, now)]
    return tuple(found)


def _different(noted: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Name the councils whose digest is another; one that was not noted tells nothing."""
    for council, digest in now.items():
        if noted.get(council, digest) != digest:
            yield council
