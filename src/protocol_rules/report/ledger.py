"""The ledger of a protocol: each clause with its norms, its scenarios, and who has reviewed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import click

from protocol_rules.engine import day, in_words, norm_in_words
from protocol_rules.norms.protocol import Clause, Norm, NormKind, Protocol

__all__ = ["LedgerEntry", "ledger_of", "ledger_page", "write_ledger"]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One clause: what it is, its norms in a line each, and the scenarios that exercise it.

    `review` is empty until somebody has signed for the card by name.
    """

    clause: str
    title: str
    kind: str
    norms: Mapping[str, str]
    judgement: str
    scenarios: tuple[str, ...]
    review: str

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "clause": self.clause,
            "title": self.title,
            "kind": self.kind,
            "norms": dict(self.norms),
            "judgement": self.judgement,
            "scenarios": list(self.scenarios),
            "review": self.review,
        }


def ledger_of(
    protocol: Protocol, scenarios: Mapping[str, Sequence[str]]
) -> tuple[LedgerEntry, ...]:
    """Make the ledger; `scenarios` names, by clause, those that expect something of it."""
    return tuple(
        LedgerEntry(
            each.id,
            each.title,
            _kind(each),
            {norm.address: _in_a_line(norm, protocol) for norm in each.norms},
            each.judgement,
            tuple(scenarios.get(each.id, ())),
            _review(each),
        )
        for each in protocol.clauses.values()
    )


def ledger_page(protocol: Protocol, entries: Iterable[LedgerEntry]) -> str:
    """Write the ledger in Markdown."""
    lines = [f"# Ledger: {protocol.name}", "", f"{protocol.title}.", ""]
    for entry in entries:
        lines += [f"## {entry.clause} {entry.title}", ""]
        lines += [f"- {said}" for said in _said(entry, "`")]
        lines.append("")
    return "\n".join(lines)


def write_ledger(
    protocol: Protocol, entries: Iterable[LedgerEntry], page: click.HelpFormatter
) -> None:
    """Write the ledger for a terminal."""
    page.write_text(click.style(f"{protocol.name}: {protocol.title}", bold=True))
    for entry in entries:
        page.write("\n")
        page.write_text(click.style(f"{entry.clause} {entry.title}", bold=True))
        with page.indentation():
            for said in _said(entry):
                page.write_text(said)


def _said(entry: LedgerEntry, quote: str = "") -> Iterator[str]:
    yield entry.kind
    for address, line in entry.norms.items():
        yield f"{quote}{address}{quote}: {line}"
    if entry.judgement:
        yield f"left to judgement: {entry.judgement}"
    count = len(entry.scenarios)
    if entry.norms or count:
        yield f"exercised by {count} scenario{'' if count == 1 else 's'}"
    yield f"review: {entry.review or 'nobody yet'}"


def _kind(clause: Clause) -> str:
    """Say what the clause is: what it states itself, or that it is one with norms."""
    if clause.kind is not None:
        return clause.kind.value
    kinds = dict.fromkeys(norm.kind.value for norm in clause.norms)
    if not kinds:
        return "definition" if clause.defines else f"item of {clause.part_of}"
    return ", ".join(kinds)


def _in_a_line(norm: Norm, protocol: Protocol) -> str:
    said = protocol.clauses[norm.clause].title
    if norm.kind is NormKind.NORM:
        said = norm_in_words(norm, protocol.vocabulary)
    parts = [
        norm.qualifier,
        "" if norm.deadline is None else norm.deadline.text,
        "standing" if norm.is_standing else "",
        "" if norm.when is None else f"when {in_words(norm.when)}",
        "" if norm.provided is None else f"provided {in_words(norm.provided)}",
        *(f"unless {in_words(each)}" for each in norm.unless),
        *(f"lifted by {each.by}" for each in protocol.overrides.get(norm.address, ())),
        *(f"within the limit that {in_words(each)}" for each in norm.limits),
        f"for the breach of {norm.reparation_for}" if norm.reparation_for else "",
    ]
    return "; ".join(part for part in (said, *parts) if part)


def _review(clause: Clause) -> str:
    signed = "" if clause.reviewed_on is None else f", {day(clause.reviewed_on)}"
    return f"{clause.reviewed_by}{signed}" if clause.reviewed_by else ""
