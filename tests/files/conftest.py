"""The option that writes the expected messages anew; `git diff` is the review."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`: `python -m pytest tests/files --accept`."""
    parser.addoption("--accept", action="store_true", help="Rewrite the expected messages.")
