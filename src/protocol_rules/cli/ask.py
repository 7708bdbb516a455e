"""`protocol-rules ask`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import yaml

from protocol_rules.analysis import Interview
from protocol_rules.cli.dialogue import Dialogue
from protocol_rules.cli.inputs import protocol_option, protocols_of, words_of
from protocol_rules.cli.output import printed
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.story import read_story
from protocol_rules.report.answers import write_answers

__all__ = ["ask_command"]


@click.command(
    "ask",
    epilog="""\b
Examples (in the second the replies come from a pipe, a line each):
  $ protocol-rules ask -p thanet -o story.yaml
  $ printf 'copying\\n\\nq\\n' | protocol-rules ask -p thanet""",
)
@protocol_option
@click.option(
    "-t", "--today", metavar="DATE", help="The day on which it is looked at; else the real one."
)
@click.option(
    "-o", "--output", metavar="FILE", help="Save the scenario in a new file, for `evaluate`."
)
def ask_command(*, names: tuple[str, ...], today: str | None, output: str | None) -> None:
    """Ask, question by question, until the situation is clear, and give the answer.

    It starts from a list of what may have happened, asks only what still matters, and says which
    clauses make it matter. "Don't know" is a reply, and every reply can be taken back.
    """
    _check_that_it_is_new(output)
    protocols = protocols_of(names)
    day = read_story(today=today).today or date.today()  # noqa: DTZ011 - the day where somebody sits
    dialogue = Dialogue(protocols, words_of(protocols), day)
    try:
        dialogue.run()
    except (EOFError, KeyboardInterrupt) as error:
        _tell_that_it_was_left(dialogue.interview, error)
        if dialogue.interview.about:
            _keep(dialogue.interview, names, output)
        raise click.exceptions.Exit(2) from None
    if not dialogue.interview.about:
        click.echo("Nothing was told.")
        return
    click.echo()
    with printed() as page:
        write_answers(dialogue.interview.answers, page)
        page.write_paragraph()
    _keep(dialogue.interview, names, output)


def _check_that_it_is_new(output: str | None) -> None:
    """Refuse a file that cannot be saved before anything is asked."""
    if output is None:
        return
    if Path(output).exists():
        message = f"{quote(output)} is there already"
        raise InvalidInput([Diagnostic("file-exists", message, hint="name a new file")])
    if not Path(output).absolute().parent.is_dir():
        message = f"there is no folder for {quote(output)}"
        raise InvalidInput([Diagnostic("no-such-folder", message)])


def _tell_that_it_was_left(interview: Interview, error: BaseException) -> None:
    how = "the input ended" if isinstance(error, EOFError) else "it was stopped"
    when = "in the middle of the interview; what was told so far is kept"
    click.echo(f"\n{how} {when if interview.about else 'before anything was told'}", err=True)


def _keep(interview: Interview, names: tuple[str, ...], output: str | None) -> None:
    """Save what was told; where that fails, or nobody asked for it, print it."""
    again = "".join(f" -p {name}" for name in names)
    told = yaml.safe_dump(interview.scenario.as_data(), sort_keys=False, allow_unicode=True)
    if output is None:
        click.echo(f"# Save this as story.yaml for: protocol-rules evaluate story.yaml{again}")
        click.echo(told, nl=False)
        return
    try:
        with Path(output).open("x", encoding="utf-8") as file:
            file.write(told)
    except OSError as error:
        click.echo(told, nl=False)
        message = f"{quote(output)} cannot be written ({error.strerror}); the scenario stands above"
        raise InvalidInput([Diagnostic("not-writable", message)]) from None
    click.echo(f"Saved. To read it again: protocol-rules evaluate {output}{again}")
