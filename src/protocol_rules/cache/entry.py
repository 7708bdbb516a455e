"""One thing that is kept: sealed, and used only where all that it was made from is the same."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from protocol_rules.cache import folder
from protocol_rules.cache.plain import Plain

__all__ = ["keep", "key_of", "recall"]

T = TypeVar("T")

_MARK = b"protocol-rules kept\n"
_SIZE = 32
_LONGEST = 40
_PACKAGE = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - asked at every start


def key_of(*made_from: bytes) -> bytes:
    """Give the key of what is made from these contents by this program under this Python."""
    digest = _digest_of_program().copy()
    for part in made_from:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def recall(what: str | Path, key: bytes, rebuild: Callable[[Plain], T]) -> T | None:
    """Give what was kept of something (a file by its path) under a key; else `None`.

    What was kept under another key is out of date, which is nothing to speak of. What is damaged
    is told by a `CacheWarning` and taken away.
    """
    name = _name(what)
    data = folder.read(name)
    if data is None:
        return None
    start = len(_MARK) + _SIZE
    sealed = data[:start] == _MARK + _seal(data[start:])
    try:
        if sealed:
            is_current = data[start : start + _SIZE] == key
            return rebuild(json.loads(data[start + _SIZE :])) if is_current else None
    except Exception:  # noqa: BLE001, S110 - whatever is wrong with it, it can be made anew
        pass
    folder.remove(name)
    return None


def keep(what: str | Path, key: bytes, plain: Plain) -> None:
    """Keep what was made of something under a key, in place of what was kept of it before."""
    body = key + json.dumps(plain, separators=(",", ":")).encode()
    folder.replace(_name(what), _MARK + _seal(body) + body)


def _name(what: str | Path) -> str:
    """Name the file: after what it is of for people, and apart from all others."""
    stem = "".join(each if each.isalnum() else "-" for each in Path(what).stem[:_LONGEST])
    return f"{stem}-{hashlib.blake2b(os.fsencode(what), digest_size=8).hexdigest()}"


def _seal(body: bytes) -> bytes:
    # It tells damage by accident; against other people stand the owner and the mode of the file.
    return hashlib.blake2b(body, digest_size=_SIZE).digest()


@cache
def _digest_of_program() -> hashlib.blake2b:
    """Tell this Python and the files of this package apart from all others.

    As Python does for its own compiled files, it looks at when a file was changed and how long
    it is, and not into it.
    """
    digest = hashlib.blake2b(sys.version.encode(), digest_size=_SIZE)
    for path, changed, size in sorted(_sources(_PACKAGE)):
        digest.update(f"{path}\0{changed}\0{size}\n".encode(errors="surrogateescape"))
    return digest


def _sources(place: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(place) as entries:
        for each in entries:
            if each.name.endswith(".py"):
                status = each.stat()
                yield each.path, status.st_mtime_ns, status.st_size
            elif "." not in each.name and each.name != "__pycache__" and each.is_dir():
                yield from _sources(each.path)
