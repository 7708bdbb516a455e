"""The group of all commands, and what becomes of an error."""

from __future__ import annotations

import os
import sys

import click

from protocol_rules.cli.evaluate import evaluate_command
from protocol_rules.cli.explain import explain_command
from protocol_rules.cli.lint import lint_command
from protocol_rules.cli.listing import list_command
from protocol_rules.cli.schema import schema_command
from protocol_rules.cli.show import show_command
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.errors import ProtocolRulesError

__all__ = ["main"]

BAD_INPUT = 2


class _Group(click.Group):
    """Turns the library's errors into their message and exit code 2, never into a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
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


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine, 1 findings or failed expectations, 2 bad input.",
)
@click.version_option(package_name="protocol-rules")
def main() -> None:
    """Tell which clauses of a council's protocol apply, why, and what they require."""


for command in (
    evaluate_command,
    explain_command,
    show_command,
    list_command,
    lint_command,
    schema_command,
):
    main.add_command(command)
