"""What became of claims, as a page, as data, and as a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from protocol_rules.engine import in_words
from protocol_rules.proofs.prove import Conclusion, Proved
from protocol_rules.report.answers import write_steps
from protocol_rules.report.outcome import Grade, Outcome, Point, Related, Report, Rule, shown_path
from protocol_rules.report.words import story_in_a_line

__all__ = ["ProvedReport"]

_WIDTH = 100
_PAGE = "docs/reference/claim-file.md"
_RULES = {
    Conclusion.REFUTED: Rule(
        "claim-refuted", "There is a story in which the position is not as claimed.", _PAGE
    ),
    Conclusion.SAYS_NOTHING: Rule(
        "claim-says-nothing", "No story whatever meets the `when` of the claim.", _PAGE
    ),
    Conclusion.NOT_DECIDED: Rule(
        "claim-not-decided",
        "The search was given up, so that nothing is claimed either way.",
        _PAGE,
    ),
}
_GRADES = {
    Conclusion.PROVED: Grade.PASSED,
    Conclusion.REFUTED: Grade.FAILED,
    Conclusion.SAYS_NOTHING: Grade.FAILED,
    Conclusion.NOT_DECIDED: Grade.ERROR,
}
_COLOURS = {
    Conclusion.PROVED: "green",
    Conclusion.REFUTED: "red",
    Conclusion.SAYS_NOTHING: "red",
    Conclusion.NOT_DECIDED: "yellow",
}


@dataclass(frozen=True, slots=True)
class ProvedReport:
    """Claims with their conclusions, in the order of their files."""

    proved: Sequence[Proved]

    def count(self, conclusion: Conclusion) -> int:
        """Count the claims with a conclusion."""
        return sum(each.conclusion is conclusion for each in self.proved)

    @property
    def summary(self) -> str:
        """Say in a line how many claims there are, and what became of them."""
        total = len(self.proved)
        parts = [
            f"{count} {_in_words(conclusion, count)}"
            for conclusion in Conclusion
            if (count := self.count(conclusion)) or conclusion is Conclusion.PROVED
        ]
        return f"{total} claim{'' if total == 1 else 's'}: {', '.join(parts)}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {"summary": self.summary, "claims": [_data(each) for each in self.proved]}

    def as_report(self) -> Report:
        """Give it in the shape that every format takes."""
        outcomes = tuple(map(_outcome, self.proved))
        return Report("prove", outcomes, self.summary, tuple(_RULES.values()))

    def write(self, page: click.HelpFormatter) -> None:
        """Write it for people: each claim, and what refutes it with its proof."""
        for each in self.proved:
            _write(each, page)
        is_fine = self.count(Conclusion.PROVED) == len(self.proved)
        page.write_text(click.style(self.summary, fg="green" if is_fine else "red", bold=True))


def _in_words(conclusion: Conclusion, count: int) -> str:
    return (
        "say nothing" if conclusion is Conclusion.SAYS_NOTHING and count > 1 else conclusion.value
    )


def _write(proved: Proved, page: click.HelpFormatter) -> None:
    claim = proved.claim
    conclusion = click.style(
        proved.conclusion.value.upper(), fg=_COLOURS[proved.conclusion], bold=True
    )
    page.write_text(f"{conclusion} {_named(proved)}")
    if proved.conclusion is Conclusion.PROVED:
        return
    with page.indentation():
        page.write_text(f"{shown_path(claim.place.span.file)}:{claim.place.span.line}")
        page.write_text(f"claimed of {claim.sentence}")
        if claim.when is not None:
            page.write_text(f"in all stories where {in_words(claim.when)}")
        page.write_text(_why(proved))
        if proved.witness is not None and not proved.witness.is_smallest:
            page.write_text("no fact of it can be left out; a smaller story was not ruled out")
        for finding in proved.findings:
            page.write_paragraph()
            page.write_text(click.style(f"{finding.address} {finding.status.words}", bold=True))
            write_steps([finding.proof], page, " " * page.current_indent)
    page.write_paragraph()


def _why(proved: Proved) -> str:
    """Say in a line why a claim was not proved."""
    match proved.conclusion:
        case Conclusion.PROVED:
            return "it holds in every story"
        case Conclusion.SAYS_NOTHING:
            return "no story whatever meets its `when`"
        case Conclusion.NOT_DECIDED:
            return proved.why
        case Conclusion.REFUTED:
            return _refuted(proved)


def _refuted(proved: Proved) -> str:
    """Say in which story it is otherwise, and how."""
    if proved.witness is None or proved.position is None:
        return ""
    story, found = story_in_a_line(proved.witness.story), proved.position
    never = "" if found.is_determined else f", but never: {proved.claim.wanted}"
    return f"but not in this one: {story}. There {found}{never}"


def _named(proved: Proved) -> str:
    claim = proved.claim
    return f"{claim.protocol.council}: {claim.name} ({claim.role})"


def _outcome(proved: Proved) -> Outcome:
    span = proved.claim.place.span
    group, grade = shown_path(span.file), _GRADES[proved.conclusion]
    if proved.conclusion is Conclusion.PROVED:
        return Outcome(_named(proved), group, grade, span)
    rule = _RULES[proved.conclusion]
    related = tuple(
        Related(finding.norm.span, f"`{finding.address}` {finding.status.words}")
        for finding in proved.findings
        if finding.norm.span is not None
    )
    message = f"{proved.conclusion.value}: {_why(proved)}"
    point = Point(rule.code, f"{_named(proved)}: {message}", span, related)
    page = click.HelpFormatter(width=_WIDTH)
    _write(proved, page)
    details = click.unstyle(page.getvalue()).rstrip("\n")
    return Outcome(_named(proved), group, grade, span, message, details, (point,))


def _data(proved: Proved) -> dict[str, object]:
    claim, span = proved.claim, proved.claim.place.span
    data: dict[str, object] = {
        "name": claim.name,
        "protocol": claim.protocol.council,
        "role": claim.role,
        "action": claim.action,
        "position": str(claim.wanted),
        "conclusion": proved.conclusion.value,
        "place": {"file": shown_path(span.file), "line": span.line},
    }
    if claim.because:
        data["because"] = claim.because
    if proved.why:
        data["why"] = proved.why
    if proved.witness is not None and proved.position is not None:
        data["witness"] = proved.witness.story.as_data()
        data["is_smallest"] = proved.witness.is_smallest
        data["found"] = proved.position.as_data()
        data["norms"] = [
            {"address": each.address, "status": each.status.value, "proof": each.proof.as_data()}
            for each in proved.findings
        ]
    return data
