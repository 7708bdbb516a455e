"""Comparisons of any number of protocols, pair by pair, in as many processes as there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from protocol_rules.compare.pairs import row_of, subjects, turned
from protocol_rules.compare.question import voices_of
from protocol_rules.compare.result import Comparison, Row
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.processes import in_processes
from protocol_rules.vocabulary.joined import joined

__all__ = ["compare", "compare_all"]

_SHARES = 3
"""How many shares of the work each process gets, so that none has long to wait for another."""


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


def compare_all(
    protocols: Sequence[Protocol],
    *,
    topic: str | None = None,
    action: str | None = None,
    role: str | None = None,
    jobs: int = 1,
) -> tuple[Comparison, ...]:
    """Compare each two of some protocols, the first with the second, with the third and so on.

    The arguments are those of `compare`; `jobs` is the number of processes.
    """
    words = joined(each.vocabulary for each in protocols)
    _check("topic", topic, words.topics)
    _check("action", action, words.actions)
    _check("role", role, words.roles.roles)
    pairs = [*combinations(range(len(protocols)), 2)]
    order = {name: n for n, name in enumerate(words.actions)}
    asked: dict[str, dict[tuple[int, int], list[str]]] = {}
    for pair in pairs:
        for bearer, deed in subjects(protocols[pair[0]], protocols[pair[1]], topic):
            if action in (None, deed) and role in (None, bearer):
                asked.setdefault(deed, {}).setdefault(pair, []).append(bearer)
    actions = sorted(asked, key=order.__getitem__)
    number = max(1, min(jobs * _SHARES if jobs > 1 else 1, len(actions)))
    shares = [
        _Share(tuple(protocols), {each: asked[each] for each in actions[n::number]})
        for n in range(number)
    ]
    rows: dict[tuple[int, int], list[Row]] = {pair: [] for pair in pairs}
    for share in in_processes(_rows, shares, jobs):
        for pair, row in share:
            rows[pair].append(row)
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
    """A part of the work: for some actions, the roles to ask about under each two protocols."""

    protocols: tuple[Protocol, ...]
    asked: Mapping[str, Mapping[tuple[int, int], Sequence[str]]]


def _rows(share: _Share) -> list[tuple[tuple[int, int], Row]]:
    return [*_all_rows(share)]


def _all_rows(share: _Share) -> Iterator[tuple[tuple[int, int], Row]]:
    """Give the rows of a share; what a protocol says where another is silent is found once."""
    for deed, by_pair in share.asked.items():
        alone: dict[tuple[int, str], Row] = {}
        for pair, roles in by_pair.items():
            one, two = (share.protocols[n] for n in pair)
            for bearer in roles:
                speaking = _speaking(one, two, bearer, deed)
                if speaking is None:
                    yield pair, row_of(one, two, bearer, deed)
                    continue
                key = (pair[speaking], bearer)
                if key not in alone:
                    found = row_of(one, two, bearer, deed)
                    alone[key] = found if speaking == 0 else turned(found)
                yield pair, alone[key] if speaking == 0 else turned(alone[key])


def _speaking(one: Protocol, two: Protocol, role: str, action: str) -> int | None:
    """Tell which of two protocols alone says anything of an action; `None` where both do."""
    if one.definitions and two.definitions and one.definitions != two.definitions:
        return None
    first, second = (bool(voice.norms) for voice in voices_of((one, two), role, action))
    return None if first and second else int(second)


def _check(kind: str, name: str | None, known: Mapping[str, object]) -> None:
    if name is not None and name not in known:
        message = f"no {kind} {quote(name)} is known to these protocols"
        hint = did_you_mean(name, known)
        raise InvalidInput([Diagnostic(f"unknown-{kind}", message, hint=hint)])
