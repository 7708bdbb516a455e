"""Answers and proofs for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from protocol_rules.engine import Answer, Finding, Proof, Status, day, norm_in_words
from protocol_rules.norms.protocol import NormKind, Protocol
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import Vocabulary

__all__ = ["answer_view", "proof_view", "side_by_side"]

_COLOURS = {
    Status.APPLIES: "green",
    Status.LIFTED: "magenta",
    Status.UNDETERMINED: "yellow",
    Status.DOES_NOT_APPLY: "dim",
}
_MARKS = {Truth.YES: ("yes", "green"), Truth.NO: ("no", "red"), Truth.UNKNOWN: ("unknown", "yellow")}


def side_by_side(answers: Sequence[Answer]) -> RenderableType:
    """Lay several protocols' answers to one scenario side by side, a row each."""
    table = Table(title_justify="left", expand=False)
    table.add_column("Protocol")
    table.add_column("Clauses that apply", style="green")
    table.add_column("Lifted", style="magenta")
    table.add_column("Turns on facts not stated", style="yellow")
    table.add_column("First due")
    for answer in answers:
        dues = sorted(each.due for each in answer.required_actions if each.due is not None)
        table.add_row(
            answer.protocol.name,
            _ids(answer, Status.APPLIES),
            _ids(answer, Status.LIFTED),
            _ids(answer, Status.UNDETERMINED),
            day(dues[0]) if dues else "",
        )
    return table


def answer_view(answer: Answer) -> RenderableType:
    """Show one protocol's answer: what is required, what is allowed, what is lifted, what is open."""
    words = answer.protocol.vocabulary
    parts: list[RenderableType] = [
        Text(f"{answer.protocol.name}: {answer.protocol.title}", style="bold underline")
    ]
    if answer.required_actions:
        table = Table(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for heading in ("Required", "By", "Clause"):
            table.add_column(heading, overflow="fold")
        for action in answer.required_actions:
            sentence = action.text.rsplit(" (", 1)[0]
            due = "" if action.due is None else day(action.due)
            table.add_row(Text(_capital(sentence)), due, ", ".join(action.clauses))
        parts.append(table)
    granted = [each for each in answer.applies if _grants(each)]
    parts += _listed("Allowed and granted", (_with_clause(each, words) for each in granted))
    noted = [each for each in answer.applies if each.norm.kind is not NormKind.NORM]
    parts += _listed("To note", (_noted(each, answer.protocol) for each in noted))
    parts += _listed("Lifted", (_lifted(each, words) for each in answer.lifted))
    parts += _listed("Undetermined", (_turns_on(each, words) for each in answer.undetermined))
    if answer.missing:
        asked = (Text(f"{fact}: {words.facts[fact].question}") for fact in answer.missing)
        parts += _listed("What would settle it", asked)
    if answer.presumed:
        parts += _listed("Taken as not shown", (Text(fact) for fact in answer.presumed))
    if len(parts) == 1:
        parts.append(Text("No clause speaks to this situation but those that always hold.", style="dim"))
    standing = ", ".join(dict.fromkeys(each.clause for each in answer.standing))
    if standing:
        parts.append(Text(f"Always in force: {standing}", style="dim"))
    absent = ", ".join(answer.absent)
    if absent:
        parts.append(Text(f"Taken to be no part of the story: {absent}", style="dim"))
    return Group(*parts)


def proof_view(finding: Finding, words: Vocabulary) -> RenderableType:
    """Show a finding with its whole proof as a tree."""
    title = Text.assemble(
        (finding.address, "bold"), ": ", (finding.status.words, _COLOURS[finding.status])
    )
    if finding.occasion:
        title.append(f" on the occasion {finding.occasion}")
    if finding.norm.modality is not None:
        title.append(f"\n{_capital(norm_in_words(finding.norm, words))}")
    if finding.lifted_by:
        title.append(f"\nlifted by {', '.join(finding.lifted_by)}")
    if finding.missing:
        title.append(f"\nturns on {', '.join(finding.missing)}")
    for fact, value in finding.presumptions.items():
        title.append(f"\npresumed unless rebutted: {fact}: {str(value).lower()}")
    tree = Tree(title)
    _grow(tree, finding.proof)
    return tree


def _grow(tree: Tree, proof: Proof) -> None:
    mark, colour = _MARKS[proof.truth]
    line = proof.line.removeprefix(f"{proof.truth.value}: ")
    branch = tree.add(Text.assemble((mark, colour), " ", line))
    for step in proof.steps:
        _grow(branch, step)


def _ids(answer: Answer, status: Status) -> str:
    return ", ".join(name for name, each in answer.clauses.items() if each.status is status)


def _grants(finding: Finding) -> bool:
    modality = finding.norm.modality
    return modality is not None and not modality.requires


def _with_clause(finding: Finding, words: Vocabulary) -> Text:
    qualifier = f" ({finding.norm.qualifier})" if finding.norm.qualifier else ""
    return Text(f"{_capital(norm_in_words(finding.norm, words))}{qualifier} ({_where(finding)})")


def _noted(finding: Finding, protocol: Protocol) -> Text:
    clause = protocol.clauses[finding.clause]
    return Text(f"{clause.gist or clause.title} ({_where(finding)})")


def _lifted(finding: Finding, words: Vocabulary) -> Text:
    by = ", ".join(each.partition("/")[2] for each in finding.lifted_by)
    own = by == finding.address.partition("/")[2]
    return Text(f"{_capital(_said(finding, words))} ({_where(finding)}): lifted by "
                + ("its own exception" if own else by))  # fmt: skip


def _turns_on(finding: Finding, words: Vocabulary) -> Text:
    said = f"{_capital(_said(finding, words))} ({_where(finding)})"
    return Text(f"{said}: turns on {', '.join(finding.missing)}")


def _said(finding: Finding, words: Vocabulary) -> str:
    return finding.address if finding.norm.modality is None else norm_in_words(finding.norm, words)


def _where(finding: Finding) -> str:
    return finding.clause + (f", {finding.occasion}" if finding.occasion else "")


def _listed(title: str, lines: Iterable[Text]) -> list[RenderableType]:
    items = [Padding(Text("- ").append_text(line), (0, 0, 0, 2)) for line in lines]
    return [Text(title, style="bold"), *items] if items else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
