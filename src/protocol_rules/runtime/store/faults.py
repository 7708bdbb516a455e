"""What a database says that it cannot do, as a diagnostic."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.errors import ProtocolRulesError

__all__ = ["CaseHasMoved", "refusing"]


class CaseHasMoved(ProtocolRulesError):
    """Somebody else has recorded an event of the case since it was loaded."""


_MEANT = (
    ("readonly", "store-not-writable", "the folder or the file can only be read"),
    ("read-only", "store-not-writable", "only reading is allowed there"),
    ("permission denied", "store-not-writable", "ask for leave to write there"),
    ("unable to open", "store-not-writable", "is there such a folder, and may it be written?"),
    ("disk is full", "disk-full", "make room; what was acknowledged is there"),
    ("no space left", "disk-full", "make room; what was acknowledged is there"),
    ("disk i/o error", "disk-full", "is the disk full? What was acknowledged is there"),
    ("not a database", "not-a-store", "name a file that `protocol-rules case` has made"),
    ("malformed", "store-damaged", "what can be read of it: `protocol-rules case export`"),
    ("locked", "store-busy", "somebody else is writing; try again"),
    ("connection", "store-unreachable", "is the server there, and is the address right?"),
)


@contextmanager
def refusing(where: str) -> Generator[None]:
    """Tell in one diagnostic what the database refuses; a full disk is no traceback."""
    try:
        yield
    except SQLAlchemyError as error:
        said = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        first = said.splitlines()[0] if said else type(error).__name__
        found = [each for each in _MEANT if each[0] in said.lower()]
        _, code, hint = found[0] if found else ("", "store-failed", "")
        message = f"the store {where} cannot do that: {first}"
        raise InvalidInput([Diagnostic(code, message, hint=hint)]) from None
