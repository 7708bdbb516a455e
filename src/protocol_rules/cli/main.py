"""The group of all commands, and what becomes of an error."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from importlib import import_module
from typing import Any

import click

from protocol_rules.cache import CacheWarning
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.errors import ProtocolRulesError

__all__ = ["main"]

BAD_INPUT = 2
_SELDOM = 100_000
_HOMES = {
    "ask": "ask",
    "changes": "changes",
    "compare": "compare",
    "check": "check",
    "conflicts": "conflicts",
    "coverage": "coverage",
    "case": "case",
    "diff": "diff",
    "drift": "drift",
    "evaluate": "evaluate",
    "explain": "explain",
    "ledger": "ledger",
    "lint": "lint",
    "list": "listing",
    "merge": "merge",
    "mutate": "mutate",
    "prove": "prove",
    "report": "report",
    "schema": "schema",
    "seal": "seal",
    "show": "show",
    "suggest": "suggest",
}


class _Group(click.Group):
    """Imports no command but the one that is run; an error becomes a message and exit code 2."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as click has it
        """Run as a process of its own, which is so short that collecting garbage is time lost."""
        gc.set_threshold(_SELDOM)
        try:
            return super().__call__(*arguments, **options)
        finally:
            gc.freeze()  # the process ends here, and nothing needs to be looked through once more

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Name the commands."""
        return sorted(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command when it is asked for."""
        if cmd_name in _HOMES and cmd_name not in self.commands:
            home = import_module(f"protocol_rules.cli.{_HOMES[cmd_name]}")
            self.add_command(getattr(home, f"{cmd_name}_command"))
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("default", CacheWarning)
                warnings.showwarning = _show_warning
                return super().invoke(ctx)
        except InvalidInput as error:
            click.echo(str(error), err=True)
            count = len(error.diagnostics)
            if count > 1:
                click.echo(f"\n{count} faults", err=True)
            raise click.exceptions.Exit(BAD_INPUT) from None
        except ProtocolRulesError as error:
            click.echo(f"error: {error}", err=True)
            raise click.exceptions.Exit(BAD_INPUT) from None
        except BrokenPipeError:
            # The reader (`head`, a pager) has seen enough: what is left goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(0) from None


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """Tell a warning in one line; where in the code it arose is of no use here."""
    click.echo(f"warning: {message}", err=True)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine, 1 findings or failed expectations, 2 bad input.",
)
@click.version_option(package_name="protocol-rules")
def main() -> None:
    """Tell which clauses of a council's protocol apply, why, and what they require."""
