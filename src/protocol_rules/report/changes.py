"""What another edition of the rules changes: for a terminal, and for a pull request."""

from __future__ import annotations

from collections.abc import Sequence

import click

from protocol_rules.versions import AnswerChanges, BankChanges, Edition

__all__ = ["changes_page", "write_changes"]

_SHOWN = 5


def write_changes(
    changes: BankChanges, before: Edition, after: Edition, page: click.HelpFormatter
) -> None:
    """Write for a terminal what changes: each thing once, with the scenarios in which it does."""
    page.write_text(click.style(f"{before.label} -> {after.label}", bold=True))
    for name in changes.came:
        page.write_text(f"new protocol: {name}")
    for name in changes.went:
        page.write_text(f"protocol gone: {name}")
    for remark, answers in changes.by_remark.items():
        page.write_paragraph()
        council = remark.address.partition("/")[0]
        page.write_text(click.style(f"{council}: {remark}", fg="yellow"))
        with page.indentation():
            for line in _scenarios(answers):
                page.write_text(line)
    for each in _unreadable(changes):
        page.write_paragraph()
        page.write_text(click.style(f"{each.protocol}: {each.unreadable}", fg="red"))
        with page.indentation():
            page.write_text(_scenario(each))
    if changes.unnoticed:
        page.write_paragraph()
        page.write_text(click.style("Changed, and no scenario notices:", fg="red"))
        with page.indentation():
            for norm in changes.unnoticed:
                page.write_text(str(norm))
    page.write_paragraph()
    page.write_text(_sum(changes))


def changes_page(changes: BankChanges, before: Edition, after: Edition) -> str:
    """Write the same in Markdown, as a comment on a pull request."""
    lines = [f"### Answers from {_code(before.label)} to {_code(after.label)}", "", _sum(changes)]
    lines += [f"- new protocol: {_code(name)}" for name in changes.came]
    lines += [f"- protocol gone: {_code(name)}" for name in changes.went]
    for remark, answers in changes.by_remark.items():
        council = remark.address.partition("/")[0]
        lines += ["", f"**{_text(council)}: {_text(str(remark))}**", ""]
        lines += [f"- {_text(line)}" for line in _scenarios(answers)]
    if unreadable := _unreadable(changes):
        lines += ["", "**Cannot be asked under both editions**", ""]
        lines += [f"- {_text(f'{_scenario(each)}: {each.unreadable}')}" for each in unreadable]
    if changes.unnoticed:
        lines += ["", "**Changed, and no scenario notices**", ""]
        lines += [f"- {_text(str(norm))}" for norm in changes.unnoticed]
    return "\n".join([*lines, ""])


def _scenarios(answers: Sequence[AnswerChanges]) -> list[str]:
    lines = [_scenario(each) for each in answers[:_SHOWN]]
    more = len(answers) - len(lines)
    return [*lines, f"and {more} more"] if more else lines


def _scenario(each: AnswerChanges) -> str:
    return f"{each.scenario or 'a scenario without a name'} ({each.place})"


def _unreadable(changes: BankChanges) -> list[AnswerChanges]:
    return [each for each in changes.answers if each.unreadable]


def _sum(changes: BankChanges) -> str:
    differ, norms = len(changes.answers), len(changes.norms)
    compared = f"{changes.checked} answer{'' if changes.checked == 1 else 's'} compared"
    changed = f"{norms} norm{'' if norms == 1 else 's'} changed"
    return f"{compared}, {differ} changed; {changed}, {len(changes.unnoticed)} of them unnoticed"


def _text(text: str) -> str:
    """Keep a text from being read as Markdown or HTML, and from calling anybody by name."""
    escaped = "".join(f"\\{each}" if each in r"\`*_[]#|~!" else each for each in text)
    return escaped.replace("<", "&lt;").replace(">", "&gt;").replace("@", "@\u200b")


def _code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"
