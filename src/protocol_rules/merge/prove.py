"""The proof that a draft implies whatever all its parents agree on.

For each role and action the draft is compared, over all stories, with the parent whose norms are
in force in it. Where it is nowhere less strict than that parent, it is at least as strict as any
stance that this parent shares with all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from protocol_rules.amendments.amendment import Turn, row_turns
from protocol_rules.amendments.dressed import in_common_words
from protocol_rules.amendments.facets import Aspect
from protocol_rules.amendments.form import Forms
from protocol_rules.analysis.position import Strictness
from protocol_rules.comparison import Row, held_against, row_of, subjects
from protocol_rules.comparison.voice import voices_of
from protocol_rules.merge.decision import Decision
from protocol_rules.norms.protocol import Protocol

__all__ = ["Proof", "prove"]


@dataclass(frozen=True)
class Proof:
    """How many roles and actions were proved, and how; and of which it is not so, or not known.

    Of `by_form` the same stands in draft and parent; `by_stories` were compared over all stories.
    `refuted` and `undecided` hold the draft first.
    """

    by_form: int
    by_stories: int
    refuted: tuple[Row, ...]
    undecided: tuple[Row, ...]

    @property
    def holds(self) -> bool:
        """Whether it is proved of every role and action."""
        return not self.refuted and not self.undecided

    @property
    def questions(self) -> int:
        """Of how many roles and actions it was asked."""
        return self.by_form + self.by_stories + len(self.refuted) + len(self.undecided)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "holds": self.holds,
            "questions": self.questions,
            "by_form": self.by_form,
            "by_stories": self.by_stories,
            "refuted": [[each.role, each.action] for each in self.refuted],
            "undecided": [
                [each.role, each.action, each.undecided or each.bounded] for each in self.undecided
            ],
        }


def prove(draft: Protocol, parents: Sequence[Protocol], decisions: Sequence[Decision]) -> Proof:
    """Prove it of every role of the parents and every action, or tell where it fails."""
    dressed, *others = in_common_words(draft, *parents)
    by_name = {each.council: each for each in others}
    chosen = {action: each.council for each in decisions for action in each.actions}
    forms = {each.council: Forms(each) for each in others}
    own = Forms(dressed)
    by_form = by_stories = 0
    refuted: list[Row] = []
    undecided: list[Row] = []
    for role, action in _subjects(others):
        parent = by_name[chosen[action]]
        if _is_same(own, forms[parent.council], role, action):
            by_form += 1
            continue
        row = row_of(dressed, parent, role, action)
        if any(_is_looser(row, n) for n, _ in enumerate(row.regions)):
            refuted.append(row)
        elif Turn.NOT_DECIDED in row_turns(row, Aspect.STANCE):
            undecided.append(row)
        else:
            by_stories += 1
    return Proof(by_form, by_stories, tuple(refuted), tuple(undecided))


def _subjects(parents: Sequence[Protocol]) -> Mapping[tuple[str, str], None]:
    found: dict[tuple[str, str], None] = {}
    for n, one in enumerate(parents):
        for two in parents[n + 1 :]:
            found |= dict.fromkeys(subjects(one, two))
    return found


def _is_same(own: Forms, other: Forms, role: str, action: str) -> bool:
    """Tell whether the same stands in both, of a role that means the same in both."""
    sides = voices_of((own.protocol, other.protocol), role, action)
    is_for_some = any(
        each.only_for is not None
        for side in sides
        for norm in side.norms
        for each in side.protocol.overrides.get(norm.address, ())
    )
    one, two = (
        frozenset(forms.stance(norm) for norm in side.norms)
        for forms, side in zip((own, other), sides, strict=True)
    )
    return one == two and (not is_for_some or own.of_role(role) == other.of_role(role))


def _is_looser(row: Row, number: int) -> bool:
    """Tell whether the draft is not at least as strict in a region, rights and powers included."""
    one, two = row.regions[number].stances
    return held_against(one, two) in (Strictness.LOOSER, Strictness.INCOMPARABLE)
