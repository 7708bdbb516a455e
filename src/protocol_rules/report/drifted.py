"""What a republished text changes, as a report: an outcome for each clause."""

from __future__ import annotations

from collections.abc import Iterable

from protocol_rules.diagnostics import Span
from protocol_rules.drift.compare import Change, Drift, Fate
from protocol_rules.drift.standing import Standing
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.outcome import Grade, Outcome, Point, Related, Report, Rule

__all__ = ["drift_report", "drift_summary"]

_PAGE = "docs/reference/drift.md"
_SUMMARIES = {
    f"clause-{fate}": f"The republished text has a clause that is {fate} against the sealed one."
    for fate in Fate
}


def drift_report(
    protocol: Protocol, document: str, drift: Drift, told: Iterable[tuple[Change, Standing]]
) -> Report:
    """Make the report; only a change of substance counts as a failure."""
    outcomes = tuple(_outcome(protocol, document, *each) for each in told)
    rules = tuple(Rule(code, said, _PAGE) for code, said in _SUMMARIES.items())
    return Report("drift", outcomes, drift_summary(drift), rules)


def drift_summary(drift: Drift) -> str:
    """Count the fates, and say whether a change may be one of substance."""
    counts = ", ".join(f"{count} {fate}" for fate, count in drift.counts.items() if count)
    verdict = "changes of substance" if drift.is_of_substance else "no change of substance"
    return f"{counts}: {verdict}"


def _outcome(protocol: Protocol, document: str, change: Change, standing: Standing) -> Outcome:
    lines = [each.line for each in change.now]
    card = protocol.clauses.get(change.clause)
    own = card.span if card is not None else None
    printed = Span(document, lines[0], 1, lines[0], 1) if lines else None
    number = change.clause or (change.now[0].number if change.now else "")
    name = f"{protocol.council}/{number}" if number else f"{protocol.council}: what is new"
    if not change.is_of_substance:
        return Outcome(name, document, Grade.PASSED, printed or own)
    said = f"{name} is {change.fate}" + (f": {change.note}" if change.note else "")
    details = [said, *(["rules: " + ", ".join(standing.norms)] if standing.norms else [])]
    details += [f"scenario in {each.file}: {each.name}" for each in standing.scenarios]
    related = (Related(own, f"the card of {name}"),) if own is not None and printed else ()
    point = Point(f"clause-{change.fate}", said, printed or own, related)
    place = printed or own
    return Outcome(name, document, Grade.FAILED, place, said, "\n".join(details), (point,))
