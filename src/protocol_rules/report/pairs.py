"""Two councils over all stories, for people at a terminal, and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from protocol_rules.compare import Comparison, InWords, Region, Relation, Row, shortly_said
from protocol_rules.engine.wording import stated
from protocol_rules.report.formats.markdown import escaped

__all__ = ["pair_page", "write_pair"]

_STYLES = {
    Relation.EQUIVALENT: "green",
    Relation.STRICTER: "yellow",
    Relation.LOOSER: "yellow",
    Relation.INCOMPARABLE: "yellow",
    Relation.NOT_DECIDED: "red",
}
_MOST = 3
_WORDS = {"counterparty": "towards whom", "qualifier": "how", "judgement": "what is left open"}


def write_pair(
    compared: Comparison, page: click.HelpFormatter, *, everything: bool = False
) -> None:
    """Write how two councils stand to each other: the differences, and what else was compared.

    With `everything` also the actions of which only one of them speaks, and those on which they
    agree.
    """
    page.write_text(click.style(_title(compared), bold=True))
    page.write_text(_counted(compared))
    for row in _shown(compared, everything=everything):
        page.write_paragraph()
        page.write_text(f"{_named(row, compared)}: {_coloured(row)}")
        with page.indentation():
            for line in _lines(row, compared):
                page.write_text(line)
    if left_out := _left_out(compared, everything=everything):
        page.write_paragraph()
        page.write_text(left_out)


def pair_page(compared: Comparison, *, everything: bool = False) -> str:
    """Write the same in Markdown."""
    lines = [f"## {escaped(_title(compared))}", "", escaped(_counted(compared)), ""]
    for row in _shown(compared, everything=everything):
        lines += [f"### {escaped(_named(row, compared))}: {row.relation.spoken}", ""]
        lines += [f"- {escaped(line)}" for line in _lines(row, compared)]
        lines.append("")
    if left_out := _left_out(compared, everything=everything):
        lines += [escaped(left_out), ""]
    return "\n".join(lines)


def _title(compared: Comparison) -> str:
    one, two = compared.protocols
    return f"{one.name} held against {two.name}, over all stories"


def _counted(compared: Comparison) -> str:
    counts = compared.counts()
    told = [f"{counts[each]} {each.spoken}" for each in Relation if counts[each]]
    return f"{len(compared.rows)} roles and actions: {', '.join(told) or 'none'}."


def _shown(compared: Comparison, *, everything: bool) -> Sequence[Row]:
    quiet = () if everything else (Relation.SILENT, Relation.EQUIVALENT)
    return [row for row in compared.rows if row.relation not in quiet]


def _left_out(compared: Comparison, *, everything: bool) -> str:
    counts = compared.counts()
    told: list[str] = []
    if not everything and counts[Relation.SILENT]:
        told.append("those of which only one of them speaks")
    if not everything and counts[Relation.EQUIVALENT]:
        told.append("those on which they agree in every story")
    return f"Not shown: {' and '.join(told)}; --all shows them." if told else ""


def _named(row: Row, compared: Comparison) -> str:
    words = compared.words
    return f"{words.roles.roles[row.role].phrase}, to {words.actions[row.action].phrase}"


def _coloured(row: Row) -> str:
    return click.style(row.relation.spoken, fg=_STYLES.get(row.relation))


def _lines(row: Row, compared: Comparison) -> Iterator[str]:
    for region in row.regions[:_MOST]:
        yield f"Where {shortly_said(region.where, compared.words)}:"
        yield from (f"  {each}" for each in _sides(row, region, compared))
        yield f"  e.g. {_witness(region)}"
    if len(row.regions) > _MOST:
        yield f"and {len(row.regions) - _MOST} more regions in which they differ"
    for each in row.in_words:
        yield _in_words(each, compared)
    if row.judged:
        yield f"a person has to judge: {', '.join(row.judged)}"
    if row.bounded:
        yield f"not all stories were looked at: {row.bounded}"
    if row.undecided:
        yield f"it was not decided: {row.undecided}"


def _sides(row: Row, region: Region, compared: Comparison) -> Iterator[str]:
    for protocol, stance, addresses in zip(
        compared.protocols, region.stances, region.addresses, strict=True
    ):
        clauses = ", ".join(dict.fromkeys(_clause(each) for each in addresses))
        said = stance.said(row.role, row.action, compared.words)
        yield f"{protocol.name}: {said}{f' ({clauses})' if clauses else ''}"


def _clause(address: str) -> str:
    return address.partition("/")[2].partition("#")[0]


def _witness(region: Region) -> str:
    told = [f"{fact}: {stated(value)}" for fact, value in region.witness.given.items()]
    told += [f"about {each}" for each in sorted(region.witness.about)]
    if region.witness.today is not None:
        told.append(f"today: {region.witness.today}")
    return "; ".join(told) or "whatever happens"


def _in_words(each: InWords, compared: Comparison) -> str:
    sides = (
        f"{protocol.name}: {' / '.join(said) or 'nothing'}"
        for protocol, said in zip(compared.protocols, each.said, strict=True)
    )
    return f"{_WORDS[each.what]}, as words: {'; '.join(sides)}"
