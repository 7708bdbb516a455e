"""What became of councils' protocols in a draft, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click

from protocol_rules.merge import Decision, Merged, Proof, options_told

__all__ = ["merged_summary", "write_merged"]


def write_merged(merged: Merged, path: str, page: click.HelpFormatter) -> None:
    """Write what differs and whose option is in force, then the counts, and what is proved."""
    parents = ", ".join(each.council for each in merged.draft.parents)
    page.write_text(click.style(f"{parents} -> {path}", bold=True))
    for conflict in merged.draft.terms.conflicts:
        page.write_text(f"term: {conflict}")
    differing = [each for each in merged.decisions if not all(o.is_the_same for o in each.options)]
    for decision in differing:
        page.write_paragraph()
        page.write_text(click.style(_heading(decision, merged), fg="yellow"))
        with page.indentation():
            for line in _options(decision, merged):
                page.write_text(line)
    page.write_paragraph()
    page.write_text(merged_summary(merged))
    for line in _proved(merged.proof):
        page.write_text(line)


def merged_summary(merged: Merged) -> str:
    """Count the decisions: what all agree on, what differs, what some are silent of."""
    decisions = merged.decisions
    agreed = sum(each.is_agreed for each in decisions)
    same = [all(option.is_the_same for option in each.options) for each in decisions]
    silent = sum(
        is_same and bool(each.silent) for each, is_same in zip(decisions, same, strict=True)
    )
    told = (
        f"{len(merged.protocol.norms)} norms on {len(decisions)} matters: {agreed} all agree on, "
    )
    told += f"{same.count(False)} differ, {silent} some are silent of"
    reasons = Counter(each.reason.name.lower() for each in decisions)
    return f"{told} (in force: {', '.join(f'{count} {why}' for why, count in reasons.items())})"


def _heading(decision: Decision, merged: Merged) -> str:
    words = merged.draft.parents[0].vocabulary
    deeds = ", ".join(words.actions[each].phrase for each in decision.actions)
    return f"{deeds}: {decision.council}, since {decision.reason.value}"


def _options(decision: Decision, merged: Merged) -> Iterator[str]:
    words = merged.draft.parents[0].vocabulary
    for option in decision.options:
        for line in options_told(option, words):
            yield line.strip()
    if decision.silent:
        yield f"nothing of it: {', '.join(decision.silent)}"


def _proved(proof: Proof) -> Iterator[str]:
    if proof.holds:
        yield (
            "proved: wherever all parents take the same stance, the draft is at least as strict "
            f"({proof.questions} roles and actions; {proof.by_form} by form, "
            f"{proof.by_stories} over all stories)"
        )
        return
    yield f"not proved of {len(proof.refuted) + len(proof.undecided)} of {proof.questions}:"
    for row in proof.refuted:
        yield f"  {row.role}, {row.action}: the draft is looser than the parent it is from"
    for row in proof.undecided:
        yield f"  {row.role}, {row.action}: not decided: {row.undecided or row.bounded}"
