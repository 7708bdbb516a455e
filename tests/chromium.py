"""A headless Chromium, driven by Playwright: that of the machine, with a profile of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def program() -> str | None:
    """Find the browser; `None` where none is installed."""
    return next((found for each in _NAMES if (found := shutil.which(each))), None)


def why_not() -> str:
    """Say why no page can be opened; nothing where one can."""
    if find_spec("playwright") is None:
        return "Playwright is not installed (pip install playwright)"
    return "" if program() else "Chromium is not installed (apt-get install chromium)"


@contextmanager
def browser() -> Iterator[BrowserContext]:
    """Start the browser with an empty profile, and end it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - where there is none, skip

    with sync_playwright() as playwright, TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=program(), headless=True, args=_ALONE
        )
        try:
            yield context
        finally:
            context.close()
