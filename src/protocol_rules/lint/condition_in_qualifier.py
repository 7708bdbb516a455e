"""`condition-in-qualifier`: a qualifier that tells *when* a norm speaks, and not *how*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found

__all__ = ["CHECK"]

_CONDITION = re.compile(
    r"\b(if|unless|until|whenever|provided that|only (?:where|when)"
    r"|(?:except|save) (?:where|when|in))\b"
)


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for norm in linted.protocol.norms.values():
            word = _CONDITION.search(norm.qualifier.lower())
            if word is not None:
                message = f"the qualifier of `{norm.address}` holds a condition: *{word[0]}*"
                hint = "a qualifier is never computed: make a fact of it, under `when` or `unless`"
                yield found(
                    "condition-in-qualifier", linted, norm, message, hint, severity="warning"
                )


CHECK = Check(
    "condition-in-qualifier", "a qualifier that tells *when* a norm speaks, and not *how*", _find
)
