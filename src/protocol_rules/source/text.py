"""The characters of a file: UTF-8, and nothing that cannot be seen."""

from __future__ import annotations

import re

from protocol_rules.diagnostics import Diagnostic, InvalidInput, Span, quote
from protocol_rules.source.limits import MAX_BYTES, Limits
from protocol_rules.source.tree import LINE_BREAK

__all__ = ["as_text", "check_size", "check_text", "is_text"]

# Control characters, lone surrogates, line breaks that editors do not count, a byte order
# mark in the middle, and code points that are no characters; those that may stand are many more,
# and a pattern of them takes longer to compile than a file to be read.
_NO_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
# As much of a line as a message can show.
_REST = 400
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_text(text: str) -> bool:
    """Tell whether every character of a text is one that an author can see or type."""
    return _NO_TEXT.search(text) is None


def as_text(data: bytes, file: str) -> str:
    """Decode a file, or say which byte is not UTF-8 and where it stands."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        byte = data[error.start]
        rest = re.split(rb"[\r\n]", data[error.start : error.start + _REST], maxsplit=1)[0]
        message = f"the byte 0x{byte:02X} is not UTF-8"
        after = rest.decode("utf-8", "backslashreplace")
        width = len(f"\\x{byte:02x}")
        fault = _fault("not-utf8", message, file, before, after, width, _encoding(data, byte))
        raise InvalidInput([fault]) from None


def check_text(text: str, file: str) -> None:
    """Refuse characters that cannot be seen, at the first of them."""
    found = _NO_TEXT.search(text)
    if found is None:
        return
    start = found.start()
    after = LINE_BREAK.split(text[start : start + _REST], maxsplit=1)[0]
    message = f"the character U+{ord(found.group()):04X} is not text"
    hint = "only printable text is allowed; delete this character"
    raise InvalidInput([_fault("not-text", message, file, text[:start], after, 1, hint)])


def check_size(size: int, file: str, limits: Limits) -> None:
    """Refuse a file that is larger than the limit, and say how to raise it."""
    if size > limits.bytes:
        message = f"{quote(file)} has {size:,} bytes; the limit is {limits.bytes:,}"
        hint = f"split the file, or raise the limit by the environment variable {MAX_BYTES}"
        raise InvalidInput([Diagnostic("too-large", message, hint=hint)])


def _fault(  # noqa: PLR0913 - a place has that many parts
    code: str, message: str, file: str, before: str, after: str, width: int, hint: str
) -> Diagnostic:
    """Word a fault that begins where `before` ends; `after` is the rest of its line."""
    lines = LINE_BREAK.split(before.removeprefix("\ufeff"))
    line, column = len(lines), len(lines[-1]) + 1
    span = Span(file, line, column, line, column + width)
    return Diagnostic(code, message, span, hint, excerpt=lines[-1] + after)


def _encoding(data: bytes, byte: int) -> str:
    if data.startswith(_UTF_16):
        return "the file looks like UTF-16; save it as UTF-8"
    meant = bytes([byte]).decode("cp1252", "ignore")
    also = f"; in Windows-1252 this byte is {quote(meant)}" if meant else ""
    return f"save the file as UTF-8{also}"
