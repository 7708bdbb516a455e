"""How a case stands, and what changed in it, for people at a terminal and for machines."""

from __future__ import annotations

from collections.abc import Sequence

import click

from protocol_rules.engine import day
from protocol_rules.runtime import Case, Duty, State, Step

__all__ = ["status_data", "write_status", "write_step"]


def write_step(step: Step, page: click.HelpFormatter) -> None:
    """Write what made a change, and then everything that changed."""
    page.write_text(click.style(_capital(step.cause), bold=True))
    with page.indentation():
        for each in step.remarks:
            page.write_text(click.style(each, fg="yellow"))
        for each in step.said or ("nothing else changes",):
            page.write_text(each)


def write_status(
    case: Case, state: State, steps: Sequence[Step], page: click.HelpFormatter
) -> None:
    """Write what is late, what falls due, what else is owed, and what is still open to ask."""
    events = f"{state.count} event{'' if state.count == 1 else 's'}"
    head = f"{case.title or case.id}: {day(state.day)}, {events}"
    page.write_text(click.style(head, bold=True))
    if state.closed_on is not None:
        page.write_text(f"Closed on {day(state.closed_on)}; its clock stands still.")
    for each in case.rules_changes:
        page.write_text(click.style(f"Note: {each}.", fg="yellow"))
    overdue, coming = state.overdue, state.next_deadlines
    rest = [each for each in state.owed if each not in overdue and each not in coming]
    _write("Overdue", overdue, page, "red")
    _write("Next deadlines", coming, page, None)
    _write("Owed besides", rest, page, None)
    _write("Left undone when it was closed", state.left, page, None)
    if not state.owed:
        page.write_text("Nothing is owed.")
    asked = () if state.closed_on is not None else _would_tell(state)
    if asked:
        page.write_paragraph()
        page.write_text(click.style("What would tell more:", bold=True))
        with page.indentation():
            page.write_dl([(fact, case.words.facts[fact].question) for fact in asked])
    if steps:
        page.write_paragraph()
        page.write_text(click.style("What changed:", bold=True))
        with page.indentation():
            for step in steps:
                write_step(step, page)


def status_data(case: Case, state: State, steps: Sequence[Step]) -> dict[str, object]:
    """Give the same as plain data."""
    return {
        "case": case.id,
        "title": case.title,
        "day": state.day.isoformat(),
        "closed_on": state.closed_on and state.closed_on.isoformat(),
        "left": [each.as_data() for each in state.left],
        "rules_changes": [each.as_data() for each in case.rules_changes],
        "overdue": [each.as_data() for each in state.overdue],
        "next_deadlines": [each.as_data() for each in state.next_deadlines],
        "owed": [each.as_data() for each in state.owed],
        "next_day": state.next_day and state.next_day.isoformat(),
        "would_tell": list(_would_tell(state)),
        "changes": [each.as_data() for each in steps],
    }


def _would_tell(state: State) -> tuple[str, ...]:
    """Name the facts that would tell whether something that applies was kept."""
    found = (
        fact
        for answer in state.answers.values()
        for finding in answer.applies
        for fact in finding.would_tell
    )
    return tuple(dict.fromkeys(found))


def _write(
    title: str, duties: Sequence[Duty], page: click.HelpFormatter, colour: str | None
) -> None:
    if not duties:
        return
    page.write_paragraph()
    page.write_text(click.style(f"{title}:", bold=True, fg=colour))
    with page.indentation():
        page.write_dl([(each.named, _said(each)) for each in duties])


def _said(duty: Duty) -> str:
    late = "" if duty.late_from is None else f" since {day(duty.late_from)}"
    return f"{duty.sentence}, {duty.when}{late}" if duty.when else duty.sentence


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
