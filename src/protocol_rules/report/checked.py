"""A run over the bank as a report, as data, and as a text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import click

from protocol_rules.checks.run import Checked, Run, Silent
from protocol_rules.checks.surprise import Surprise
from protocol_rules.diagnostics import Span
from protocol_rules.report.answers import write_steps
from protocol_rules.report.outcome import Grade, Outcome, Point, Related, Report, Rule, shown_path

__all__ = ["CheckReport", "failure"]

_NOT_MET = Rule(
    "expectation-not-met",
    "A scenario expects another answer of these rules: either the rules or the scenario are wrong.",
    "docs/reference/check.md",
)
_EXPECTS_NOTHING = Rule(
    "expects-nothing",
    "A scenario of the bank expects nothing of any protocol, so that it checks nothing.",
    "docs/reference/check.md",
)
_SHOWN = 3
"""So many norms are shown with their proofs; the rest are named."""
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A run, and which of its expectations were rewritten afterwards.

    `strict` lets a scenario fail that expects nothing.
    """

    run: Run
    rewritten: tuple[Checked, ...] = ()
    strict: bool = False

    @property
    def failed(self) -> bool:
        """Whether anything is not as it has to be."""
        return bool(self._failed) or (self.strict and bool(self.run.silent))

    @property
    def summary(self) -> str:
        """Say in a line what was checked, and how it fared."""
        checked = len(self.run.checked)
        failed = len(self._failed)
        parts = [f"{checked - failed - len(self.rewritten)} passed"]
        parts += [f"{len(self.rewritten)} rewritten"] if self.rewritten else []
        parts += [f"{failed} failed"] if failed else []
        if silent := len(self.run.silent):
            parts.append(f"{silent} expect{'s' if silent == 1 else ''} nothing")
        counted = f"{checked} expectation{'' if checked == 1 else 's'} checked"
        said = f"{counted}: {', '.join(parts)}"
        return f"interrupted; {said}" if self.run.interrupted else said

    @property
    def remarks(self) -> Iterator[str]:
        """Say what was left out."""
        left_out = sum(each.left_out for each in self.run.results)
        if left_out:
            yield f"{left_out} left out"
        passed_over = sum(each.is_passed_over for each in self.run.results)
        if passed_over:
            noun = "file holds" if passed_over == 1 else "files hold"
            yield f"{passed_over} other {noun} no scenarios"

    @property
    def _failed(self) -> tuple[Checked, ...]:
        rewritten = {id(each) for each in self.rewritten}
        return tuple(each for each in self.run.failed if id(each) not in rewritten)

    def as_report(self) -> Report:
        """Give it in the shape that every format takes."""
        failed = {id(each) for each in self._failed}
        outcomes = [_outcome(each, is_bad=id(each) in failed) for each in self.run.checked]
        grade = Grade.FAILED if self.strict else Grade.WARNING
        outcomes += [_silent(each, grade) for each in self.run.silent]
        return Report(
            "check",
            tuple(outcomes),
            self.summary,
            (_NOT_MET, _EXPECTS_NOTHING),
            self.run.seconds,
            self.run.interrupted,
        )

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        rewritten = {id(each) for each in self.rewritten}
        return {
            "summary": self.summary,
            "interrupted": self.run.interrupted,
            "seconds": round(self.run.seconds, 3),
            "left_out": sum(each.left_out for each in self.run.results),
            "files_passed_over": sum(each.is_passed_over for each in self.run.results),
            "checked": [
                _data(each, is_rewritten=id(each) in rewritten) for each in self.run.checked
            ],
            "expecting_nothing": [
                {"name": each.name, "place": _place(each.span)} for each in self.run.silent
            ],
        }

    def write(self, page: click.HelpFormatter) -> None:
        """Write it for people: what failed with its reasons, and a line that sums it up."""
        for each in self._failed:
            _write_failed(each, page)
            page.write_paragraph()
        if self.strict:
            for each in self.run.silent:
                page.write_text(f"{_mark('EMPTY')} {each.name}: it expects nothing")
                with page.indentation():
                    page.write_text(_where(each.span))
        self._write_rewritten(page)
        colour = "red" if self.failed or self.run.interrupted else "green"
        page.write_text(click.style(self.summary, fg=colour, bold=True))
        for each in self.remarks:
            page.write_text(click.style(each, dim=True))

    def _write_rewritten(self, page: click.HelpFormatter) -> None:
        for file, some in groupby(self.rewritten, key=lambda each: each.span.file):
            page.write_text(f"Rewritten in {shown_path(file)}:")
            with page.indentation():
                for each in some:
                    page.write_text(f"{each.protocol}: {each.name}")
        if self.rewritten:
            page.write_text("Look at `git diff` before you keep it.")
            page.write_paragraph()


