"""What depends on what: overrides, definitions, presumptions and breaches form one graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from protocol_rules.norms.protocol import Norm, Override
from protocol_rules.vocabulary.conditions import About, Breached, Compare, Condition, atoms

__all__ = ["DEEPEST", "circles", "dependencies", "longest_chain"]

DEEPEST = 60
"""How long a chain of exceptions to exceptions may be; the longest in law have three or four."""


def dependencies(
    norms: Iterable[Norm],
    overrides: Mapping[str, tuple[Override, ...]],
    definitions: Mapping[str, Condition],
) -> dict[str, tuple[str, ...]]:
    """Give for each norm (by address) and each derived or presumed fact (by name) what it needs."""
    norms = list(norms)
    derived = {*definitions, *(fact for norm in norms for fact in norm.presumes)}
    graph: dict[str, set[str]] = {}
    for norm in norms:
        needs = graph.setdefault(norm.address, set())
        lifting = overrides.get(norm.address, ())
        needs.update(override.by for override in lifting)
        tests = (norm.when, norm.provided, *norm.unless, *(each.only_for for each in lifting))
        needs.update(*(_needs(test, derived) for test in tests if test is not None))
        shown = (*norm.limits, *([] if norm.breached_when is None else [norm.breached_when]))
        needs.update(*(_needs(test, derived) for test in shown))
        if norm.deadline is not None:
            needs.update({norm.deadline.fact, norm.done_on} & derived)
        if norm.reparation_for:
            needs.add(norm.reparation_for)
        for fact in norm.presumes:
            graph.setdefault(fact, set()).add(norm.address)
    for fact, condition in definitions.items():
        graph.setdefault(fact, set()).update(_needs(condition, derived))
    return {name: tuple(sorted(needs)) for name, needs in graph.items()}


def circles(graph: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Give each circle once, whole, the first name again at its end."""
    done: set[str] = set()
    for start in graph:
        way: list[str] = []
        steps: list[Iterator[str]] = [iter((start,))]
        while steps:
            name = next(steps[-1], None)
            if name is None:
                steps.pop()
                if way:
                    done.add(way.pop())
            elif name in way:
                yield (*way[way.index(name) :], name)
            elif name not in done:
                way.append(name)
                steps.append(iter(graph.get(name, ())))


def longest_chain(graph: Mapping[str, tuple[str, ...]]) -> int:
    """Count the names in the longest chain of a graph without circles."""
    waiting: dict[str, int] = dict.fromkeys(graph, 0)
    for needs in graph.values():
        for name in needs:
            waiting[name] = waiting.get(name, 0) + 1
    layer = [name for name, count in waiting.items() if count == 0]
    length = 0
    while layer:
        length += 1
        below: list[str] = []
        for name in layer:
            for need in graph.get(name, ()):
                waiting[need] -= 1
                if waiting[need] == 0:
                    below.append(need)
        layer = below
    return length


def _needs(condition: Condition, derived: set[str]) -> set[str]:
    needs: set[str] = set()
    for atom in atoms(condition):
        match atom:
            case Breached(address):
                needs.add(address)
            case About():
                pass
            case Compare(fact, _, bound):
                needs |= {fact, bound} & derived if isinstance(bound, str) else {fact} & derived
            case _:
                needs |= {atom.fact} & derived
    return needs
