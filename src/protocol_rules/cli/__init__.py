"""The command `protocol-rules`."""

from protocol_rules.cli.main import main

__all__ = ["main"]
