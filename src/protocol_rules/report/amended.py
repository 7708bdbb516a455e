"""What another edition of the rules amends: for a terminal, and as a report."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import click

from protocol_rules.amendments import Amendment, Amendments, Turn
from protocol_rules.compare import Region
from protocol_rules.engine import stated
from protocol_rules.report.outcome import Grade, Outcome, Point, Report, Rule

__all__ = ["amended_report", "amended_summary", "write_amendments"]

_PAGE = "docs/how-to/review-a-change.md"
_COLOURS = {
    Turn.STRICTER: "yellow",
    Turn.LOOSER: "red",
    Turn.OTHERWISE: "cyan",
    Turn.NOT_DECIDED: "magenta",
}
_SUMMARIES = {
    Turn.STRICTER: "The new edition requires or bars more, or frees less.",
    Turn.LOOSER: "The new edition requires or bars less, or frees more.",
    Turn.OTHERWISE: "The new edition says something otherwise, neither stricter nor looser.",
    Turn.NOT_DECIDED: "It was not found out whether the new edition says otherwise.",
}


def write_amendments(amendments: Amendments, page: click.HelpFormatter) -> None:
    """Write for a terminal what is amended: for whom, which way, where, and in which story."""
    page.write_text(click.style(f"{amendments.before} -> {amendments.after}", bold=True))
    for name in amendments.came:
        page.write_text(f"new protocol: {name}")
    for name in amendments.went:
        page.write_text(f"protocol gone: {name}")
    for each in amendments.all:
        page.write_paragraph()
        colour = next(_COLOURS[turn] for turn in reversed(Turn) if turn in each.turns)
        page.write_text(click.style(_heading(each), fg=colour))
        with page.indentation():
            for line in _lines(each):
                page.write_text(line)
    page.write_paragraph()
    page.write_text(amended_summary(amendments))


def amended_report(amendments: Amendments, fails: Collection[Turn]) -> Report:
    """Make the report: what turned in a way that fails is a failure, the rest a warning."""
    outcomes = [_outcome(each, fails) for each in amendments.all]
    gone = Grade.FAILED if Turn.LOOSER in fails else Grade.WARNING
    new = Grade.FAILED if Turn.STRICTER in fails else Grade.WARNING
    outcomes += [_whole(name, "protocol gone", Turn.LOOSER, gone) for name in amendments.went]
    outcomes += [_whole(name, "new protocol", Turn.STRICTER, new) for name in amendments.came]
    if not outcomes:
        outcomes = [Outcome("no amendment", amendments.after, Grade.PASSED)]
    rules = tuple(Rule(_code(turn), said, _PAGE) for turn, said in _SUMMARIES.items())
    return Report("diff", tuple(outcomes), amended_summary(amendments), rules)


def amended_summary(amendments: Amendments) -> str:
    """Say in a line how much was amended, and how much had to be asked."""
    several = amendments.all
    counts = amendments.counts()
    told = ", ".join(f"{count} {turn.spoken}" for turn, count in counts.items() if count)
    asked = sum(each.asked for each in amendments.protocols)
    questions = sum(each.questions for each in amendments.protocols)
    noun = "amendment" if len(several) == 1 else "amendments"
    sums = f"{len(several)} {noun}{f' ({told})' if told else ''}"
    return f"{sums}; {asked} of {questions} questions asked, the rest stands as it did"


def _heading(amendment: Amendment) -> str:
    return f"{amendment.council}: {amendment.turned}: {amendment.subject}"


def _lines(amendment: Amendment) -> Iterator[str]:
    norms = dict.fromkeys(_named(side) for side in amendment.row.norms)
    sentences = amendment.sentences()
    for sentence, region in zip(sentences, amendment.row.regions, strict=False):
        yield f"{sentence}."
        yield f"  for instance: {_story(region)}"
    yield from sentences[len(amendment.row.regions) :]
    yield f"norms: {' -> '.join(norms)}"


def _named(addresses: Collection[str]) -> str:
    return ", ".join(each.partition("/")[2] for each in addresses) or "none"


def _story(region: Region) -> str:
    story = region.witness
    told = [f"it is {stated(story.today)}"] if story.today is not None else []
    told += [f"it is about {each}" for each in sorted(story.about)]
    told += [f"{fact} is {stated(value)}" for fact, value in story.given.items()]
    return ", ".join(told) or "any story"


def _outcome(amendment: Amendment, fails: Collection[Turn]) -> Outcome:
    is_bad = not amendment.turns.isdisjoint({*fails, Turn.NOT_DECIDED})
    told = "\n".join([_heading(amendment), *_lines(amendment)])
    message = "; ".join(amendment.sentences()[:1])
    points = tuple(Point(_code(turn), f"{amendment.subject}: {message}", amendment.span)
                   for turn in Turn if turn in amendment.turns)  # fmt: skip
    return Outcome(
        f"{amendment.turned}: {amendment.subject}",
        amendment.council,
        Grade.FAILED if is_bad else Grade.WARNING,
        amendment.span,
        message,
        told,
        points,
    )


def _whole(name: str, said: str, turn: Turn, grade: Grade) -> Outcome:
    point = Point(_code(turn), f"{said}: {name}", None)
    return Outcome(f"{said}: {name}", name, grade, None, said, said, (point,))


def _code(turn: Turn) -> str:
    return f"amended-{turn.value.replace('_', '-')}"
