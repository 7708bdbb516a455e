"""What another edition of the rules answers otherwise to one scenario, in words.

Norms are paired by their address, and where an address is new or gone by what they say: a clause
that was only renumbered is no other answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from protocol_rules.engine import Answer, Finding, Status, day, norm_in_words
from protocol_rules.norms.protocol import Norm
from protocol_rules.versions.wording import (
    bearers_in_words,
    by_when,
    deed,
    no_longer,
    now,
    parties_in_words,
)

__all__ = ["Remark", "RemarkKind", "remarks_on"]


class RemarkKind(StrEnum):
    """In which way an answer is another one."""

    CAME = "came"
    WENT = "went"
    LIFTED = "lifted"
    OPENED = "opened"
    SETTLED = "settled"
    FORCE = "force"
    BEARER = "bearer"
    DEED = "deed"
    DEADLINE = "deadline"
    BREACH = "breach"
    ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is answered otherwise: for whom, under which clauses, and in a sentence.

    `address` is that of the norm in the edition which has it, the newer one where both do.
    """

    kind: RemarkKind
    bearers: tuple[str, ...]
    address: str
    sentence: str

    def __str__(self) -> str:
        """Say it with its clause."""
        clause = self.address.partition("/")[2].partition("#")[0]
        return f"{self.sentence} ({clause})"

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "kind": self.kind.value,
            "bearers": list(self.bearers),
            "address": self.address,
            "text": str(self),
        }


@dataclass(frozen=True, slots=True)
class _Pair:
    before: Finding | None
    after: Finding | None


def remarks_on(before: Answer, after: Answer) -> tuple[Remark, ...]:
    """Tell what the newer answer says otherwise, both to the same scenario of the same council."""
    found: list[Remark] = []
    for pair in _pairs(before, after):
        found += _remarks(pair, before, after)
    return tuple(dict.fromkeys(found))


def _pairs(before: Answer, after: Answer) -> Iterator[_Pair]:
    was = {(each.address, each.occasion): each for each in _spoken(before)}
    waiting: list[Finding] = []
    for each in _spoken(after):
        same = was.pop((each.address, each.occasion), None)
        if same is None:
            waiting.append(each)
        else:
            yield _Pair(same, each)
    elsewhere: dict[tuple[object, ...], list[Finding]] = {}
    for each in was.values():
        if each.address not in after.protocol.norms:
            elsewhere.setdefault(_content(each, before), []).append(each)
    for each in waiting:
        is_new = each.address not in before.protocol.norms
        same = elsewhere.get(_content(each, after)) if is_new else None
        earlier = same.pop(0) if same else None
        if earlier is not None:
            del was[earlier.address, earlier.occasion]
        yield _Pair(earlier, each)
    yield from (_Pair(each, None) for each in was.values())


def _spoken(answer: Answer) -> list[Finding]:
    """Give what the answer finds of each norm, those that do not apply left out."""
    return [
        *answer.standing, *answer.applies, *answer.lifted, *answer.undetermined, *answer.moot,
    ]  # fmt: skip


def _content(finding: Finding, answer: Answer) -> tuple[object, ...]:
    """Give what is said of whom; a card without a norm is known by its title."""
    norm = finding.norm
    said = (norm.bearers, norm.modality, norm.action, norm.counterparty)
    title = answer.protocol.clauses[finding.clause].title if norm.modality is None else ""
    return (finding.occasion, norm.kind, *said, title)


def _remarks(pair: _Pair, before: Answer, after: Answer) -> Iterator[Remark]:
    was, is_now = pair.before, pair.after
    had = was is not None and was.status is Status.APPLIES
    has = is_now is not None and is_now.status is Status.APPLIES
    if had and has and was is not None and is_now is not None:
        yield from _both_apply(was, is_now, before, after)
    elif had and was is not None:
        yield from _went(was, is_now, before)
    elif has and is_now is not None:
        sentence = now(is_now.norm, after.protocol) + by_when(is_now)
        yield _remark(RemarkKind.CAME, is_now, sentence)
    else:
        yield from _neither_applies(was, is_now, before, after)


def _went(was: Finding, is_now: Finding | None, before: Answer) -> Iterator[Remark]:
    sentence = no_longer(was.norm, before.protocol) + by_when(was)
    if is_now is None:
        yield _remark(RemarkKind.WENT, was, sentence)
    elif is_now.status is Status.LIFTED:
        by = ", ".join(each.partition("/")[2] for each in is_now.lifted_by)
        yield _remark(RemarkKind.LIFTED, is_now, f"{sentence}: lifted now by {by}")
    else:
        yield _remark(RemarkKind.OPENED, is_now, f"{sentence} for certain{_turns(is_now)}")


