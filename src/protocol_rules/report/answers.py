"""Answers and proofs for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from protocol_rules.calendar import Unit
from protocol_rules.engine import (
    Answer,
    Finding,
    Proof,
    RequiredAction,
    Status,
    day,
    norm_in_words,
)
from protocol_rules.norms.protocol import NormKind, Protocol
from protocol_rules.norms.values import NOT_YET
from protocol_rules.truth import Truth

__all__ = ["answers_view", "proof_view"]

_COLOURS = {
    Status.APPLIES: "green",
    Status.LIFTED: "magenta",
    Status.UNDETERMINED: "yellow",
    Status.DOES_NOT_APPLY: "dim",
}
_MARKS = {
    Truth.YES: ("yes", "green"),
    Truth.NO: ("no", "red"),
    Truth.UNKNOWN: ("unknown", "yellow"),
}


def answers_view(answers: Sequence[Answer]) -> RenderableType:
    """Show what one or several protocols answer to one scenario."""
    parts: list[RenderableType] = []
    name = answers[0].scenario.name
    if name:
        parts += [Text(name, style="bold"), Text()]
    if len(answers) > 1:
        parts += [_side_by_side(answers), Text()]
    for answer in answers:
        parts += [*_one(answer), Text()]
    absent = dict.fromkeys(name for answer in answers for name in answer.absent)
    if absent:
        told = f"Taken to be no part of the story: {', '.join(absent)}"
        parts.append(Text(told, style="dim"))
    return Group(*parts)


def proof_view(finding: Finding, protocol: Protocol) -> RenderableType:
    """Show a finding with its whole proof as a tree."""
    title = Text.assemble(
        (finding.address, "bold"), ": ", (finding.status.words, _COLOURS[finding.status])
    )
    if finding.occasion:
        title.append(f" on the occasion {finding.occasion}")
    title.append(f"\n{_said(finding, protocol)}")
    if finding.lifted_by:
        title.append(f"\nlifted by {', '.join(finding.lifted_by)}")
    if finding.missing:
        title.append(f"\nturns on {', '.join(finding.missing)}")
    for fact, value in finding.presumptions.items():
        title.append(f"\npresumed unless rebutted: {fact}: {str(value).lower()}")
    if finding.due is not None and finding.norm.deadline is not None:
        title.append(f"\ndue by {day(finding.due)}: {finding.norm.deadline.text}")
        title.append(_not_counted(finding, protocol))
    tree = Tree(title)
    _grow(tree, finding.proof)
    return tree


def _not_counted(finding: Finding, protocol: Protocol) -> str:
    """Name the weekdays that a deadline in working days leaves out."""
    deadline, due, start = finding.norm.deadline, finding.due, finding.counted_from
    if deadline is None or due is None or start is None or deadline.unit is not Unit.WORKING_DAY:
        return ""
    left_out = protocol.calendar.left_out(min(start, due), max(start, due))
    told = ", ".join(f"{name} ({day(each)})" for each, name in left_out.items())
    return f"; not counted besides weekends: {told}" if told else ""


def _side_by_side(answers: Sequence[Answer]) -> Table:
    """Lay the protocols out, a row each."""
    table = _table("Protocol", "Applies", "Lifted", "Undetermined", "First due")
    for answer in answers:
        dues = [each.due for each in answer.required_actions if each.due is not None]
        table.add_row(
            Text(answer.protocol.council),
            Text(_ids(answer, Status.APPLIES), style="green"),
            Text(_ids(answer, Status.LIFTED), style="magenta"),
            Text(_ids(answer, Status.UNDETERMINED), style="yellow"),
            Text(day(min(dues)) if dues else ""),
        )
    return table


def _one(answer: Answer) -> list[RenderableType]:
    """Show what is required, what is allowed, what is lifted and what is open."""
    protocol = answer.protocol
    facts = protocol.vocabulary.facts
    parts: list[RenderableType] = [
        Text(f"{protocol.name}: {protocol.title}", style="bold underline")
    ]
    if answer.required_actions:
        table = _table("Required", "By", "Clause")
        for action in answer.required_actions:
            row = (_sentence(action, protocol), _by(action, answer), ", ".join(action.clauses))
            table.add_row(*map(Text, row))
        parts.append(table)
    granted = [each for each in answer.applies if _grants(each)]
    parts += _listed("Allowed and granted", (_granted(each, protocol) for each in granted))
    noted = [each for each in answer.applies if each.norm.kind is not NormKind.NORM]
    parts += _listed("To note", (_noted(each, protocol) for each in noted))
    parts += _listed("Lifted", (_lifted(each, protocol) for each in answer.lifted))
    parts += _listed("Undetermined", (_turns_on(each, protocol) for each in answer.undetermined))
    asked = (f"{fact}: {facts[fact].question}" for fact in answer.missing)
    parts += _listed("What would settle it", asked)
    parts += _listed("Taken as not shown", answer.presumed)
    if len(parts) == 1:
        told = "No encoded clause speaks to this situation but those that always hold."
        parts.append(Text(told, style="dim"))
    standing = ", ".join(dict.fromkeys(each.clause for each in answer.standing))
    if standing:
        parts.append(Text(f"Always in force: {standing}", style="dim"))
    return parts


def _sentence(action: RequiredAction, protocol: Protocol) -> str:
    """Say what is required; when and under which clauses stand beside it."""
    said = _capital(norm_in_words(protocol.norms[action.addresses[0]], protocol.vocabulary))
    if action.qualifiers:
        said += f" ({'; '.join(action.qualifiers)})"
    if action.next_step:
        roles = protocol.vocabulary.roles.roles
        said += f", next to {' or '.join(roles[role].phrase for role in action.next_step)}"
    if action.occasion:
        said += f", on the occasion {action.occasion}"
    return said


def _by(action: RequiredAction, answer: Answer) -> str:
    """Say by when, and plainly whether it is late."""
    if action.due is None:
        return action.open_deadline
    given = dict(answer.scenario.given)
    if action.occasion:
        given |= answer.scenario.occasions[action.occasion].given
    today = answer.scenario.today
    told = [given.get(answer.protocol.norms[each].done_on) for each in action.addresses]
    dates = [each for each in told if isinstance(each, date)]
    kept = "done" if any(today is None or each <= today for each in dates) else ""
    # As in the engine: nothing is late before its day is over, and without a day no time passes.
    is_over = today is None or today > action.due
    waits = NOT_YET in told and today is not None
    if is_over and (waits or any(each > action.due for each in dates)):
        kept += " late"
    return f"{day(action.due)}{': ' if kept else ''}{kept.strip()}"


def _grow(tree: Tree, proof: Proof) -> None:
    mark, colour = _MARKS[proof.truth]
    line = proof.line.removeprefix(f"{proof.truth.value}: ")
    branch = tree.add(Text.assemble((mark, colour), " ", line))
    for step in proof.steps:
        _grow(branch, step)


def _ids(answer: Answer, status: Status) -> str:
    return ", ".join(name for name, each in answer.clauses.items() if each.status is status)


def _grants(finding: Finding) -> bool:
    modality = finding.norm.modality
    return modality is not None and not modality.requires


def _granted(finding: Finding, protocol: Protocol) -> str:
    qualifier = f" ({finding.norm.qualifier})" if finding.norm.qualifier else ""
    return f"{_said(finding, protocol)}{qualifier} ({_where(finding)})"


def _noted(finding: Finding, protocol: Protocol) -> str:
    clause = protocol.clauses[finding.clause]
    return f"{clause.gist or clause.title} ({_where(finding)})"


def _lifted(finding: Finding, protocol: Protocol) -> str:
    by = ", ".join(each.partition("/")[2] for each in finding.lifted_by)
    own = by == finding.address.partition("/")[2]
    lifting = "its own exception" if own else by
    return f"{_said(finding, protocol)} ({_where(finding)}): lifted by {lifting}"


def _turns_on(finding: Finding, protocol: Protocol) -> str:
    missing = ", ".join(finding.missing)
    return f"{_said(finding, protocol)} ({_where(finding)}): turns on {missing}"


def _said(finding: Finding, protocol: Protocol) -> str:
    """Say the norm; of a card that has none its title."""
    if finding.norm.modality is None:
        return protocol.clauses[finding.clause].title
    return _capital(norm_in_words(finding.norm, protocol.vocabulary))


def _where(finding: Finding) -> str:
    return finding.clause + (f", {finding.occasion}" if finding.occasion else "")


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _listed(title: str, lines: Iterable[str]) -> list[RenderableType]:
    items: list[RenderableType] = [_item(line) for line in lines]
    return [Text(title, style="bold"), *items] if items else []


def _item(line: str) -> Table:
    """Hang the line after its dash."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row(Text("  -"), Text(line))
    return grid


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
