"""The folder of what is kept: where it is, and whether only its owner can have written there."""

from __future__ import annotations

import os
import stat
import sys
import warnings
from contextlib import suppress
from pathlib import Path

__all__ = ["VARIABLE", "CacheWarning", "read", "remove", "replace", "warn"]

VARIABLE = "PROTOCOL_RULES_CACHE"
"""The environment variable that names the folder, or is `off`."""

_OFF = "off"
_ENDING = ".kept"
_MOST_FILES = 100
# No link is followed, and a pipe is not waited for, where the system has such things.
_READ = os.O_RDONLY | sum(getattr(os, each, 0) for each in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


class CacheWarning(UserWarning):
    """Something that was kept is damaged or not to be trusted, and is worked out anew."""


def read(name: str) -> bytes | None:
    """Give what was kept under a name; `None` where there is nothing that can be trusted."""
    folder = _folder()
    if folder is None:
        return None
    path = folder / f"{name}{_ENDING}"
    try:
        if trouble := _trouble(folder.lstat()):
            return warn(folder, trouble)
        # The file that is checked is the one that is read: none can take its place in between.
        with os.fdopen(os.open(path, _READ), "rb") as stream:
            if trouble := _trouble(os.fstat(stream.fileno())):
                return warn(path, trouble)
            return stream.read()
    except OSError:
        return warn(path, "is a link") if path.is_symlink() else None


def replace(name: str, data: bytes) -> None:
    """Keep data under a name, whole or not at all; where that cannot be done nothing is said."""
    folder = _folder()
    if folder is None:
        return
    from tempfile import mkstemp  # noqa: PLC0415 - slow to import, and seldom needed

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _trouble(folder.lstat()):
            return
        _make_room(folder)
        descriptor, written = mkstemp(suffix=_ENDING, prefix=".", dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            Path(written).replace(folder / f"{name}{_ENDING}")
        except OSError:
            Path(written).unlink()
    except OSError:
        return


def remove(name: str) -> None:
    """Take away what was kept under a name, and say that it was damaged."""
    folder = _folder()
    if folder is None:
        return
    path = folder / f"{name}{_ENDING}"
    with suppress(OSError):
        path.unlink()
    warn(path, "is damaged")


def warn(path: Path, trouble: str) -> None:
    """Tell why something that was kept is not used."""
    told = f"{path} {trouble}: it is not used, and {VARIABLE}={_OFF} does without"
    warnings.warn(told, CacheWarning, stacklevel=2)


def _folder() -> Path | None:
    """Name the folder, which need not be there; `None` where nothing is to be kept."""
    written = os.environ.get(VARIABLE, "").strip()
    if written:
        return None if written.lower() == _OFF else Path(written).absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415 - not needed with a folder of one's own

    found = user_cache_path("protocol-rules", appauthor=False)
    return found if found.is_absolute() else None  # without a home it would be the current folder


def _trouble(status: os.stat_result) -> str:
    """Say why a folder or file cannot be trusted; nothing where it can."""
    if stat.S_ISLNK(status.st_mode):
        return "is a link"
    if sys.platform == "win32":  # there the folders of a user are closed to others
        return ""
    if status.st_uid != os.getuid():
        return "belongs to somebody else"
    return "can be written by others" if status.st_mode & _BY_OTHERS else ""


def _make_room(folder: Path) -> None:
    """Let only the newest files stay, so that a folder does not grow for ever."""
    files = [each for each in os.scandir(folder) if each.name.endswith(_ENDING)]
    files.sort(key=lambda each: each.stat(follow_symlinks=False).st_mtime, reverse=True)
    for each in files[_MOST_FILES - 1 :]:
        Path(each).unlink()
