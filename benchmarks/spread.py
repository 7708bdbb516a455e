"""Tests as truths that are looked up, each under a name of its own.

That an enquiry is from a director is true under the name `enquiry__from__director`, and that it was
not answered in time under `enquiry__answered_in_time__false`. What is not so is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import tree as t

__all__ = ["prepared", "prepared_facts", "spread", "spread_facts"]


def prepared(norm: t.Norm) -> t.Norm:
    """Let a norm look up every test that is not about a number."""
    kinds = (t.Among, t.Includes)
    return t.Norm(norm.address, spread(norm.woken, *kinds), spread(norm.tree, *kinds))


def prepared_facts(facts: t.Facts, asked: Collection[str]) -> t.Facts:
    """Give what `prepared` norms look up, as far as it is among the names `asked` for."""
    found = spread_facts(facts)
    return {name: value for name, value in _truths(found) if name in asked}


def spread(tree: t.Tree, *kinds: type[t.Among | t.Includes]) -> t.Tree:
    """Look truths up in place of the tests of some kinds."""
    match tree:
        case t.All(parts):
            return t.all_of(spread(part, *kinds) for part in parts)
        case t.Any(parts):
            return t.any_of(spread(part, *kinds) for part in parts)
        case t.Not(part):
            return t.denied(spread(part, *kinds))
        case t.Among(name, values) | t.Includes(name, values) if isinstance(tree, kinds):
            return t.any_of(t.Is(_truth(name, value)) for value in values)
        case _:
            return tree


def spread_facts(facts: t.Facts) -> dict[str, t.Fact]:
    """Give a truth for each entry of a list; all else stays as it is."""
    found: dict[str, t.Fact] = {}
    for name, value in facts.items():
        if isinstance(value, list):
            for each in value:
                found[f"{name}__{each}"] = True
        else:
            found[name] = value
    return found


def _truths(facts: t.Facts) -> Iterator[tuple[str, t.Fact]]:
    for name, value in facts.items():
        is_text = isinstance(value, bool | str)
        yield (_truth(name, value), True) if is_text else (name, value)


def _truth(name: str, value: str | bool) -> str:  # noqa: FBT001 - it is one of the values
    if value is True:
        return name
    return f"{name}__{'false' if value is False else value}"