def failure(checked: Checked) -> str:
    """Tell what is not as expected, and why, as plain text."""
    page = click.HelpFormatter(width=_WIDTH)
    _write_failed(checked, page)
    return click.unstyle(page.getvalue()).rstrip("\n")


def _outcome(checked: Checked, *, is_bad: bool) -> Outcome:
    name, group = f"{checked.protocol}: {checked.name}", shown_path(checked.span.file)
    if not is_bad:
        return Outcome(name, group, Grade.PASSED, checked.span, seconds=checked.seconds)
    return Outcome(
        name,
        group,
        Grade.FAILED,
        checked.span,
        _in_a_line(checked),
        failure(checked),
        tuple(_points(checked)),
        checked.seconds,
    )


def _silent(silent: Silent, grade: Grade) -> Outcome:
    told = "it expects nothing of any protocol"
    point = Point(_EXPECTS_NOTHING.code, f"{silent.name}: {told}", silent.span)
    group = shown_path(silent.span.file)
    return Outcome(silent.name, group, grade, silent.span, told, points=(point,))


def _points(checked: Checked) -> Iterator[Point]:
    said = _in_a_line(checked)
    named = f"{checked.protocol}: {checked.name}"
    for each in checked.surprises:
        message = f"{_found(each)}, which is not what the scenario `{named}` expects: {said}"
        related = (Related(checked.span, f"{named}: {said}"),)
        yield Point(_NOT_MET.code, message, each.span, related)
    if not checked.surprises:
        yield Point(_NOT_MET.code, f"{named}: {said}", checked.span)


def _in_a_line(checked: Checked) -> str:
    """Say key by key what was expected and what is found."""
    keys = groupby(checked.differences, key=lambda each: each.key)
    return "; ".join(
        f"{key}: {', '.join(line for each in some for line in each.lines)}" for key, some in keys
    )


def _write_failed(checked: Checked, page: click.HelpFormatter) -> None:
    title = click.style(f"{checked.protocol}: {checked.name}", bold=True)
    page.write_text(f"{_mark('FAILED')} {title}")
    with page.indentation():
        page.write_text(_where(checked.span))
        _write_differences(checked, page)
        for each in checked.surprises[:_SHOWN]:
            page.write_paragraph()
            _write_surprise(each, page)
        if more := checked.surprises[_SHOWN:]:
            page.write_paragraph()
            page.write_text(f"and {len(more)} more: {', '.join(each.address for each in more)}")


def _write_differences(checked: Checked, page: click.HelpFormatter) -> None:
    page.write_text(click.style("- expected, + found", dim=True))
    for key, some in groupby(checked.differences, key=lambda each: each.key):
        page.write_text(f"{key}:")
        with page.indentation():
            for line in (line for each in some for line in each.lines):
                page.write_text(click.style(line, fg="red" if line[0] == "-" else "green"))


def _write_surprise(surprise: Surprise, page: click.HelpFormatter) -> None:
    page.write_text(click.style(_found(surprise), bold=True))
    page.write_text(surprise.sentence)
    if surprise.due:
        page.write_text(surprise.due)
    if surprise.span is not None:
        page.write_text(_where(surprise.span))
    write_steps([surprise.proof], page, " " * page.current_indent)


def _found(surprise: Surprise) -> str:
    occasion = f" on the occasion {surprise.occasion}" if surprise.occasion else ""
    verb = {"lifted": "is lifted", "undetermined": "is undetermined"}
    return f"{surprise.address} {verb.get(surprise.status, surprise.status)}{occasion}"


def _mark(word: str) -> str:
    return click.style(word, fg="red", bold=True)


def _where(span: Span) -> str:
    return f"{shown_path(span.file)}:{span.line}"


def _place(span: Span | None) -> dict[str, object] | None:
    return None if span is None else {"file": shown_path(span.file), "line": span.line}


def _data(checked: Checked, *, is_rewritten: bool) -> dict[str, object]:
    data: dict[str, object] = {
        "name": checked.name,
        "protocol": checked.protocol,
        "tags": list(checked.tags),
        "place": _place(checked.span),
        "outcome": "passed" if checked.passed else "rewritten" if is_rewritten else "failed",
        "seconds": round(checked.seconds, 6),
    }
    if checked.differences:
        data["differences"] = [
            {
                "key": each.key,
                "subject": each.subject,
                "expected": each.expected,
                "found": each.found,
            }
            for each in checked.differences
        ]
        data["norms"] = _norms(checked.surprises)
    return data


def _norms(surprises: Sequence[Surprise]) -> list[dict[str, object]]:
    return [
        {
            "address": each.address,
            "status": each.status,
            "sentence": each.sentence,
            "occasion": each.occasion,
            "due": each.due,
            "place": _place(each.span),
            "proof": each.proof.as_data(),
        }
        for each in surprises
    ]
