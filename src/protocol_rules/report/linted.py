"""What lint found as a report: an outcome for each fault, and one for each file without any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.lint.acceptance import Accepted
from protocol_rules.lint.check import Check
from protocol_rules.report.outcome import Grade, Outcome, Point, Report, Rule, shown_path

__all__ = ["lint_report", "lint_summary"]


def lint_report(  # noqa: PLR0913 - a report has that many parts
    files: Sequence[str],
    refused: Iterable[Diagnostic],
    found: Sequence[Diagnostic],
    accepted: Sequence[Accepted],
    checks: Iterable[Check],
    *,
    strict: bool,
) -> Report:
    """Make the report of the files that were read; of what `refused` a file cannot be loaded.

    Each of the checks has a page.
    """
    fatal = {id(each) for each in refused}
    outcomes = [_outcome(each, is_fatal=id(each) in fatal, strict=strict) for each in found]
    at_fault = {each.span.file for each in found if each.span is not None}
    outcomes += [
        Outcome("no fault", shown_path(file), Grade.PASSED)
        for file in files
        if file not in at_fault
    ]
    rules = [Rule(each.name, each.told, f"docs/lint/{each.name}.md") for each in checks]
    summary = lint_summary(files, found, accepted)
    return Report("lint", tuple(outcomes), summary, tuple(rules))


def lint_summary(
    files: Sequence[str], found: Sequence[Diagnostic], accepted: Sequence[Accepted]
) -> str:
    """Say in a line how many files were read, what was found, and how much of it is accepted."""
    errors = sum(each.severity == "error" for each in found)
    counts = ((len(files), "protocol"), (errors, "error"), (len(found) - errors, "warning"))
    read, *told = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts]
    if accepted:
        told.append(f"{len(accepted)} accepted")
    return f"{read} read; {', '.join(told)}"


def _outcome(found: Diagnostic, *, is_fatal: bool, strict: bool) -> Outcome:
    grade = Grade.ERROR if is_fatal else Grade.FAILED
    if found.severity == "warning" and not strict:
        grade = Grade.WARNING
    where = "" if found.span is None else shown_path(found.span.file)
    told = f"{found.message}; {found.hint}" if found.hint else found.message
    name = f"{found.code}: {found.clause}" if found.clause else found.code
    point = Point(found.code, told, found.span)
    return Outcome(name, where or "lint", grade, found.span, found.message, str(found), (point,))
