"""A file written whole: whoever looks finds the old content or the new one, never half of it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote

__all__ = ["check_writable", "write_whole"]

_ORDINARY = 0o666


def check_writable(path: str | Path) -> None:
    """Refuse a path at which no file can be written, before the work is done that would fill it."""
    target = Path(path)
    folder = target.parent
    try:
        if not str(path) or target.is_dir():
            raise _refusal(path, "it is a folder")
        if not folder.is_dir():
            reason = "is no folder" if folder.exists() else "is not there"
            raise _refusal(path, f"the folder {quote(folder)} {reason}")
        if target.exists() and not target.is_file():
            return  # a device such as /dev/stdout takes what it is given
    except (OSError, ValueError) as error:
        raise _refusal(path, getattr(error, "strerror", None) or str(error)) from None
    # A file is written beside its place and then moved there, so the folder is what counts.
    if not os.access(folder, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        raise _refusal(path, "no permission")


def write_whole(path: str | Path, data: bytes) -> None:
    """Write a file, keeping the mode of the one that was there; raises `InvalidInput`."""
    target = Path(path)
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(target)), data)
    except OSError as error:
        raise _refusal(path, error.strerror or str(error)) from None


def _replace(target: Path, data: bytes) -> None:
    from tempfile import mkstemp  # noqa: PLC0415 - slow to import, and seldom needed

    descriptor, name = mkstemp(prefix=f".{target.name}.", dir=target.parent)
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        written.chmod(target.stat().st_mode & 0o7777 if target.exists() else _ordinary_mode())
        written.replace(target)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise


def _ordinary_mode() -> int:
    """Give the mode that a new file has; the mask can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return _ORDINARY & ~mask


def _refusal(path: str | Path, reason: str) -> InvalidInput:
    message = f"{quote(path)} cannot be written: {reason}"
    return InvalidInput([Diagnostic("not-writable", message)])
