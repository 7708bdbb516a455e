"""Expectations rewritten to what is found, for review by `git diff`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from protocol_rules.checks.bank import BankFile, Pair, Protocols, in_source
from protocol_rules.checks.found import values_found
from protocol_rules.checks.rewrite import CannotRewrite, Edit, Value, edited, rewrite
from protocol_rules.checks.run import Checked, judged
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.source import Limits, Table, content, parse, write_whole
from protocol_rules.source.text import as_text
from protocol_rules.validation import Path

__all__ = ["Updated", "update_file"]

_ROUNDS = 4
"""What stands in one key may change what another has to hold; it settles in two rounds or three."""
_SHARED = "others share it; write `expect` for each, or `expect_in`"
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
    text = as_text(_unchanged(file, digest), file)
    whole = text.removeprefix(_MARK)
    wanted = {(each.path, each.protocol) for each in failed}
    for _ in range(_ROUNDS):
        read = in_source(parse(whole, file), digest, protocols)
        pairs = [each for each in read.pairs if (each.entry.place.path, each.council) in wanted]
        left = [pair for pair in pairs if not judged(pair).passed]
        if not left:
            break
        whole = edited(whole, _edits(read, left))
    else:
        raise _not_settled(file, failed)
    mark = _MARK if text.startswith(_MARK) else ""
    _unchanged(file, digest)
    write_whole(file, (mark + whole).encode("utf-8"))
    return Updated(file, tuple(failed))


def _unchanged(file: str, digest: str) -> bytes:
    """Give the bytes of a file, which have to be those that were checked."""
    data = content(file, Limits.from_environment())
    if hashlib.sha256(data).hexdigest() != digest:
        message = f"{quote(file)} has changed since it was checked, and is left as it is"
        raise InvalidInput([Diagnostic("changed-meanwhile", message, hint="check it again")])
    return data


def _edits(file: BankFile, left: Iterable[Pair]) -> list[Edit]:
    """Give the edits of one round; an expectation that several protocols share is edited once."""
    values: dict[Path, dict[str, Value]] = {}
    councils: dict[Path, set[str]] = {}
    for pair in left:
        path = pair.place.path
        node = file.source.node(path)
        if not isinstance(node, Table):
            raise _refusal(pair, "it is no mapping")
        judgement = judged(pair)
        expected = pair.entry.expectations[pair.council]
        new = values_found(judgement, expected, file.source, node)
        if values.setdefault(path, new) != new:
            raise _refusal(pair, _SHARED)
        councils.setdefault(path, set()).add(f"{pair.entry.place.path} {pair.council}")
    places: dict[Path, Pair] = {}
    for pair in file.pairs:
        path = pair.place.path
        if path in values and f"{pair.entry.place.path} {pair.council}" not in councils[path]:
            raise _refusal(pair, _SHARED)
        places[path] = pair
    edits: list[Edit] = []
    for path, new in values.items():
        node = file.source.node(path)
        try:
            edits += rewrite(file.source, cast("Table", node), new)
        except CannotRewrite:
            reason = "a comment stands inside what would be written anew"
            raise _refusal(places[path], reason) from None
    return edits


def _refusal(pair: Pair, reason: str) -> InvalidInput:
    message = f"this expectation cannot be rewritten: {reason}"
    place = pair.place
    told = place.source.diagnostic("not-rewritten", message, place.path, at="key")
    return InvalidInput([told])


def _not_settled(file: str, failed: Sequence[Checked]) -> InvalidInput:
    message = f"{quote(file)} cannot be written so that it passes, and is left as it is"
    return InvalidInput([Diagnostic("not-rewritten", message, failed[0].span)])
