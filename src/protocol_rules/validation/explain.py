"""What a model found wrong, in the words of an author."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from protocol_rules.diagnostics import did_you_mean, quote
from protocol_rules.validation.shape import shape_of

__all__ = ["Explained", "explain"]

_MAPPINGS = ("dict_type", "model_type", "model_attributes_type", "mapping_type")
_LISTS = ("list_type", "tuple_type")
_LONGEST_LIST = 16


class Explained(NamedTuple):
    """A fault in words, and whether it is one of the key or of the value."""

    code: str
    message: str
    hint: str = ""
    at: Literal["key", "value"] = "value"


def explain(  # noqa: C901, PLR0911 - one for each kind
    error: Mapping[str, Any], keys: Sequence[str], elsewhere: str
) -> Explained:
    """Word one error of pydantic.

    `keys` are those that are known where the error stands; `elsewhere` says what has the key
    that is unknown here.
    """
    kind: str = error["type"]
    written: object = error["input"]
    last = error["loc"][-1] if error["loc"] else ""
    at: Literal["key", "value"] = "key" if last == "[key]" else "value"
    if "-" in kind:  # found by a validator of ours, which has worded it
        return Explained(kind, error["ctx"]["message"], error["ctx"]["hint"])
    if kind == "extra_forbidden":
        hint = did_you_mean(str(last), keys) or elsewhere or _listed(keys)
        return Explained("unknown-key", f"no key {quote(last)} is known here", hint, "key")
    if kind == "missing":
        return Explained("missing-key", f"the key `{last}` is missing")
    if kind in _MAPPINGS:
        return Explained("wrong-shape", f"a mapping is wanted here, not {shape_of(written)}")
    if kind in _LISTS:
        shape = shape_of(written)
        hint = f"write [{written}]" if shape == quote(written) else ""
        return Explained("wrong-shape", f"a list is wanted here, not {shape}", hint)
    if kind == "too_short" and not isinstance(written, str):
        return Explained("empty-value", "at least one is wanted here, and the list is empty")
    if written == "":
        return Explained("empty-value", "a text is wanted here, and nothing is written", at=at)
    if kind == "string_type":
        return Explained("wrong-shape", f"a text is wanted here, not {shape_of(written)}", at=at)
    if kind == "string_pattern_mismatch":
        message = f"{quote(written)} is no name"
        return Explained("not-a-name", message, _as_name(str(written)), at)
    if kind in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        hint = did_you_mean(str(written), allowed) or _listed(allowed)
        return Explained("unknown-word", f"{quote(written)} is not allowed here", hint)
    return Explained("wrong-value", f"{quote(written)} does not fit here", at=at)


def _as_name(written: str) -> str:
    meant = re.sub(r"[^a-z0-9]+", "_", written.lower()).strip("_")
    if re.fullmatch(r"[a-z][a-z0-9_]*", meant):
        return f"did you mean {quote(meant)}?"
    return "a name has lower-case letters, digits and _"


def _listed(words: Sequence[str]) -> str:
    return f"known here: {', '.join(words)}" if 0 < len(words) <= _LONGEST_LIST else ""
