"""From a path to a tree; whatever the disk does, the answer is a source or a clear refusal."""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.source.limits import Limits
from protocol_rules.source.parse import parse
from protocol_rules.source.text import as_text, check_size
from protocol_rules.source.tree import Source

__all__ = ["read"]

_MOST_SIBLINGS = 10_000


def read(path: str | Path, limits: Limits | None = None) -> Source:
    """Read and parse one file of UTF-8, with or without a byte order mark.

    Without `limits` those of the environment hold. Raises `InvalidInput`.
    """
    limits = Limits.from_environment() if limits is None else limits
    file = str(path)
    try:
        data = _content(file, limits)
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
    return parse(as_text(data, file), file, limits)


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
