"""Actions that hang together: the norms on all of them are taken from one parent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocol_rules.engine import tests_behind
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary.conditions import Breached

__all__ = ["groups_of"]


def groups_of(parents: Sequence[Protocol]) -> tuple[tuple[str, ...], ...]:
    """Group the actions of some protocols, in the order of their vocabulary.

    Two hang together where in some parent a norm on the one rests on the breach of a norm on the
    other, or is lifted by it for some of its bearers only: neither can be said without the other.
    """
    root: dict[str, str] = {}

    def top(action: str) -> str:
        """Give the action by which a group is known."""
        while root.setdefault(action, action) != action:
            action = root[action]
        return action

    for protocol in parents:
        for norm in protocol.norms.values():
            if norm.modality is not None:
                for other in _leaning_on(protocol, norm):
                    root[top(other)] = top(norm.action)
    order = {name: n for n, name in enumerate(parents[0].vocabulary.actions)}
    groups: dict[str, list[str]] = {}
    for action in sorted(root, key=order.__getitem__):
        groups.setdefault(top(action), []).append(action)
    return tuple(map(tuple, groups.values()))


def _leaning_on(protocol: Protocol, norm: Norm) -> Iterator[str]:
    yield norm.action
    for test in tests_behind(protocol, norm.address):
        if isinstance(test, Breached):
            yield protocol.norms[test.address].action
    for override in protocol.overrides.get(norm.address, ()):
        if override.only_for is not None:
            yield protocol.norms[override.by].action
