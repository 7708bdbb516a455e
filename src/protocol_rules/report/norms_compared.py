"""What there is to say of a norm where councils are compared, in short pieces."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.comparison.side import Side
from protocol_rules.engine import Finding, Status, in_words
from protocol_rules.engine.required import deadline_in_words
from protocol_rules.engine.wording import joined

__all__ = ["conditions_of", "deadline_of", "force_of", "remarks_on", "route_of"]


def force_of(finding: Finding, side: Side) -> str:
    """Say whom a norm binds and how: an officer should."""
    norm, roles = finding.norm, side.protocol.vocabulary.roles.roles
    modal = "" if norm.modality is None else norm.modality.words
    if len(norm.bearers) > 1 and modal.startswith("is "):
        modal = f"are {modal.removeprefix('is ')}"
    return f"{joined([roles[role].phrase for role in norm.bearers], 'and')} {modal}"


def deadline_of(finding: Finding, side: Side) -> str:
    """Say its deadline as the rules have it, the day being told elsewhere."""
    return deadline_in_words(finding.norm.deadline, side.protocol.vocabulary)


def route_of(finding: Finding, side: Side) -> str:
    """Name those to turn to next, or the facts on which that turns."""
    step, roles = finding.next_step, side.protocol.vocabulary.roles.roles
    if step is None:
        return ""
    if step.turns_on:
        return f"turns on {joined(step.turns_on, 'and')}"
    return joined([roles[role].phrase for role in step.to], "or") if step.to else "no step is left"


def remarks_on(finding: Finding, side: Side) -> Iterator[str]:
    """Say what there is to say of a norm besides that it applies in this story."""
    if finding.is_standing:
        yield "always in force"
    if finding.status is Status.LIFTED:
        by = [each.partition("/")[2] for each in finding.lifted_by]
        is_own = by == [finding.address.partition("/")[2]]
        yield f"lifted by {'its own exception' if is_own else joined(by, 'and')}"
    if facts := [each for each in finding.missing if each in side.turns_on]:
        yield f"turns on {joined(facts, 'and')}"
    if finding.performance is not None and finding.performance.remark:
        yield finding.performance.remark


def conditions_of(finding: Finding) -> str:
    """Say under which conditions the norm speaks, and what keeps it from that."""
    norm = finding.norm
    told = [f"where {in_words(norm.when)}"] if norm.when is not None else []
    told += [f"provided {in_words(norm.provided)}"] if norm.provided is not None else []
    told += [f"unless {in_words(each)}" for each in norm.unless]
    return "; ".join(told)
