"""Expectations rewritten to what is found, for review by `git diff`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from protocol_rules.checks.bank import BankFile, Pair, Protocols, in_source
from protocol_rules.checks.rewrite import CannotRewrite, Edit, Value, edited, rewrite
from protocol_rules.checks.run import Checked, check_pair
from protocol_rules.checks.surprise import Difference
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.source import Limits, Source, Table, content, parse, write_whole
from protocol_rules.source.text import as_text
from protocol_rules.validation import Path

__all__ = ["Updated", "update_file"]

_ROUNDS = 4
"""What stands in one key may change what another has to hold; it settles in two rounds or three."""
_SHARED = "other protocols share it; write `expect_in` for each of them"
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Updated:
    """A file with the scenarios whose expectations were rewritten, each under its protocol."""

    file: str
    scenarios: tuple[Checked, ...]


def update_file(file: str, digest: str, failed: Sequence[Checked], protocols: Protocols) -> Updated:
    """Rewrite the expectations of a file that are not met, and only these.

    `digest` is that of the file as it was checked. Raises `InvalidInput`, and leaves the file as
    it is, where it has changed since, or where it could not be written so that it passes.
    """
    data = content(file, Limits.from_environment())
    if hashlib.sha256(data).hexdigest() != digest:
        message = f"{quote(file)} has changed since it was checked, and is left as it is"
        raise InvalidInput([Diagnostic("changed-meanwhile", message, hint="check it again")])
    text = as_text(data, file)
    whole = text.removeprefix(_MARK)
    wanted = {(each.path, each.protocol) for each in failed}
    for _ in range(_ROUNDS):
        read = in_source(parse(whole, file), digest, protocols)
        pairs = [each for each in read.pairs if (each.entry.place.path, each.council) in wanted]
        left = [(pair, checked) for pair in pairs if not (checked := check_pair(pair)).passed]
        if not left:
            break
        whole = edited(whole, _edits(read, left))
    else:
        raise _not_settled(file, failed)
    mark = _MARK if text.startswith(_MARK) else ""
    if hashlib.sha256(content(file, Limits.from_environment())).hexdigest() != digest:
        message = f"{quote(file)} has changed since it was checked, and is left as it is"
        raise InvalidInput([Diagnostic("changed-meanwhile", message, hint="check it again")])
    write_whole(file, (mark + whole).encode("utf-8"))
    return Updated(file, tuple(failed))


def _edits(file: BankFile, left: Iterable[tuple[Pair, Checked]]) -> list[Edit]:
    """Give the edits of one round; an expectation that several protocols share is edited once."""
    values: dict[Path, dict[str, Value]] = {}
    councils: dict[Path, set[str]] = {}
    for pair, checked in left:
        path = expectation_path(pair)
        new = _values(pair, path, checked.differences)
        if values.setdefault(path, new) != new:
            raise _refusal(pair, _SHARED)
        councils.setdefault(path, set()).add(pair.council)
    for pair in file.pairs:
        if pair.council not in councils.get(expectation_path(pair), {pair.council}):
            raise _refusal(pair, _SHARED)
    edits: list[Edit] = []
    for path, new in values.items():
        pair = next(each for each in file.pairs if expectation_path(each) == path)
        node = file.source.node(path)
        if not isinstance(node, Table):
            raise _refusal(pair, "it does not stand beside the story")
        try:
            edits += rewrite(file.source, node, new)
        except CannotRewrite:
            raise _refusal(pair, "a comment stands inside what would be written anew") from None
    return edits


def expectation_path(pair: Pair) -> Path:
    """Find where the expectation of a scenario under one protocol stands."""
    elsewhere = (*pair.entry.place.path, "expect_in", pair.council)
    is_elsewhere = pair.entry.place.source.node(elsewhere) is not None
    return elsewhere if is_elsewhere else (*pair.entry.place.path, "expect")


def _values(pair: Pair, path: Path, differences: Iterable[Difference]) -> dict[str, Value]:
    """Apply the differences of each key to what is written there."""
    source = pair.entry.place.source
    order = {clause: at for at, clause in enumerate(pair.protocol.clauses)}
    values: dict[str, Value] = {}
    for each in differences:
        if each.key not in values:
            node = source.node((*path, each.key))
            plain: object = "" if node is None else Source(source.file, source.text, node).plain()
            values[each.key] = cast("Value", [plain] if isinstance(plain, str) and plain else plain)
        values[each.key] = _applied(values[each.key], each, order)
    return values


def _applied(value: Value, difference: Difference, order: Mapping[str, int]) -> Value:
    """Apply one difference; a clause comes to stand where it is printed among the others."""
    address, found = difference.address, difference.found
    if isinstance(value, Mapping) or (not value and (difference.expected or found)):
        left = dict(cast("Mapping[str, str]", value or {}))
        if found is None:
            left.pop(address, None)
        else:
            left[address] = found
        return left
    items = [each for each in value or () if each != address]
    if found is None:
        return items
    end = len(items)
    if address in order:
        later = (n for n, each in enumerate(items) if order.get(each, len(order)) > order[address])
        end = next(later, end)
    return [*items[:end], address, *items[end:]]


def _refusal(pair: Pair, reason: str) -> InvalidInput:
    path = expectation_path(pair)
    message = f"this expectation cannot be rewritten: {reason}"
    told = pair.entry.place.source.diagnostic("not-rewritten", message, path, at="key")
    return InvalidInput([told])


def _not_settled(file: str, failed: Sequence[Checked]) -> InvalidInput:
    message = f"{quote(file)} cannot be written so that it passes, and is left as it is"
    return InvalidInput([Diagnostic("not-rewritten", message, failed[0].span)])
