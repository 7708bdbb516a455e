"""From a path to the bytes of a file; whatever the disk does, a refusal is a clear one."""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.source.limits import Limits
from protocol_rules.source.text import check_size

__all__ = ["content"]

_MOST_SIBLINGS = 10_000


def content(path: str | Path, limits: Limits) -> bytes:
    """Give the bytes of one file that is no larger than it may be; raises `InvalidInput`."""
    file = str(path)
    try:
        return _content(file, limits)
    except FileNotFoundError:
        raise _refusal("no-such-file", f"there is no file {quote(file)}", _hint(file)) from None
    except NotADirectoryError:
        raise _refusal("no-such-file", f"there is no file {quote(file)}") from None
    except PermissionError:
        message = f"no permission to read {quote(file)}"
        raise _refusal("not-readable", message) from None
    except (OSError, ValueError) as error:  # a path may hold what no file system takes
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{quote(file)} cannot be read: {reason}"
        raise _refusal("not-readable", message) from None


def _content(file: str, limits: Limits) -> bytes:
    status = os.stat(file)  # noqa: PTH116 - a `Path` would make "" the current folder
    if stat.S_ISDIR(status.st_mode):
        raise _refusal("is-a-directory", f"{quote(file)} is a folder; a file is wanted here")
    # INVARIANT: only regular files are opened; a pipe or a device could block for ever.
    if not stat.S_ISREG(status.st_mode):
        raise _refusal("not-readable", f"{quote(file)} is a device or a pipe, not a file")
    check_size(status.st_size, file, limits)
    with open(file, "rb") as stream:  # noqa: PTH123
        data = stream.read(limits.bytes + 1)
    # Some files say that they are empty and are not, and a file may grow.
    check_size(len(data), file, limits)
    return data


def _refusal(code: str, message: str, hint: str = "") -> InvalidInput:
    return InvalidInput([Diagnostic(code, message, hint=hint)])


def _hint(file: str) -> str:
    folder, name = os.path.split(file)
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry in islice(entries, _MOST_SIBLINGS)]
    except FileNotFoundError:
        return f"there is no folder {quote(folder)} either"
    except (OSError, ValueError):
        return ""
    return did_you_mean(name, names)
