"""Files that are written whole, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote

__all__ = ["write_whole"]


def write_whole(path: str | Path, data: bytes) -> None:
    """Write a file in one go; raises `InvalidInput` where that cannot be done.

    What stood there before stays until all of the new has reached the disk.
    """
    target = Path(path)
    try:
        descriptor, written = mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(written).chmod(0o644)
            Path(written).replace(target)
        except OSError:
            with suppress(OSError):
                Path(written).unlink()
            raise
    except OSError as error:
        message = f"{quote(target)} cannot be written: {error.strerror}"
        raise InvalidInput([Diagnostic("not-writable", message)]) from None
