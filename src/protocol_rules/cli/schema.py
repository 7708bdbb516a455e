"""`protocol-rules schema`."""

from __future__ import annotations

from pathlib import Path

import click

from protocol_rules.report.schemas import schema_files
from protocol_rules.vocabulary import shared_vocabulary

__all__ = ["schema_command"]


@click.command(
    "schema",
    epilog="""\b
Examples:
  protocol-rules schema protocol
  protocol-rules schema --write schemas""",
)
@click.argument("kind", type=click.Choice(["protocol", "scenario", "claim"]), default="protocol")
@click.option("--write", "folder", metavar="FOLDER", help="Write all schemas into a folder.")
@click.option("--check", is_flag=True, help="Fail where the schemas in ./schemas are stale.")
def schema_command(*, kind: str, folder: str | None, check: bool) -> None:
    """Give the JSON Schema of a rule file, a scenario file or a claim file, with every word."""
    files = schema_files(shared_vocabulary())
    if check:
        stale = [name for name, text in files.items() if _on_disk(Path("schemas") / name) != text]
        for name in stale:
            told = f"schemas/{name} is stale: run `protocol-rules schema --write schemas`"
            click.echo(told, err=True)
        if stale:
            raise click.exceptions.Exit(1)
    elif folder is not None:
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            for name, text in files.items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
        except OSError as error:
            click.echo(f"error: {folder}: {error.strerror}", err=True)
            raise click.exceptions.Exit(2) from None
    else:
        click.echo(files[f"{kind}.schema.json"], nl=False)


def _on_disk(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
