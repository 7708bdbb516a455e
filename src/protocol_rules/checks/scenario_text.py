"""Scenarios as text, in the form in which people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

import yaml

__all__ = ["scenario_text"]

Table = Mapping[str, object]

_WIDTH = 100
_ENDLESS = 1_000_000
_ORDER = (
    "name", "protocol", "tags", "description", "today", "reading", "about", "given", "occasions",
    "expect", "expect_in", "rows",
)  # fmt: skip
_ADDRESSES = ("applies", "lifted", "undetermined", "not", "breached", "not_breached", "clauses")
_BY_ADDRESS = ("due", "next_step")
_TAG = "tag:yaml.org,2002:"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def scenario_text(scenario: Table, *, is_one_of_several: bool = False) -> str:
    """Write a scenario as a file holds it, from plain data.

    What fits stands in one line, lists go on in the next, and ids are in quotation marks. With
    `is_one_of_several` it is an entry of the list under `scenarios:`.
    """
    ordered = {key: scenario[key] for key in _ORDER if key in scenario}
    lines = _item(ordered, "", _WIDTH - 2) if is_one_of_several else _entries(ordered, "", _WIDTH)
    margin = "  " if is_one_of_several else ""
    return "".join(f"{margin}{line}\n" for line in lines)


def _entries(table: Table, under: str, room: int) -> Iterator[str]:
    """Give the lines of a mapping, key by key; `under` is the key below which it stands."""
    for key, value in table.items():
        yield from _entry(key, value, under, room)


def _entry(key: str, value: object, under: str, room: int) -> Iterator[str]:
    """Give the lines of a key with its value: one where it fits, else its parts below it."""
    within = under if under in _ADDRESSES else key
    name, node = _key(key, under), _node(value, within)
    lines = _lines(_mapping([(name, node)]), _ENDLESS)
    if len(lines) == 1 and len(lines[0]) <= room:
        yield lines[0]
    elif isinstance(value, dict):
        (head,) = _lines(_mapping([(name, _scalar(""))]), _ENDLESS)
        yield head.removesuffix(" ''")
        below = _entries(cast("Table", value), within, room - 2)
        yield from (f"  {line}" for line in below)
    elif isinstance(value, list):
        yield from _list(key, cast("list[object]", value), within, room)
    else:
        words, is_prose = str(value), key == "description"
        told = _scalar(words, ">") if is_prose else node
        longest = max(map(len, words.split()), default=0)
        yield from _lines(_mapping([(name, told)]), room - longest if is_prose else _ENDLESS)


def _list(key: str, values: list[object], under: str, room: int) -> Iterator[str]:
    """Give the lines of a list that is too long for one: mappings each on their own."""
    if not any(isinstance(each, dict) for each in values):
        longest = max(len(str(each)) for each in values)
        node = _mapping([(_scalar(key), _node(values, under))])
        # A line is broken behind the value that went beyond the width.
        yield from _lines(node, room - longest - len('"",'))
        return
    yield f"{key}:"
    for each in cast("list[Table]", values):
        (line,) = _lines(_node(each, under), _ENDLESS)
        fits = len(line) + len("  - ") <= room
        below = [f"- {line}"] if fits else _item(each, under, room - 2)
        yield from (f"  {line}" for line in below)


def _item(table: Table, under: str, room: int) -> Iterator[str]:
    """Give the lines of a mapping in a list."""
    for number, line in enumerate(_entries(table, under, room - 2)):
        yield f"{'  ' if number else '- '}{line}"


def _lines(node: yaml.Node, width: int) -> list[str]:
    text: str = yaml.serialize(node, width=width, allow_unicode=True)  # pyright: ignore[reportUnknownMemberType]
    return text.splitlines()


def _node(value: object, under: str) -> yaml.Node:
    match value:
        case dict():
            table = cast("Table", value)
            within = under if under in _ADDRESSES else ""
            nodes = [(_key(key, under), _node(each, within or key)) for key, each in table.items()]
            return _mapping(nodes, is_flow=True)
        case list():
            nodes = [_node(each, under) for each in cast("list[object]", value)]
            return yaml.SequenceNode(f"{_TAG}seq", nodes, flow_style=True)
        case bool() | int():
            kind = "bool" if isinstance(value, bool) else "int"
            return yaml.ScalarNode(f"{_TAG}{kind}", str(value).lower())
        case _:
            return _scalar(str(value), '"' if under in _ADDRESSES else None)


def _key(key: str, under: str) -> yaml.Node:
    return _scalar(key, '"' if under in (*_ADDRESSES, *_BY_ADDRESS) else None)


def _mapping(nodes: list[tuple[yaml.Node, yaml.Node]], *, is_flow: bool = False) -> yaml.Node:
    return yaml.MappingNode(f"{_TAG}map", nodes, flow_style=is_flow)


def _scalar(text: str, style: str | None = None) -> yaml.Node:
    kind = "timestamp" if style is None and _DAY.fullmatch(text) else "str"
    return yaml.ScalarNode(f"{_TAG}{kind}", text, style=style)
