"""A watch over the child: it is killed where an answer does not come in time."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread

__all__ = ["Watch"]

_LOOKS = 4  # how often it looks in the time that an answer may take


class Watch:
    """One thread for as long as the child lives: one for each answer would cost more than it."""

    def __init__(self, child: subprocess.Popen[str], limit: float) -> None:
        """Watch a child that may take `limit` seconds for an answer."""
        self._child = child
        self._limit = limit
        self._since: float | None = None
        self._ended = Event()
        self.has_killed = False
        Thread(target=self._look, name="watch of durable", daemon=True).start()

    @contextmanager
    def waiting(self) -> Generator[None]:
        """Count the time in which an answer is waited for."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._since = None

    def stop(self) -> None:
        """Watch no longer."""
        self._ended.set()

    def _look(self) -> None:
        while not self._ended.wait(self._limit / _LOOKS):
            since = self._since
            if since is not None and time.monotonic() - since > self._limit:
                self.has_killed = True
                self._child.kill()
                return
