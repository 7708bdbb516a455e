"""The mutants that were killed and those that survived, as a page, as Markdown and as data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from protocol_rules.mutation import Counts, Fate, Outcome, Run, Tally

__all__ = ["mutation_as_data", "mutation_page", "write_mutation"]

_SURVIVING = (Fate.SURVIVED, Fate.NOT_DECIDED)
_HEADS = ("mutants", "killed", "survived", "not decided", "equivalent", "score")


def write_mutation(
    run: Run, page: click.HelpFormatter, *, survivors: bool = False, equivalent: bool = False
) -> None:
    """Write the score of each protocol, the counts by operator, and the mutants asked for."""
    for tally in run.tallies:
        with page.section(f"{tally.council}: {_score_in_words(tally.counts)}"):
            if tally.outcomes:
                page.write_dl([*_rows(tally)])
        if survivors:
            _write_those(page, "Survivors", tally.with_fate(*_SURVIVING))
        if equivalent:
            _write_those(page, "Equivalent", tally.with_fate(Fate.EQUIVALENT))
    if len(run.tallies) > 1:
        page.write_text(f"All: {_score_in_words(_of_all(run.tallies))}")
    if not run.finished:
        page.write_text(_stopped(run))


def mutation_page(run: Run, *, survivors: bool = False, equivalent: bool = False) -> str:
    """Give the same as a page in Markdown."""
    lines = ["# Mutants of the rules", "", _row(("protocol", *_HEADS)), _row(["---"] * 7)]
    lines += [_row((tally.council, *_cells(tally.counts))) for tally in run.tallies]
    if len(run.tallies) > 1:
        lines.append(_row(("all", *_cells(_of_all(run.tallies)))))
    for tally in run.tallies:
        lines += ["", f"## {tally.council}", ""]
        lines += [_row(("operator", *_HEADS)), _row(["---"] * 7)]
        lines += [_row((name, *_cells(each))) for name, each in tally.by_operator.items()]
        if survivors:
            lines += _listed("Survivors", tally.with_fate(*_SURVIVING))
        if equivalent:
            lines += _listed("Equivalent", tally.with_fate(Fate.EQUIVALENT))
    if not run.finished:
        lines += ["", _stopped(run)]
    return "\n".join(lines) + "\n"


def mutation_as_data(run: Run) -> dict[str, object]:
    """Give everything but the mutants that were killed as plain data, ready for JSON."""
    return {
        "finished": run.finished,
        "protocols": [
            {
                "protocol": tally.council,
                "scenarios": tally.scenarios,
                **tally.counts.as_data(),
                "operators": {name: each.as_data() for name, each in tally.by_operator.items()},
                "survivors": [each.as_data() for each in tally.with_fate(*_SURVIVING)],
                "equivalents": [each.as_data() for each in tally.with_fate(Fate.EQUIVALENT)],
            }
            for tally in run.tallies
        ],
    }


def _score_in_words(counts: Counts) -> str:
    score = "no score" if counts.score is None else f"{counts.score:.1f} %"
    could = counts.all - counts.equivalent
    left_out = f"; {counts.equivalent} equivalent left out" if counts.equivalent else ""
    return f"{score}, {counts.killed} of {could} mutants killed{left_out}"


def _rows(tally: Tally) -> Iterator[tuple[str, str]]:
    for name, each in tally.by_operator.items():
        told = [f"{each.killed} of {each.all - each.equivalent} killed"]
        told += [f"{each.not_decided} not decided"] if each.not_decided else []
        told += [f"{each.equivalent} equivalent"] if each.equivalent else []
        yield name, ", ".join(told)


def _write_those(page: click.HelpFormatter, title: str, outcomes: Sequence[Outcome]) -> None:
    if not outcomes:
        return
    with page.section(f"{title} ({len(outcomes)})"):
        for each in outcomes:
            page.write_text(f"{_place(each)}{each.address} [{each.operator}]: {each.change}")
            if each.told:
                with page.indentation():
                    page.write_text(f"would notice it: {each.told}")


def _listed(title: str, outcomes: Sequence[Outcome]) -> list[str]:
    if not outcomes:
        return []
    lines = ["", f"### {title}", ""]
    for each in outcomes:
        told = f"; would notice it: {each.told}" if each.told else ""
        lines.append(f"- {_place(each)}`{each.address}` ({each.operator}): {each.change}{told}")
    return lines


def _place(outcome: Outcome) -> str:
    """Name the line, from where one stands if the file lies below."""
    if outcome.span is None:
        return ""
    file, here = outcome.span.file, f"{Path.cwd()}{os.sep}"
    return f"{file.removeprefix(here)}:{outcome.span.line} "


def _cells(counts: Counts) -> tuple[str, ...]:
    numbers = (
        counts.all, counts.killed, counts.survived, counts.not_decided, counts.equivalent,
    )  # fmt: skip
    score = "-" if counts.score is None else f"{counts.score:.1f} %"
    return (*map(str, numbers), score)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _of_all(tallies: Iterable[Tally]) -> Counts:
    return Counts.of(outcome for tally in tallies for outcome in tally.outcomes)


def _stopped(run: Run) -> str:
    tried = sum(len(tally.outcomes) for tally in run.tallies)
    every = sum(tally.mutants for tally in run.tallies)
    return f"Stopped: {tried} of {every} mutants had been tried."
