"""What is found of one protocol by itself, as a page, as data, and as a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import click

from protocol_rules.diagnostics import quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.proofs.examine import Examined
from protocol_rules.proofs.gaps import UNREGULATED
from protocol_rules.proofs.settling import Settled
from protocol_rules.report.observed import RULES, Told, told_of
from protocol_rules.report.outcome import Grade, Outcome, Point, Related, Report, shown_path
from protocol_rules.report.words import story_in_a_line

__all__ = ["ExaminedReport"]

_WIDTH = 100
_HEADINGS = {
    "contradicting-norms": "Conflicts",
    "norm-never-applies": "Norms that can never apply",
    "exception-never-holds": "Exceptions that never bite",
    "norm-follows-from-others": "Norms that follow from others",
    "nobody-has-to-answer": "Asked, and nobody has to answer",
    "counterparty-without-norm": "Owed to somebody of whom no norm speaks",
    "action-of-other-councils": "Regulated by other councils only",
    "not-decided": "Not decided",
}
_COLOURS = {Grade.FAILED: "red", Grade.WARNING: "yellow", Grade.PASSED: "green"}


@dataclass(frozen=True)
class ExaminedReport:
    """Protocols with what was found of each; with `strict` everything that is not accepted fails.

    `others` is how many protocols each was held against.
    """

    examined: Sequence[Examined]
    others: int
    strict: bool = False
    settled: tuple[Settled, ...] = ()

    @cached_property
    def told(self) -> tuple[tuple[Protocol, tuple[Told, ...]], ...]:
        """What is told of each protocol."""
        return tuple(
            (
                each.protocol,
                tuple(
                    told
                    for observation in each.observations
                    for told in [told_of(observation, each.protocol, councils=self.others)]
                ),
            )
            for each in self.examined
        )

    @property
    def failed(self) -> bool:
        """Whether anything was found that somebody should mend or accept."""
        return any(self._is_bad(each) for _, several in self.told for each in several)

    def _is_bad(self, told: Told) -> bool:
        return told.grade is Grade.FAILED or (self.strict and told.grade is Grade.WARNING)

    @property
    def summary(self) -> str:
        """Say in a line how many protocols were looked at, and what was found."""
        every = [each for _, several in self.told for each in several if not each.is_rare]
        bad = sum(each.grade is Grade.FAILED for each in every)
        warned = sum(each.grade is Grade.WARNING for each in every)
        parts = [f"{bad} to mend or accept", f"{warned} to know of"]
        accepted = sum(bool(each.accepted) for each in every)
        parts += [f"{accepted} accepted"] if accepted else []
        count = len(self.examined)
        return f"{count} protocol{'' if count == 1 else 's'} examined: {', '.join(parts)}"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "summary": self.summary,
            "protocols": [
                {
                    "protocol": protocol.council,
                    "found": [
                        {"code": each.code, "grade": each.grade.value, "text": each.title}
                        | each.data
                        for each in several
                    ],
                }
                for protocol, several in self.told
            ],
            "settled": [
                {
                    "norm": each.address,
                    "bounded": each.bounded,
                    "sets": [
                        {
                            "status": one.status.value,
                            "facts": list(one.facts),
                            "story": one.story.as_data(),
                        }
                        for one in each.sets
                    ],
                }
                for each in self.settled
            ],
        }

    def as_report(self) -> Report:
        """Give it in the shape that every format takes."""
        outcomes = [
            outcome
            for protocol, several in self.told
            for outcome in self._outcomes(protocol, several)
        ]
        return Report("conflicts", tuple(outcomes), self.summary, RULES)

    def _outcomes(self, protocol: Protocol, several: Sequence[Told]) -> Iterator[Outcome]:
        group = shown_path(protocol.file) if protocol.file else protocol.council
        for each in several:
            if each.is_rare:
                continue
            grade = Grade.FAILED if self._is_bad(each) else each.grade
            name = f"{protocol.council}: {each.title}"
            if grade is Grade.PASSED:
                yield Outcome(name, group, grade, each.span)
                continue
            details = "\n".join([name, *(f"  {label}: {text}" for label, text in each.rows)])
            related = tuple(
                Related(norm.span, f"{quote(norm.address)} is the other one")
                for norm in each.beside
                if norm.span is not None
            )
            point = Point(each.code, name, each.span, related)
            yield Outcome(name, group, grade, each.span, each.title, details, (point,))
        if not several:
            yield Outcome(f"{protocol.council}: nothing found", group, Grade.PASSED)

    def write(self, page: click.HelpFormatter) -> None:
        """Write it for people, protocol by protocol."""
        for protocol, several in self.told:
            page.write_text(click.style(f"{protocol.council}: {protocol.name}", bold=True))
            with page.indentation():
                _write(several, page)
            page.write_paragraph()
        for each in self.settled:
            _write_settled(each, page)
        colour = "red" if self.failed else "green"
        page.write_text(click.style(self.summary, fg=colour, bold=True))


def _write(several: Sequence[Told], page: click.HelpFormatter) -> None:
    for code, heading in _HEADINGS.items():
        told = [each for each in several if each.code == code]
        if not told:
            continue
        page.write_paragraph()
        page.write_text(click.style(f"{heading} ({len(told)})", underline=True))
        if code == UNREGULATED:
            _write_unregulated(told, page)
            continue
        for each in told:
            page.write_text(click.style(each.title, fg=_COLOURS[each.grade]))
            with page.indentation():
                if each.rows:
                    page.write_dl([*each.rows])
    if not several:
        page.write_text("nothing found")


def _write_unregulated(told: Sequence[Told], page: click.HelpFormatter) -> None:
    """Name the actions that most others regulate, and count the rest."""
    rows = [row for each in told if not each.is_rare for row in each.rows]
    if rows:
        page.write_dl(rows)
    rare = sum(each.is_rare for each in told)
    if rare:
        page.write_text(f"and {rare} that half of the others or fewer regulate: see --format json")


def _write_settled(settled: Settled, page: click.HelpFormatter) -> None:
    page.write_text(click.style(f"What settles {settled.address}", bold=True))
    with page.indentation():
        for each in settled.sets:
            facts = ", ".join(each.facts) or "nothing"
            page.write_text(f"{each.status.words}: {facts}")
            with page.indentation():
                page.write_text(click.style(f"as in {story_in_a_line(each.story)}", dim=True))
        told = settled.bounded or "these are all the minimal sets"
        page.write_text(told)
    page.write_paragraph()
