"""`protocol-rules ask`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from protocol_rules.analysis import Interview
from protocol_rules.checks.expect import TO_BE_CONFIRMED, expectation_of
from protocol_rules.checks.scenario_text import scenario_text
from protocol_rules.cli.dialogue import Dialogue
from protocol_rules.cli.inputs import protocol_option, protocols_of, words_of
from protocol_rules.cli.output import printed
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.story import read_story
from protocol_rules.report.answers import write_answers
from protocol_rules.resolve import shipped

__all__ = ["ask_command"]

_UNCONFIRMED = f"""\
# What is expected here is what the rules say, and nobody has confirmed it yet: hold it against the
# printed text, and take out this remark and the tag {TO_BE_CONFIRMED}.
"""


@click.command(
    "ask",
    epilog="""\b
Examples (in the second the replies come from a pipe, a line each):
  $ protocol-rules ask -p thanet -o story.yaml
  $ printf 'copying\\n\\nq\\n' | protocol-rules ask -p thanet
  $ protocol-rules ask -p thanet -o story.yaml --expect""",
)
@protocol_option
@click.option(
    "-t", "--today", metavar="DATE", help="The day on which it is looked at; else the real one."
)
@click.option(
    "-o", "--output", metavar="FILE", help="Save the scenario in a new file, for `evaluate`."
)
@click.option(
    "--expect", "expects", is_flag=True, help="Let the scenario expect the answer, to be confirmed."
)
def ask_command(
    *, names: tuple[str, ...], today: str | None, output: str | None, expects: bool
) -> None:
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
            _keep(dialogue.interview, names, output, expects=expects)
        raise click.exceptions.Exit(2) from None
    if not dialogue.interview.about:
        click.echo("Nothing was told.")
        return
    click.echo()
    with printed() as page:
        write_answers(dialogue.interview.answers, page)
        page.write_paragraph()
    _keep(dialogue.interview, names, output, expects=expects)


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


def _keep(
    interview: Interview, names: tuple[str, ...], output: str | None, *, expects: bool
) -> None:
    """Save what was told; where that fails, or nobody asked for it, print it."""
    again = "" if expects else "".join(f" -p {name}" for name in names)
    told = scenario_text(interview.scenario.as_data())
    if expects:
        told = f"{_UNCONFIRMED}{scenario_text(_expecting(interview, names))}"
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


def _expecting(interview: Interview, names: tuple[str, ...]) -> dict[str, object]:
    """Add to a scenario that the answers are what they are, and that nobody has confirmed it."""
    data = {**interview.scenario.as_data(), "tags": [TO_BE_CONFIRMED]}
    told = [*dict.fromkeys(names)] or [*shipped()]
    expected = dict(zip(told, map(expectation_of, interview.answers), strict=True))
    if len(expected) > 1:
        return {**data, "expect_in": expected}
    return {**data, "protocol": told[0], "expect": expected[told[0]]}
