"""What is said where a library that only some need is not installed."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from protocol_rules.diagnostics.diagnostic import Diagnostic, InvalidInput

__all__ = ["needs"]


@contextmanager
def needs(extra: str, what: str) -> Generator[None]:
    """Import the libraries of an extra; where one is not there, raise one clear `InvalidInput`.

    `what` is what needs them: `a picture of councils`.
    """
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] == __name__.partition(".")[0]:
            raise  # what is missing is our own
        message = f"{what} needs {error.name}, which is not installed"
        hint = f"pip install 'protocol-rules[{extra}]'"
        raise InvalidInput([Diagnostic("not-installed", message, hint=hint)]) from None
