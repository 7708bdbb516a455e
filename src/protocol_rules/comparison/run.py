"""Comparisons of any number of protocols, pair by pair, in as many processes as there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.comparison.pairs import actions_on, roles_by_action, row_of, turned
from protocol_rules.comparison.result import Comparison, Row
from protocol_rules.comparison.voice import voice_of
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.processes import in_processes
from protocol_rules.vocabulary.joined import joined

__all__ = ["compare", "compare_all"]

_SHARES = 3
"""How many shares of the work each process gets, so that none has long to wait for another."""

_FEW = 20
"""So many actions are compared before another process has even started."""


def compare(
    one: Protocol,
    two: Protocol,
    *,
    topic: str | None = None,
    action: str | None = None,
    role: str | None = None,
) -> Comparison:
    """Compare two protocols over all stories: how they stand to each other, for whom, and where.

    With a `topic` only the actions of norms on it are compared, in whatever clauses they stand;
    with an `action` or a `role` only this one. Raises `InvalidInput`, with a hint, for a name that
    neither protocol knows, and where the extra `analysis` is needed and not installed.

    >>> from protocol_rules import compare, load
    >>> found = compare(load("thanet"), load("cumbria"), action="send_substantive_response")
    >>> [(row.role, row.relation.value) for row in found.rows]
    [('officer', 'silent')]
    """
    return compare_all([one, two], topic=topic, action=action, role=role)[0]


def compare_all(  # noqa: PLR0913 - what to compare, and what of it
    protocols: Sequence[Protocol],
    *,
    topic: str | None = None,
    action: str | None = None,
    role: str | None = None,
    together: bool = False,
    jobs: int = 1,
) -> tuple[Comparison, ...]:
    """Compare each two of some protocols, the first with the second, with the third and so on.

    The arguments are those of `compare`; `jobs` is the number of processes. For a picture of them
    all `together`, each pair is asked for whatever action is on the topic, and whatever role
    matters to it, in any protocol, and of what only one of the two speaks nothing is searched.
    """
    words = joined(each.vocabulary for each in protocols)
    _check("topic", topic, words.topics)
    _check("action", action, words.actions)
    _check("role", role, words.roles.roles)
    spoken = [roles_by_action(each) for each in protocols]
    on_topic = [actions_on(each, topic) for each in protocols]
    asked = frozenset[str]().union(*on_topic)
    actions = [each for each in words.actions if each in asked and action in (None, each)]
    number = min(jobs * _SHARES, len(actions)) if jobs > 1 and len(actions) > _FEW else 1
    shares = [
        _Share(
            tuple(protocols),
            tuple(spoken),
            tuple(on_topic),
            tuple(actions[n::number]),
            role,
            together,
        )
        for n in range(number)
    ]
    pairs = [*combinations(range(len(protocols)), 2)]
    rows: dict[tuple[int, int], list[Row]] = {pair: [] for pair in pairs}
    for share in in_processes(_rows, shares, jobs):
        for pair, row in share:
            rows[pair].append(row)
    order = {name: n for n, name in enumerate(words.actions)}
    return tuple(
        Comparison(
            (protocols[pair[0]], protocols[pair[1]]),
            tuple(sorted(rows[pair], key=lambda row: order[row.action])),
            joined([protocols[pair[0]].vocabulary, protocols[pair[1]].vocabulary]),
        )
        for pair in pairs
    )


@dataclass(frozen=True)
class _Share:
    """A part of the work: some actions, for which each two protocols are to be compared."""

    protocols: tuple[Protocol, ...]
    spoken: tuple[Mapping[str, frozenset[str]], ...]
    on_topic: tuple[frozenset[str], ...]
    actions: tuple[str, ...]
    role: str | None
    together: bool


def _rows(share: _Share) -> list[tuple[tuple[int, int], Row]]:
    return [*_Sharing(share).rows()]


class _Sharing:
    """The rows of a share; for protocols that say the same, a row is worked out once."""

    def __init__(self, share: _Share) -> None:
        self._share = share
        self._words = joined(each.vocabulary for each in share.protocols)
        self._found: dict[tuple[bytes, bytes], Row] = {}
        self._prints: dict[tuple[int, str, str], bytes] = {}

    def rows(self) -> Iterator[tuple[tuple[int, int], Row]]:
        """Give each row with its two protocols, action by action."""
        protocols, spoken = self._share.protocols, self._share.spoken
        for action in self._share.actions:
            on_topic = [action in each for each in self._share.on_topic]
            roles = [each.get(action, frozenset()) for each in spoken]
            everybody = frozenset[str]().union(*roles)
            for one, two in combinations(range(len(protocols)), 2):
                if not (self._share.together or on_topic[one] or on_topic[two]):
                    continue
                asked = everybody if self._share.together else roles[one] | roles[two]
                for role in self._in_order(asked):
                    row = self._row(one, two, role, action)
                    if any(row.speaks) or row.undecided:
                        yield (one, two), row

    def _in_order(self, roles: frozenset[str]) -> Iterator[str]:
        known = self._words.roles.roles
        wanted = roles & {self._share.role} if self._share.role is not None else roles
        yield from sorted(wanted, key=[*known].index)

    def _row(self, one: int, two: int, role: str, action: str) -> Row:
        protocols = self._share.protocols
        alone = not self._share.together
        try:
            prints = (self._print(one, role, action), self._print(two, role, action))
        except NotDecided:  # which the row says as well
            return row_of(protocols[one], protocols[two], role, action)
        if prints not in self._found:
            other_way = self._found.get((prints[1], prints[0]))
            self._found[prints] = (
                row_of(protocols[one], protocols[two], role, action, alone=alone)
                if other_way is None
                else turned(other_way)
            )
        return self._found[prints]

    def _print(self, n: int, role: str, action: str) -> bytes:
        """Give what tells a voice from others: the norms, and all on which they can rest."""
        key = (n, role, action)
        if key not in self._prints:
            protocol = self._share.protocols[n]
            self._prints[key] = voice_of(protocol, role, action, self._words).fingerprint()
        return self._prints[key]


def _check(kind: str, name: str | None, known: Mapping[str, object]) -> None:
    if name is not None and name not in known:
        message = f"no {kind} {quote(name)} is known to these protocols"
        hint = did_you_mean(name, known)
        raise InvalidInput([Diagnostic(f"unknown-{kind}", message, hint=hint)])
