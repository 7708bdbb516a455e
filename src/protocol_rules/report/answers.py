"""Answers and proofs for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from protocol_rules.calendar import Unit
from protocol_rules.engine import (
    Answer,
    Finding,
    Performance,
    Proof,
    RequiredAction,
    Status,
    day,
    norm_in_words,
)
from protocol_rules.norms.protocol import NormKind, Protocol
from protocol_rules.truth import Truth

__all__ = ["write_answers", "write_proof", "write_steps"]

_COLOURS = {
    Status.APPLIES: "green",
    Status.LIFTED: "magenta",
    Status.UNDETERMINED: "yellow",
    Status.DOES_NOT_APPLY: "bright_black",
}
_MARKS = {
    Truth.YES: click.style("yes", fg="green"),
    Truth.NO: click.style("no", fg="red"),
    Truth.UNKNOWN: click.style("unknown", fg="yellow"),
}

_NARROWEST = 20
"""How much room a step of a proof has at least, however deep it stands and wide the page is."""

Rows = list[tuple[str, str]]
"""A definition list: a clause or fact and what is said of it; a second line goes without a name."""


def write_answers(answers: Sequence[Answer], page: click.HelpFormatter) -> None:
    """Write what one or several protocols answer to one scenario."""
    name = answers[0].scenario.name
    if name:
        page.write_text(click.style(name, bold=True))
    if len(answers) > 1:
        page.write_paragraph()
        page.write_dl([(each.protocol.council, _in_short(each)) for each in answers])
    for answer in answers:
        page.write_paragraph()
        _write_one(answer, page)
    absent = dict.fromkeys(name for answer in answers for name in answer.absent)
    if absent:
        page.write_paragraph()
        told = f"Taken to be no part of the story: {', '.join(absent)}"
        page.write_text(click.style(told, dim=True))


def write_proof(finding: Finding, protocol: Protocol, page: click.HelpFormatter) -> None:
    """Write a finding with its whole proof as a tree."""
    status = click.style(finding.status.words, fg=_COLOURS[finding.status])
    occasion = f" on the occasion {finding.occasion}" if finding.occasion else ""
    page.write_text(f"{click.style(finding.address, bold=True)}: {status}{occasion}")
    for line in _told(finding, protocol):
        page.write_text(line)
    write_steps([finding.proof], page)


def _told(finding: Finding, protocol: Protocol) -> Iterator[str]:
    """Say what stands above a proof, line by line."""
    yield _said(finding, protocol)
    if finding.lifted_by:
        yield f"lifted by {', '.join(finding.lifted_by)}"
    if finding.smallest_change is not None:
        yield str(finding.smallest_change)
    if finding.missing:
        yield f"turns on {', '.join(finding.missing)}"
    for fact, value in finding.presumptions.items():
        yield f"presumed unless rebutted: {fact}: {str(value).lower()}"
    if finding.due is not None and finding.norm.deadline is not None:
        not_counted = _not_counted(finding, protocol)
        yield f"due by {day(finding.due)}: {finding.norm.deadline.text}{not_counted}"
    if finding.performance is not None:
        yield _performed(finding.performance)


def _performed(performance: Performance) -> str:
    """Say how far a norm has come, since when it is breached, and what would tell."""
    said = performance.state.words
    if performance.breached_on is not None:
        said += f"; breached on {day(performance.breached_on)}"
    if performance.turns_on:
        said += f", which turns on {', '.join(performance.turns_on)}"
    return said


def _not_counted(finding: Finding, protocol: Protocol) -> str:
    """Name the weekdays that a deadline in working days leaves out."""
    deadline, due, start = finding.norm.deadline, finding.due, finding.counted_from
    if deadline is None or due is None or start is None or deadline.unit is not Unit.WORKING_DAY:
        return ""
    left_out = protocol.calendar.left_out(min(start, due), max(start, due))
    told = ", ".join(f"{name} ({day(each)})" for each, name in left_out.items())
    return f"; not counted besides weekends: {told}" if told else ""


def write_steps(steps: Sequence[Proof], page: click.HelpFormatter, before: str = "") -> None:
    """Draw each step with a line from what stands above it, and its own steps below it."""
    for position, step in enumerate(steps, 1):
        branch, below = ("└── ", "    ") if position == len(steps) else ("├── ", "│   ")
        line = f"{_MARKS[step.truth]} {step.line.removeprefix(f'{step.truth.value}: ')}"
        width = max(page.width, len(before + branch) + _NARROWEST)
        page.write(click.wrap_text(line, width, before + branch, before + below) + "\n")
        write_steps(step.steps, page, before + below)


def _in_short(answer: Answer) -> str:
    """Say of one protocol which clauses speak, and by when something is to be done first."""
    parts = [
        click.style(f"{status.words} {ids}", fg=_COLOURS[status])
        for status in (Status.APPLIES, Status.LIFTED, Status.UNDETERMINED)
        if (ids := ", ".join(id_ for id_, each in answer.clauses.items() if each.status is status))
    ]
    dues = [each.due for each in answer.required_actions if each.due is not None]
    if dues:
        parts.append(f"first due {day(min(dues))}")
    return "; ".join(parts) or "nothing"


def _write_one(answer: Answer, page: click.HelpFormatter) -> None:
    """Write what is required, what is allowed, what is lifted and what is open."""
    protocol = answer.protocol
    title = f"{protocol.name}: {protocol.title}"
    page.write_text(click.style(title, bold=True, underline=True))
    sections = {heading: rows for heading, rows in _sections(answer) if rows}
    for heading, rows in sections.items():
        with page.section(click.style(heading, bold=True)):
            page.write_dl(rows)
    if not sections:
        told = "No encoded clause speaks to this situation but those that always hold."
        page.write_text(click.style(told, dim=True))
    standing = ", ".join(dict.fromkeys(each.clause for each in answer.standing))
    if standing:
        page.write_paragraph()
        page.write_text(click.style(f"Always in force: {standing}", dim=True))


def _sections(answer: Answer) -> Iterator[tuple[str, Rows]]:
    protocol = answer.protocol
    required = map(_required, answer.required_actions)
    yield "Required", [row for rows in required for row in rows]
    granted = (each for each in answer.applies if _grants(each))
    yield "Allowed and granted", [(_where(each), _granted(each, protocol)) for each in granted]
    noted = (each for each in answer.applies if each.norm.kind is not NormKind.NORM)
    yield "To note", [(_where(each), _noted(each, protocol)) for each in noted]
    lifted = (_lifted(each, protocol) for each in answer.lifted)
    yield "Lifted", [row for rows in lifted for row in rows]
    undetermined = (_undetermined(each, protocol) for each in answer.undetermined)
    yield "Undetermined", [row for rows in undetermined for row in rows]
    yield "What would settle it", _questions(answer.missing, protocol)
    telling = dict.fromkeys(fact for each in answer.applies for fact in each.would_tell)
    asked = [fact for fact in telling if fact not in answer.missing]
    heading = "What would tell whether it was kept, or where to turn next"
    yield heading, _questions(asked, protocol)
    yield "Taken as not shown", _questions(answer.presumed, protocol)


def _required(action: RequiredAction) -> Rows:
    by = ": ".join(part for part in (action.by, action.remark) if part)
    return [
        (", ".join(action.clauses), _capital(action.sentence)),
        *([("", _capital(by))] if by else []),
    ]


def _grants(finding: Finding) -> bool:
    modality = finding.norm.modality
    return modality is not None and not modality.requires


def _granted(finding: Finding, protocol: Protocol) -> str:
    qualifier = f" ({finding.norm.qualifier})" if finding.norm.qualifier else ""
    return f"{_said(finding, protocol)}{qualifier}"


def _noted(finding: Finding, protocol: Protocol) -> str:
    clause = protocol.clauses[finding.clause]
    return clause.gist or clause.title


def _lifted(finding: Finding, protocol: Protocol) -> Rows:
    by = ", ".join(each.partition("/")[2] for each in finding.lifted_by)
    own = by == finding.address.partition("/")[2]
    lifting = "its own exception" if own else by
    return [(_where(finding), _said(finding, protocol)), ("", f"Lifted by {lifting}")]


def _undetermined(finding: Finding, protocol: Protocol) -> Rows:
    missing = ", ".join(finding.missing)
    return [(_where(finding), _said(finding, protocol)), ("", f"Turns on {missing}")]


def _questions(facts: Sequence[str], protocol: Protocol) -> Rows:
    return [(fact, protocol.vocabulary.facts[fact].question) for fact in facts]


def _said(finding: Finding, protocol: Protocol) -> str:
    """Say the norm; of a card that has none its title."""
    if finding.norm.modality is None:
        return protocol.clauses[finding.clause].title
    return _capital(norm_in_words(finding.norm, protocol.vocabulary))


def _where(finding: Finding) -> str:
    return finding.clause + (f", {finding.occasion}" if finding.occasion else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