def _neither_applies(
    was: Finding | None, is_now: Finding | None, before: Answer, after: Answer
) -> Iterator[Remark]:
    """Tell what became open, was settled as not applying, or is lifted by something else."""
    open_before = was is not None and was.status is Status.UNDETERMINED and not was.is_moot
    if is_now is not None and is_now.status is Status.UNDETERMINED and not is_now.is_moot:
        said = f'whether "{_said(is_now.norm, after)}"'
        if not open_before:
            yield _remark(RemarkKind.OPENED, is_now, f"{said} is open now{_turns(is_now)}")
        elif was is not None and was.missing != is_now.missing:
            facts = ", ".join(is_now.missing) or "nothing that could be asked"
            yield _remark(RemarkKind.OPENED, is_now, f"{said} turns now on {facts}")
    elif open_before and was is not None:
        said = f'whether "{_said(was.norm, before)}" is no longer open: it does not apply'
        yield _remark(RemarkKind.SETTLED, is_now or was, said)


def _both_apply(was: Finding, is_now: Finding, before: Answer, after: Answer) -> Iterator[Remark]:
    old, new = was.norm, is_now.norm
    words = after.protocol.vocabulary
    doing = deed(new, words)
    if old.modality is not new.modality and old.modality and new.modality:
        sentence = (
            f"{bearers_in_words(new, words)} {new.modality.words} now {doing}; "
            f"before: {old.modality.words}"
        )
        yield _remark(RemarkKind.FORCE, is_now, sentence)
    if old.bearers != new.bearers:
        earlier = bearers_in_words(old, before.protocol.vocabulary)
        sentence = (
            f"what was said of {earlier} is now said of {bearers_in_words(new, words)}: {doing}"
        )
        yield Remark(RemarkKind.BEARER, (*new.bearers, *old.bearers), is_now.address, sentence)
    if (old.action, old.counterparty, old.qualifier) != (
        new.action,
        new.counterparty,
        new.qualifier,
    ):
        parts = [_said(new, after), new.qualifier], [_said(old, before), old.qualifier]
        said, earlier = (
            " ".join(f"({p})" if n else p for n, p in enumerate(each) if p) for each in parts
        )
        yield _remark(RemarkKind.DEED, is_now, f"{said}; before: {earlier}")
    yield from _deadline(was, is_now, _said(new, after))
    if was.breached != is_now.breached:
        word = "now" if is_now.breached else "no longer"
        yield _remark(RemarkKind.BREACH, is_now, f'"{_said(new, after)}" is {word} breached')
    steps = [() if each.next_step is None else each.next_step.to for each in (was, is_now)]
    if steps[0] != steps[1]:
        to, earlier = (
            parties_in_words(each, answer.protocol.vocabulary) or "nobody"
            for each, answer in zip(reversed(steps), (after, before), strict=True)
        )
        sentence = f'"{_said(new, after)}" goes next to {to}; before: to {earlier}'
        yield _remark(RemarkKind.ROUTE, is_now, sentence)


def _deadline(was: Finding, is_now: Finding, said: str) -> Iterator[Remark]:
    if was.due != is_now.due:
        by, earlier = (
            "on no certain day" if each.due is None else f"by {day(each.due)}"
            for each in (is_now, was)
        )
        yield _remark(RemarkKind.DEADLINE, is_now, f"{said} now {by}; before: {earlier}")
        return
    texts = [
        "" if each.norm.deadline is None else each.norm.deadline.text for each in (was, is_now)
    ]
    if texts[0] != texts[1] and is_now.due is None:
        by, earlier = texts[1] or "without a deadline", texts[0] or "without a deadline"
        yield _remark(RemarkKind.DEADLINE, is_now, f"{said} now {by}; before: {earlier}")


def _said(norm: Norm, answer: Answer) -> str:
    if norm.modality is None:
        return answer.protocol.clauses[norm.clause].title
    return norm_in_words(norm, answer.protocol.vocabulary)


def _turns(finding: Finding) -> str:
    return f": it turns on {', '.join(finding.missing)}" if finding.missing else ""


def _remark(kind: RemarkKind, finding: Finding, sentence: str) -> Remark:
    on = f", on the occasion {finding.occasion}" if finding.occasion else ""
    return Remark(kind, finding.norm.bearers, finding.address, sentence + on)
