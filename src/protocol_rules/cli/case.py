"""`protocol-rules case`: cases that are kept, and how they stand."""

from __future__ import annotations

from importlib import import_module

import click

__all__ = ["case_command"]

_HOMES = {
    "announce": "case_status",
    "close": "case_record",
    "export": "case_exchange",
    "ics": "case_exchange",
    "import": "case_exchange",
    "list": "case_status",
    "new": "case_record",
    "record": "case_record",
    "reopen": "case_record",
    "status": "case_status",
    "tick": "case_status",
    "timeline": "case_timeline",
}


class _Group(click.Group):
    """Imports no command but the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Name the commands."""
        return sorted(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command when it is asked for."""
        if cmd_name not in _HOMES:
            return super().get_command(ctx, cmd_name)
        home = import_module(f"protocol_rules.cli.{_HOMES[cmd_name]}")
        command: click.Command = getattr(home, f"{cmd_name}_command")
        return command


@click.group(
    "case",
    cls=_Group,
    epilog="""\b
Examples:
  protocol-rules case new late -p thanet --title "an email to the director"
  protocol-rules case record late -g enquiry.from=member -g enquiry.received_on=2025-04-10 \\
      -g enquiry.answered_on=not_yet --on 2025-04-10
  protocol-rules case announce 2025-04-22 --on 2025-04-14
  protocol-rules case status late -t 2025-04-14
  protocol-rules case timeline late -o late.svg
  protocol-rules case close late --note answered""",
)
def case_command() -> None:
    """Keep cases: record what happens, and tell what is owed, what is late, what comes next."""
